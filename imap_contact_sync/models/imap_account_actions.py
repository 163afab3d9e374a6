# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime


class ImapAccount(models.Model):
    """The buttons of a mailbox. Most of them are its owner's alone."""

    _inherit = "imap.account"

    requested_date = fields.Datetime(
        readonly=True,
        copy=False,
        help="When its owner asked for a synchronisation the last time.",
    )

    def action_sync_now(self):
        """Start a run as soon as a cron worker is free; never in this request."""
        self._check_is_owner()
        self.filtered(lambda account: account.state == "connected")._start_soon()
        resting = self._run()._resting_until()
        if resting:
            kind = "warning"
            message = self.env._(
                "The mailbox is left alone until %(moment)s. Why, is told on it.",
                moment=format_datetime(self.env, resting),
            )
        else:
            kind = "success"
            message = self.env._(
                "Synchronisation starts. New emails appear on their contacts "
                "in a moment."
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_pause(self):
        """Stop runs and keep everything. Managers of email sharing may, too."""
        self._check_is_owner_or_manager()
        connected = self.filtered(lambda account: account.state == "connected")
        connected.sudo().write({"state": "paused"})  # sudo: see write()

    def action_resume(self):
        """Run again, from where the mailbox was paused."""
        self._check_is_owner()
        paused = self.filtered(lambda account: account.state == "paused")
        paused.sudo().write({"state": "connected"})  # sudo: see write()
        paused._start_soon()

    def _start_soon(self):
        """Also when a run is going on: it notices, and begins again."""
        # sudo: the date is the run's to compare with, and nobody's to edit
        self.sudo().write({"requested_date": fields.Datetime.now()})
        self._run()._schedule_now()

    def _owner_lang(self):
        """What runs write is in the language of the owner, not that of the job."""
        return self.user_id.lang or self.env.lang

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

    def _check_is_owner_or_manager(self):
        self.check_access("read")  # a manager reads those of his companies only
        if not self.env.user.has_group("imap_contact_sync.group_manager"):
            self._check_is_owner()
