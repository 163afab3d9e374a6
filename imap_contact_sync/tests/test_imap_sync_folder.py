# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.matching import EXPUNGED
from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader
from odoo.addons.imap_contact_sync.engine.net.transport import ReadingClient
from odoo.addons.imap_contact_sync.engine.visit import Limits

from .common import ImapSyncCase
from .mail_server import mail

FOLDERS = "odoo.addons.imap_contact_sync.models.imap_sync_folder"


class TestFolders(ImapSyncCase):
    def deliver(self, *subjects, **values):
        login = self.anna.login
        letters = [mail(self.lena.email, login, each) for each in subjects]
        self.server.deliver(login, *letters, **values)

    def test_poll_without_news_is_one_command_after_login(self):
        self.deliver("First")
        account = self.connected(self.anna)
        self.sync(account)
        said = self.said(account)
        verbs = [line.split()[0] for line in said]
        self.assertEqual(verbs, ["AUTHENTICATE", "ID", "LIST", "LOGOUT"])

    def test_new_mail_is_few_commands_and_no_body_twice(self):
        self.deliver("First")
        account = self.connected(self.anna)
        self.sync(account)
        self.deliver("Second")
        said = self.said(account)
        self.assertEqual(len(said), 8, said)
        self.assertEqual(self.subjects(self.lena), ["First", "Second"])

    def test_nothing_is_said_that_writes_and_no_forbidden_item(self):
        self.deliver("First")
        said = "\n".join(self.said(self.connected(self.anna)))
        for word in ("ENVELOPE", "RFC822)", "SELECT", "STORE", "1:*"):
            self.assertNotIn(word, said)

    @contextmanager
    def noted(self, window):
        """The windows that are read, with so many UIDs in each."""
        order = []
        read = self.env.registry["imap.sync"]._sync_window

        def note(sync, folder, visit, uids, cursor):
            order.append(f"{folder.path} {uids}")
            return read(sync, folder, visit, uids, cursor)

        sync_class = self.env.registry["imap.sync"]
        with (
            patch.object(sync_class, "_sync_window", note),
            patch(f"{FOLDERS}.WINDOW", window),
        ):
            yield order

    def test_new_mail_of_all_folders_comes_before_history(self):
        login = self.anna.login
        self.deliver(*"012345")
        letters = [mail(login, self.lena.email, f"S{n}") for n in range(3)]
        self.server.deliver(login, *letters[:2], folder="Sent")
        account = self.connected(self.anna)
        run_class = self.env.registry["imap.account.run"]
        few = patch.object(run_class, "_limits", lambda *_args: Limits(messages=4))
        with few, self.noted(2):
            self.sync(account)
        self.server.deliver(login, letters[2], folder="Sent")
        with self.noted(2) as order:
            self.sync(account)
        self.assertEqual(order, ["Sent 3", "INBOX 3:4", "INBOX 1:2"])

    def test_histories_take_turns(self):
        login = self.anna.login
        self.deliver(*"012345")
        letters = [mail(login, self.lena.email, f"S{n}") for n in range(4)]
        self.server.deliver(login, *letters, folder="Sent")
        account = self.connected(self.anna)
        with self.noted(2) as order:
            self.sync(account)
        self.assertEqual(
            order,
            ["INBOX 5:6", "Sent 3:4", "INBOX 3:4", "Sent 1:2", "INBOX 1:2"],
        )
        self.assertEqual(len(self.envelopes(self.lena)), 10)

    def test_a_run_ends_at_its_limit_and_goes_on_with_the_next(self):
        self.deliver(*"0123456789")
        account = self.connected(self.anna)
        run_class = self.env.registry["imap.account.run"]
        few = patch.object(run_class, "_limits", lambda *_args: Limits(messages=3))
        with few, patch(f"{FOLDERS}.WINDOW", 4):
            self.sync(account)
            kept = [len(self.envelopes(self.lena))]
            while kept[-1] < 10 and len(kept) < 9:
                self.assertFalse(account.last_sync_date)
                self.run_cron()
                kept.append(len(self.envelopes(self.lena)))
        self.assertEqual(kept, [4, 8, 10])
        self.assertTrue(account.last_sync_date)

    def test_large_gaps_between_the_uids(self):
        login = self.anna.login
        self.deliver(*"012")
        for number, uidnext in enumerate((40_000, 90_000, 3_000_000_000)):
            self.server.doveadm(
                "mailbox",
                "update",
                "-u",
                login,
                "--min-next-uid",
                str(uidnext),
                "INBOX",
            )
            self.deliver(f"gap {number}")
        account = self.connected(self.anna)
        said = self.said(account)
        self.assertEqual(len(self.envelopes(self.lena)), 6)
        fetches = [line for line in said if "REFERENCES" in line]
        self.assertEqual(len(fetches), 1, fetches)
        self.server.doveadm(
            "mailbox", "update", "-u", login, "--min-next-uid", "4000000000", "INBOX"
        )
        self.deliver("last")
        said = self.said(account)
        self.assertEqual(len(self.envelopes(self.lena)), 7)
        fetches = [line for line in said if "REFERENCES" in line]
        self.assertEqual(len(fetches), 1, fetches)

    def test_server_without_uidnext_whose_newest_mail_was_deleted(self):
        """It looks as if UIDNEXT had shrunk; nothing was renumbered."""
        login = self.anna.login
        self.deliver(*"012")
        account = self.connected(self.anna)
        examine = ReadingClient.examine

        def without_uidnext(client, path):
            state = examine(client, path)
            state.pop("UIDNEXT", None)
            return state

        with patch.object(ReadingClient, "examine", without_uidnext):
            self.sync(account)
            self.server.expunge(login, 3)
            self.folder(account).next_check_date = "2020-01-01"  # so that it is opened
            self.sync(account)
            folder = self.folder(account)
            self.assertEqual((folder.high_uid, folder.renumbered_count), (3, 0))
            self.deliver("3")
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), list("0123"))

    def test_a_server_that_renumbers_all_the_time_is_left_alone(self):
        login = self.anna.login
        self.deliver("0")
        account = self.connected(self.anna)
        self.sync(account)
        for number in range(5):
            self.server.renumber(login, 1000 + number)
            self.sync(account)
            self.assertEqual(account.last_sync_status, "ok")
        self.server.renumber(login, 2000)
        with self.muted():
            self.sync(account)
        self.assertIn("anew all the time", account.error_message)
        self.assertEqual(self.subjects(self.lena), ["0"])


