# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .res_company_kinds import FIELDS


def related(name):
    return fields.Selection(related=f"company_id.{name}", readonly=False, required=True)


class ResConfigSettings(models.TransientModel):
    """Settings > Mailboxes: bulk and automatic mail."""

    _inherit = "res.config.settings"

    imap_newsletters = related(FIELDS["newsletter"])
    imap_mailing_lists = related(FIELDS["mailing_list"])
    imap_auto_replies = related(FIELDS["auto_reply"])
    imap_bounces = related(FIELDS["bounce"])
    imap_calendar = related(FIELDS["calendar"])
