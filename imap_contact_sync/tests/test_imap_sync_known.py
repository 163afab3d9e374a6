# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields

from .common import ImapSyncCase
from .mail_server import mail


class TestRenumbered(ImapSyncCase):
    """Whom kept mail stands on stays, also when the server numbers it anew."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theo = cls.new_contact("Theo Brand", "theo@brand.example")

    def imported(self, *subjects):
        for subject in subjects:
            self.deliver(subject)
        account = self.connected(self.anna)
        self.sync(account)
        return account

    def deliver(self, subject, **fields):
        self.server.deliver(self.anna.login, self.letter(subject, **fields))

    def letter(self, subject, **fields):
        fields.setdefault("cc", self.theo.email)
        return mail(self.lena.email, self.anna.login, subject, **fields)

    def renumbered(self, account):
        self.server.renumber(self.anna.login, 4711)
        self.sync(account)
        self.assertEqual(self.server.last_bodies(self.anna.login), 0)

    def assert_both(self, *subjects):
        for contact in self.lena | self.theo:
            self.assertEqual(self.subjects(contact), list(subjects), contact.name)
            seen = [each["subject"] for each in self.chatter(contact, self.anna)]
            self.assertLessEqual(set(subjects), set(seen), contact.name)

    def test_on_archived_contacts(self):
        account = self.imported("One", "Two")
        self.lena.active = False
        self.renumbered(account)
        self.assert_both("One", "Two")

    def test_on_contacts_with_another_address_now(self):
        account = self.imported("One", "Two")
        self.lena.email = "lena@new.example"
        self.sync(account)
        self.renumbered(account)
        self.assert_both("One", "Two")

    def test_on_nobody_else(self):
        self.deliver("Alone", cc="nobody@x.example")
        account = self.imported()
        self.lena.active = False
        self.renumbered(account)
        self.assertEqual(self.subjects(self.lena), ["Alone"])
        self.assertEqual(self.envelopes(self.lena).imap_email_id.source_ids.uid, 1)
        for folder in account.sudo().folder_ids:
            self.assertFalse(folder._accounting_gap())

    def test_equal_copies_in_one_folder(self):
        twice = self.letter("Twice")  # equal: with one Date, too
        for _copy in range(2):
            self.server.deliver(self.anna.login, twice)
        account = self.imported()
        self.lena.active = False
        self.renumbered(account)
        self.assert_both("Twice")
        sources = self.envelopes(self.lena).imap_email_id.source_ids
        self.assertEqual(sorted(sources.mapped("uid")), [1, 2])

    def test_what_a_rule_takes_off_meanwhile_stays_off(self):
        account = self.imported("One")
        self.lena.active = False
        entries = self.env["imap.exclusion"].with_user(self.anna)
        entries.create({"pattern": self.lena.email})
        self.renumbered(account)
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(self.subjects(self.theo), ["One"])

    def test_what_its_owner_has_removed_stays_removed(self):
        account = self.imported("One")
        message = self.envelopes(self.lena).with_user(self.anna)
        self.lena.active = False
        message.imap_remove()
        self.renumbered(account)
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(self.subjects(self.theo), ["One"])

    def test_another_message_of_the_same_name_says_nothing_of_them(self):
        """A forged copy names whom it is about today."""
        same = {"message_id": "<one@x.example>", "date": fields.Datetime.now()}
        self.deliver("One", **same)
        account = self.imported()
        self.lena.active = False
        self.server.renumber(self.anna.login, 4711)
        self.deliver("Forged, and longer", **same)
        self.sync(account)
        first, forged = self.env["imap.email.source"].search(
            [("email_id", "=", self.envelopes(self.lena).imap_email_id.id)], order="uid"
        )
        self.assertEqual((first.uid, forged.uid), (1, 2))
        self.assertEqual(first.partner_ids, self.lena | self.theo)
        self.assertEqual(forged.partner_ids, self.theo)
