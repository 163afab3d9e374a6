# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine.errors import RetryLater
from ..engine.net.session import MailboxSession
from ..models import imap_account_people
from ..models.settings import DEFAULTS
from .common import ImapSyncCase
from .mail_server import mail


class PeopleCase(ImapSyncCase):
    """Anna has written to Ida and to Uwe; Tom has written to her."""

    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.company.imap_new_contacts = "all"
        self.anna.group_ids += self.env.ref("base.group_partner_manager")
        self.ida, self.uwe, self.tom = (
            f"{name}.{self.mark}@{domain}"
            for name, domain in (("ida", f"n{self.mark}.example"), ("uwe", "gmail.com"),
                                 ("tom", f"t{self.mark}.example"))
        )  # fmt: skip
        self.sent(f"Ida Holm <{self.ida}>", cc=f"Uwe <{self.uwe}>")
        self.received(f'"Holm, Ida" <{self.ida}>')
        self.received(f"Tom Lind <{self.tom}>")
        self.account = self.started(self.anna)

    def written(self, sender, to, folder, **extra):
        date = fields.Datetime.now() - timedelta(days=extra.pop("days", 0))
        whole = mail(sender, to, "Zirbenholz", date=date, **extra)
        self.server.deliver(self.anna.login, whole, folder=folder)

    def sent(self, to, **extra):
        self.written(self.anna.login, to, "Sent", **extra)

    def received(self, sender, folder="INBOX", **extra):
        self.written(sender, self.anna.login, folder, **extra)

    def look(self, user=None):
        account = self.account.with_user(user or self.anna).sudo(False)
        return account.imap_people()

    def emails(self):
        return [each["email"] for each in self.look()["people"]]

    def create_all(self, **changes):
        people = [each | changes for each in self.look()["people"]]
        return self.create_contacts(people)

    def create_contacts(self, people):
        account = self.account.with_user(self.anna).sudo(False)
        told = account.imap_create_contacts(people)
        return self.env["res.partner"].browse(told["ids"]), told["notice"]


class TestLook(PeopleCase):
    def test_who_was_written_to_comes_first(self):
        ida, uwe, tom = self.look()["people"]
        self.assertEqual((ida["email"], ida["name"]), (self.ida, "Ida Holm"))
        self.assertEqual((ida["sent"], ida["received"]), (1, 1))
        self.assertEqual((uwe["email"], tom["email"]), (self.uwe, self.tom))

    def test_only_who_was_written_to(self):
        self.company.imap_new_contacts = "written_to"
        self.assertEqual(self.emails(), [self.ida, self.uwe])

    def test_off_by_default(self):
        new = self.env["res.company"].create({"name": "New"})
        self.assertEqual(new.imap_new_contacts, "never")
        self.company.imap_new_contacts = "never"
        self.assertFalse(self.account.may_create_contacts)
        with self.assertRaisesRegex(UserError, "no contacts are created from emails"):
            self.look()
        with self.assertRaisesRegex(UserError, "no contacts are created from emails"):
            self.create_contacts([{"email": self.ida}])

    def test_only_for_its_owner(self):
        for user in (self.ben, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                self.look(user)

    def test_who_may_not_create_contacts_is_told_so(self):
        self.anna.group_ids -= self.env.ref("base.group_partner_manager")
        with self.assertRaisesRegex(UserError, "may not create contacts"):
            self.look()

    def test_neither_contacts_nor_colleagues_nor_listed(self):
        self.received(self.lena.email)
        self.received(self.ben.login)
        archived = self.theo.email
        self.theo.active = False
        self.received(archived)
        self.lena.email_ids = [Command.create({"email": self.tom})]
        self.env["imap.exclusion"].with_user(self.anna).create({"pattern": self.uwe})
        self.assertEqual(self.emails(), [self.ida])

    def test_nobody_of_our_own_domains(self):
        self.company.imap_own_domains = f"t{self.mark}.example"
        self.assertEqual(self.emails(), [self.ida, self.uwe])

    def test_neither_lists_nor_roles(self):
        self.received("Ada <ada@shop.example>", list_unsubscribe="<mailto:a@b.example>")
        self.sent("info@shop.example, no-reply@shop.example")
        self.assertEqual(len(self.emails()), 3)

    def test_neither_junk_nor_what_is_older(self):
        self.received("spam@x.example", folder="Junk")
        self.received("old@x.example", days=400)
        self.account.action_connect()
        self.assertEqual(self.folder(self.account, "Junk").role, "junk")
        self.assertEqual(len(self.emails()), 3)

    def test_neither_junk_nor_drafts_that_are_ticked(self):
        """Drafts say what the owner has not said to anybody yet."""
        self.received("spam@x.example", folder="Junk")
        self.written(self.anna.login, "secret@x.example", "Drafts")
        self.account.action_connect()
        for name in ("Junk", "Drafts"):
            self.folder(self.account, name).selected = True
        self.assertEqual(len(self.emails()), 3)

    def test_not_too_often(self):
        with self.registry.cursor() as cr:  # what other tests have committed
            api.Environment(cr, SUPERUSER_ID, {})["imap.attempt"].search([]).unlink()
        with patch.dict(DEFAULTS, user_searches=1):
            self.look()
            with self.assertRaisesRegex(UserError, "too often"):
                self.look()

    def test_folders_that_are_not_ticked(self):
        self.received("away@x.example", folder="Away")
        self.account.action_connect()
        self.assertNotIn("away@x.example", self.emails())
        self.folder(self.account, "Away").selected = True
        self.assertIn("away@x.example", self.emails())

    def test_nothing_is_written(self):
        """Neither who is found, nor that somebody was (I2)."""
        self.sync(self.account)
        before = self.stored()
        self.look()
        self.assertEqual(self.stored(), before)

    def stored(self):
        """Each table in which the people stand, with the number of its rows."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        found = {}
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE %s",
                [f"%{self.mark}.example%"],
            )
            found[table] = self.env.cr.fetchone()[0]
        return {
            table: count
            for table, count in found.items()
            if count and table not in ("res_users", "res_partner", "imap_account")
        }

    def test_at_most_so_many(self):
        with patch.object(imap_account_people, "MOST_PEOPLE", 2):
            found = self.look()
        self.assertEqual(len(found["people"]), 2)
        self.assertIn("These are the 2 with most emails", found["notes"][-1])
        with patch.object(imap_account_people, "MOST_HEADERS", 1):
            found = self.look()
        self.assertEqual([each["email"] for each in found["people"]],
                         [self.ida, self.uwe, self.tom])  # fmt: skip
        self.assertIn("Only the newest emails", found["notes"][0])

    def test_when_it_is_not_connected(self):
        self.account.sudo().state = "draft"
        with self.assertRaises(UserError):
            self.look()

    def test_when_the_server_is_away(self):
        """It is not said that nobody was found."""
        away = RetryLater("unreachable")
        with patch.object(MailboxSession, "first_uid_since", side_effect=away):
            told = self.look()
        self.assertIn("looked into 0 of 2 folders", told["problem"])
        self.assertFalse(told["people"] or told["notes"])
        self.assertFalse(self.look()["problem"])
