# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How many examples hypothesis makes: few, or many when ``TORTURE=1``."""

import os

from hypothesis import HealthCheck, settings

TORTURE = os.environ.get("TORTURE") == "1"
examples = settings(
    max_examples=3000 if TORTURE else 25,
    database=None,
    deadline=None,
    derandomize=not TORTURE,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
