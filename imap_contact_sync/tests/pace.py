# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Limits of time that hold on slow and on busy machines, too.

What takes seconds instead of minutes because a rule holds is told apart by the time of
the processor, in seconds of a machine with a known pace: a machine that is slower, or
shares its core, is given more of them.
"""

import time

TURNS = 300_000
SECONDS = 0.04  # that they take where the limits were set
ATTEMPTS = 3  # the neighbours of a core do not disturb all of them


def spent_by(work, *values):
    """What a call costs, in seconds of the processor."""
    start = time.process_time()
    work(*values)
    return time.process_time() - start


def slowness():
    """How many times longer than there the same work takes here and now; at least 1."""
    return max(1, spent_by(lambda: sum(n * n for n in range(TURNS))) / SECONDS)


def check_takes(most, work, *values):
    """``work(*values)`` takes at most that many seconds of such a processor."""
    for _attempt in range(ATTEMPTS):
        spent = spent_by(work, *values)
        if spent <= most or spent <= most * slowness():
            return
    raise AssertionError(f"{spent:.2f} s instead of {most} s")
