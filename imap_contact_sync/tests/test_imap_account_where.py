# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .common import ImapSyncCase
from .mail_server import mail


class WhereCase(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.account = self.started(self.anna)

    def letter(self, subject="Zirbenholz", sender=None, days=0, **extra):
        date = fields.Datetime.now() - timedelta(days=days)
        to = extra.pop("to", self.anna.login)
        return mail(sender or self.lena.email, to, subject, date=date, **extra)

    def deliver(self, *letters, folder="INBOX", **options):
        self.server.deliver(self.anna.login, *letters, folder=folder, **options)

    def look(self, text="Zirbenholz", accounts=None):
        accounts = self.account if accounts is None else accounts
        return accounts.with_user(self.anna).sudo(False).imap_where(text)

    def hits(self, text="Zirbenholz"):
        return self.look(text)["hits"]

    def hit(self, text="Zirbenholz"):
        [hit] = self.hits(text)
        return hit

    def keep(self, hit):
        id_, uidvalidity, uid = hit["keep"]
        folder = self.env["imap.folder"].with_user(self.anna).browse(id_)
        self.assertIn("is being read", folder.action_keep(uidvalidity, uid))
        self.run_cron()

    def assert_told(self, kind, pattern, keeps=False, text="Zirbenholz"):
        hit = self.hit(text)
        self.assertRegex(hit["sentence"], pattern)
        self.assertEqual(hit["kind"], kind)
        self.assertEqual(bool(hit["keep"]), keeps)
        return hit


class TestReasons(WhereCase):
    """One sentence for each email that is found."""

    def test_on_contacts(self):
        self.deliver(self.letter(cc=self.theo.email))
        self.sync(self.account)
        hit = self.assert_told("kept", "^It stands on Lena Fischer and Theo Lefevre.$")
        self.assertEqual(
            hit["contacts"],
            [[self.lena.id, self.lena.name], [self.theo.id, self.theo.name]],
        )

    def test_on_a_protected_contact(self):
        self.deliver(self.letter())
        self.sync(self.account)
        self.lena.imap_protected = True
        self.assert_told("kept", "It stands on Lena Fischer. Only you see it there")

    def test_on_a_contact_that_the_user_cannot_open(self):
        self.deliver(self.letter())
        self.sync(self.account)
        self.env["ir.rule"].create(
            {
                "name": "Not Lena",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.lena.id})]",
            }
        )
        hit = self.assert_told("kept", "on a contact that you cannot open")
        self.assertFalse(hit["contacts"])
        self.assertNotIn(self.lena.name, str(hit["sentence"]))

    def test_removed_from_one_of_two(self):
        self.deliver(self.letter(cc=self.theo.email))
        self.sync(self.account)
        self.envelopes(self.theo).with_user(self.anna).imap_remove()
        self.assert_told("kept", "on Lena Fischer. Not on Theo Lefevre: you removed")

    def test_in_two_folders(self):
        letter = self.letter()
        self.deliver(letter)
        self.deliver(letter, folder="Archive")
        self.account.action_connect()
        self.sync(self.account)
        hit = self.assert_told("kept", "It stands on Lena")
        self.assertEqual(hit["folder"], "INBOX, Archive")

    def test_folder_not_ticked(self):
        self.deliver(self.letter(), folder="Archive")
        self.account.action_connect()
        self.sync(self.account)
        hit = self.assert_told("unticked", "The folder Archive is not ticked", True)
        self.keep(hit)
        self.assert_told("kept", "It stands on Lena")

    def test_junk(self):
        self.deliver(self.letter(), folder="Junk")
        self.account.action_connect()
        self.assert_told("unticked", "in Junk, a folder that usually is not", True)

    def test_not_read_yet(self):
        self.sync(self.account)
        self.deliver(self.letter())
        hit = self.assert_told(
            "waiting", "not been read yet. The next .* is on .*2", True
        )
        folder = self.folder(self.account).with_user(self.anna).sudo(False)
        folder.action_keep(*hit["keep"][1:])
        self.assert_told("waiting", "not been read yet")
        self.run_cron()
        self.assert_told("kept", "It stands on Lena")

    def test_paused(self):
        self.sync(self.account)
        self.deliver(self.letter())
        self.account.action_pause()
        self.assert_told("waiting", "not been read yet. The mailbox is paused: press")

    def test_before_the_import_is_started(self):
        self.account.sudo()._decide_again()
        self.deliver(self.letter())
        self.run_cron()
        hit = self.hit()
        self.assertRegex(hit["sentence"], "been read yet.* The import has not begun")
        self.assertFalse(hit["keep"])
        folder = self.folder(self.account).with_user(self.anna).sudo(False)
        with self.assertRaisesRegex(UserError, "Nothing is read"):
            folder.action_keep(1, 1)

    def test_never_log_entry_of_ones_own(self):
        self.deliver(self.letter())
        self.sync(self.account)
        self.env["imap.exclusion"].with_user(self.anna).create(
            {"pattern": "nordwind.example"}
        )
        self.assert_told("never_log", "Your never-log entry nordwind.example keeps")
        self.run_cron()
        self.assert_told("never_log", "Your never-log entry nordwind.example keeps")

    def test_never_log_entry_of_the_company(self):
        self.deliver(self.letter(cc="doctor@praxis.example"))
        self.env["imap.exclusion"].create(
            {
                "pattern": "doctor@praxis.example",
                "company_id": self.account.company_id.id,
                "strict": True,
            }
        )
        self.sync(self.account)
        self.assert_told(
            "never_log",
            "company's never-log entry doctor@praxis.example .* A manager of email",
        )

    def test_between_colleagues(self):
        self.deliver(self.letter(sender=self.ben.login))
        self.sync(self.account)
        self.assert_told("internal", "Only colleagues are in it")
        self.deliver(self.letter("To myself", sender=self.anna.login))
        self.assert_told("internal", "Only your own addresses", text="To myself")

    def test_no_contact(self):
        self.deliver(self.letter(sender="Nora <nora@elsewhere.example>"))
        self.sync(self.account)
        hit = self.assert_told(
            "no_contact", "No contact has nora@elsewhere.example. Create one, then"
        )
        self.assertEqual(hit["new_contact"], "nora@elsewhere.example")
        nora = self.new_contact("Nora", "nora@elsewhere.example")
        hit = self.assert_told("late", "none of its addresses was a contact's", True)
        self.keep(hit)
        self.assertEqual(self.subjects(nora), ["Zirbenholz"])

    def test_no_contact_for_who_creates_none(self):
        self.anna.group_ids = [
            Command.unlink(self.env.ref("base.group_partner_manager").id)
        ]
        others = ", ".join(f"p{number}@elsewhere.example" for number in range(5))
        self.deliver(self.letter(sender="nora@elsewhere.example", cc=others))
        hit = self.assert_told(
            "no_contact",
            "has any of 6 addresses, such as nora@.* or p1@.*. Ask a colleague",
        )
        self.assertFalse(hit["new_contact"])

    def test_nobody_in_it(self):
        self.deliver(b"Subject: Zirbenholz\r\n\r\nHello")
        self.assert_told("no_contact", "There is no address in it")

    def test_older_than_the_start_date(self):
        old = fields.Datetime.now() - timedelta(days=400)
        self.deliver(self.letter("Copied", days=400))
        self.deliver(self.letter(), received=old.timestamp())
        self.deliver(self.letter("New"))
        for _each in range(2):
            self.assert_told("older", "older than the start", True, text="Copied")
            self.sync(self.account)
        hit = self.assert_told("older", "older than the start", True, text="Copied")
        self.keep(hit)
        self.assert_told("kept", "It stands on Lena", text="Copied")

    def test_below_where_the_scan_began(self):
        old = fields.Datetime.now() - timedelta(days=400)
        self.deliver(self.letter(), received=old.timestamp())
        self.deliver(self.letter("New"))
        self.sync(self.account)
        hit = self.assert_told("older", "older than the start date", True)
        self.keep(hit)
        self.assert_told("kept", "It stands on Lena")

    def test_removed_on_purpose(self):
        self.deliver(self.letter())
        self.sync(self.account)
        self.envelopes(self.lena).with_user(self.anna).imap_remove()
        hit = self.assert_told("removed", "You removed it from Lena Fischer", True)
        self.keep(hit)
        self.assert_told("kept", "It stands on Lena")

    def test_failed(self):
        self.deliver(self.letter(body="poison"))
        with self.poisoned(b"poison"):
            self.sync(self.account)
        hit = self.assert_told(
            "failed", r"could not be kept: .*\(ValueError\). It is tried again on", True
        )
        self.folder(self.account).failure_ids.next_attempt_date = False
        self.assert_told("failed", "It is not tried again by itself", True)
        self.keep(hit)
        self.assert_told("kept", "It stands on Lena")

    def test_a_folder_that_cannot_be_read(self):
        self.deliver(self.letter())
        self.folder(self.account).error_message = "It is locked."
        self.assert_told("waiting", "folder INBOX cannot be read: It is locked.", True)

    def test_renumbered(self):
        self.deliver(self.letter())
        self.sync(self.account)
        number = self.folder(self.account).uidvalidity
        self.server.renumber(self.anna.login, number + 7)
        self.assert_told("kept", "It stands on Lena")
        self.deliver(self.letter("Second"))
        hit = self.assert_told("waiting", "not been read yet", True, text="Second")
        self.keep(hit)
        self.assert_told("kept", "It stands on Lena", text="Second")


