# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeps mail and passwords out of the server's log, at every level.

Odoo logs a statement that fails with all of its values, every statement at the level
DEBUG, and there also the arguments of every call: the text of an email, or the
password that somebody saves.
"""

import logging
import threading
from contextlib import contextmanager

_state = threading.local()


@contextmanager
def unlogged():
    """The statements of this thread are not logged, whether they fail or not.

    Other than with ``mute_logger``, those of other threads are, as always.
    """
    before = getattr(_state, "hidden", False)
    _state.hidden = True
    try:
        yield
    finally:
        _state.hidden = before


def is_shown(_record):
    """A filter of ``odoo.sql_db``. What a run catches it logs itself, by its kind."""
    return not getattr(_state, "hidden", False)


def without_arguments(record):
    """A filter of ``odoo.service.model``: it logs records, method and arguments."""
    model = getattr(record.args[0], "_name", "") if record.args else ""
    if model.startswith("imap."):
        record.args = (*record.args[:2], "...")
    return True


# Once in each process that loads the addon; adding a filter again does nothing.
logging.getLogger("odoo.sql_db").addFilter(is_shown)
logging.getLogger("odoo.service.model").addFilter(without_arguments)
