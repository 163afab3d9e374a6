# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run the project's tests: the engine's first, then everything in a database.

The tests of the glue addons run in a database of their own, which has the Odoo apps
that they depend on; the base addon's run without these.
"""

import shlex
from pathlib import Path

from . import databases, locks, machine, running
from .place import Place
from .progress import say, step

DATABASE = "test"
GLUE_DATABASE = "test_glue"
PAGES = "dev.page_bundles"
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
            _prepare_databases(place, glue=needs_glue(place, words))
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
        glue = needs_glue(place, words)
        database = GLUE_DATABASE if glue else DATABASE
        return _pytest(place, ["--odoo-http", *words], env, database)
    status = 0
    if files := engine_files(place):
        status = _pytest(place, ["-q", *words, *files], env)
    if engine_only or status not in (0, NO_TESTS_COLLECTED):
        return status
    status = _pytest(place, ["--odoo-http", *words, *folders(place)], env)
    if glue := glue_folders(place):
        words = ["--odoo-http", *words, *glue]
        status = joined(status, _pytest(place, words, env, GLUE_DATABASE))
    return status


def joined(first: int, second: int) -> int:
    """Return one status for two runs of pytest, in one of which words may fit none."""
    if first == second:
        return first
    fine = (0, NO_TESTS_COLLECTED)
    return next((each for each in (first, second) if each not in fine), 0)


def names_paths(place: Place, words: list[str]) -> bool:
    """Tell whether the words for pytest choose files or folders themselves."""
    return any((place.checkout / word.split("::")[0]).exists() for word in words)


def needs_glue(place: Place, words: list[str]) -> bool:
    """Tell whether tests of glue addons are chosen, by their folders or not at all."""
    if not names_paths(place, words):
        return bool(glue_folders(place))
    return any(word.startswith(tuple(place.addons()[1:])) for word in words)


def _prepare_databases(place: Place, glue: bool) -> None:
    base, *others = place.addons() or [""]
    with step(f"Installing {base or 'nothing'} in a new database"):
        databases.fresh(place, DATABASE)
        if base:
            databases.install(place, DATABASE, [base])
    with step("Making the scripts and styles of its pages"):
        options = ["--config", str(place.odoo_config), "--database", DATABASE]
        machine.run_script(place, PAGES, options, "The pages could not be prepared")
    if glue:
        with step(f"Installing {', '.join(others)} in a copy of it"):
            databases.copy(place, DATABASE, GLUE_DATABASE)
            databases.install(place, GLUE_DATABASE, others)


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
    """Return the folders of tests, but for the glue addons'."""
    found = _with_tests(place, place.addons()[:1])
    return [str(path) for path in [*found, Path("dev", "tests")]]


def glue_folders(place: Place) -> list[str]:
    """Return the folders of the glue addons' tests."""
    return [str(path) for path in _with_tests(place, place.addons()[1:])]


def _with_tests(place: Place, addons: list[str]) -> list[Path]:
    named = [Path(addon, "tests") for addon in addons]
    return [path for path in named if (place.checkout / path).is_dir()]


def _pytest(
    place: Place, words: list[str], env: dict[str, str], database: str = DATABASE
) -> int:
    options = [f"--odoo-config={place.odoo_config}", f"--odoo-database={database}"]
    command = [place.python, "-m", "pytest", "-p", "no:cacheprovider", *options]
    say(f"pytest {shlex.join(words)}")
    return running.in_foreground(place, machine.TESTS, [*command, *words], env)
