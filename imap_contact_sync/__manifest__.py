# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
{
    "name": "IMAP Contact Sync",
    "summary": "Email of connected mailboxes in the chatter of the contacts it is "
    "about, for exactly the people who may see it",
    "version": "19.0.1.0.0",
    "development_status": "Alpha",
    "category": "Productivity/Contacts",
    "author": "imap_contact_sync contributors",
    "license": "LGPL-3",
    "depends": ["base_setup", "contacts", "mail"],
    "external_dependencies": {
        "python": ["IMAPClient", "asn1crypto", "cryptography", "nh3", "tnefparse"]
    },
    "data": [
        "security/imap_contact_sync_groups.xml",
        "security/imap_account_security.xml",
        "security/ir.model.access.csv",
        "data/ir_cron_data.xml",
        "data/imap.provider.csv",
        "views/imap_failure_views.xml",
        "views/imap_sharing_views.xml",
        "views/imap_exclusion_views.xml",
        "views/imap_disconnect_views.xml",
        "views/imap_provider_views.xml",
        "views/imap_where_views.xml",
        "views/imap_people_views.xml",
        "views/imap_account_views.xml",
        "views/imap_message_views.xml",
        "views/imap_account_board_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/imap_contact_sync_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["imap_contact_sync/static/src/**/*"],
        "web.assets_tests": ["imap_contact_sync/static/tests/tours/*.js"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
