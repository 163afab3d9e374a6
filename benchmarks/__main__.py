# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measures the rows one after another and reports them.

``python -m benchmarks [--quick] [--output FILE] [--profile] [ROW ...]``, in the
virtual environment, while PostgreSQL and Dovecot run: ``make bench`` sees to both.
"""

import argparse
import json
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
        except RuntimeError as error:
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
    """One row, or several that belong together, in a process of their own.

    :raise RuntimeError: when it ends with an error, which it has printed
    """
    say(f"{name} ...")
    begun = time.monotonic()
    output = stage.folder / f"{name}.json"
    words = [name, stage.scale.name, str(output), *(["--profile"] if profile else [])]
    command = [sys.executable, "-m", f"{__package__}.one_row", *words]
    try:
        subprocess.run(command, cwd=CHECKOUT, check=True, timeout=LONGEST)
    except subprocess.SubprocessError as error:
        raise RuntimeError(f"{name} has failed: {error}") from None
    say(f"  done in {time.monotonic() - begun:.0f} s")
    return [Row(**each) for each in json.loads(output.read_text())]


if __name__ == "__main__":
    sys.exit(main())
