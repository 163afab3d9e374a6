# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_module_uninstall,
    base_partner_merge,
    imap_company_wizard,
    imap_colleagues,
    imap_disconnect,
    imap_exclusion_add,
    imap_policy,
    imap_sharing_change,
    imap_view_as,
)
