# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run the benchmark; what it measures is in ``benchmarks/README.md``."""

from collections.abc import Sequence

from . import locks, machine, packages, running
from .place import Place
from .progress import say
from .trouble import Trouble

# mbsync, with which the first import is compared.
RIVAL = packages.Package("isync", lambda: bool(packages.find_program("mbsync")))
BUSY = (
    "The benchmark already runs in another terminal. Wait until it ends, or end it "
    "with `make stop`, then run the command again."
)


def run(place: Place, words: Sequence[str]) -> int:
    """Measure, print the table, and return 0 when every row has its figures."""
    place.prepare()
    with machine.ready(place):
        _ensure_rival(place)
        return measure(place, words)


def measure(place: Place, words: Sequence[str]) -> int:
    """The same on servers that run already; words as in ``python -m benchmarks``."""
    with locks.alone(place, "bench", BUSY):
        # Left over when the run before this one was killed.
        running.stop(place, machine.BENCH)
        command = [place.python, "-m", "benchmarks", *words]
        env = machine.environment(place)
        return running.in_foreground(place, machine.BENCH, command, env)


def _ensure_rival(place: Place) -> None:
    """Install mbsync where that is possible: one row needs it."""
    try:
        with locks.in_turn(place, "setup"):
            packages.ensure(place, (RIVAL,))
    except Trouble as trouble:
        say(f"Without mbsync: {trouble}")
