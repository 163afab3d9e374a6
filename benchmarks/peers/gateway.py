# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's own mail gateway, as its fetchmail uses it: a commit for each mail."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from odoo.modules.registry import Registry
from odoo.tools import SQL

from ..mailbox import Mail, contact_address
from ..odoo_database import environment

INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = 'res_partner' AND indexdef LIKE '%email_normalized%'"""


def receive(registry: Registry, mails: Iterable[Mail], ids: Mapping[str, int]) -> None:
    """Post each mail on the first of its contacts."""
    with environment(registry) as env:
        threads = env["mail.thread"]
        for mail in mails:
            contact = ids[contact_address(mail.contacts[0])]
            threads.message_process("res.partner", mail.raw, thread_id=contact)
            env.cr.commit()


def renamed(mail: Mail, mark: str) -> Mail:
    """The same mail with another Message-ID: the gateway drops one it knows."""
    raw = mail.raw.replace(b"\r\nMessage-ID: <", f"\r\nMessage-ID: <{mark}".encode(), 1)
    return Mail(raw, mail.received, mail.contacts)


@contextmanager
def as_shipped(registry: Registry) -> Iterator[None]:
    """Without the addon's index on the addresses of contacts."""
    with registry.cursor() as cr:
        cr.execute(INDEXES)
        indexes = dict(cr.fetchall())
        for name in indexes:
            cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    try:
        yield
    finally:
        with registry.cursor() as cr:
            for definition in indexes.values():
                cr.execute(definition)
