# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ImapAccount(models.Model):
    """Before the first import its owner sees what it would keep, and starts it."""

    _inherit = "imap.account"

    confirmed_date = fields.Datetime(
        string="Import Started",
        readonly=True,
        copy=False,
        help="When its owner started the import. Before that nothing is stored.",
    )
    preview_ids = fields.One2many("imap.preview", "account_id", copy=False)
    preview_line_ids = fields.One2many(
        "imap.preview.line",
        "account_id",
        copy=False,
        # What was left out before the last count stays, if it has emails or not.
        domain=["|", ("email_count", ">", 0), ("choice", "!=", "keep")],
    )
    preview_sentence = fields.Text(compute="_compute_preview")
    preview_is_complete = fields.Boolean(compute="_compute_preview")

    @api.depends_context("lang", "uid")
    @api.depends(
        "confirmed_date",
        "preview_ids.is_complete",
        "preview_ids.seen_count",
        "preview_ids.kept_count",
    )
    def _compute_preview(self):
        for account in self:
            waiting = account.is_owner and not account.confirmed_date
            preview = account.preview_ids if waiting else account.preview_ids.browse()
            account.preview_is_complete = preview.is_complete
            account.preview_sentence = preview._sentence() if preview else False

    def action_start_import(self):
        """The owner agrees: whom he left out gets onto his never-log list, and the
        import of the others starts.

        :raises AccessError: the user is not the owner
        """
        self.ensure_one()
        self._check_is_owner()
        if self.state != "connected" or self.confirmed_date:
            return
        listed = self.env["imap.exclusion"].search([("user_id", "=", self.env.uid)])
        new = set(self.preview_line_ids._left_out()) - set(listed.mapped("pattern"))
        self.env["imap.exclusion"].create(
            [{"pattern": pattern} for pattern in sorted(new)]
        )
        account = self.sudo()  # sudo: neither the date nor the counts have an editor
        account.confirmed_date = fields.Datetime.now()
        account.expected_count = account._messages_to_import()
        account._preview()._restart(forget=True)
        self._start_soon()

    def action_preview_again(self):
        """Count anew, for instance because contacts have been added."""
        self._check_is_owner()
        self._preview_changed()
        self.filtered(lambda each: not each.confirmed_date)._start_soon()

    def _preview(self):
        """Its record, as superuser: users read it, and runs write it."""
        self.ensure_one()
        account = self.sudo()  # sudo: see above
        return account.preview_ids or account.preview_ids.create(
            {"account_id": account.id}
        )

    def _end_preview(self, complete):
        """A run has come to its end.

        :param complete: whether it has read all
        """
        preview = self._preview()
        if complete and not self.confirmed_date and not preview.is_complete:
            preview.is_complete = True

    def write(self, vals):
        result = super().write(vals)
        if "sync_since" in vals:
            self._preview_changed()
        return result

    def _preview_changed(self, forget=False):
        """Other messages are to be counted now, if an import has not been started."""
        for account in self.filtered(lambda each: not each.confirmed_date):
            account._preview()._restart(forget)

    def _decide_again(self):
        """The mailbox is another one, or was disconnected: nothing comes in before
        its owner has started an import again."""
        self.sudo().confirmed_date = False  # sudo: it has no editor
        self._preview_changed(forget=True)
