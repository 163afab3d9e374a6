# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands of the project: ``python3 -m dev COMMAND``."""

import argparse
import errno
import shlex
import signal
import sys
from types import FrameType

from . import (
    bench,
    demo,
    dovecot,
    lint,
    machine,
    place,
    screenshots,
    tests_run,
    translations,
)
from .progress import say
from .trouble import Trouble

INTERRUPTED = 130


def parse(words: list[str]) -> argparse.Namespace:
    """Return the command and its options."""
    parser = argparse.ArgumentParser(prog="python3 -m dev")
    commands = parser.add_subparsers(dest="command", required=True)
    demo_parser = commands.add_parser("demo", help="build the demo and serve it")
    demo_parser.add_argument("--once", action="store_true", help="do not serve it")
    for name in ("test", "test-engine", "torture"):
        tests = commands.add_parser(name, help=f"run pytest ({name})")
        tests.add_argument("words", nargs="*", help="further words for pytest")
    bench_parser = commands.add_parser("bench", help="measure speed and memory")
    bench_parser.add_argument("words", nargs="*", help="see benchmarks/README.md")
    for name in ("screenshots", "translations", "lint", "up", "stop", "clean"):
        commands.add_parser(name)
    return parser.parse_args(words)


def execute(asked: argparse.Namespace, here: place.Place) -> int:
    """Run one command and return its exit status."""
    match asked.command:
        case "demo":
            return demo.run(here, asked.once)
        case "test" | "torture" | "test-engine":
            torture, engine = (asked.command == n for n in ("torture", "test-engine"))
            return tests_run.run(here, asked.words, torture, engine)
        case "bench":
            return bench.run(here, asked.words)
        case _:
            plain = {
                "screenshots": screenshots.run,
                "translations": translations.run,
                "lint": lint.run,
                "up": up,
                "stop": stop,
                "clean": clean,
            }
            return plain[asked.command](here)


def up(here: place.Place) -> int:
    """Set everything up, leave the servers running, print what to export."""
    machine.set_up_and_keep(here)
    exports = {
        "STATE_DIR": str(here.state),
        "ODOO_CONFIG": str(here.odoo_config),
        "ODOO_PYTHON": str(here.python),
        **dovecot.environment(here),
    }
    for name, text in exports.items():
        print(f"export {name}={shlex.quote(text)}")
    return 0


def stop(here: place.Place) -> int:
    """Stop what we started and say what that was."""
    stopped = machine.stop_all(here) if here.state.exists() else []
    say(f"Stopped {', '.join(stopped)}." if stopped else "Nothing was running.")
    return 0


def clean(here: place.Place) -> int:
    """Remove the state folder."""
    machine.clean(here)
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run the command line; every known trouble is one sentence, no traceback."""
    # A job in the background of a script would ignore Ctrl-C otherwise.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    words = sys.argv[1:]
    # Words for pytest and the benchmark may look like options of ours.
    if words and words[0] in ("test", "test-engine", "torture", "bench"):
        words = [words[0], "--", *[word for word in words[1:] if word != "--"]]
    try:
        return execute(parse(words), place.locate())
    except KeyboardInterrupt:
        say("Interrupted. Run the command again; it continues where it stopped.")
        return INTERRUPTED
    except Trouble as trouble:
        say(str(trouble))
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        say("The disk is full. Make room, then run the command again.")
    return 1
