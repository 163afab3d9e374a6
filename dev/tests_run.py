# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run the project's tests: the engine's first, then everything in a database."""

import shlex
from pathlib import Path

from . import databases, locks, machine, running
from .place import Place
from .progress import say, step

DATABASE = "test"
NO_TESTS_COLLECTED = 5
# They need no database, and so run first, in seconds.
ENGINE_FILES = "*/tests/test_engine_*.py"
BUSY = (
    "Tests already run in another terminal. Wait until they end, or end them with "
    "`make stop`, then run the command again."
)


def run(place: Place, words: list[str], torture: bool, engine_only: bool) -> int:
    """Run the tests and return pytest's exit status."""
    place.prepare()
    with locks.alone(place, "test", BUSY), machine.ready(place, browser=True):
        # Left over when the run before this one was killed.
        running.stop(place, machine.TESTS)
        env = test_environment(place, torture)
        if not engine_only:
            _prepare_database(place)
        status = _run_all(place, words, env, engine_only)
        if torture:
            _tell_what_was_fuzzed(place)
        return status


def _tell_what_was_fuzzed(place: Place) -> None:
    """Print the figures that pytest keeps to itself when a test passes."""
    report = place.state / "fuzz" / "report.txt"
    if report.exists():
        say(f"Fuzzing:\n{report.read_text()}")


def _run_all(
    place: Place, words: list[str], env: dict[str, str], engine_only: bool
) -> int:
    if names_paths(place, words):
        return _pytest(place, ["--odoo-http", *words], env)
    status = 0
    if files := engine_files(place):
        status = _pytest(place, ["-q", *words, *files], env)
    if engine_only or status not in (0, NO_TESTS_COLLECTED):
        return status
    return _pytest(place, ["--odoo-http", *words, *folders(place)], env)


def names_paths(place: Place, words: list[str]) -> bool:
    """Tell whether the words for pytest choose files or folders themselves."""
    return any((place.checkout / word.split("::")[0]).exists() for word in words)


def _prepare_database(place: Place) -> None:
    addons = place.addons()
    with step(f"Installing {', '.join(addons)} in a new database"):
        databases.fresh(place, DATABASE)
        if addons:
            databases.install(place, DATABASE, addons)


def test_environment(place: Place, torture: bool) -> dict[str, str]:
    """Return the environment of pytest."""
    env = machine.environment(place)
    env["HYPOTHESIS_STORAGE_DIRECTORY"] = str(place.state / "hypothesis")
    corpus = place.checkout.parent / "shared" / "corpus"
    if corpus.is_dir():
        env["CORPUS_DIR"] = str(corpus)
    if torture:
        env["TORTURE"] = "1"
    return env


def engine_files(place: Place) -> list[str]:
    """Return the test files that need no database."""
    found = place.checkout.glob(ENGINE_FILES)
    return sorted(str(path.relative_to(place.checkout)) for path in found)


def folders(place: Place) -> list[str]:
    """Return the folders of all tests: the addons' and this folder's."""
    named = [Path(addon, "tests") for addon in place.addons()]
    found = [path for path in named if (place.checkout / path).is_dir()]
    return [str(path) for path in [*found, Path("dev", "tests")]]


def _pytest(place: Place, words: list[str], env: dict[str, str]) -> int:
    database = [f"--odoo-config={place.odoo_config}", f"--odoo-database={DATABASE}"]
    command = [place.python, "-m", "pytest", "-p", "no:cacheprovider", *database]
    say(f"pytest {shlex.join(words)}")
    return running.in_foreground(place, machine.TESTS, [*command, *words], env)
