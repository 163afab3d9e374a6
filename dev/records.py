# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small facts that must survive a run, in JSON files of the state folder."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .place import Place


def write_private(path: Path, text: str) -> None:
    """Replace a file at once; only its owner may read it."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    unfinished.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(unfinished, flags, 0o600), "w") as stream:
        stream.write(text)
    unfinished.replace(path)


def read(place: Place, name: str) -> dict[str, Any]:
    """Return a record, an empty one when it is missing or damaged."""
    try:
        record = json.loads((place.state / f"{name}.json").read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def write(place: Place, name: str, record: dict[str, Any]) -> None:
    """Keep a record."""
    write_private(place.state / f"{name}.json", json.dumps(record, indent=1))


def secret(place: Place, name: str, create: Callable[[], str]) -> str:
    """Return a secret, created at the first call and kept from then on."""
    secrets = read(place, "secrets")
    if name not in secrets:
        write(place, "secrets", {**secrets, name: create()})
    return read(place, "secrets")[name]
