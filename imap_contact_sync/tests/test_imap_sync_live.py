# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who hears of new mail, and what."""

import json

from .leaks import LeakCase
from .mail_server import mail

NOTIFICATION = "imap_contact_sync/arrived"


class TestArrived(LeakCase):
    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)
        self.account.with_user(self.anna).reader_ids = self.rita
        self.told()  # of what was before

    def deliver(self, *subjects, contact=None, **values):
        sender = (contact or self.nora).email
        letters = (mail(sender, self.anna.login, each, **values) for each in subjects)
        self.server.deliver(self.anna.login, *letters)

    def told(self):
        """What the bus has told since the last time: payloads by partner."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([], order="id")
        found = {}
        for row in rows:
            message = json.loads(row.message)
            if message["type"] == NOTIFICATION:
                _database, model, number = json.loads(row.channel)
                self.assertEqual(model, "res.partner")
                partner = self.env["res.partner"].browse(number)
                found.setdefault(partner, []).append(message["payload"])
        rows.unlink()
        return found

    def arrived(self, *subjects, **values):
        self.deliver(*subjects, **values)
        self.sync(self.account)
        return self.told()

    def expected(self, users, *contacts, times=1):
        payload = {"res.partner": sorted(contact.id for contact in contacts)}
        return {user.partner_id: [payload] * times for user in users}

    def test_owner_and_readers_hear_the_ids_of_contacts(self):
        hearing = self.anna | self.rita
        self.assertEqual(self.arrived("First"), self.expected(hearing, self.nora))
        self.assertEqual(self.arrived("Second"), self.expected(hearing, self.nora))

    def test_at_no_level_does_anybody_else_hear_of_it(self):
        self.account.with_user(self.anna).write({"reader_ids": [(5,)]})
        for level in ("metadata", "subject", "everything"):
            self.account.with_user(self.anna).sharing = level
            told = self.arrived(level)
            self.assertEqual(told, self.expected(self.anna, self.nora), level)

    def test_once_for_many_emails(self):
        self.deliver("For Theo", contact=self.theo)
        told = self.arrived(*(f"Letter {number}" for number in range(30)))
        hearing = self.anna | self.rita
        self.assertEqual(told, self.expected(hearing, self.nora, self.theo))

    def test_a_reader_hears_only_of_what_he_sees(self):
        company = self.account.sudo().company_id
        company.imap_sharing_ceiling = "metadata"
        self.theo.imap_protected = True
        self.deliver("Protected", contact=self.theo)
        told = self.arrived("Metadata")
        self.assertEqual(
            told,
            self.expected(self.anna, self.nora, self.theo)
            | self.expected(self.rita, self.nora),
        )
        company.imap_sharing_ceiling = "private"
        told = self.arrived("Private")
        self.assertEqual(told, self.expected(self.anna, self.nora))

    def test_a_reader_hears_nothing_of_contacts_that_he_may_not_open(self):
        self.env["ir.rule"].create(
            {
                "name": "Not Nora",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.nora.id})]"
                f" if user.id == {self.rita.id} else []",
            }
        )
        told = self.arrived("Hidden contact")
        self.assertEqual(told, self.expected(self.anna, self.nora))

    def test_the_second_owner_of_an_email_hears_too(self):
        values = {"message_id": f"<{self.mark}-both@nordwind.example>"}
        self.arrived("Both", **values)
        letter = mail(self.nora.email, self.anna.login, "Both", **values)
        self.server.deliver(self.ben.login, letter)
        self.sync(self.connected(self.ben))
        self.assertEqual(self.told(), self.expected(self.ben, self.nora))

    def test_nothing_new_tells_nobody(self):
        self.arrived("First")
        self.sync(self.account)
        self.assertEqual(self.told(), {})
        self.deliver("From a stranger", contact=self.ben)
        self.sync(self.account)
        self.assertEqual(self.told(), {})
