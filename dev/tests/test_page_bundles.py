# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pages that tests look at have their scripts and styles before the first test."""

import pytest

from dev import databases, ports, postgres, tests_run
from dev.place import locate

BUNDLES = ("web.assets_web.min.js", "web.assets_web.min.css", "web.assets_tests.min.js")


def is_prepared() -> bool:
    here = locate()
    running = ports.is_open(ports.remembered(here, "postgres"))
    return running and databases.exists(here, tests_run.DATABASE)


@pytest.mark.skipif(not is_prepared(), reason="Start the tests by `make test`.")
@pytest.mark.parametrize("bundle", BUNDLES)
def test_bundle_is_there_with_our_code(bundle: str) -> None:
    sql = f"SELECT count(*) FROM ir_attachment WHERE url LIKE '/web/assets/%/{bundle}'"
    assert int(postgres.query(locate(), tests_run.DATABASE, sql)) == 1
