# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import AccessError

from ..engine.errors import MailboxError


class ImapAccount(models.Model):
    """The buttons of a mailbox. All of them are its owner's alone."""

    _inherit = "imap.account"

    def action_connect(self):
        """Test the settings and list the folders; a failure is told on the form."""
        self.ensure_one()
        self._check_is_owner()
        try:
            with self._open_session__() as session:
                listed = session.folders()
        except MailboxError as error:
            self._run()._record_refusal(error)
            return
        # sudo: only what the server lists becomes a folder
        self.sudo().folder_ids._update_listed(self, listed)
        self._run()._record_connected()
        self.sudo().state = "connected"  # sudo: see write()

    def action_sync_now(self):
        """Start a run as soon as a cron worker is free; never in this request."""
        self._check_is_owner()
        self.filtered(lambda account: account.state == "connected")._start_soon()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Synchronisation starts. New emails appear on their contacts "
                    "in a moment."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_pause(self):
        """Stop runs and keep everything."""
        self._check_is_owner()
        self.sudo().state = "paused"  # sudo: see write()

    def action_resume(self):
        """Run again, from where the mailbox was paused."""
        self._check_is_owner()
        self.sudo().state = "connected"  # sudo: see write()
        self._start_soon()

    def _start_soon(self):
        self._run()._schedule_now()

    def _run(self):
        # sudo: users may not write what a run finds out
        return self.sudo().run_ids

    def _check_is_owner(self):
        if any(account.user_id != self.env.user for account in self):
            raise AccessError(
                self.env._(
                    "Only its owner can do this with a mailbox. Ask %(owner)s.",
                    owner=", ".join(self.user_id.mapped("name")),
                )
            )
