# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_browser,
    test_controllers_mail,
    test_engine_cursor,
    test_imap_account,
    test_imap_account_password,
    test_imap_folder,
    test_imap_sync,
    test_security,
)
