# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The virtual environment with everything that Odoo, the addon and tests import."""

import hashlib
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from .children import Wanted, run
from .odoo_source import OdooSource
from .place import Place
from .progress import step

STAMP = "installed.txt"
# Our list is good for older ones and needs no compiler, unlike Odoo's own.
NEWER_PYTHON = (3, 14)


def requirement_files(place: Place, source: OdooSource | None) -> list[Path]:
    """Return the lists of packages that the environment needs."""
    ours = place.checkout / "dev" / "requirements-odoo.txt"
    own = source.root / "requirements.txt" if source else ours
    odoo = own if own.is_file() and sys.version_info >= NEWER_PYTHON else ours
    test = place.checkout / "dev" / "requirements-test.txt"
    return [odoo, place.checkout / "requirements.txt", test]


def alone_file(place: Place) -> Path:
    """Return the list of packages whose own requirements are not installed."""
    return place.checkout / "dev" / "requirements-alone.txt"


def fingerprint(files: list[Path], venv: Path) -> str:
    """Return what changes when the environment must be installed again."""
    digest = hashlib.sha256(f"{sys.version} {sys.prefix} {venv}".encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(venv: Path, wanted: str) -> bool:
    """Tell whether the last installation was complete and of this fingerprint."""
    stamp = venv / STAMP
    return stamp.is_file() and stamp.read_text() == wanted


def ensure(place: Place, source: OdooSource | None = None) -> None:
    """Create or refresh the environment; quick when nothing changed.

    :raise Trouble: when pip fails
    """
    venv = place.state / "venv"
    files, alone = requirement_files(place, source), alone_file(place)
    wanted = fingerprint([*files, alone], venv)
    if not is_current(venv, wanted):
        with step("Installing Python packages"):
            _create(place, venv)
            _install(place, files)
            _install(place, [alone], "--no-deps")
        # Written last, so that an interrupted installation is repeated.
        (venv / STAMP).write_text(wanted)
    if source:
        _make_importable(venv, source)


def _create(place: Place, venv: Path) -> None:
    # What an interrupted or older installation left behind may be damaged.
    shutil.rmtree(venv, ignore_errors=True)
    broken = "Python could not create a virtual environment. Install its venv module."
    run([sys.executable, "-m", "venv", venv], Wanted(broken, place.log / "venv.log"))


def _install(place: Place, files: list[Path], *more: str) -> None:
    log = place.log / "pip.log"
    lists = [word for path in files for word in ("-r", str(path))]
    failure = (
        "pip could not install the Python packages. Check the network connection, "
        "then run the command again."
    )
    options = ["--no-input", "--no-compile", "--progress-bar=off", *more]
    command = [place.python, "-m", "pip", "install", *options, *lists]
    run(command, Wanted(failure, log, watch=lambda: _progress(log)))


def _progress(log: Path) -> str:
    steps = ("Collecting ", "Installing ")
    lines = log.read_text(errors="replace").splitlines()
    found = [line for line in lines if line.startswith(steps)]
    last = found[-1].partition(" (")[0] if found else "Starting"
    return last.partition(": ")[0]


def _make_importable(venv: Path, source: OdooSource) -> None:
    """Let the environment import Odoo from where it lies."""
    [packages] = venv.glob("lib/python*/site-packages")
    line = f"{source.root}\n"
    path = packages / "odoo_source.pth"
    if not path.is_file() or path.read_text() != line:
        path.write_text(line)


def environment(place: Place, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of programs run inside: ours, minus what misleads."""
    misleading = ("PG", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITE", "ODOO_RC")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(misleading)}
    local = "localhost,127.0.0.1"
    proxies = [kept["no_proxy"], local] if kept.get("no_proxy") else [local]
    return {
        **kept,
        "no_proxy": ",".join(proxies),
        "NO_PROXY": ",".join(proxies),
        "PYTHONPYCACHEPREFIX": str(place.state / "pycache"),
        "PYTHONUNBUFFERED": "1",
        "STATE_DIR": str(place.state),
        **(extra or {}),
    }
