# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from unittest.mock import patch

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tools import SQL, mute_logger

from odoo.addons.imap_contact_sync.engine.errors import (
    FolderUnavailable,
    OwnerMustAct,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.net.session import MailboxSession
from odoo.addons.imap_contact_sync.models import imap_account_where
from odoo.addons.imap_contact_sync.models.imap_attempt import LOCK
from odoo.addons.imap_contact_sync.models.settings import DEFAULTS

from .mail_server import mail
from .test_imap_account_where import WhereCase
from .test_unlogged import everything_logged

WORDS = ("Zirbenholz", "nobody@elsewhere", "kupferkessel")


class TestWhose(WhereCase):
    """Nobody looks into a mailbox but its owner."""

    def test_owner_only(self):
        self.deliver(self.letter())
        self.ben.group_ids += self.env.ref("imap_contact_sync.group_manager")
        self.carl.group_ids += self.env.ref("base.group_system")
        for user in (self.ben, self.carl):
            with self.assertRaises(AccessError):
                self.account.with_user(user).sudo(False).imap_where("Zirbenholz")

    def test_superuser(self):
        with self.assertRaises(AccessError):
            self.account.sudo().with_user(self.env.ref("base.user_root")).imap_where(
                "x"
            )

    def test_all_means_ones_own(self):
        self.deliver(self.letter())
        self.ben.group_ids += self.env.ref("imap_contact_sync.group_manager")
        accounts = self.env["imap.account"].with_user(self.ben)
        self.assertEqual(accounts.imap_where("Zirbenholz")["hits"], [])
        accounts = self.env["imap.account"].with_user(self.carl)
        with self.assertRaises(AccessError):
            accounts.imap_where("Zirbenholz")

    def test_one_who_may_have_mailboxes_no_longer(self):
        self.deliver(self.letter())
        self.connected(self.anna, login=self.ben.login, email=self.ben.login)
        with patch.object(
            type(self.account), "_leaver_sentence", lambda self: "Not any more."
        ):
            found = self.look()
        self.assertEqual(found["hits"], [])
        self.assertIn("was not looked into. Not any more.", found["notes"][0])


class TestNothingIsStored(WhereCase):
    """I2: of what is found, and of what is looked for."""

    def tables(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT table_name FROM information_schema.tables
                WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"""
            )
        )
        return sorted(name for [name] in rows)

    def contents(self):
        """The rows of each table, as text."""
        self.env.cr.flush()
        return {
            name: self.env.execute_query(
                SQL("SELECT t::text FROM %s t ORDER BY 1", SQL.identifier(name))
            )
            for name in self.tables()
            if name != "imap_attempt"
        }

    def test_in_no_table(self):
        self.deliver(self.letter(sender=f"{WORDS[1]}.example", body=WORDS[2]))
        before = self.contents()
        [hit] = self.hits()
        self.assertIn(WORDS[1], str(hit))
        after = self.contents()
        self.assertEqual([name for name in after if after[name] != before[name]], [])
        self.assertGreater(len(after), 100)
        attempts = self.env["imap.attempt"].search([])
        self.assertFalse([word for word in WORDS if word in str(attempts.read())])

    def test_the_database_refuses(self):
        """Whatever code is asked about what was found."""

        def writes(account, look):
            account.env["res.partner"].create({"name": look.hits[0].envelope.subject})

        self.deliver(self.letter())
        with patch.object(type(self.account), "_told_hits", writes):
            with self.assertRaises(ReadOnlySqlTransaction), mute_logger("odoo.sql_db"):
                self.hits()
        self.new_contact("Still possible", "x@y.example")

    def test_of_a_wish_the_number_only(self):
        self.deliver(self.letter(sender=f"{WORDS[1]}.example"), folder="Archive")
        self.account.action_connect()
        self.new_contact("Nobody", f"{WORDS[1]}.example")
        hit = self.hit()
        id_, uidvalidity, uid = hit["keep"]
        folder = self.env["imap.folder"].browse(id_)
        folder.with_user(self.anna).action_keep(uidvalidity, uid)
        self.assertEqual((folder.wanted, folder.wanted_uidvalidity), ("1", uidvalidity))

    def test_nothing_is_logged(self):
        self.deliver(self.letter(sender=f"{WORDS[1]}.example", body=WORDS[2]))
        accounts = self.env["imap.account"].with_user(self.anna)
        with everything_logged() as texts:
            found = call_kw(accounts, "imap_where", [[], WORDS[0]], {})
            with self.assertRaises(UserError):
                call_kw(accounts, "imap_where", [[], f"{WORDS[0]}\r\n"], {})
        self.assertEqual(len(found["hits"]), 1)
        self.assertGreater(len(texts), 2)
        text = "\n".join(texts)
        for word in WORDS:
            self.assertNotIn(word, text)


class TestBounds(WhereCase):
    def test_what_cannot_be_looked_for(self):
        many = ", ".join(f"{number}@x.example" for number in range(6))
        for text, pattern in (
            ("", "Enter an address"), (False, "Enter an address"), (["x"], "Enter an"),
            ("a\r\nA1 LOGOUT", "line break"), ("a\0b", "line break"),
            ("x" * 501, "too long"), (many, "Enter 5 at most"),
        ):  # fmt: skip
            with self.assertRaisesRegex(UserError, pattern):
                self.look(text)

    def test_hostile_terms_find_what_they_say(self):
        subjects = ['a "quoted" \\ one', "* OR ALL", "{3}", "a) (b", "%s %d", "'; --"]
        self.deliver(*map(self.letter, subjects))
        for subject in subjects:
            self.assertEqual(self.hit(subject)["subject"], subject)
        for text in ('" OR ALL "', "\\", '"', "NOT x", "1:*", "<a@b> UNDELETED"):
            found = [hit["subject"] for hit in self.hits(text)]
            self.assertEqual(found, [each for each in subjects if text in each], text)

    def test_hostile_mail_is_told_as_text(self):
        self.deliver(self.letter("Zirbenholz \u202egnp.exe <script>"))
        self.assertIn("<script>", self.hit()["subject"])
        self.assertNotIn("\u202e", self.hit()["subject"])
        self.deliver(self.letter("long " * 5_000))
        self.assertLessEqual(len(self.hit("long")["subject"]), 300)

    def test_one_search_in_each_folder(self):
        self.deliver(self.letter(), folder="Archive")
        self.account.action_connect()
        said = []
        search = MailboxSession._search_part

        def counted(session, *words, **options):
            said.append(words)
            return search(session, *words, **options)

        with patch.object(MailboxSession, "_search_part", counted):
            self.hit()
        self.assertEqual(len(said), 1)  # the other folders are empty

    def test_ticked_folders_first(self):
        self.deliver(self.letter(), folder="Archive")
        self.deliver(self.letter(), folder="Work")
        self.account.action_connect()
        self.folder(self.account, "Work").selected = True
        self.folder(self.account, "Archive").selectable = False
        names = self.account._folders_to_look_into().mapped("name")
        self.assertEqual(names[:2], ["INBOX", "Sent"])
        self.assertLess(names.index("Work"), names.index("Junk"))
        self.assertNotIn("Archive", names)
        self.assertEqual(self.hit()["folder"], "Work")

    def test_the_time_is_up(self):
        self.deliver(self.letter())
        self.deliver(self.letter(), folder="Archive")
        self.account.action_connect()
        open_folder, opened = MailboxSession.open, []

        def slow(session, path):
            opened.append(path)
            time.sleep(1.1)
            return open_folder(session, path)

        with (
            patch.object(MailboxSession, "open", slow),
            patch.object(imap_account_where, "SEARCH_SECONDS", 3),
        ):
            found = self.look()
        self.assertEqual(len(found["hits"]), 1)
        self.assertEqual(opened[0], b"INBOX")
        total = len(self.account._folders_to_look_into())
        self.assertLess(len(opened), total)
        self.assertIn(
            f"looked into {len(opened)} of {total} folders, then the time was up",
            found["notes"][0],
        )

    def test_each_mailbox_has_its_share(self):
        second = self.connected(self.anna, login=self.ben.login, email=self.ben.login)
        self.server.deliver(self.ben.login, self.letter())
        seconds = []
        look = type(second)._look_into

        def measured(account, query, share):
            seconds.append(share)
            return look(account, query, share)

        with patch.object(type(second), "_look_into", measured):
            found = self.look(accounts=self.account | second)
        self.assertEqual(len(found["hits"]), 1)
        self.assertAlmostEqual(seconds[0], 12.5, places=1)
        self.assertGreater(seconds[1], 20)

    def failing(self, error, name="search"):
        return patch.object(MailboxSession, name, side_effect=error)

    def test_a_folder_that_is_refused(self):
        self.deliver(self.letter())
        with self.failing(FolderUnavailable("folder_refused")):
            found = self.look()
        self.assertRegex(found["notes"][0], "looked into 0 of .* let us into: INBOX, ")

    def test_what_goes_wrong_is_told_and_not_recorded(self):
        with self.failing(RetryLater("connection_lost"), "open"):
            found = self.look()
        self.assertRegex(found["notes"][0], "0 of .* The connection to .* interrupted")
        with patch.object(
            type(self.account), "_password__", side_effect=OwnerMustAct("no_password")
        ):
            found = self.look()
        self.assertIn("password", found["notes"][0])
        self.assertFalse(self.account.error_message)
        self.assertEqual(self.account.state, "connected")

    def test_one_that_is_left_alone(self):
        self.account.sudo().run_ids.not_before_date = "2999-01-01"
        found = self.look()
        self.assertIn("It is left alone for a while", found["notes"][0])

    def test_who_has_no_mailbox(self):
        found = self.env["imap.account"].with_user(self.ben).imap_where("x")
        self.assertEqual(
            found,
            {"hits": [], "notes": ["You have no mailbox yet. Connect one first."]},
        )

    def test_not_too_often(self):
        with self.registry.cursor() as cr:  # what other tests have committed
            api.Environment(cr, SUPERUSER_ID, {})["imap.attempt"].search([]).unlink()
        with patch.dict(DEFAULTS, user_searches=2, user_attempts=1):
            for _each in range(2):
                self.look()
            with self.assertRaisesRegex(UserError, "too often .* after .*[0-9]"):
                self.look()
            # Neither takes from the other.
            self.account.action_connect()

    def test_one_at_a_time(self):
        account = self.new_account(self.ben)
        account.sudo().state = "connected"
        with self.registry.cursor() as cr:
            cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, self.ben.id])
            with self.assertRaisesRegex(UserError, "right now"):
                account.imap_where("x")
        self.assertEqual(account.imap_where("x")["hits"], [])

    def test_a_server_that_finds_too_much(self):
        """Or, like Gmail, whole words anywhere: it is compared again."""
        self.deliver(self.letter("Fichte"), mail("a@b.example", "c@d.example", "Zirbe"))
        everything = patch.object(
            MailboxSession, "_search_part", lambda *_args, **_options: [1, 2, 99]
        )
        with everything:
            self.assertEqual([hit["subject"] for hit in self.hits("Zirbe")], ["Zirbe"])
            self.assertEqual(len(self.hits("@d.example")), 1)
