# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Measures one row in a process of its own and writes it as JSON.

``python -m benchmarks.one_row FILE FUNCTION full|quick OUTPUT [--profile]``
"""

import argparse
import cProfile
import json
import pstats
import sys
from pathlib import Path

from dev.place import locate

from . import figures, odoo_database
from .figures import as_json
from .rows import measurement
from .scale import FULL, QUICK
from .stage import Stage

PROFILED = 25


def main() -> None:
    options = arguments()
    scale = FULL if options.scale == "full" else QUICK
    stage = Stage(locate(), scale)
    odoo_database.configure(stage)
    figures.profile = cProfile.Profile() if options.profile else None
    rows = list(measurement(options.file, options.function)(stage))
    if figures.profile:
        show_profile(figures.profile)
    if unsound := [each.name for each in rows if not each.is_sound]:
        raise SystemExit(f"No sound figures: {', '.join(unsound)}")
    Path(options.output).write_text(json.dumps([as_json(each) for each in rows]))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("function")
    parser.add_argument("scale", choices=("full", "quick"))
    parser.add_argument("output")
    parser.add_argument("--profile", action="store_true")
    return parser.parse_args()


def show_profile(profile: cProfile.Profile) -> None:
    """Where the time of our side went, which the profile itself makes longer."""
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(PROFILED)


if __name__ == "__main__":
    main()