class TestLooking(WhereCase):
    def test_by_what(self):
        self.deliver(
            self.letter(cc="Max <max@elsewhere.example>", message_id="<7@x.y>")
        )
        for text in ("zirben", "max@elsewhere.example", "@elsewhere.example", "<7@x.y>",
                     "7@x.y", f"Lena <{self.lena.email}>"):  # fmt: skip
            self.assertEqual(len(self.hits(text)), 1, text)
        for text in ("Fichte", "ax@elsewhere.example", "8@x.y", "elsewhere.example"):
            self.assertEqual(self.hits(text), [], text)

    def test_letters_beyond_ascii(self):
        self.deliver(self.letter("Grüße aus Köln"))
        self.assertEqual(self.hit("grüße")["subject"], "Grüße aus Köln")
        self.assertEqual(self.hits("Grüße aus Bonn"), [])

    def test_what_is_told(self):
        self.deliver(self.letter("<b>Offer</b>", sender="Lena <lena@nordwind.example>"))
        hit = self.hit("Offer")
        self.assertEqual(hit["subject"], "<b>Offer</b>")
        self.assertEqual(hit["sender"], '"Lena" <lena@nordwind.example>')
        self.assertEqual((hit["mailbox"], hit["folder"]), (self.anna.login, "INBOX"))
        self.assertIn(str(fields.Date.today().year)[2:], hit["date"])

    def test_nothing_is_marked_as_read(self):
        self.deliver(self.letter())
        self.assertEqual(self.server.flags(self.anna.login), {1: r"\Recent"})
        self.hit()
        self.assertNotIn("Seen", self.server.flags(self.anna.login)[1])

    def test_the_newest_and_that_there_are_more(self):
        letters = [self.letter(f"Many {n}", days=60 - n) for n in range(52)]
        self.deliver(*letters)
        found = self.look("Many")
        self.assertEqual(len(found["hits"]), 50)
        self.assertEqual(found["hits"][0]["subject"], "Many 51")
        self.assertEqual(found["hits"][-1]["subject"], "Many 2")
        self.assertIn("These are the newest, and there are more", found["notes"][-1])

    def test_all_mailboxes_of_ones_own(self):
        second = self.connected(self.anna, login=self.ben.login, email=self.ben.login)
        draft = self.new_account(self.anna, name="Draft", login="x@y.example")
        self.server.deliver(self.ben.login, self.letter())
        self.deliver(self.letter(days=1))
        found = self.look(accounts=draft.browse())
        self.assertEqual(
            [hit["mailbox"] for hit in found["hits"]], [second.name, self.account.name]
        )
        notes = "\n".join(found["notes"])
        self.assertIn("Draft was not looked into. Press Connect on it first.", notes)
        self.assertRegex(notes, f"{second.name}: looked into all . folders.")
        self.assertEqual(len(self.look()["hits"]), 1)
