# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers to LIST and STATUS, as values.

A folder is its raw mailbox name bytes. They are never normalised or decoded for
identity: names in broken modified UTF-7, in raw 8 bit, or in NFD exist, and are
other folders than their repaired spellings. Decoding is for the eye only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from imapclient.imap_utf7 import decode as decode_utf7

# RFC 6154 special-use attributes, and the XLIST names that Exchange still sends.
SPECIAL_USE = {
    "\\inbox": "inbox",
    "\\sent": "sent",
    "\\drafts": "drafts",
    "\\junk": "junk",
    "\\spam": "junk",
    "\\trash": "trash",
    "\\archive": "archive",
    "\\all": "all",
    "\\allmail": "all",
}
# Last path segment in lower case, for servers without special-use.
SENT_NAMES = {
    "sent", "sent items", "sent messages", "sent mail", "sent-mail", "envoyés",
    "éléments envoyés", "messages envoyés", "gesendet", "gesendete elemente",
    "gesendete objekte", "enviados", "elementos enviados", "inviati",
    "posta inviata", "verzonden", "verzonden items", "wysłane", "отправленные",
}  # fmt: skip
OTHER_NAMES = {
    "drafts": {"drafts", "entwürfe", "brouillons", "borradores", "concepten"},
    "junk": {"junk", "spam", "junk e-mail", "junk email", "bulk mail", "pourriel"},
    "trash": {"trash", "deleted items", "deleted messages", "papierkorb", "corbeille",
              "gelöschte elemente", "papelera", "prullenbak"},
    "archive": {"archive", "archiv", "archives", "archivo", "archief"},
}  # fmt: skip
ROLE_BY_NAME = dict.fromkeys(SENT_NAMES, "sent") | {
    name: role for role, names in OTHER_NAMES.items() for name in names
}

LIST_LINE = re.compile(
    rb'\((?P<flags>[^)]*)\) (?:"(?P<delimiter>\\?.)"|NIL) ?(?P<name>.*)', re.DOTALL
)
STATUS_LINE = re.compile(rb"(?P<name>.*?) ?\((?P<items>[^()]*)\)\s*", re.DOTALL)
LITERAL_MARK = re.compile(rb"\{\d+\}$")
NUMBER = re.compile(rb"\d{1,20}")
INT8_MASK = 2**63 - 1  # RFC 3501 numbers have 32 bits, those of some servers 64
UNSPEAKABLE = re.compile(rb"[\r\n]")  # in no quoted string (RFC 3501 4.3)


@dataclass(frozen=True)
class Folder:
    """A folder on the server. ``path`` is the identity, ``name`` is for people."""

    path: bytes
    name: str
    role: str
    selectable: bool


@dataclass(frozen=True)
class FolderStatus:
    """STATUS of a folder; a number that the server does not tell is ``None``."""

    uidvalidity: int | None
    uidnext: int | None
    messages: int | None


def parse_list(response: bytes | tuple[bytes, bytes]) -> Folder | None:
    """One LIST response (RFC 3501 7.2.2); ``None`` when it is not one."""
    line, literal = split_literal(response)
    found = LIST_LINE.match(line)
    if not found:
        return None
    path = literal if literal is not None else unquote(found["name"])
    if b"\0" in path:  # neither a command nor a database can hold it
        return None
    flags = {flag.decode("ascii", "replace").lower() for flag in found["flags"].split()}
    delimiter = (found["delimiter"] or b"")[-1:]
    return Folder(
        path=path,
        name=display_name(path, delimiter),
        role=role_of(path, flags, delimiter),
        selectable=not flags & {"\\noselect", "\\nonexistent"}
        and not UNSPEAKABLE.search(path),
    )


def parse_statuses(
    responses: Iterable[bytes | tuple[bytes, bytes]],
) -> dict[bytes, FolderStatus]:
    """STATUS responses (RFC 3501 7.2.4): the numbers of each folder by its path.

    What stands behind a name that came as a literal is the next of the responses.
    """
    found, literal = {}, None
    for response in responses:
        if not isinstance(response, bytes):
            literal = response[1]
        elif line := STATUS_LINE.fullmatch(response):
            path = literal if literal is not None else unquote(line["name"])
            found[path] = status_of(line["items"])
            literal = None
    return found


def status_of(items: bytes) -> FolderStatus:
    words = items.upper().split()
    numbers = {
        name: int(value) & INT8_MASK
        for name, value in zip(words[::2], words[1::2], strict=False)
        if NUMBER.fullmatch(value)
    }
    return FolderStatus(
        numbers.get(b"UIDVALIDITY"), numbers.get(b"UIDNEXT"), numbers.get(b"MESSAGES")
    )


def split_literal(response: bytes | tuple[bytes, bytes]) -> tuple[bytes, bytes | None]:
    """imaplib gives a name that came as a literal as ``(line, literal)``."""
    if isinstance(response, bytes):
        return response, None
    return LITERAL_MARK.sub(b"", response[0]), response[1]


def unquote(name: bytes) -> bytes:
    """The bytes inside a quoted string, or the atom as it is."""
    if len(name) >= 2 and name[:1] == name[-1:] == b'"':
        return re.sub(rb"\\(.)", rb"\1", name[1:-1], flags=re.DOTALL)
    return name


def quote(path: bytes) -> bytes:
    """A folder's path as a quoted string for a command (RFC 3501 4.3)."""
    return b'"' + re.sub(rb'(["\\])', rb"\\\1", path) + b'"'


def display_name(path: bytes, delimiter: bytes) -> str:
    """The path decoded for people, with " / " between its levels."""
    parts = path.split(delimiter) if delimiter else [path]
    name = " / ".join(decode_segment(part) for part in parts)
    # NUL and lone surrogates can be written in modified UTF-7, and stored nowhere.
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def decode_segment(part: bytes) -> str:
    """One level of a path, from modified UTF-7 (RFC 3501 5.1.3) or what else it is."""
    try:
        if part.isascii():
            return str(decode_utf7(part))
        return part.decode("utf-8")
    except (UnicodeError, ValueError):
        return part.decode("latin-1")


def role_of(path: bytes, flags: set[str], delimiter: bytes) -> str:
    """What a folder is for: special-use first, then its name in known languages."""
    if path.upper() == b"INBOX":
        return "inbox"
    for flag in flags & SPECIAL_USE.keys():
        return SPECIAL_USE[flag]
    last = path.split(delimiter)[-1] if delimiter else path
    return ROLE_BY_NAME.get(decode_segment(last).casefold(), "other")
