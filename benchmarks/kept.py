# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``kept_mail`` and ``kept_limit``: from a mail's bytes to committed chatter.

``kept_mail``: messages per second, against Odoo's mail gateway with the same mails on
the same contacts; as Odoo comes, and with the addon's index on addresses.

``kept_limit``: seconds, against the least that the same rows cost in Odoo, and
against COPY of these rows. One parse of every mail and its files are in all of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from odoo.modules.registry import Registry

from . import mailbox, ours, ours_engine
from .figures import Row, in_turn, our_seconds, row, seconds
from .mailbox import Mail
from .odoo_database import loaded
from .peers import copied_rows, floor, gateway
from .stage import Stage


@dataclass(frozen=True)
class Desk:
    """A database with contacts, a folder in it for each side, and other mail for
    each round."""

    registry: Registry
    stage: Stage
    ids: dict[str, int]
    found: list[ours_engine.Received]

    @classmethod
    def new(cls, registry: Registry, stage: Stage) -> "Desk":
        count = stage.scale.kept * (stage.scale.rounds + 1)
        found = ours_engine.as_received(mailbox.kept(stage.shape, count), 1)
        return cls(registry, stage, ours.contact_ids(registry), found)

    def mails(self, number: int) -> list[ours_engine.Received]:
        """The mails of a round; the last round warms up."""
        size = self.stage.scale.kept
        return self.found[number * size : (number + 1) * size]

    def gateway_mails(self, number: int, mark: str) -> list[Mail]:
        chosen = self.mails(number)[: self.stage.scale.gateway]
        return [gateway.renamed(each.mail, mark) for each in chosen]

    def writer(self, name: str, write: Callable, known) -> Callable[[int], float]:
        """How long a round takes, written into a folder of its own."""
        folder = ours.new_folder(self.registry, name)
        watch = our_seconds if write is ours.write else seconds
        return lambda number: watch(
            lambda: write(self.registry, folder, self.mails(number), known)
        )


def measure_mail(stage: Stage) -> Iterator[Row]:
    with loaded(stage, "kept_mail") as registry:
        desk = Desk.new(registry, stage)
        ours_takes = desk.writer("ours", ours.write, ours_engine.book_of(desk.ids))
        sides = {
            "ours": lambda number: stage.scale.kept / ours_takes(number),
            "shipped": lambda number: shipped_rate(desk, number),
            "indexed": lambda number: gateway_rate(desk, number, "i-"),
        }
        in_turn_warm(stage, sides)
        rates = in_turn(stage.scale.rounds, sides)
    for side, least in (("shipped", 40), ("indexed", 20)):
        name = f"kept_mail (Odoo {side})"
        yield row(name, rates["ours"], rates[side], "mails/s", f">= {least}")


def in_turn_warm(stage: Stage, sides: dict[str, Callable[[int], float]]) -> None:
    """Each side once, unmeasured: caches of the registry are filled."""
    for measure in sides.values():
        measure(stage.scale.rounds)


def shipped_rate(desk: Desk, number: int) -> float:
    with gateway.as_shipped(desk.registry):
        return gateway_rate(desk, number, "s-")


def gateway_rate(desk: Desk, number: int, mark: str) -> float:
    mails = desk.gateway_mails(number, mark)
    took = seconds(lambda: gateway.receive(desk.registry, mails, desk.ids))
    return len(mails) / took


def measure_limit(stage: Stage) -> Iterator[Row]:
    with loaded(stage, "kept_limit") as registry:
        desk = Desk.new(registry, stage)
        sides = {
            "ours": desk.writer("ours", ours.write, ours_engine.book_of(desk.ids)),
            "floor": desk.writer("floor", floor.write, desk.ids),
            "copy": desk.writer("copy", copied_rows.write, desk.ids),
        }
        in_turn_warm(stage, sides)
        times = in_turn(stage.scale.rounds, sides)
    yield row("kept_limit", times["ours"], times["floor"], "s", "<= 1.5")
    yield row("kept_limit (COPY)", times["ours"], times["copy"], "s", "")
