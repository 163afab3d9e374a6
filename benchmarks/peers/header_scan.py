# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads the same header fields on a bare socket and looks their addresses up."""

import re
from collections.abc import Set

from .raw_imap import literals, raw_client

FIELDS = "FROM SENDER REPLY-TO TO CC BCC DATE SUBJECT MESSAGE-ID IN-REPLY-TO REFERENCES"
ADDRESS = re.compile(rb"[^\s<>,;:\"()@]+@[^\s<>,;:\"()@]+")


def scan(port: int, login: str, password: str, known: Set[bytes]) -> int:
    """How many mails of the inbox name one of the known addresses."""
    headers = literals(answer(port, login, password))
    return sum(any(map(known.__contains__, ADDRESS.findall(each))) for each in headers)


def answer(port: int, login: str, password: str) -> bytes:
    """The header fields of the whole inbox, as the server sends them."""
    wanted = f"UID FETCH 1:* (UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({FIELDS})])"
    with raw_client(port, login, password) as client:
        client.ask('EXAMINE "INBOX"')
        return client.ask(wanted)
