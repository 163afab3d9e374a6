# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases with many contacts, with the addon or without: a template once, then
copies."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from dev import databases, demo, odoo_source, postgres
from dev.place import Place
from dev.progress import step

from .mailbox import contact_address, contact_name

PREFIX = "bench_template_"
COPY_PREFIX = "bench_copy_"
UNFINISHED = "bench_unfinished"
MODULES = ("imap_contact_sync",)
BATCH = 5_000
# Every column of a contact that Odoo itself has made, but for these.
OWN_COLUMNS = {"id", "name", "complete_name", "email", "email_normalized",
               "commercial_partner_id", "partner_share"}  # fmt: skip


def connect(place: Place, name: str):
    return psycopg2.connect(
        host="127.0.0.1",
        port=postgres.port(place),
        user=postgres.ROLE,
        password=postgres.password(place, postgres.ROLE),
        dbname=name,
    )


def template_prefix(contacts: int, addon: bool) -> str:
    return f"{PREFIX}{'' if addon else 'plain_'}{contacts}_"


def template_name(place: Place, contacts: int, addon: bool = True) -> str:
    """Another name for another addon, Odoo or number of contacts."""
    odoo = databases.template_name(odoo_source.ensure(place))
    files = demo.fingerprint(place) if addon else ""
    parts = (files, odoo, str(contacts), Path(__file__).read_text())
    short = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
    return template_prefix(contacts, addon) + short


def ensure_template(place: Place, contacts: int, addon: bool = True) -> str:
    """Return the template's name, after creating it unless it is there."""
    name = template_name(place, contacts, addon)
    if not databases.exists(place, name):
        drop_all(place, template_prefix(contacts, addon))
        with step(f"Creating a database with {contacts:,} contacts"):
            databases.fresh(place, UNFINISHED)
            if addon:
                databases.install(place, UNFINISHED, MODULES)
            fill_contacts(place, UNFINISHED, contacts)
            rename(place, UNFINISHED, name)
    return name


def rename(place: Place, old: str, new: str) -> None:
    postgres.execute(place, f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    files = databases.filestore(place, old)
    if files.is_dir():
        files.rename(databases.filestore(place, new))


def drop_all(place: Place, prefix: str) -> None:
    """Remove the databases whose names begin so, left by earlier runs."""
    sql = f"SELECT datname FROM pg_database WHERE datname LIKE '{prefix}%'"
    for name in postgres.query(place, "postgres", sql).split():
        databases.drop(place, name)


def drop_copies(place: Place) -> None:
    drop_all(place, COPY_PREFIX)


def fill_contacts(place: Place, name: str, contacts: int, there: int = 0) -> None:
    """Contacts as Odoo's own first company, with other names and addresses.

    :param contacts: how many there are afterwards
    :param there: how many of them are there already
    """
    connection = connect(place, name)
    with connection, connection.cursor() as cr:
        for first in range(there, contacts, BATCH):
            numbers = range(first, min(first + BATCH, contacts))
            rows = [(contact_name(each), contact_address(each)) for each in numbers]
            names, emails = zip(*rows, strict=True)
            cr.execute(insertion(cr), (list(names), list(emails)))
        cr.execute("ANALYZE res_partner")
    connection.close()


def insertion(cr) -> str:
    """SQL that copies the company's contact for arrays of names and addresses."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = 'res_partner'"
    )
    columns = sorted({row[0] for row in cr.fetchall()} - OWN_COLUMNS)
    same = ", ".join(f'"{column}"' for column in columns)
    return f"""
        INSERT INTO res_partner (id, commercial_partner_id, name, complete_name,
            email, email_normalized, partner_share, {same})
        SELECT new.id, new.id, new.name, new.name, new.email, new.email, TRUE, {same}
        FROM res_partner, (
            SELECT nextval('res_partner_id_seq') AS id, name, email
            FROM unnest(%s, %s) AS named(name, email)
        ) AS new
        WHERE res_partner.id = 1"""


@contextmanager
def copied(place: Place, template: str, name: str) -> Iterator[str]:
    """A copy of the template for the time of the block."""
    full = f"{COPY_PREFIX}{name}"
    databases.copy(place, template, full)
    try:
        yield full
    finally:
        databases.drop(place, full)
