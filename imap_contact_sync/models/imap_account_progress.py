# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from .record_fields import CONTACT

# The type of a bus message to the owner: the mailbox's id, and nothing else.
CHANGED = "imap_contact_sync/account"


class ImapAccount(models.Model):
    """How far a preview or the first import is, on the screen while it goes on."""

    _inherit = "imap.account"

    expected_count = fields.Integer(
        readonly=True,
        copy=False,
        help="How many messages the first import has to look at, about.",
    )
    is_importing = fields.Boolean(
        compute="_compute_progress", compute_sudo=True, string="First Import"
    )
    progress = fields.Integer(
        compute="_compute_progress",
        compute_sudo=True,
        help="How much of the preview or of the first import is done, in percent.",
    )
    progress_sentence = fields.Char(compute="_compute_progress", compute_sudo=True)
    mail_when_imported = fields.Boolean(
        string="Email me when the first import is complete", default=False
    )

    # sudo: managers see how far it is, not the folders
    @api.depends(
        "confirmed_date",
        "expected_count",
        "scanned_count",
        "preview_ids.seen_count",
        "preview_ids.expected_count",
        "preview_ids.is_complete",
        "run_ids.imported_date",
    )
    @api.depends_context("lang")
    def _compute_progress(self):
        for account in self:
            done, total = account._progress()
            account.is_importing = account.run_ids._is_importing()
            # All is done when the run says so: new mail has come in meanwhile.
            account.progress = min(99, 100 * done // total) if total else 0
            if account._is_progress_over():
                account.progress = 100
            account.progress_sentence = account.is_importing and self.env._(
                "The first import is going on: %(done)s of about %(total)s emails "
                "looked at, %(kept)s kept. The newest come first.",
                done=done,
                total=max(total, done),
                kept=account.kept_count,
            )

    def _is_progress_over(self):
        if self.confirmed_date:
            return not self.is_importing
        return self.preview_ids.is_complete

    def _progress(self):
        """How many messages are done, and how many there are."""
        if self.confirmed_date:
            return self.scanned_count, self.expected_count
        preview = self.preview_ids
        return preview.seen_count, preview.expected_count

    def _messages_to_import(self):
        """What the preview has counted; else all of the ticked folders."""
        preview = self._preview()
        if preview.is_complete:
            return preview.seen_count
        return sum(self.folder_ids._to_scan().mapped("server_count"))

    def _tell_progress(self):
        """Let the owner's screens look again; a poll without news tells nothing."""
        for account in self:
            if not account.confirmed_date or account.run_ids._is_importing():
                account.user_id._bus_send(CHANGED, {"id": account.id})

    def _tell_imported(self):
        """A notice in the owner's web client, and an email if he wants one."""
        own = self.with_context(lang=self._owner_lang())
        sentence = own.env._(
            "The first import of %(mailbox)s is complete: %(amount)s.",
            mailbox=self.email,
            amount=own._amount(*self._imported_counts()),
        )
        self.user_id._bus_send(
            "simple_notification",
            {"type": "success", "message": sentence, "sticky": True},
        )
        self.user_id._bus_send(CHANGED, {"id": self.id})
        if self.mail_when_imported:
            own._mail_imported(sentence)

    def _mail_imported(self, sentence):
        """One email to the owner, whatever he does with other notifications."""
        self.env["mail.mail"].sudo().create(  # sudo: users create none themselves
            {
                "subject": self.env._("Your mailbox %s is imported", self.email),
                "body_html": Markup("<p>%s</p>") % sentence,
                "email_to": self.user_id.email_formatted,
                "auto_delete": True,
            }
        )

    def _imported_counts(self):
        """How many emails there are of the mailbox, and on how many contacts."""
        self.env["imap.email.source"].flush_model()
        [counts] = self.env.execute_query(
            SQL(
                """SELECT count(DISTINCT source.email_id),
                    count(DISTINCT named.res_id) FILTER (WHERE named.model = %s)
                FROM imap_email_source source
                JOIN %s named ON named.source_id = source.id
                JOIN mail_message envelope ON envelope.imap_email_id = source.email_id
                AND envelope.model = named.model AND envelope.res_id = named.res_id
                WHERE source.account_id = %s AND source.doomed IS NOT TRUE""",
                CONTACT,
                self.env["imap.email.source"]._named_sql(),
                self.id,
            )
        )
        return counts
