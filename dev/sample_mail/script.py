# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The notation in which conversations are written down.

Text is plain prose in paragraphs. Special paragraphs: lines that start with
``| `` are rows of a table, lines that start with ``- `` a list, and
``[[logo]]``, ``[[chart]]`` or ``[[https://...]]`` a picture. A paragraph's lines
longer than 55 characters flow together. ``{hello}``, ``{bye}``, ``{product}`` and
the other slots of `slots.py` are filled in when the letter is written.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """``kind`` is a key of `documents.MAKERS`; ``rfc2047`` the old name style."""

    kind: str
    filename: str
    rfc2047: bool = False


@dataclass(frozen=True)
class Letter:
    """One message; people are given by key, several separated by blanks.

    ``style`` is outlook, gmail, apple, plain or html (HTML without a plain
    part); empty means the writer's own. ``after`` is the pause in hours since the
    letter before it, 0 for a pause by chance. ``html`` replaces the whole body.
    """

    writer: str
    to: str
    text: str
    cc: str = ""
    bcc: str = ""
    style: str = ""
    lang: str = ""
    charset: str = ""
    transfer: str = ""
    after: float = 0
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    without_message_id: bool = False
    gateway_footer: bool = False
    forged: bool = False


@dataclass(frozen=True)
class Thread:
    """A subject and its letters.

    ``age``: days before today of the first letter, None for a day by chance.
    ``folder``: where received letters lie, empty for INBOX. ``any_hour``: written
    by a machine or at home, so not bound to office hours.
    """

    subject: str
    letters: tuple[Letter, ...]
    age: int | None = None
    folder: str = ""
    lang: str = "en"
    any_hour: bool = False
