# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from unittest.mock import patch

from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.net import reader
from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader

from .common import ImapSyncCase
from .mail_server import mail

MODELS = "odoo.addons.imap_contact_sync.models"


class TestLargeMessages(ImapSyncCase):
    """MIME-4. With small limits, so that messages need not be large."""

    def setUp(self):
        super().setUp()
        for limit in (
            patch(f"{MODELS}.imap_sync_large.WHOLE_MESSAGE", 20_000),
            patch(f"{MODELS}.imap_sync_message.WHOLE_MESSAGE", 20_000),
            patch.object(reader, "CHUNK", 7_000),
        ):
            limit.start()
            self.addCleanup(limit.stop)
        self.file = os.urandom(60_000)

    def letter(self, subject="Large", **values):
        return mail(
            self.lena.email,
            self.anna.login,
            subject,
            files=[("Bericht für März.pdf", "application/pdf", self.file)],
            **values,
        )

    def limit(self, megabytes):
        return patch(f"{MODELS}.imap_sync_large.megabytes", lambda *_args: megabytes)

    def test_in_pieces_and_byte_identical(self):
        small = mail(self.lena.email, self.anna.login, "Small")
        self.server.deliver(self.anna.login, self.letter(html="<p>See</p>"), small)
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["Large", "Small"])
        content = self.contents(self.lena).filtered(lambda c: c.subject == "Large")
        self.assertEqual(content.attachment_ids.name, "Bericht für März.pdf")
        self.assertEqual(content.attachment_ids.raw, self.file)
        self.assertIn("See", content.body)
        self.assertEqual(account.kept_count, 2)

    def test_above_the_limit_the_header_and_the_names_of_the_files(self):
        self.server.deliver(self.anna.login, self.letter(body="Not fetched"))
        account = self.connected(self.anna)
        with self.limit(50_000):
            self.sync(account)
        content = self.contents(self.lena)
        self.assertEqual(content.subject, "Large")
        self.assertIn("larger than the limit", content.body)
        self.assertIn("Bericht für März.pdf", content.body)
        self.assertNotIn("Not fetched", content.body)
        self.assertFalse(content.attachment_ids)
        self.assertEqual(content.email_to, self.anna.login)
        self.assertEqual((account.kept_count, account.failed_count), (1, 0))
        self.assertEqual(self.server.last_bodies(self.anna.login), 0)

    def test_the_note_is_in_the_language_of_the_owner(self):
        self.server.deliver(self.anna.login, self.letter())
        account = self.connected(self.anna)
        sentence = (
            "This message of %(size)s is larger than the limit of this server. "
            "Read it in the mailbox."
        )
        with self.limit(50_000), self.in_german(self.anna, sentence):
            self.sync(account)
        self.assertIn("DE This message of", self.contents(self.lena).body)

    def test_names_of_files_are_text(self):
        letter = self.letter().replace(b"Bericht", b"<img>%22")
        self.server.deliver(self.anna.login, letter)
        with self.limit(50_000):
            self.sync(self.connected(self.anna))
        self.assertNotIn("<img", self.contents(self.lena).body)

    def test_expunged_meanwhile(self):
        self.server.deliver(self.anna.login, self.letter())
        account = self.connected(self.anna)
        with patch.object(FolderReader, "chunks", lambda *_args: iter(())):
            self.sync(account)
        self.assertEqual(self.skipped(account), {"expunged": "1"})

    def test_refused_in_the_middle(self):
        self.server.deliver(self.anna.login, self.letter())
        account = self.connected(self.anna)

        def broken(_reader, _uid, _size):
            yield b"Subject: Large\r\n"
            raise FolderUnavailable("fetch_refused")

        with patch.object(FolderReader, "chunks", broken), self.muted():
            self.sync(account)
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(account.failure_ids.uid, 1)
        account.failure_ids.action_retry()
        self.run_cron()
        self.assertEqual(self.subjects(self.lena), ["Large"])

    def test_without_a_date_it_has_that_of_its_arrival(self):
        letter = self.letter()
        begin, end = letter.index(b"Date: "), letter.index(b"From: ")
        self.server.deliver(
            self.anna.login, letter[:begin] + letter[end:], received=1_790_000_000
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(str(self.envelopes(self.lena).date), "2026-09-21 14:13:20")

    def test_same_large_mail_in_two_folders_is_fetched_once(self):
        letter = self.letter()
        self.server.deliver(self.anna.login, letter)
        self.server.deliver(self.anna.login, letter, folder="Sent")
        self.sync(self.connected(self.anna))
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.contents(self.lena)), 1)
