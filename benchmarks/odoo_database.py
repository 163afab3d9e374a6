# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo in this process: configuration, registry, environment."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import odoo
from odoo import api, netsvc
from odoo.modules.registry import Registry
from odoo.sql_db import close_db
from odoo.tools import config

from .stage import Stage

ALLOWED = "imap_contact_sync_allowed_servers"


def configure(stage: Stage) -> None:
    """Read Odoo's configuration; everything it says goes to a file."""
    log = stage.place.log / "odoo-bench.log"
    config.parse_config(["--config", str(stage.place.odoo_config),
                         "--logfile", str(log), "--log-level", "warn"])  # fmt: skip
    netsvc.init_logger()
    logging.getLogger("odoo.addons.mail").setLevel(logging.WARNING)


def allow_server(port: int) -> None:
    """Let the addon connect to this port of this machine."""
    config[ALLOWED] = f"{config[ALLOWED]},localhost:{port}"


@contextmanager
def loaded(stage: Stage, name: str, addon: bool = True) -> Iterator[Registry]:
    """The registry of a new database, for the time of the block."""
    with stage.database(name, addon) as database:
        try:
            yield Registry(database)
        finally:
            Registry.delete(database)
            close_db(database)


@contextmanager
def environment(registry: Registry) -> Iterator[api.Environment]:
    """A superuser's environment on a new cursor, committed at the end."""
    with registry.cursor() as cr:
        yield api.Environment(cr, odoo.SUPERUSER_ID, {})
