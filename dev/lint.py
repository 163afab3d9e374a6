# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Check the style of all Python files."""

import subprocess

from . import locks, packages, virtualenv
from .place import Place
from .progress import say


def run(place: Place) -> int:
    """Run all checks and return 0 only when none of them found anything."""
    place.prepare()
    with locks.in_turn(place, "setup"):
        packages.ensure(place, (packages.VENV,))
        virtualenv.ensure(place)
    return max(_check(place, command) for command in commands(place))


def commands(place: Place) -> list[list[str]]:
    """Return the checks to run."""
    pylint = ["pylint", "--rcfile=.pylintrc"]
    # Of the addons a test reads the length, for their tests may be longer.
    short = ["--enable=too-many-lines", "--max-module-lines=250"]
    return [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        [*pylint, *place.addons()],
        # These rules are for Odoo's methods, not for commands in a terminal.
        [*pylint, "--disable=print-used,invalid-commit", *short, "benchmarks", "dev"],
    ]


def _check(place: Place, command: list[str]) -> int:
    say(" ".join(command))
    cache = {"RUFF_CACHE_DIR": str(place.state / "ruff-cache")}
    env = virtualenv.environment(place, cache)
    full = [place.python, "-m", *command]
    return subprocess.run(full, cwd=place.checkout, env=env, check=False).returncode
