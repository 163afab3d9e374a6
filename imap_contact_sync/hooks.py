# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def uninstall_hook(env):
    """Leave nothing of the synced mail behind.

    Odoo drops our tables, and the envelopes with their message type; attachments
    refer to their record by name and number only, so nothing would remove them.
    """
    env["ir.attachment"].search([("res_model", "=", "imap.email.content")]).unlink()
