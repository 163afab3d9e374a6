# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lines that tell what is going on and how long it took.

They go to the standard error stream, so that standard output holds results only.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Print one line at once."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a long step, then say how many seconds it took."""
    say(f"{text} ...")
    begun = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - begun:.1f} s")


def megabytes(size: int) -> str:
    """Write a number of bytes for people."""
    return f"{size / 1_000_000:.0f} MB"
