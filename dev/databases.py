# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases with their file stores: a template made once, and quick copies of it."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from . import odoo_source, postgres, virtualenv
from .children import Wanted, run
from .odoo_source import OdooSource
from .place import Place
from .progress import step

BASE_MODULES = ("mail", "contacts")
UNFINISHED = "unfinished"


def filestore(place: Place, name: str) -> Path:
    """Return the folder of a database's attachments."""
    return place.odoo_files / "filestore" / name


def exists(place: Place, name: str) -> bool:
    """Tell whether the database exists."""
    sql = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
    return postgres.query(place, "postgres", sql) == "1"


def drop(place: Place, name: str) -> None:
    """Remove a database, its sessions and its attachments, if they exist."""
    postgres.execute(place, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(place, name), ignore_errors=True)


def template_name(source: OdooSource) -> str:
    """Return the name of the template, another one for each Odoo."""
    short = hashlib.sha256(source.identity.encode()).hexdigest()[:8]
    return f"template_{short}"


def ensure_template(place: Place, source: OdooSource) -> None:
    """Create the template unless it is complete."""
    name = template_name(source)
    if exists(place, name):
        return
    with step(f"Creating a template database with {' and '.join(BASE_MODULES)}"):
        drop(place, UNFINISHED)
        install(place, UNFINISHED, BASE_MODULES)
        # The database gets its name last: whoever finds it finds it complete.
        shutil.rmtree(filestore(place, name), ignore_errors=True)
        if filestore(place, UNFINISHED).is_dir():
            filestore(place, UNFINISHED).rename(filestore(place, name))
        postgres.execute(place, f'ALTER DATABASE "{UNFINISHED}" RENAME TO "{name}"')


def fresh(place: Place, name: str) -> None:
    """Replace a database by a copy of the template."""
    copy(place, template_name(odoo_source.ensure(place)), name)


def copy(place: Place, template: str, name: str) -> None:
    """Replace a database by a copy of another one, that nobody is connected to."""
    drop(place, name)
    postgres.execute(place, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if filestore(place, template).is_dir():
        shutil.copytree(filestore(place, template), filestore(place, name))


def install(place: Place, name: str, modules: Sequence[str]) -> None:
    """Install modules in a database, which is created when it does not exist.

    :raise Trouble: when Odoo reports an error
    """
    _odoo(place, name, ["--init", ",".join(modules)])


def update(place: Place, name: str, modules: Sequence[str]) -> None:
    """Bring installed modules to the state of the checkout.

    :raise Trouble: when Odoo reports an error
    """
    _odoo(place, name, ["--update", ",".join(modules)])


def _odoo(place: Place, name: str, words: list[str]) -> None:
    log = place.log / f"odoo-{name}.log"
    failure = f"Odoo could not prepare the database {name}. Correct the error it names."
    options = ["--config", place.odoo_config, "--database", name]
    once = ["--stop-after-init", "--no-http", "--max-cron-threads=0"]
    env = virtualenv.environment(place)
    command = [place.python, "-m", "odoo", "server", *options, *once, *words]
    run(command, Wanted(failure, log, env=env, cwd=place.state))
