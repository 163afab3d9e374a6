# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The table in the terminal and the file of results."""

import json
from collections.abc import Sequence
from pathlib import Path

from .figures import Row, as_json

HEAD = ("", "what", "ours", "other", "unit", "ratio", "wanted")


def write(path: Path, rows: Sequence[Row]) -> None:
    """Replace the file of results."""
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps([as_json(row) for row in rows], indent=1) + "\n")
    unfinished.replace(path)


def table(rows: Sequence[Row]) -> str:
    """The rows in columns; those that miss what is wanted begin with ``!``."""
    lines = [HEAD, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        .rstrip()
        for line in lines
    )  # fmt: skip


def cells(row: Row) -> tuple[str, ...]:
    return (
        " " if row.reached else "!",
        row.name,
        number(row.value),
        number(row.peer),
        row.unit,
        f"{row.ratio:.2f}",
        row.limit,
    )


def number(value: float) -> str:
    """Three digits that count, or all of a large number."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
