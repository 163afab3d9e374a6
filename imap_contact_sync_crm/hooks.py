# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.imap_contact_sync.engine.matching import NO_CONTACT


def post_init_hook(env):
    """Leads that are there already get their past mail with the next run."""
    if env["crm.lead"].search_count([], limit=1):
        accounts = env["imap.account"].search([("state", "!=", "draft")])
        accounts._judge_skipped_again([NO_CONTACT])
        accounts._judge_kept_again()


def uninstall_hook(env):
    """No mail stays that stands on leads only: without us nobody sees it."""
    leads = env["crm.lead"].with_context(active_test=False).search([])
    leads._imap_take_mail_off()
