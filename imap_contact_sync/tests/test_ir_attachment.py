# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import ImapSyncCase
from .mail_server import mail


class TestIndex(ImapSyncCase):
    """PRIV-3, MIME-5: what is in a file of a mail is not copied into the database."""

    def test_files_of_mail_are_not_looked_into(self):
        account = self.connected(self.anna)
        files = [("a.txt", "text/plain", b"words of a file")]
        letter = mail(self.lena.email, self.anna.login, files=files)
        self.server.deliver(self.anna.login, letter)
        self.sync(account)
        [file] = self.contents(self.lena).attachment_ids
        self.assertEqual(file.raw, b"words of a file")
        self.assertFalse(file.index_content)

    def test_others_are(self):
        file = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"words of a file", "mimetype": "text/plain"}
        )
        self.assertEqual(file.index_content, "words of a file")
