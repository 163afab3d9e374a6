# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""For tests that let the addon connect to further servers than Dovecot."""

from odoo.tools import config

from odoo.addons.imap_contact_sync.models.imap_account_password import (
    ALLOWED_OPTION,
)


def allow_servers(case, *addresses):
    """Allow these ``(host, port)``, besides the others, while a class is tested.

    :param case: the class of tests
    """
    before = config.get(ALLOWED_OPTION)
    case.addClassCleanup(config.__setitem__, ALLOWED_OPTION, before)
    further = [f"{host}:{port}" for host, port in addresses]
    config[ALLOWED_OPTION] = ",".join([before, *further] if before else further)
