# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Programs of the operating system, installed only when they are missing."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .children import Wanted, output, run
from .place import Place
from .progress import step
from .trouble import Trouble

POLICY = Path("/usr/sbin/policy-rc.d")
POLICY_TEXT = """#!/bin/sh
# Written by imap_contact_sync for the time of one installation.
exit 101
"""


@dataclass(frozen=True)
class Package:
    """A Debian package, how to tell that it is there, and what it would start."""

    name: str
    present: Callable[[], bool]
    services: tuple[str, ...] = ()


def find_program(name: str) -> str | None:
    """Return the path of a program, also from folders of administrators."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    return shutil.which(name, path=path)


def postgres_folder() -> Path | None:
    """Return the folder of PostgreSQL's programs, of the newest version."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    versions = {int(p.parts[-3]): p.parent for p in found if p.parts[-3].isdigit()}
    if versions:
        return versions[max(versions)]
    program = find_program("initdb")
    return Path(program).resolve().parent if program else None


def find_browser() -> str | None:
    """Return the path of Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(find_program, names)), None)


SERVERS = (
    Package("postgresql", lambda: bool(postgres_folder()), ("postgresql.service",)),
    Package(
        "dovecot-imapd",
        lambda: bool(find_program("dovecot") and find_program("doveadm")),
        ("dovecot.socket", "dovecot.service"),
    ),
    Package("openssl", lambda: bool(find_program("openssl"))),
)
BROWSER = Package("chromium", lambda: bool(find_browser()))
VENV = Package(
    f"python3.{sys.version_info.minor}-venv",
    lambda: importlib.util.find_spec("ensurepip") is not None,
)


def ensure(place: Place, wanted: tuple[Package, ...]) -> None:
    """Install the packages whose programs are missing.

    :raise Trouble: without the right to install, or when apt-get fails
    """
    missing = [package for package in wanted if not package.present()]
    if not missing:
        return
    names = [package.name for package in missing]
    prefix = _privilege(names)
    with step(f"Installing {', '.join(names)}"), _services_held(prefix):
        _install(place, prefix, names)
    if Path("/run/systemd/system").is_dir():
        _disable(prefix, missing)
    _check_installed(missing)


def _privilege(names: list[str]) -> list[str]:
    """Return the words before a command that make it run as administrator."""
    command = f"apt-get install --no-install-recommends {' '.join(names)}"
    if not shutil.which("apt-get"):
        raise Trouble(
            f"These programs are missing: {', '.join(names)}. Install them with "
            "your system's package manager, then run the command again."
        )
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _may_sudo():
        return ["sudo", "-n"]
    raise Trouble(
        f"Ask an administrator to run `{command}`, then run this command again."
    )


def _may_sudo() -> bool:
    quiet = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    if quiet.returncode == 0:
        return True
    # At a terminal sudo may ask for the password once; later calls stay silent.
    if not sys.stdin.isatty():
        return False
    return subprocess.run(["sudo", "-v"], check=False).returncode == 0


def _install(place: Place, prefix: list[str], names: list[str]) -> None:
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    wanted = Wanted(
        "apt-get could not install the packages. Check the network connection, "
        "then run the command again.",
        place.log / "packages.log",
        patient=True,
    )
    # An installation that was interrupted blocks apt-get until it is finished.
    run([*apt, "dpkg", "--configure", "-a"], wanted)
    run([*apt, "apt-get", "-q", "update"], wanted)
    options = ["-q", "-y", "--no-install-recommends"]
    run([*apt, "apt-get", "install", *options, *names], wanted)


@contextmanager
def _services_held(prefix: list[str]) -> Iterator[None]:
    """Keep the packages' own services from starting while they are installed."""
    ours = not POLICY.exists() or POLICY.read_text() == POLICY_TEXT
    if not ours:
        yield
        return
    with tempfile.NamedTemporaryFile("w") as text:
        text.write(POLICY_TEXT)
        text.flush()
        place_it = [*prefix, "install", "-m", "755", text.name, str(POLICY)]
        subprocess.run(place_it, check=True)
    try:
        yield
    finally:
        subprocess.run([*prefix, "rm", "-f", str(POLICY)], check=False)


def _disable(prefix: list[str], installed: list[Package]) -> None:
    """Keep the services off at the next start of the machine too."""
    for package in installed:
        if package.services:
            output([*prefix, "systemctl", "disable", *package.services])


def _check_installed(packages: list[Package]) -> None:
    importlib.invalidate_caches()
    still = [package.name for package in packages if not package.present()]
    if still:
        raise Trouble(
            f"apt-get installed {', '.join(still)}, but the programs are not found. "
            "If you use another Python than the system's, install its venv module."
        )
