# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pytest-odoo loads a database for every session; the engine's tests need none."""

import pytest


def needs_no_database(item) -> bool:
    return item.path.name.startswith("test_engine_")


@pytest.fixture(scope="session", autouse=True)
def load_registry(request):
    """Take the place of the plugin's fixture of this name."""
    if not all(map(needs_no_database, request.session.items)):
        from odoo.modules.registry import Registry
        from odoo.tests.common import get_db_name

        Registry(get_db_name())
    yield
