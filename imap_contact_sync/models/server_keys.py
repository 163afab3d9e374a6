# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where this server has its keys from. Never from a database.

The first source that is configured counts, even if what it holds is no key: falling
back to another one would seal passwords with a key that nobody meant.
"""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet

from odoo.tools import config

KEYS_OPTION = "imap_contact_sync_keys"
KEY_FILE_OPTION = "imap_contact_sync_key_file"
ENVIRONMENT, FILE, OPTION, CREATED = "environment", "file", "option", "created"


class KeySource(NamedTuple):
    """Which source it is, and the file if it is one."""

    kind: str
    path: str = ""

    def keys(self):
        """The keys, the one to seal with first.

        :raises ValueError: it is not text
        :raises OSError: the file cannot be read
        """
        if self.path:
            text = Path(self.path).read_text(encoding="ascii")
        else:
            text = os.environ.get(KEYS_OPTION.upper()) or config.get(KEYS_OPTION)
        return [key.strip() for key in text.split(",") if key.strip()]


def key_source():
    """The source that this server is configured with, or that it made; else none."""
    if os.environ.get(KEYS_OPTION.upper()):
        return KeySource(ENVIRONMENT)
    if path := config.get(KEY_FILE_OPTION):
        return KeySource(FILE, path)
    if config.get(KEYS_OPTION):
        return KeySource(OPTION)
    path = created_path()
    return KeySource(CREATED, str(path)) if path.exists() else None


def created_path():
    """In Odoo's data folder, which belongs to its user; beside the file store."""
    return Path(config["data_dir"]) / "imap_contact_sync.keys"


def new_key():
    return Fernet.generate_key().decode()


def create_key_file(key):
    """Write a key where only Odoo's user reads it.

    :raises FileExistsError: another worker was faster
    :raises OSError: the folder cannot be written to
    """
    path = created_path()
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mode 0600
    try:
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(f"{key}\n")
            file.flush()
            os.fsync(file.fileno())  # a password may be sealed with it the next moment
        os.link(draft, path)  # whole or not at all, and never over another one
    finally:
        os.unlink(draft)
