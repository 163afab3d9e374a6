# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crm_lead,
    crm_lead_mail,
    imap_email_source,
    imap_tombstone,
)
