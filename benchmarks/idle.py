# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many mailboxes of a few mails, connected through a relay."""

from collections.abc import Iterator
from contextlib import contextmanager

from odoo.modules.registry import Registry

from . import maildir, ours
from .mailbox import Shape
from .odoo_database import allow_server, environment
from .relay import Relay
from .stage import Stage

MAILS = 5  # in each mailbox
MAILBOXES_OF_USER = 20


@contextmanager
def mailboxes(
    stage: Stage, registry: Registry, relay: Relay, count: int
) -> Iterator[list[int]]:
    """So many connected mailboxes, all due; their mail is removed after the block."""
    allow_server(relay.port)
    names = [f"{stage.scale.name}-idle-{number}" for number in range(count)]
    try:
        for number, name in enumerate(names):
            maildir.ensure(stage.place, name, shape(stage, number))
        yield connect(registry, relay, names)
    finally:
        for name in names:
            maildir.remove(stage.place, name)


def shape(stage: Stage, number: int) -> Shape:
    return Shape(MAILS, stage.scale.contacts, 10_000 + number, small=True)


def connect(registry: Registry, relay: Relay, names: list[str]) -> list[int]:
    accounts = []
    for first in range(0, len(names), MAILBOXES_OF_USER):
        with environment(registry) as env:
            user = ours.new_user(env, f"owner-{first}")
            some = names[first : first + MAILBOXES_OF_USER]
            logins = map(maildir.login, some)
            accounts += [ours.connect(env, user, each, relay.port).id
                         for each in logins]  # fmt: skip
    return accounts
