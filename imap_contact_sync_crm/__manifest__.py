# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "IMAP Contact Sync for CRM",
    "summary": "Email of connected mailboxes in the chatter of leads and opportunities",
    "version": "19.0.1.0.0",
    "development_status": "Alpha",
    "category": "Sales/CRM",
    "author": "imap_contact_sync contributors",
    "license": "LGPL-3",
    "depends": ["crm", "imap_contact_sync"],
    "auto_install": True,
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
}
