# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Locks between runs in several terminals; a run that dies lets go of them."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from .place import Place
from .progress import say
from .trouble import Trouble


def _open(place: Place, name: str) -> IO[str]:
    return (place.state / f"{name}.lock").open("a")


@contextmanager
def alone(place: Place, name: str, busy: str) -> Iterator[None]:
    """Hold a lock that only one run can have.

    :param busy: the sentence for the second run
    :raise Trouble: with this sentence, when another run has the lock
    """
    with _open(place, name) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(busy) from None
        yield


@contextmanager
def in_turn(place: Place, name: str) -> Iterator[None]:
    """Hold a lock that only one run can have; wait for the others.

    Programs started meanwhile by ``children.run`` hold it too: when the run is
    killed, the next one waits for what still works in the state folder.
    """
    with _open(place, name) as lock:
        os.set_inheritable(lock.fileno(), True)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting until another run has finished its set-up ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def shared(place: Place, name: str) -> Iterator[IO[str]]:
    """Hold a lock that many runs can have at once."""
    with _open(place, name) as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield lock


def is_last(lock: IO[str]) -> bool:
    """Tell whether no other run shares the lock, and keep the others out if so."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_until_last(place: Place, name: str, patience: float, busy: str) -> None:
    """Wait until no run holds the lock; the patience is in seconds.

    :raise Trouble: with the sentence ``busy``, when one still holds it
    """
    deadline = time.monotonic() + patience
    with _open(place, name) as lock:
        while not is_last(lock):
            if time.monotonic() > deadline:
                raise Trouble(busy)
            time.sleep(0.2)
