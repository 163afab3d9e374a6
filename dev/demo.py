# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo: a database with a mailbox to look at, served on this machine."""

import hashlib
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import databases, locks, machine, ports, records, running
from .children import explain
from .place import Place
from .progress import say, step
from .trouble import Trouble

DATABASE = "demo"
MODULES = ("imap_contact_sync",)
SCRIPT = "dev.demo_database"
BUSY = (
    "The demo already runs in another terminal. Use that one, or end it with "
    "`make stop`, then run the command again."
)
# Nothing of these is in the demo's database.
IGNORED = {"__pycache__", "tests", "readme", "description"}


def run(place: Place, once: bool) -> int:
    """Build the demo, print its table, and serve it unless once is asked."""
    with built(place):
        if not once:
            _serve(place)
    return 0


@contextmanager
def built(place: Place, browser: bool = False) -> Iterator[None]:
    """Have the demo's database filled, its table printed, the servers running."""
    place.prepare()
    with locks.alone(place, "demo", BUSY), machine.ready(place, browser):
        # Left over when the run before this one was killed.
        for name in (machine.SCRIPT, machine.ODOO):
            running.stop(place, name)
        _ensure_database(place)
        _show(place)
        yield


def fingerprint(place: Place) -> str:
    """Return what changes with any file of the addons that the demo shows."""
    digest = hashlib.sha256()
    for module in MODULES:
        for path in sorted((place.checkout / module).rglob("*")):
            if path.is_file() and not IGNORED.intersection(path.parts):
                digest.update(str(path.relative_to(place.checkout)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _ensure_database(place: Place) -> None:
    wanted = fingerprint(place)
    known = records.read(place, "demo")
    if not databases.exists(place, DATABASE) or "addon" not in known:
        _create(place)
    elif known["addon"] != wanted:
        with step("Updating the demo database to the addon's files"):
            databases.update(place, DATABASE, MODULES)
    records.write(place, "demo", {"addon": wanted})


def _create(place: Place) -> None:
    # Without this record an interrupted run is known, and begins anew.
    (place.state / "demo.json").unlink(missing_ok=True)
    with step("Creating the demo database"):
        databases.fresh(place, DATABASE)
        databases.install(place, DATABASE, MODULES)


def _show(place: Place) -> None:
    """Run the script that fills the database and prints the table."""
    options = ["--config", str(place.odoo_config), "--database", DATABASE]
    machine.run_script(place, SCRIPT, options, "The demo database could not be filled")


def address(place: Place) -> str:
    """Return where a browser finds the demo."""
    return f"http://localhost:{ports.remembered(place, 'http')}"


def answers(url: str) -> bool:
    """Tell whether a web server answers there."""
    try:
        # This machine is asked directly: a proxy could not reach it.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=10):
            return True
    except (urllib.error.URLError, OSError):
        return False


def log_of_server(place: Place) -> Path:
    """Return where Odoo writes while it serves the demo."""
    return place.log / "odoo-demo-server.log"


@contextmanager
def served(place: Place) -> Iterator[str]:
    """Have Odoo serving the demo inside the block; its address."""
    url = address(place)
    options = ["--config", place.odoo_config, "--database", DATABASE]
    odoo = running.Server(
        machine.ODOO,
        [place.python, "-m", "odoo", "server", *options],
        log_of_server(place),
        ready=lambda: answers(f"{url}/web/login"),
        patience=120,
        env=machine.environment(place),
    )
    try:
        running.start(place, odoo)
        yield url
    finally:
        running.stop(place, machine.ODOO)


def _serve(place: Place) -> None:
    try:
        with served(place) as url:
            print(
                f"Odoo is serving the demo on {url} - press Ctrl-C to end.", flush=True
            )
            _wait_for_end(place, log_of_server(place))
    finally:
        say("The demo has ended. `make demo` starts it again in a few seconds.")


def _wait_for_end(place: Place, log: Path) -> None:
    """Wait until Ctrl-C, or until Odoo ends by itself."""
    try:
        while running.pid_of(place, machine.ODOO) is not None:
            time.sleep(0.5)
    except KeyboardInterrupt:
        return
    # Whoever stops it by command needs a moment to drop its record.
    time.sleep(1)
    if machine.ODOO in records.read(place, "running"):
        raise Trouble(explain("Odoo ended by itself. Run `make demo` again.", log))
