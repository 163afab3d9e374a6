# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``increment``: ten new mails, in a large folder and in a small one.

What a look costs that finds them: commands, octets received, and processor time of
our process, each for the large folder against the small one. One of the ten is kept.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from odoo.modules.registry import Registry

from . import maildir, ours
from .figures import Row, in_turn, row
from .mailbox import Shape, news
from .odoo_database import environment, loaded
from .stage import Stage
from .wire import tapped

Seen = TypeVar("Seen")
NEW, KEPT = 10, 1
TRIES = 5


@dataclass(frozen=True)
class Folder:
    """A mailbox whose inbox has been read to the end."""

    stage: Stage
    registry: Registry
    name: str
    shape: Shape
    account: int

    @classmethod
    def ready(cls, stage: Stage, registry: Registry, size: int, seed: int) -> "Folder":
        shape = Shape(size, stage.scale.contacts, seed, small=True)
        name = f"{stage.scale.name}-{size}"
        maildir.ensure(stage.place, name, shape)
        with environment(registry) as env:
            user = ours.new_user(env, name)
            account = ours.connect(env, user, maildir.login(name), stage.imaps_port)
        ours.synchronise(registry)
        return cls(stage, registry, name, shape, account.id)

    def look(self, number: int, watch: Callable[[Callable[[], float]], Seen]) -> Seen:
        """Let ten mails arrive, and watch how they are read."""
        mails = news(self.shape, NEW, KEPT, number)
        before = ours.kept_count(self.registry)
        with maildir.delivered(self.stage.place, self.name, mails):
            seen = watch(lambda: ours.poll(self.registry, self.account))
        found = ours.kept_count(self.registry) - before
        if found != KEPT:
            raise RuntimeError(f"{found} new mails were kept instead of {KEPT}.")
        return seen


def traffic(poll: Callable[[], float]) -> tuple[int, int]:
    """Commands and octets."""
    with tapped() as wire:
        poll()
    return len(wire.commands()), wire.octets()


def processor_time(poll: Callable[[], float]) -> float:
    """Milliseconds of this process."""
    begun = time.process_time()
    poll()
    return (time.process_time() - begun) * 1000


def measure(stage: Stage) -> Iterator[Row]:
    with loaded(stage, "increment") as registry:
        small = Folder.ready(stage, registry, stage.scale.small_folder, 200)
        large = Folder.ready(stage, registry, stage.scale.large_folder, 201)
        (commands, octets), (few, less) = (
            folder.look(0, traffic) for folder in (large, small)
        )
        yield row("increment commands", commands, few, "", "<= 1.1")
        yield row("increment octets", octets, less, "B", "<= 1.1")
        times = in_turn(
            TRIES,
            {
                "ours": lambda number: large.look(number + 1, processor_time),
                "small": lambda number: small.look(number + 1, processor_time),
            },
        )
        yield row("increment CPU", times["ours"], times["small"], "ms", "<= 1.1")