class TestSelfCheck(ImapSyncCase):
    def setUp(self):
        super().setUp()
        login = self.anna.login
        letters = [mail(self.lena.email, login, f"{n}") for n in range(4)]
        self.server.deliver(login, *letters, mail("x@else.example", login))
        self.account = self.connected(self.anna)
        self.sync(self.account)
        self.inbox = self.folder(self.account)

    def check(self):
        self.assertTrue(self.inbox.next_check_date)
        with freeze_time(self.inbox.next_check_date):
            self.sync(self.account)
        self.inbox.invalidate_recordset()

    def test_it_is_planned_for_about_a_week_later(self):
        days = (self.inbox.next_check_date - self.inbox.create_date).days
        self.assertIn(days, range(5, 9))
        before = self.inbox.next_check_date
        self.check()
        self.assertGreater(self.inbox.next_check_date, before)

    def test_a_message_that_was_never_scanned_is_found(self):
        """As on a server that shows a message after its UID was passed."""
        late = self.env["imap.email.source"].search(
            [("folder_id", "=", self.inbox.id), ("uid", "=", 2)]
        )
        late.email_id.unlink()
        self.inbox.block_ids._remove(self.inbox._scanned() - self.others(2))
        self.inbox._count()
        self.assertEqual(self.subjects(self.lena), ["0", "2", "3"])
        self.sync(self.account)
        self.assertEqual(self.subjects(self.lena), ["0", "2", "3"])
        self.check()
        self.assertEqual(self.subjects(self.lena), ["0", "1", "2", "3"])

    def others(self, uid):
        return self.inbox._scanned() - type(self.inbox._scanned()).of([uid])

    def test_sets_that_do_not_add_up_are_mended(self):
        block = self.inbox.block_ids
        for broken in (
            {"scanned": "1:3"},
            {"scanned": "1:9"},
            {"scanned": False, "skipped": False},
            {"skipped": {"no_contact": "3:5"}},
            {"skipped": {}},
            {"skipped": {"no_contact": "5", "older": "5"}},
        ):
            with self.subTest(broken=broken):
                block.write(broken)
                self.inbox.kept_count = 77
                self.assertTrue(self.inbox._accounting_gap())
                self.check()
                self.assertFalse(self.inbox._accounting_gap())
                self.assertEqual(str(self.inbox._scanned()), "1:5")
                self.assertEqual(self.skipped(self.account), {"no_contact": "5"})
                self.assertEqual(self.subjects(self.lena), list("0123"))

    def lose(self, *uids):
        """Forget that these were scanned."""
        lost = UidSet.of(uids)
        self.env["imap.email.source"].search(
            [("folder_id", "=", self.inbox.id), ("uid", "in", uids)]
        ).email_id.unlink()
        self.inbox.block_ids._remove(lost)
        self.inbox._count()

    def test_what_was_missed_is_read_in_windows(self):
        self.lose(1, 2, 3, 4)
        with self.windows(2) as order:
            self.check()
        self.assertEqual(order, ["3:4", "1:2"])
        self.assertEqual(self.subjects(self.lena), list("0123"))

    def test_new_mail_comes_before_what_was_missed(self):
        self.lose(1, 2)
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login, "4"))
        with self.windows(2) as order:
            self.check()
        self.assertEqual(order, ["6", "1:2"])

    def test_a_check_that_comes_to_a_limit_goes_on_with_the_next_run(self):
        self.lose(1, 2, 3)
        due = self.inbox.next_check_date
        with self.few_messages(1), self.windows(1), freeze_time(due):
            self.sync(self.account)
            for number in (2, 3, 4):
                self.inbox.invalidate_recordset()
                self.assertEqual(len(self.subjects(self.lena)), number)
                self.assertEqual(self.inbox.next_check_date, due)
                self.assertLess(self.account.last_sync_date, due)
                self.assertEqual(self.account.next_sync_date, due)  # at once
                self.run_cron()
        self.inbox.invalidate_recordset()
        self.assertGreater(self.inbox.next_check_date, due)
        self.assertEqual(self.account.last_sync_date, due)

    def test_failures_beyond_a_limit_stay_due(self):
        now = fields.Datetime.now()
        uids = self.env["imap.email.source"].search(
            [("folder_id", "=", self.inbox.id)]
        ).mapped("uid")  # fmt: skip
        self.lose(*uids)
        self.inbox._advance(UidSet(), {}, [(uid, ValueError()) for uid in uids])
        self.inbox.failure_ids.next_attempt_date = now
        with self.few_messages(1), self.windows(1):
            self.sync(self.account)
            self.assertEqual(len(self.account.failure_ids), 3)
            self.assertLess(self.account.next_sync_date - now, timedelta(minutes=1))
            for _time in range(3):
                self.run_cron()
        self.assertFalse(self.account.failure_ids)
        self.assertEqual(self.subjects(self.lena), list("0123"))

    def test_what_was_taken_for_expunged_and_is_there(self):
        self.lose(2, 3)
        self.inbox._advance(UidSet(), {EXPUNGED: UidSet.of([2, 3])})
        self.server.expunge(self.anna.login, 3)
        self.sync(self.account)
        self.assertEqual(self.subjects(self.lena), ["0", "3"])
        self.check()
        self.assertEqual(self.subjects(self.lena), ["0", "1", "3"])
        self.assertEqual(
            self.skipped(self.account), {"no_contact": "5", "expunged": "3"}
        )

    def few_messages(self, count):
        run_class = self.env.registry["imap.account.run"]
        return patch.object(run_class, "_limits", lambda *_args: Limits(messages=count))

    @contextmanager
    def windows(self, size):
        """What is read, in windows of that size."""
        order = []
        headers = FolderReader.headers

        def noted(reader, wanted):
            order.append(str(wanted))
            return headers(reader, wanted)

        with (
            patch.object(FolderReader, "headers", noted),
            patch(f"{FOLDERS}.WINDOW", size),
        ):
            yield order

    def test_nothing_is_fetched_when_all_is_well(self):
        uids = []
        headers = FolderReader.headers

        def noted(reader, wanted):
            uids.append(wanted)
            return headers(reader, wanted)

        with patch.object(FolderReader, "headers", noted):
            self.check()
        self.assertFalse(uids)
