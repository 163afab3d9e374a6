# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything set up and the servers started, for as long as a command needs them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import (
    databases,
    dovecot,
    locks,
    odoo_config,
    odoo_source,
    packages,
    ports,
    postgres,
    running,
    virtualenv,
)
from .place import Place, is_state
from .progress import say
from .trouble import Trouble

NEEDED_BYTES = 4_000_000_000
ODOO = "Odoo"
TESTS = "Tests"
SCRIPT = "Demo script"
BENCH = "Benchmark"
SERVERS = (postgres.NAME, dovecot.NAME)
KEEP = "keep-servers"
CLEAN_BUSY = (
    "Another run still works in this state folder. End it with Ctrl-C in its "
    "terminal, then run the command again."
)


def check_space(folder: Path, needed: int = NEEDED_BYTES) -> None:
    """Make sure that the first set-up fits on the disk.

    :raise Trouble: when it does not
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Trouble(
            f"The first set-up needs {needed / 1e9:.1f} GB in {folder}, where "
            f"{free / 1e9:.1f} GB are free. Make room, or set STATE_DIR to a folder "
            "on another disk."
        )


def set_up(place: Place, browser: bool = False) -> None:
    """Install what is missing and start the servers; quick when all is there.

    :raise Trouble: when something is missing that cannot be installed
    """
    place.prepare()
    with locks.in_turn(place, "setup"):
        if not (place.state / "venv" / virtualenv.STAMP).exists():
            check_space(place.state)
            say(f"The first set-up in {place.state} takes a few minutes.")
        odoo_source.check(place)
        wanted = (*packages.SERVERS, packages.VENV)
        packages.ensure(place, (*wanted, packages.BROWSER) if browser else wanted)
        source = odoo_source.ensure(place)
        virtualenv.ensure(place, source)
        postgres.start(place)
        dovecot.start(place)
        if running.pid_of(place, ODOO) is None:
            ports.reserve(place, "http")
        odoo_config.write(place, source)
        databases.ensure_template(place, source)


@contextmanager
def ready(place: Place, browser: bool = False) -> Iterator[None]:
    """Have the servers running inside the block, and stop them after it.

    They stay when ``up`` started them or another run still uses them.
    """
    place.prepare()
    with locks.shared(place, "in-use") as lock:
        try:
            set_up(place, browser)
            yield
        finally:
            if not (place.state / KEEP).exists() and locks.is_last(lock):
                stop_servers(place)


def set_up_and_keep(place: Place) -> None:
    """Have the servers running until ``make stop``."""
    place.prepare()
    with locks.shared(place, "in-use"):
        set_up(place, browser=True)
        (place.state / KEEP).touch()


def stop_servers(place: Place) -> list[str]:
    """Stop PostgreSQL and Dovecot; return the names of those that ran."""
    return [name for name in SERVERS if running.stop(place, name)]


def stop_all(place: Place) -> list[str]:
    """Stop every program that we started; return the names of those that ran."""
    first = [name for name in (TESTS, SCRIPT, BENCH, ODOO) if running.stop(place, name)]
    (place.state / KEEP).unlink(missing_ok=True)
    return [*first, *stop_servers(place)]


def environment(place: Place) -> dict[str, str]:
    """Return the environment for tests, the demo script and Odoo."""
    return virtualenv.environment(place, dovecot.environment(place))


def run_script(place: Place, script: str, options: list[str], failed: str) -> None:
    """Run one of these modules where Odoo is.

    :param failed: what could not be done if it fails, as the beginning of a sentence
    :raise Trouble: when it does
    """
    command = [place.python, "-m", script, *options]
    status = running.in_foreground(place, SCRIPT, command, environment(place))
    if status:
        raise Trouble(
            f"{failed}: {script} ended with status {status}. Its messages stand above; "
            "correct that and try again."
        )


def clean(place: Place) -> None:
    """Stop what we started and remove the state folder.

    :raise Trouble: when the folder was not created by this project
    """
    if not place.state.exists():
        say(f"{place.state} does not exist; there is nothing to remove.")
        return
    if not is_state(place.state):
        raise Trouble(
            f"{place.state} was not created by this project, so it is not removed. "
            "Check STATE_DIR."
        )
    stop_all(place)
    locks.wait_until_last(place, "in-use", 30, CLEAN_BUSY)
    shutil.rmtree(place.state)
    say(f"{place.state} is removed.")
