# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields

from .common import ImapSyncCase
from .mail_server import mail

SHARED = "office@nordwind.example"
COMPANY_FIRST = {"imap_same_address": "company"}


class TestContactsOfOneAddress(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.firm = self.new_contact("Nordwind", SHARED, is_company=True)
        self.person = self.new_contact(
            "Olga", f"olga@nordwind.example, {SHARED}", parent_id=self.firm.id
        )
        self.ours = self.new_contact("Ours", SHARED, company_id=self.company.id)
        self.ours.is_company = True
        self.all = self.firm | self.person | self.ours
        self.account = self.connected(self.anna)

    def getting(self, **settings):
        """The contacts that get a new email of the shared address."""
        self.company.write(settings)
        before = self.envelopes_of(self.all)
        self.server.deliver(self.anna.login, mail(SHARED, self.anna.login))
        self.sync(self.account)
        return self.all.browse((self.envelopes_of(self.all) - before).mapped("res_id"))

    def envelopes_of(self, contacts):
        return self.env["mail.message"].union(*map(self.envelopes, contacts))

    def use(self, contact, **ago):
        message = contact.message_post(body="Used")
        message.date = fields.Datetime.now() + timedelta(days=1) - timedelta(**ago)
        return message

    def test_all_of_them(self):
        self.assertEqual(self.company.imap_same_address, "all")
        self.assertEqual(self.getting(), self.all)

    def test_those_of_the_company(self):
        self.assertEqual(self.getting(**COMPANY_FIRST), self.ours)
        self.ours.company_id = False
        self.assertEqual(self.getting(), self.all)

    def test_those_of_the_nearest_company(self):
        """Of a branch's own contacts, its parent's and nobody's."""
        branch = self.env["res.company"].create(
            {"name": "North", "parent_id": self.company.id, **COMPANY_FIRST}
        )
        contacts = {SHARED: tuple(self.all.ids)}
        chosen = branch._imap_choose(contacts)
        self.assertEqual(chosen[SHARED], tuple(self.ours.ids))
        self.person.company_id = branch
        chosen = branch._imap_choose(contacts)
        self.assertEqual(chosen[SHARED], tuple(self.person.ids))

    def test_people_first(self):
        self.assertEqual(self.getting(imap_same_address="person"), self.person)
        self.person.is_company = True
        self.assertEqual(self.getting(), self.all)
        self.person.is_company = self.firm.is_company = False
        self.assertEqual(self.getting(), self.person | self.firm)

    def test_the_most_recently_used(self):
        for number, contact in enumerate(self.all):
            self.use(contact, hours=number + 1)
        self.assertEqual(self.getting(imap_same_address="recent"), self.firm)
        used = self.use(self.ours)
        self.assertEqual(self.getting(), self.ours)
        # The email that it has just got counts for nothing.
        self.use(self.person).date = used.date
        self.assertEqual(self.getting(), self.ours | self.person)

    def test_never_used(self):
        domain = [("model", "=", "res.partner"), ("res_id", "in", self.all.ids)]
        self.env["mail.message"].search(domain).unlink()
        self.assertEqual(self.getting(imap_same_address="recent"), self.all)

    def test_contacts_of_one_address_each_are_left_alone(self):
        self.company.imap_same_address = "person"
        self.server.deliver(self.anna.login, mail(self.lena.email, SHARED))
        self.sync(self.account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_past_emails_stay_also_when_they_are_judged_again(self):
        self.getting()
        self.company.imap_same_address = "person"
        self.account.sudo()._judge_kept_again()
        self.sync(self.account)
        for contact in self.all:
            self.assertEqual(len(self.envelopes(contact)), 1, contact.name)

    def test_they_stay_when_another_one_has_been_used_since(self):
        self.use(self.firm, hours=2)
        self.assertEqual(self.getting(imap_same_address="recent"), self.firm)
        self.use(self.ours, hours=1)
        later = self.new_contact("Later", SHARED)
        self.account.sudo()._judge_kept_again()
        self.sync(self.account)
        standing = self.envelopes_of(self.all | later)
        self.assertEqual(standing.mapped("res_id"), self.firm.ids)
        self.use(later)
        self.assertFalse(self.getting())
        self.assertEqual(len(self.envelopes(later)), 1)

    def test_archived_ones_by_setting(self):
        self.firm.active = False
        self.assertEqual(self.getting(), self.person | self.ours)
        self.assertEqual(self.getting(imap_archived_contacts=True), self.all)
        self.person.action_archive()
        self.assertEqual(self.getting(), self.all)
        self.assertEqual(self.getting(imap_archived_contacts=False), self.ours)

    def test_they_are_settings(self):
        settings = self.env["res.config.settings"].create({})
        settings.write({"imap_same_address": "recent", "imap_archived_contacts": True})
        settings.execute()
        self.assertEqual(self.company.imap_same_address, "recent")
        self.assertTrue(self.company.imap_archived_contacts)

    def test_of_many_contacts_the_rest_is_named(self):
        """On twenty it stands; each of the others is read among its recipients."""
        emails = [f"p{number}@many.example" for number in range(30)]
        self.env["res.partner"].create([{"name": e, "email": e} for e in emails])
        letter = mail(self.lena.email, self.anna.login, cc=", ".join(emails))
        self.server.deliver(self.anna.login, letter)
        self.sync(self.account)
        [shown] = [each for each in self.chatter(self.lena, self.anna)
                   if each["message_type"] == "imap_email"]  # fmt: skip
        self.assertLessEqual(set(emails), set(shown["imap_recipients"]))
        source = self.envelopes(self.lena).imap_email_id.source_ids
        self.assertEqual(len(source.partner_ids), 31)
