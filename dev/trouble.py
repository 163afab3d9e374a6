# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one error that ends a command with a sentence instead of a traceback."""


class Trouble(Exception):
    """Something the person at the keyboard can change.

    Its text is whole sentences: what is wrong and what to do next.
    """
