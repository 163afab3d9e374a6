# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Makes the scripts and styles of all pages, which Odoo otherwise makes for the first
page, and so in every test that looks at one: a test's transaction is rolled back.

Runs in the virtual environment, with Odoo.
"""

import argparse

import odoo
from odoo import api, netsvc
from odoo.modules.registry import Registry
from odoo.tools import config

from .place import locate


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    options = parser.parse_args()
    log = locate().log / f"odoo-{options.database}.log"
    config.parse_config(["--config", options.config, "--logfile", str(log)])
    netsvc.init_logger()
    with Registry(options.database).cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        # Odoo's own tests do the same (odoo/service/server.py).
        env["ir.qweb"]._pregenerate_assets_bundles()


if __name__ == "__main__":
    main()
