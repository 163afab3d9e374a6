# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.imap_contact_sync.engine.cursor import Cursor, UidSet
from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.folders import Folder, FolderStatus
from odoo.addons.imap_contact_sync.models.imap_folder_block import BLOCK

from .common import ImapSyncCase


class TestFolder(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.account = self.new_account(self.anna).sudo()

    def listed(self, *folders):
        """What ``MailboxSession.folders`` gives."""
        return {
            path: (Folder(path, path.decode("latin-1"), role, True), None)
            for path, role in folders
        }

    def update(self, *folders):
        self.account.folder_ids._update_listed(self.account, self.listed(*folders))
        self.account.invalidate_recordset(["folder_ids"])

    def ticked(self):
        return sorted(self.account.folder_ids.filtered("selected").mapped("path"))

    def test_inbox_and_sent_are_proposed_once(self):
        self.update((b"INBOX", "inbox"), (b"Sent", "sent"), (b"Trash", "trash"))
        self.assertEqual(self.ticked(), ["INBOX", "Sent"])
        self.folder(self.account, "Sent").selected = False
        self.update((b"INBOX", "inbox"), (b"Sent", "sent"), (b"Sent 2", "sent"))
        self.assertEqual(self.ticked(), ["INBOX"])

    def test_path_is_bytes_that_come_back_unchanged(self):
        raw = bytes(byte for byte in range(1, 256) if byte not in b"\r\n")
        self.update((b"INBOX", "inbox"), (raw, "other"))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn(raw, [each._raw_path() for each in self.account.folder_ids])

    def test_vanished_folder_comes_back(self):
        self.update((b"INBOX", "inbox"), (b"Old", "other"))
        self.update((b"INBOX", "inbox"))
        self.assertTrue(self.folder(self.account, "Old").gone)
        self.assertFalse(self.folder(self.account, "Old")._to_scan())
        self.update((b"INBOX", "inbox"), (b"Old", "other"))
        self.assertFalse(self.folder(self.account, "Old").gone)

    def test_people_tick_and_write_nothing_else(self):
        self.update((b"INBOX", "inbox"))
        folder = self.folder(self.account).with_user(self.anna)
        folder.selected = False
        for values in ({"high_uid": 9}, {"path": "x"}, {"scanned_count": 9}):
            with self.assertRaises(AccessError):
                folder.write(values)
        with self.assertRaises(AccessError):
            folder.with_user(self.ben).selected = True

    def test_unsigned_numbers(self):
        self.update((b"INBOX", "inbox"))
        folder = self.folder(self.account)
        largest = 2**32 - 1
        folder.write({"uidvalidity": largest, "high_uid": largest})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((folder.uidvalidity, folder.high_uid), (largest, largest))

    def begun(self):
        self.update((b"INBOX", "inbox"))
        folder = self.folder(self.account)
        folder._set_start(self.account.sync_since, Cursor.start(10, 1))
        folder._forget_scan(5)
        return folder

    def test_advance_adds_to_the_sets(self):
        folder = self.begun()
        folder._record(UidSet(), {"older": UidSet.of([8])}, [(9, ValueError())])
        folder._record(UidSet(), {"older": UidSet.of([6])})
        folder._move(Cursor(6, 9, 1))
        self.assertEqual(str(folder._scanned()), "6,8:9")
        self.assertEqual(self.skipped(self.account), {"older": "6,8"})
        self.assertEqual(str(folder._failed()), "9")
        self.assertEqual(folder._cursor(), Cursor(6, 9, 1))
        self.assertEqual((folder.scanned_count, folder.failed_count), (3, 1))
        self.assertFalse(folder._accounting_gap())

    def test_the_sets_are_nobodys_to_read_and_the_folder_is(self):
        folder = self.begun()
        folder._record(UidSet(), {"older": UidSet.of([8])})
        own = folder.with_user(self.anna)
        self.assertNotIn("block_ids", own.read()[0])
        with self.assertRaises(AccessError):
            self.assertFalse(own.block_ids)
        with self.assertRaises(AccessError):
            folder.block_ids.with_user(self.anna).read(["scanned"])

    def test_sets_are_held_in_stretches(self):
        """The cost of new messages does not depend on how many there are."""
        folder = self.begun()
        uids = UidSet.of([1, BLOCK - 1, BLOCK, 3 * BLOCK, 2**32 - 1])
        folder._record(UidSet(), {"older": uids})
        self.assertEqual(len(folder.block_ids), 4)
        self.assertEqual(folder._scanned(), uids)
        self.assertEqual(folder._skipped(), {"older": uids})
        some = UidSet.of([1, 2, 2**32 - 1])
        self.assertEqual(str(folder._scanned(some)), f"1,{2**32 - 1}")
        folder._record(UidSet(), {"internal": UidSet.of([2])})
        self.assertEqual(len(folder.block_ids), 4)
        self.assertFalse(folder._accounting_gap())

    def test_a_failure_that_is_mended_leaves_the_failures(self):
        folder = self.begun()
        for attempt in range(1, 5):
            folder._record(UidSet(), {}, [(9, ValueError())])
            self.assertEqual(folder.failure_ids.attempts, attempt)
            self.assertEqual(bool(folder.failure_ids.next_attempt_date), attempt < 3)
        self.assertEqual((folder.scanned_count, folder.failed_count), (1, 1))
        folder._record(UidSet(), {"older": UidSet.of([9])})
        self.assertFalse(folder.failure_ids)
        self.assertEqual((folder.scanned_count, folder.failed_count), (1, 0))
        self.assertFalse(folder._accounting_gap())

    def test_restart_forgets_the_sets_and_the_failures(self):
        self.test_advance_adds_to_the_sets()
        folder = self.folder(self.account)
        folder._forget_scan(6)
        self.assertFalse(folder._scanned() or folder._skipped())
        self.assertFalse(folder.failure_ids)
        self.assertEqual(folder.uidvalidity, 6)
        self.assertEqual(folder.scanned_count, 0)

    def test_reconsider_takes_one_reason_back(self):
        folder = self.begun()
        skipped = {"older": UidSet.of([1, 2]), "no_contact": UidSet.of([3])}
        folder._record(UidSet(), skipped)
        folder._reconsider("older")
        folder._reconsider("expunged")
        self.assertEqual(str(folder._scanned()), "3")
        self.assertEqual(self.skipped(self.account), {"no_contact": "3"})
        self.assertEqual((folder.scanned_count, folder.skipped_count), (1, 1))

    def test_a_server_that_renumbers_all_the_time(self):
        folder = self.begun()
        for _time in range(5):
            folder._count_renumbering()
        with self.assertRaisesRegex(FolderUnavailable, "renumbers"):
            folder._count_renumbering()
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            folder._count_renumbering()
        self.assertEqual(folder.renumbered_count, 1)

    def test_up_to_date_is_told_by_status_alone(self):
        self.update((b"INBOX", "inbox"))
        folder = self.folder(self.account)
        fresh = FolderStatus(uidvalidity=5, uidnext=10, messages=9)
        self.assertFalse(folder._is_up_to_date(fresh))
        folder._set_start(self.account.sync_since, Cursor(low=4, high=9, floor=4))
        folder._forget_scan(5)
        self.assertTrue(folder._is_up_to_date(fresh))
        for news in (
            None,
            FolderStatus(uidvalidity=6, uidnext=10, messages=9),
            FolderStatus(uidvalidity=5, uidnext=11, messages=9),
            FolderStatus(uidvalidity=5, uidnext=None, messages=9),
        ):
            self.assertFalse(folder._is_up_to_date(news), news)
        self.account.sync_since = "2020-01-01"
        self.assertFalse(folder._is_up_to_date(fresh))

    def test_poll_without_news_writes_nothing(self):
        self.update((b"INBOX", "inbox"))
        self.env.flush_all()
        before = self.folder(self.account).write_date
        with self.assertQueryCount(0):
            self.account.folder_ids._update_listed(
                self.account, self.listed((b"INBOX", "inbox"))
            )
        self.assertEqual(self.folder(self.account).write_date, before)
