# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang


class ImapFolder(models.Model):
    """What became of each message of a folder, as a sum that adds up (I4)."""

    _inherit = "imap.folder"

    balance = fields.Char(string="What Became of It", compute="_compute_balance")

    @api.depends(
        "server_count", "scanned_count", "kept_count", "skipped_count", "failed_count",
        "selected", "low_uid", "floor_uid", "floor_date",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_balance(self):
        for folder in self:
            is_read = folder.selected or folder.scanned_count
            folder.balance = folder._balance_sentence() if is_read else False

    def _balance_sentence(self):
        number = self._in_words
        sentence = self.env._(
            "On the server %(total)s = kept %(kept)s + skipped %(skipped)s + failed "
            "%(failed)s",
            total=number(self.server_count),
            kept=number(self.kept_count),
            skipped=number(self.skipped_count),
            failed=number(self.failed_count),
        )
        return sentence + self._rest_words(self.server_count - self.scanned_count)

    def _rest_words(self, rest):
        """What the sum lacks: messages that nobody has looked at, or that have been
        deleted on the server since."""
        if rest < 0:
            return self.env._(" - %s deleted there since", self._in_words(-rest))
        if not rest:
            return ""
        if self._is_history_read():
            return self.env._(
                " + %(count)s from before %(date)s",
                count=self._in_words(rest),
                date=format_date(self.env, self.floor_date),
            )
        return self.env._(" + %s not read yet", self._in_words(rest))

    def _is_history_read(self):
        cursor = self._cursor()
        return bool(cursor and self.floor_date and cursor.low <= cursor.floor)

    def _in_words(self, count):
        return formatLang(self.env, count, digits=0)
