# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "IMAP Contact Sync for Automation Rules",
    "summary": "Automation rules for the emails of connected mailboxes",
    "version": "19.0.1.0.0",
    "development_status": "Alpha",
    "category": "Sales/CRM",
    "author": "imap_contact_sync contributors",
    "license": "LGPL-3",
    "depends": ["base_automation", "imap_contact_sync"],
    "auto_install": True,
    "uninstall_hook": "uninstall_hook",
    "data": [
        "security/ir.model.access.csv",
        "data/ir_cron.xml",
        "views/base_automation_views.xml",
    ],
}
