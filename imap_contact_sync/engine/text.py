# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Header fields to text that people can read and PostgreSQL can hold.

Nothing in here raises for any input: real mail has raw 8 bit header fields, unknown
charsets and broken encoded words.
"""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32

from .charsets import decode_bytes, east_asian

# The length is bounded so that a field full of beginnings takes no second.
ENCODED_WORD = r"=\?[^?\s]{0,80}\?[bq]\?.{0,1500}?\?="
ENCODED_WORDS = re.compile(rf"{ENCODED_WORD}(?:\s*{ENCODED_WORD})*", re.IGNORECASE)
HEADER_LENGTH = 65_536  # octets of one header field that are looked at
HEADER_BLOCK = 262_144  # octets of a message's header that are looked at
# What PostgreSQL refuses (NUL, surrogates) and what a chatter must not show.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]"
)
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class LenientPolicy(Compat32):
    """Reads raw 8 bit header fields as text, for instance a file name's, and folded
    ones in one piece, for instance a boundary."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return unfold(recover(str(value)))


# An attached message is written as it came: its lines end so, and none is refolded.
POLICY = LenientPolicy(linesep="\r\n", max_line_length=None)


def split_fields(content: bytes) -> dict[str, list[str]]:
    """Header fields by lower case name, as ``raw_fields`` gives them.

    In a tenth of the parser's time, and beyond lines that are no header field.
    """
    found: dict[str, list[str]] = {}
    for line in whole_lines(content):
        name, colon, value = line.partition(b":")
        if colon:
            text = value.decode("ascii", "surrogateescape")
            key = name.rstrip(b" \t").decode("latin-1").lower()
            found.setdefault(key, []).append(unfold(recover(text)))
    return found


def whole_lines(content: bytes) -> list[bytes]:
    """The lines of a header, folded ones in one piece, up to the empty line."""
    header = content[:HEADER_BLOCK].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    found: list[list[bytes]] = []
    for line in header.split(b"\n"):
        if found and line.startswith((b" ", b"\t")):
            found[-1].append(line)
        else:
            found.append([line])
    return [b"\n".join(lines) for lines in found]


def raw_fields(message: Message, name: str) -> list[str]:
    """All values of a header field, unfolded, their raw 8 bit bytes decoded."""
    return [
        unfold(recover(str(value)))
        for key, value in message.raw_items()
        if key.lower() == name
    ]


def unfold(value: str) -> str:
    value = value[:HEADER_LENGTH]
    if "\n" in value or "\r" in value:
        value = re.sub(r"\r?\n\s*|\r", " ", value)
    return value.strip()


def recover(value: str) -> str:
    """Raw bytes that the parser kept as surrogates: UTF-8, else as they look."""
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    return decode_bytes(raw, "utf-8", east_asian(raw))


def decoded(value: str) -> str:
    """A header field as text for people: encoded words (RFC 2047) decoded."""
    return clean_text(ENCODED_WORDS.sub(lambda words: decoded_words(words[0]), value))


def decoded_words(words: str) -> str:
    """Adjacent encoded words; the standard library garbles other text beside them."""
    try:
        parts = decode_header(words)
    except (HeaderParseError, ValueError, LookupError):  # broken base64 in a word
        return words
    return "".join(
        decode_bytes(part, charset) if isinstance(part, bytes) else part
        for part, charset in parts
    )


def clean_text(text: str) -> str:
    """One line that PostgreSQL accepts and that cannot disguise itself."""
    text = BIDI_CONTROLS.sub("", UNPRINTABLE.sub("", " ".join(text.split())))
    return text.strip()


def clean_lines(text: str) -> str:
    """Lines that PostgreSQL accepts, each ending in a line feed."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
