# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.base_automation.models.base_automation import MAIL_TRIGGERS


def uninstall_hook(env):
    """A rule for mailboxes would run for Odoo's own messages from then on."""
    env["base.automation"].search(
        [("trigger", "in", MAIL_TRIGGERS), ("imap_messages", "=", "mailbox")]
    ).active = False
