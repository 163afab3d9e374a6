# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rows of the benchmark, by the names that choose them."""

from collections.abc import Callable, Iterator
from importlib import import_module

from .figures import Row
from .stage import Stage

# In the order of the table: a file, and functions each measured in its own process.
ROWS = {
    "scan": ("scan", "measure"),
    "import": ("first_import", "measure"),
    "bytes": ("first_import", "measure_bytes"),
    "kept_mail": ("kept", "measure_mail"),
    "kept_limit": ("kept", "measure_limit"),
    "addresses": ("addresses", "measure"),
    "grow": ("grow", "measure"),
    "poll": ("poll", "measure"),
    "increment": ("increment", "measure"),
    "late": ("late", "measure", "measure_contacts"),
    "late_mailboxes": ("late_mailboxes", "measure"),
    "accounts": ("accounts", "measure"),
    "workers": ("workers", "measure"),
    "chatter": ("chatter", "measure"),
    "memory": ("memory", "measure_scan", "measure_mail"),
}


def measurement(file: str, function: str) -> Callable[[Stage], Iterator[Row]]:
    """The function of a row; importing its file needs Odoo."""
    return getattr(import_module(f"{__package__}.{file}"), function)
