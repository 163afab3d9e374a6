# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .leaks import LeakCase
from .mail_server import mail

WAYS = {"message_search", "chatter", "content_read", "file_raw"}


class TestProtected(LeakCase):
    """Private correspondence is its owner's only, whatever is shared."""

    def setUp(self):
        super().setUp()
        self.raw = self.letter(cc=f"{self.lena.email}, pfauenauge@nordwind.example")
        self.server.deliver(self.anna.login, self.raw)
        self.account = self.connected(
            self.anna, sharing="everything", reader_ids=[(6, 0, self.carl.ids)]
        )
        self.sync(self.account)
        self.letter_of = {each: self.synced(each) for each in self.nora | self.lena}

    def seen(self, user):
        return {
            contact.name: self.open_ways(mail, user, WAYS)
            for contact, mail in self.letter_of.items()
        }

    def everywhere(self, ways):
        return {self.nora.name: ways, self.lena.name: ways}

    def test_it_hides_the_mail_on_every_contact_of_it(self):
        self.assertEqual(self.seen(self.ben), self.everywhere(WAYS))
        self.lena.with_user(self.anna).imap_protected = True
        for user in self.ben | self.carl | self.mona | self.ada:
            self.assertEqual(self.seen(user), self.everywhere(set()), user.login)
        self.assertEqual(self.seen(self.anna), self.everywhere(WAYS))

    def test_it_outweighs_the_owners_choice(self):
        self.lena.imap_protected = True
        [message] = self.letter_of[self.nora].messages
        answer = message.with_user(self.anna).imap_share("everything")
        self.assertIn("private correspondence", answer["notice"])
        self.assertEqual(self.seen(self.ben), self.everywhere(set()))

    def test_it_hides_a_colleagues_copy_from_others_too(self):
        self.server.deliver(self.ben.login, self.raw)
        self.sync(self.connected(self.ben, sharing="everything"))
        self.lena.imap_protected = True
        self.assertEqual(self.seen(self.ben), self.everywhere(WAYS))
        self.assertEqual(self.seen(self.carl), self.everywhere(set()))

    def test_anybody_who_edits_contacts_sets_it_and_managers_clear_it(self):
        self.lena.with_user(self.anna).imap_protected = True
        self.ada.group_ids += self.env.ref("base.group_partner_manager")
        for user in self.anna | self.ada:
            with self.assertRaisesRegex(AccessError, "Only a manager"):
                self.lena.with_user(user).imap_protected = False
        self.mona.group_ids += self.env.ref("base.group_partner_manager")
        self.lena.with_user(self.mona).imap_protected = False
        self.assertEqual(self.seen(self.ben), self.everywhere(WAYS))

    def test_an_open_contact_may_be_saved_by_anybody(self):
        self.lena.with_user(self.anna).write({"imap_protected": False, "name": "Lena"})
        self.assertEqual(self.lena.name, "Lena")

    def test_merging_keeps_it(self):
        self.lena.imap_protected = True
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.nora | self.lena).ids, self.nora)
        self.assertTrue(self.nora.imap_protected)
        mail = self.synced(self.nora)
        self.assertFalse(self.open_ways(mail, self.ben, WAYS))

    def test_a_copy_of_the_contact_is_not_protected(self):
        self.lena.imap_protected = True
        self.assertFalse(self.lena.copy().imap_protected)

    def test_portal_users_do_not_know_of_it(self):
        with self.assertRaises(AccessError):
            self.nora.with_user(self.portal).read(["imap_protected"])


class TestDeleted(LeakCase):
    """With a protected contact goes what opened its mail, and not what closed it."""

    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna, sharing="everything")
        self.raw = mail(
            self.lena.email, self.anna.login, "Law", cc=self.nora.email,
            message_id=f"<{self.mark}@nordwind.example>",
        )  # fmt: skip

    def imported(self, *accounts):
        self.server.deliver(self.anna.login, self.raw)
        self.sync(self.account, *accounts)

    def delete(self, contact, user=None):
        with mute_logger("odoo.models.unlink"):
            contact.with_user(user or self.ben).unlink()
        self.env.flush_all()

    def assert_private(self, owners):
        mail = self.synced(self.nora)
        for user in self.colleagues | self.anna:
            expected = WAYS - {"file_raw"} if user in owners else set()
            self.assertEqual(self.open_ways(mail, user, WAYS), expected, user.login)

    def test_its_mail_stays_private_on_the_other_contacts(self):
        self.lena.imap_protected = True
        self.account.reader_ids = self.carl
        self.imported()
        self.delete(self.lena)
        self.assert_private(self.anna)
        self.sync(self.account)
        self.assert_private(self.anna)

    def test_one_that_the_mail_does_not_stand_on(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        self.delete(self.lena)
        self.assert_private(self.anna)

    def test_one_that_was_taken_off(self):
        self.lena.imap_protected = True
        self.imported()
        self.env["imap.exclusion"].with_user(self.anna).create(
            {"pattern": self.lena.email}
        )
        self.delete(self.lena)
        self.assert_private(self.anna)

    def test_each_copy_stays_its_owners(self):
        """Ben's copy does not even name Lena."""
        self.lena.imap_protected = True
        self.raw = mail(
            self.nora.email, f"{self.anna.login}, {self.ben.login}", "Law",
            message_id=f"<{self.mark}@nordwind.example>",
        )  # fmt: skip
        self.server.deliver(self.ben.login, self.raw)
        blind = f"Bcc: {self.lena.email}\nTo: ".encode()
        self.raw = self.raw.replace(b"To: ", blind, 1)
        self.imported(self.connected(self.ben, sharing="everything"))
        self.delete(self.lena)
        self.assert_private(self.anna | self.ben)

    def test_it_outlives_what_was_chosen_before(self):
        self.lena.imap_protected = True
        self.imported()
        [message] = self.envelopes(self.nora).with_user(self.anna)
        message.imap_share("everything", conversation=True)
        self.delete(self.lena)
        self.assert_private(self.anna)

    def test_its_owner_may_open_it_again(self):
        self.lena.imap_protected = True
        self.imported()
        self.delete(self.lena)
        [message] = self.envelopes(self.nora).with_user(self.anna)
        message.imap_share("mailbox")
        self.assert_private(self.colleagues | self.anna)

    def test_other_contacts_leave_what_was_chosen(self):
        self.imported()
        self.delete(self.lena)
        self.assertFalse(self.envelopes(self.nora).imap_email_id.source_ids.choice)
        self.assert_private(self.colleagues | self.anna)

    def test_merging_closes_nothing_for_good(self):
        """Who stays protects it, until a manager opens it again."""
        self.lena.imap_protected = True
        self.imported()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.nora | self.lena).ids, self.nora)
        self.assert_private(self.anna)
        self.nora.imap_protected = False
        self.assert_private(self.colleagues | self.anna)
