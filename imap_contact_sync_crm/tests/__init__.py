# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_lead_answers,
    test_lead_leaks,
    test_lead_merge,
    test_leads,
    test_opportunities,
)
