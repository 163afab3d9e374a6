# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measures the rows one after another and reports them.

``python -m benchmarks [--quick] [--output FILE] [--profile] [ROW ...]``, in the
virtual environment, while PostgreSQL and Dovecot run: ``make bench`` sees to both.
"""

import argparse
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from dev.place import CHECKOUT, locate
from dev.progress import say

from . import database, report
from .figures import Row
from .rows import ROWS
from .scale import FULL, QUICK
from .stage import Stage

RESULTS = Path(__file__).with_name("results.json")
LONGEST = 3600  # seconds that a row may take


def main() -> int:
    options = arguments()
    stage = Stage(locate(), QUICK if options.quick else FULL)
    # Left over when the run before this one was killed.
    database.drop_copies(stage.place)
    database.ensure_template(stage.place, stage.scale.contacts)
    stage.mailbox()
    rows: list[Row] = []
    failed = []
    for name in options.rows or ROWS:
        try:
            rows += measure(stage, name, options.profile)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            say(f"  {error}")
            failed.append(name)
    report.write(options.output, rows)
    print(report.table(rows), flush=True)
    for name in failed:
        print(f"! {name}: no figures, see above", flush=True)
    stage.tidy()
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m dev bench")
    parser.add_argument("--quick", action="store_true", help="small sizes, no medians")
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--profile", action="store_true", help="where our time goes")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    options = parser.parse_args()
    if unknown := set(options.rows) - set(ROWS):
        known = ", ".join(ROWS)
        parser.error(f"There is no row {', '.join(unknown)}. There are {known}.")
    return options


def measure(stage: Stage, name: str, profile: bool) -> list[Row]:
    """One row, or several that belong together.

    :raise RuntimeError: when one of its processes fails, which has printed why
    """
    say(f"{name} ...")
    begun = time.monotonic()
    file, *functions = ROWS[name]
    rows = [row for each in functions for row in run(stage, file, each, profile)]
    say(f"  done in {time.monotonic() - begun:.0f} s")
    return rows


def run(stage: Stage, file: str, function: str, profile: bool) -> list[Row]:
    """Measure in a process of its own, so that rows do not disturb each other.

    :raise RuntimeError: when it fails
    """
    output = stage.folder / "rows.json"
    words = [file, function, stage.scale.name, str(output)]
    command = [sys.executable, "-m", f"{__package__}.one_row", *words]
    if profile:
        command.append("--profile")
    with subprocess.Popen(command, cwd=CHECKOUT) as child:
        try:
            status = child.wait(LONGEST)
        except BaseException:
            # It has servers and databases of its own to end.
            child.send_signal(signal.SIGINT)
            child.wait()
            raise
    if status:
        raise RuntimeError(f"It has failed with status {status}.")
    return [Row(**each) for each in json.loads(output.read_text())]


if __name__ == "__main__":
    sys.exit(main())
