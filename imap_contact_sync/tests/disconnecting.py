# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What people press to disconnect a mailbox, and what the job does then."""

from unittest.mock import patch

from odoo.tests import Form

from odoo.addons.imap_contact_sync.models import imap_sync_erase

ERASE_CRON = "imap_contact_sync.ir_cron_erase"


class Disconnecting:
    """What people press, and what the scheduled action does then."""

    def disconnect(self, account, erase="private", user=None):
        """Press Disconnect, choose, confirm."""
        account = account.with_user(user or account.user_id)
        action = account.action_disconnect()
        form = Form(account.env[action["res_model"]].with_context(**action["context"]))
        form.erase = erase
        form.save().action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()

    def run_erase(self):
        with self.enter_registry_test_mode():
            self.env.ref(ERASE_CRON).method_direct_trigger()
        self.env.invalidate_all()
        self.assert_accounting()

    def erase_a_batch(self, size):
        """One transaction of the scheduled action; whether there was anything."""
        with (
            patch.object(imap_sync_erase, "BATCH", size),
            self.enter_registry_test_mode(),
            self.env.registry.cursor() as cr,
        ):
            found = self.env["imap.sync"].with_env(self.env(cr=cr))._erase_batch()
        self.env.invalidate_all()
        self.assert_accounting()
        return found

    def sources(self, account):
        return self.env["imap.email.source"].search([("account_id", "=", account.id)])

    def counts(self, account):
        wizard = self.env["imap.disconnect"].with_user(account.user_id)
        wizard = wizard.new({"account_id": account.id})
        return wizard.private_count, wizard.shared_count, wizard.contact_count

    def kept_and_scanned(self, account, path="INBOX"):
        folder = self.folder(account, path)
        return str(folder._kept()), str(folder._scanned())
