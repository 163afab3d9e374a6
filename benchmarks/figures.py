# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of the result, and how they are measured: in turn, and the median."""

import cProfile
import math
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

# Collects, when set, where the time of our side goes.
profile: cProfile.Profile | None = None
COMPARISONS = {
    "<=": lambda ratio, limit: ratio <= limit,
    ">=": lambda ratio, limit: ratio >= limit,
    "<": lambda ratio, limit: ratio < limit,
}


@dataclass(frozen=True)
class Row:
    """One line of the result.

    ``value`` is ours and ``peer`` the other side's, both in ``unit``; ``limit`` is
    what ``ratio`` must reach, such as ``<= 1.5``, and empty where nothing must.
    """

    name: str
    value: float
    unit: str
    peer: float
    limit: str
    ratio: float

    @property
    def reached(self) -> bool:
        if not self.limit:
            return True
        sign, number = self.limit.split()
        return COMPARISONS[sign](self.ratio, float(number))

    @property
    def is_sound(self) -> bool:
        """Whether all three numbers are finite and positive."""
        numbers = (self.value, self.peer, self.ratio)
        return all(math.isfinite(each) and each > 0 for each in numbers)


def row(name: str, value: float, peer: float, unit: str, limit: str) -> Row:
    """A row whose ratio is ours by theirs."""
    return Row(name, value, unit, peer, limit, value / peer)


def as_json(result: Row) -> dict[str, object]:
    return asdict(result)


def seconds(action: Callable[[], object]) -> float:
    """How long it took, by the wall clock."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def our_seconds(action: Callable[[], object]) -> float:
    """The same of our side, which ``--profile`` looks into."""
    if profile:
        return seconds(lambda: profile.runcall(action))
    return seconds(action)


def in_turn(
    rounds: int,
    sides: dict[str, Callable[[int], float]],
    chosen: Callable[[list[float]], float] = statistics.median,
) -> dict[str, float]:
    """Each side's median over so many rounds, every side in every round.

    :param sides: by name what measures the round of that number
    :param chosen: what stands for all rounds of a side, if not the median
    """
    measured: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, measure in sides.items():
            measured[name].append(measure(number))
    return {name: chosen(each) for name, each in measured.items()}
