# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_partner_merge,
    imap_account,
    imap_account_actions,
    imap_account_addresses,
    imap_account_password,
    imap_account_run,
    imap_account_run_sentences,
    imap_account_sharing,
    imap_email,
    imap_email_content,
    imap_email_source,
    imap_failure,
    imap_folder,
    imap_folder_accounting,
    imap_sync,
    imap_sync_post,
    mail_message,
    mail_thread,
    res_partner,
    res_partner_email,
)
