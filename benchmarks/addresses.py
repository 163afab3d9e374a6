# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``addresses``: whose addresses stand in a window of 500 headers, in milliseconds.

Among few contacts and many, one in ten of which has a second address; the other side
is the limit. Each look-up is in a new transaction and finds what it has to; the best
counts.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from odoo.modules.registry import Registry

from . import database, ours, ours_engine
from .figures import Row, in_turn, row
from .mailbox import Shape, contact_address, mails
from .odoo_database import loaded
from .stage import Stage

WINDOW = 500
LIMIT = 20  # ms
TRIES = 15


def measure(stage: Stage) -> Iterator[Row]:
    sizes = stage.scale.address_books
    with ExitStack() as stack:
        times = in_turn(
            TRIES,
            {
                str(size): look_up(stack.enter_context(filled(stage, size)), size)
                for size in sizes
            },
            min,
        )
    for size in sizes:
        yield row(f"addresses ({size:,})", times[str(size)], LIMIT, "ms", "<= 1")


@contextmanager
def filled(stage: Stage, size: int) -> Iterator[Registry]:
    """A database with so many contacts."""
    there = stage.scale.address_books[0]
    few = replace(stage, scale=replace(stage.scale, contacts=there))
    with loaded(few, f"addresses_{size}") as registry:
        name = registry.db_name
        database.fill_contacts(stage.place, name, size, there)
        ours.add_second_addresses(registry)
        yield registry


def look_up(registry: Registry, size: int):
    """What measures one look-up, by round; each is of other mails."""

    def measured(number: int) -> float:
        window = list(mails(Shape(WINDOW, size, seed=300 + number, small=True)))
        emails = ours_engine.addresses_of(
            ours_engine.header_fields(each.raw) for each in window
        )
        known = {contact_address(each) for mail in window for each in mail.contacts}
        taken, found = ours.look_up(registry, emails)
        if found != len(known) or not found:
            raise RuntimeError(f"{found} addresses were found instead of {len(known)}.")
        return taken * 1000

    measured(-1)  # what is loaded for the first time
    return measured
