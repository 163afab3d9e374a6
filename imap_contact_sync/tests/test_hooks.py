# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ..hooks import uninstall_hook
from .leaks import LetterCase


class TestUninstall(LetterCase):
    def assert_accounting(self):
        """These tests take mail away behind the back of the run."""

    def test_the_hook_removes_the_files_and_no_other(self):
        files = self.imported().files
        kept = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        uninstall_hook(self.env)
        self.assertFalse(files.exists())
        self.assertTrue(kept.exists())

    def test_envelopes_go_with_their_type(self):
        """What Odoo does with the message type when the addon is uninstalled."""
        message = self.imported().messages
        posted = self.nora.message_post(body="stays")
        selection = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "mail.message"),
                ("field_id.name", "=", "message_type"),
                ("value", "=", "imap_email"),
            ]
        )
        self.assertEqual(len(selection), 1)
        selection._process_ondelete()
        self.assertFalse(message.exists())
        self.assertTrue(posted.exists())

    def test_envelopes_go_with_their_emails(self):
        """Also in the database itself, which knows nothing of the addon."""
        mail = self.imported()
        self.env.cr.execute("DELETE FROM imap_email WHERE id = %s", mail.emails.ids)
        self.env.invalidate_all()
        self.assertFalse(mail.messages.exists())
        self.assertFalse(mail.contents.exists())
