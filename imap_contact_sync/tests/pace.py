# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Limits of time that hold on slow and on busy machines, too.

What takes seconds instead of minutes because a rule holds is told apart by the time of
the processor, in seconds of a machine with a known pace: a machine that is slower, or
shares its core, is given more of them.
"""

from time import process_time

TURNS = 300_000
SECONDS = 0.04  # that they take where the limits were set
ATTEMPTS = 3  # the neighbours of a core do not disturb all of them


def check_takes(most, work, *values):
    """Return ``work(*values)``, which takes at most that many seconds there."""
    for _attempt in range(ATTEMPTS):
        start = process_time()
        found = work(*values)
        spent = process_time() - start
        if spent <= most or spent <= most * slowness(spent):
            return found
    raise AssertionError(f"{spent:.2f} s instead of {most} s")


def slowness(seconds):
    """How many times longer than there the same work takes here and now; at least 1.

    Watched for that many seconds: a busy core is not equally slow all the time.
    """
    start, rounds = process_time(), 0
    while not rounds or process_time() - start < seconds:
        sum(n * n for n in range(TURNS))
        rounds += 1
    return max(1, (process_time() - start) / rounds / SECONDS)
