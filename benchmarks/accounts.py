# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``accounts``: many mailboxes without new mail, one worker, 40 ms away.

Against a bare socket that makes the same flights for one mailbox after another. Both
take turns in groups of mailboxes; the bare socket visits some of each group, and its
time is multiplied, for all its visits are alike.
"""

import time
from collections.abc import Iterator

from odoo.modules.registry import Registry

from . import ours
from .figures import Row, our_seconds, row
from .idle import mailboxes
from .maildir import login
from .odoo_database import environment, loaded
from .peers.raw_poll import poll
from .relay import relayed
from .stage import PASSWORD, Stage

GROUPS = 10
SHARE = 5  # the bare socket visits one mailbox of so many


def measure(stage: Stage) -> Iterator[Row]:
    count = stage.scale.idle_accounts
    size = count // GROUPS
    with (
        loaded(stage, "accounts") as registry,
        relayed(stage.imaps_port) as relay,
        mailboxes(stage, registry, relay, count) as accounts,
    ):
        ours.synchronise(registry)
        times = {"ours": 0.0, "raw": 0.0}
        with relay.distant():
            for first in range(0, count, size):
                times["ours"] += visit(registry, accounts[first : first + size])
                times["raw"] += visit_raw(stage, relay.port, range(first, first + size))
    yield row("accounts", times["ours"], times["raw"], "s", "<= 1.2")


def visit(registry: Registry, accounts: list[int]) -> float:
    """Seconds of the scheduled action for these mailboxes."""
    with environment(registry) as env:
        ours.make_due(env["imap.account"].browse(accounts))
    return our_seconds(lambda: ours.synchronise(registry))


def visit_raw(stage: Stage, port: int, numbers: range) -> float:
    some = numbers[:: min(SHARE, len(numbers))]
    begun = time.perf_counter()
    for number in some:
        poll(port, login(f"{stage.scale.name}-idle-{number}"), PASSWORD)
    return (time.perf_counter() - begun) / len(some) * len(numbers)
