# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader

from .common import ImapSyncCase
from .mail_server import mail

BATCHES = "odoo.addons.imap_contact_sync.engine.matching"


class TestMessages(ImapSyncCase):
    def deliver(self, *subjects, **values):
        login = self.anna.login
        letters = [mail(self.lena.email, login, each) for each in subjects]
        self.server.deliver(login, *letters, **values)

    def refusing(self, mark, *uids):
        """A server that never gives these messages: NO to each FETCH of them."""
        fetch = FolderReader._fetch
        refusal = FolderUnavailable("fetch_refused", "[UNAVAILABLE] no")

        def refuse(reader, wanted, items):
            if mark in items and wanted & UidSet.of(uids):
                return [], refusal
            return fetch(reader, wanted, items)

        return patch.object(FolderReader, "_fetch", refuse)

    def test_a_body_that_the_server_refuses_is_one_failure(self):
        self.deliver(*"01234")
        account = self.connected(self.anna)
        with self.refusing("BODY.PEEK[]", 3):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["0", "1", "3", "4"])
        self.assertEqual(account.failure_ids.uid, 3)
        self.assertIn("refuses to give", account.failure_ids.reason)
        self.assertEqual(account.last_sync_status, "ok")

    def test_why_it_failed_is_told_in_the_language_of_the_owner(self):
        self.deliver(*"01", "Poison")
        account = self.connected(self.anna)
        reasons = (
            "The mail server refuses to give the message.",
            "The message could not be read (%s).",
        )
        with (
            self.in_german(self.anna, *reasons),
            self.refusing("BODY.PEEK[]", 1),
            self.poisoned(b"Poison"),
        ):
            self.sync(account)
        refused, poisoned = account.failure_ids.sorted("uid")
        self.assertEqual(refused.reason, f"DE {reasons[0]}")
        self.assertEqual(
            poisoned.reason, "DE The message could not be read (ValueError)."
        )

    def test_a_header_that_the_server_refuses_is_one_failure(self):
        self.deliver(*"01234")
        account = self.connected(self.anna)
        with self.refusing("HEADER.FIELDS", 2):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["0", "2", "3", "4"])
        self.assertEqual(account.failure_ids.uid, 2)

    def test_a_folder_that_gives_nothing_is_tried_again(self):
        self.deliver(*"0123456789")
        account = self.connected(self.anna)
        with self.refusing("BODY.PEEK[]", *range(1, 11)), self.muted():
            self.sync(account)
        self.assertFalse(account.failure_ids)
        self.assertIn("refuses to give", account.error_message)
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 10)

    def test_failures_are_tried_twice_later_and_then_rest(self):
        self.deliver(*"012")
        account = self.connected(self.anna)
        moments = []
        with self.refusing("BODY.PEEK[]", 2):
            self.sync(account)
            while account.failure_ids.next_attempt_date:
                moments.append(account.failure_ids.next_attempt_date)
                self.sync(account)  # too early
                self.assertEqual(account.failure_ids.attempts, len(moments))
                with freeze_time(moments[-1]):
                    self.sync(account)
        self.assertEqual((len(moments), account.failure_ids.attempts), (2, 3))
        self.assertLess(moments[0], moments[1])
        self.sync(account)
        self.assertEqual(account.failure_ids.attempts, 3)

    def test_a_failure_that_is_mended_by_itself(self):
        self.deliver(*"012")
        account = self.connected(self.anna)
        with self.refusing("BODY.PEEK[]", 2):
            self.sync(account)
        with freeze_time(account.failure_ids.next_attempt_date):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["0", "1", "2"])
        self.assertFalse(account.failure_ids)
        self.assertEqual((account.kept_count, account.failed_count), (3, 0))

    def test_retry_button(self):
        self.deliver(*"012")
        account = self.connected(self.anna)
        with self.refusing("HEADER.FIELDS", 1, 2):
            self.sync(account)
        self.assertEqual(len(account.failure_ids), 2)
        account.failure_ids.with_user(self.anna).action_retry()
        self.run_cron()
        self.assertFalse(account.failure_ids)
        self.assertEqual(self.subjects(self.lena), ["0", "1", "2"])

    def test_a_failure_that_was_deleted_on_the_server(self):
        self.deliver(*"012")
        account = self.connected(self.anna)
        with self.refusing("BODY.PEEK[]", 2):
            self.sync(account)
        self.server.expunge(self.anna.login, 2)
        account.failure_ids.action_retry()
        self.run_cron()
        self.assertFalse(account.failure_ids)
        self.assertEqual(self.skipped(account), {"expunged": "2"})

    def test_one_bad_message_is_parsed_alone_and_fetched_once(self):
        self.deliver(*"012", "Poison", *"456")
        account = self.connected(self.anna)
        with self.poisoned(b"Poison"):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), list("012456"))
        self.assertEqual(account.failure_ids.uid, 4)
        self.assertEqual(self.server.last_bodies(self.anna.login), 7)

    def test_equal_copies_in_one_window_are_fetched_once(self):
        letter = mail(self.lena.email, self.anna.login, "Thrice")
        self.server.deliver(self.anna.login, letter, letter, letter)
        account = self.connected(self.anna)
        with patch(f"{BATCHES}.BATCH_MESSAGES", 1):
            self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(account.kept_count, 3)
        self.assertEqual(self.server.last_bodies(self.anna.login), 1)

    def test_same_identity_with_other_content_is_kept_besides(self):
        login = self.anna.login
        letter = mail(
            self.lena.email, login, "Report", body="Monday", message_id="<1@x>"
        )
        other = letter.replace(b"Monday", b"Tuesday, at last")
        self.server.deliver(login, letter, other)
        self.sync(self.connected(self.anna))
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.contents(self.lena)), 2)

    def test_mails_with_neither_id_nor_date_are_not_one(self):
        """A machine that sends such mail: their size tells them apart."""
        login = self.anna.login
        head = f"From: {self.lena.email}\r\nTo: {login}\r\nSubject: Alarm\r\n\r\n"
        self.server.deliver(
            login, *((head + text).encode() for text in ("door", "window"))
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(len(self.envelopes(self.lena)), 2)

    def test_gateway_tag_in_the_subject_of_a_mail_without_id(self):
        login = self.anna.login
        lines = (f"From: {self.lena.email}", f"To: {login}", "Subject: Offer",
                 "Date: Mon, 16 Nov 2026 10:00:00 +0000", "", "Text")  # fmt: skip
        letter = "\r\n".join(lines).encode()
        self.server.deliver(login, letter)
        tagged = letter.replace(b"Offer", b"[EXTERNAL] Offer")
        self.server.deliver(self.ben.login, tagged)
        accounts = self.connected(self.anna), self.connected(self.ben)
        for account in accounts:
            account.sync_since = "2026-01-01"
        self.sync(*accounts)
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.contents(self.lena)), 2)
