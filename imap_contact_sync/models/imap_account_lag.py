# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.tools import babel_locale_parse


class ImapAccount(models.Model):
    """How far behind its server a mailbox may be, when somebody looks."""

    _inherit = "imap.account"

    lag = fields.Char(
        compute="_compute_lag",
        help="How long ago the mailbox was last read to the end. Emails that came in "
        "since then may be missing.",
    )

    @api.depends("state", "confirmed_date", "last_sync_date")
    @api.depends_context("lang")
    def _compute_lag(self):
        locale = babel_locale_parse(self.env.lang)
        now = fields.Datetime.now()
        for account in self:
            # What has not been read yet is as old as the wish to.
            read = account.last_sync_date or account.confirmed_date
            waits = account.state != "draft" and account.confirmed_date
            account.lag = waits and format_timedelta(now - read, locale=locale)
