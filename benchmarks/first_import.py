# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``import`` and ``bytes``: the first synchronisation of a whole mailbox.

``import``: until the last commit, against mbsync that pulls the mailbox to disk over
TLS, without compression; both sides with fsync, and both without. The server is cold
for every side.

``bytes``: what the server sends for it, against the header fields of all mails and
the bodies of those that are kept, each once.
"""

import re
from collections.abc import Iterator
from functools import partial

from dev import dovecot, postgres
from dev.bench import RIVAL
from dev.progress import say

from .figures import Row, in_turn, our_seconds, row, seconds
from .mailbox import mails
from .odoo_database import environment, loaded
from .peers import header_scan, mbsync
from .peers.raw_imap import literals
from .stage import PASSWORD, Stage

SENT_BY_SERVER = re.compile(r"\bout=(\d+)")


def measure(stage: Stage) -> Iterator[Row]:
    login = stage.mailbox()
    if not RIVAL.present():
        say("  import: mbsync is missing (Debian package isync); it is left out.")
        return
    sides = {
        f"{side} fsync {state}": partial(measure_side, stage, login, state == "on")
        for state in ("on", "off")
        for side, measure_side in (("ours", import_durably), ("mbsync", pull_all))
    }
    times = in_turn(stage.scale.rounds, sides)
    for state in ("on", "off"):
        ours, theirs = times[f"ours fsync {state}"], times[f"mbsync fsync {state}"]
        yield row(f"import (fsync {state})", ours, theirs, "s", "< 1")


def measure_bytes(stage: Stage) -> Iterator[Row]:
    login = stage.mailbox()
    answer = header_scan.answer(stage.imaps_port, login, PASSWORD)
    headers = sum(map(len, literals(answer)))
    bodies = sum(len(each.raw) for each in mails(stage.shape) if each.contacts)
    mark = dovecot.log(stage.place).stat().st_size
    import_all(stage, login)
    sent = sum(sent_since(stage, login, mark)) / 1e6
    yield row("bytes", sent, (headers + bodies) / 1e6, "MB", "<= 1.1")


def sent_since(stage: Stage, login: str, mark: int) -> list[int]:
    """Octets of the login's sessions that ended behind this place of the log."""
    with dovecot.log(stage.place).open("rb") as log:
        log.seek(mark)
        lines = log.read().decode(errors="replace").splitlines()
    own = [line for line in lines if f"imap({login})" in line]
    return [int(found[1]) for found in map(SENT_BY_SERVER.search, own) if found]


def import_all(stage: Stage, login: str) -> float:
    """Seconds of a first import into a new database."""
    from . import ours

    with loaded(stage, "import") as registry:
        with environment(registry) as env:
            user = ours.new_user(env, "olga")
            ours.connect(env, user, login, stage.imaps_port)
        stage.forget_indexes()
        took = our_seconds(lambda: ours.synchronise(registry))
        wanted = sum(bool(each.contacts) for each in mails(stage.shape))
        check(ours.kept_count(registry), wanted)
        return took


def import_durably(stage: Stage, login: str, fsync: bool, _round: int) -> float:
    """As ``import_all``, with a PostgreSQL that waits for the disk or does not."""
    postgres.set_durable(stage.place, fsync)
    try:
        return import_all(stage, login)
    finally:
        postgres.set_durable(stage.place, False)


def pull_all(stage: Stage, login: str, fsync: bool, _round: int) -> float:
    settings = {
        "port": stage.imaps_port,
        "login": login,
        "password": PASSWORD,
        "authorities": stage.authorities,
    }
    stage.forget_indexes()
    took = seconds(lambda: mbsync.pull(stage.folder, settings, fsync))
    check(mbsync.count(stage.folder), stage.shape.mails)
    return took


def check(found: int, wanted: int) -> None:
    if found != wanted:
        raise RuntimeError(f"{found} mails have arrived instead of {wanted}.")
