# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's configuration file."""

import base64
import os
import secrets

from . import ports, postgres, records
from .odoo_source import OdooSource
from .place import Place
from .trouble import Trouble


def _new_key() -> str:
    """Return a key in the form that the addon encrypts passwords with (Fernet)."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def allowed_servers(place: Place) -> str:
    """Return the mail servers on this machine that the addon may connect to."""
    numbers = [ports.remembered(place, name) for name in ("imaps", "imap")]
    hosts = ("localhost", "127.0.0.1")
    return ",".join(f"{host}:{number}" for host in hosts for number in numbers)


def options(place: Place, source: OdooSource) -> dict[str, object]:
    """Return all options of the file."""
    addons = ",".join(map(str, [*source.addon_folders, place.checkout]))
    return {
        "addons_path": addons,
        "admin_passwd": records.secret(place, "odoo-admin", secrets.token_hex),
        "data_dir": place.odoo_files,
        "db_host": "127.0.0.1",
        "db_port": postgres.port(place),
        "db_user": postgres.ROLE,
        "db_password": postgres.password(place, postgres.ROLE),
        "http_interface": "127.0.0.1",
        "http_port": ports.remembered(place, "http"),
        "list_db": False,
        "max_cron_threads": 1,
        "screenshots": place.state / "screenshots",
        "workers": 0,
        "imap_contact_sync_keys": records.secret(place, "odoo-key", _new_key),
        "imap_contact_sync_allowed_servers": allowed_servers(place),
    }


def write(place: Place, source: OdooSource) -> None:
    """Write the file for the ports of this run.

    :raise Trouble: when the checkout's path cannot stand in a list of paths
    """
    if "," in str(place.checkout):
        raise Trouble(
            f"Odoo cannot read addons from {place.checkout}: the path holds a comma. "
            "Move the checkout to another folder."
        )
    lines = [f"{name} = {value}\n" for name, value in options(place, source).items()]
    records.write_private(place.odoo_config, "[options]\n" + "".join(lines))
