# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``late``: a run that finds the past mail of contacts which came later.

In the inbox of a large mailbox: by SEARCH, as the addon does it for so few addresses,
against reading all header fields again, as it does for more. Then what a new contact
costs for each mail of a large folder, against one of a small folder; and among many
contacts, against few.
"""

import math
import re
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from itertools import islice
from unittest.mock import patch

from . import ours, ours_engine
from .addresses import filled
from .figures import Row, in_turn, row
from .increment import Folder
from .mailbox import Shape, mails
from .odoo_database import loaded
from .stage import Stage
from .wire import tapped

STRANGER = re.compile(rb"^From: .*<(news\.[^>]+)>", re.MULTILINE)
TRIES, CONTACTS_TRIES = 3, 9


def measure(stage: Stage) -> Iterator[Row]:
    with loaded(stage, "late") as registry:
        small = Late(Folder.ready(stage, registry, stage.scale.small_folder, 200))
        large = Late(Folder.ready(stage, registry, stage.scale.large_folder, 201))
        with tapped() as wire:
            large.seconds(1)
        searches = wire.commands().count("UID SEARCH")
        wanted = math.ceil(large.size / ours_engine.SEARCHED_AT_ONCE)
        yield row("late SEARCHes", searches, wanted, "", "<= 1")
        for addresses, limit in ((1, "<= 0.5"), (ours_engine.NEW_ADDRESSES, "<= 1")):
            times = in_turn(
                TRIES,
                {
                    "ours": lambda _round, wanted=addresses: large.seconds(wanted),
                    "rescan": lambda _round, wanted=addresses: large.seconds(
                        wanted, rescan=True
                    ),
                },
            )
            name = f"late {addresses} addresses" if addresses > 1 else "late 1 address"
            yield row(name, times["ours"], times["rescan"], "s", limit)
        times = in_turn(
            TRIES,
            {
                "ours": lambda _round: large.seconds(1) / large.size * 1e6,
                "small": lambda _round: small.seconds(1) / small.size * 1e6,
            },
        )
        yield row("late per mail", times["ours"], times["small"], "us", "<= 1")


class Late:
    """A mailbox whose inbox has been read, and people of whom it has mail."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.size = folder.shape.mails
        self._strangers = strangers(folder.shape)

    def seconds(self, addresses: int, rescan: bool = False) -> float:
        """Let so many strangers become contacts, and look."""
        registry = self.folder.registry
        ours.poll(registry, self.folder.account)  # contacts of the other folder's
        before = ours.kept_count(registry)
        ours.new_contacts(registry, islice(self._strangers, addresses))
        # Too many for a SEARCH.
        with patch(ours_engine.BORDER, -1) if rescan else nullcontext():
            taken = ours.poll(registry, self.folder.account)
        if ours.kept_count(registry) < before + addresses:
            raise RuntimeError("A later contact has not brought its mail.")
        return taken


def measure_contacts(stage: Stage) -> Iterator[Row]:
    """Among few contacts, and many: what one of them costs that came later."""
    few, *_between, many = stage.scale.address_books
    with ExitStack() as stack:
        sides = {}
        for size in (many, few):
            registry = stack.enter_context(filled(stage, size))
            folder = Folder.ready(stage, registry, stage.scale.small_folder, 200)
            sides[size] = Late(folder)
        times = in_turn(
            CONTACTS_TRIES,
            {
                str(size): lambda _round, late=late: late.seconds(1) * 1000
                for size, late in sides.items()
            },
        )
    name = f"late among {many:,} contacts"
    yield row(name, times[str(many)], times[str(few)], "ms", "<= 1.1")


def strangers(shape: Shape) -> Iterator[str]:
    """Addresses of mails that concern no contact, each once."""
    seen = set()
    for mail in mails(shape):
        found = STRANGER.search(mail.raw)
        if found and found[1] not in seen:
            seen.add(found[1])
            yield found[1].decode()
