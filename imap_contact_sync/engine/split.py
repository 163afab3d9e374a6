# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Raw bytes to the standard library's ``Message``, within bounds (MIME-2).

The standard library's parser looks at every line by a pattern for each open boundary,
and recurses as deep as a message says: slow on real mail, and minutes on hostile mail.
Here lines of bodies are never looked at, only boundaries are searched for, and what
is in an attached message is left as it came.
"""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Any

from .text import HEADER_BLOCK, HEADER_LENGTH, POLICY

MOST_PARTS = 500
MOST_DEPTH = 50
MOST_HEADER_OCTETS = 1_048_576  # of all parts together
# The standard library's time for parameters grows with the square of their number.
MIME_FIELD_LENGTH = 8_192
MOST_PARAMETERS = 100  # of one field
MOST_FALSE_BOUNDARIES = 100_000
MOST_TEXT_OCTETS = 2_500_000  # of all bodies together
MOST_CONTAINERS = 5  # winmail.dat and S/MIME files
FIELD_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
# What the standard library raises for parameters in unheard-of forms.
BROKEN_PARAMETERS = (TypeError, ValueError, LookupError, AttributeError)
FOLDED = (b" ", b"\t")
# Some write it in quotes or more behind it, which the standard library does not know.
ENCODING_NAME = re.compile(r'\A[\s"]*([\w-]+).*\Z', re.DOTALL | re.ASCII)


class TooComplexError(ValueError):
    """A message with more parts, depth or header fields than any honest one."""


@dataclass
class Limits:
    """What a message may still have; ``header_cut`` when some of a header was left
    out."""

    parts: int = MOST_PARTS
    header_octets: int = MOST_HEADER_OCTETS
    false_boundaries: int = MOST_FALSE_BOUNDARIES
    text_octets: int = MOST_TEXT_OCTETS
    containers: int = MOST_CONTAINERS
    header_cut: bool = False

    def take(self, **amounts: int) -> None:
        """
        :raises TooComplexError: there is not as much left
        """
        for name, amount in amounts.items():
            left = getattr(self, name) - amount
            if left < 0:
                raise TooComplexError(name)
            setattr(self, name, left)


class Part(Message):
    """A part whose parameters can be asked for whatever they are.

    ``size``: of its encoded body in octets; ``may_be_pgp``: there is a PGP block in it,
    or it is coded so that none can be seen.
    """

    size = 0
    may_be_pgp = False

    def get_param(self, *args: Any, **values: Any) -> Any:
        try:
            return super().get_param(*args, **values)
        except BROKEN_PARAMETERS:
            return args[1] if len(args) > 1 else None

    def get_filename(self, failobj: Any = None) -> Any:
        try:
            return super().get_filename(failobj)
        except BROKEN_PARAMETERS:
            return failobj


def split_message(content: bytes, limits: Limits) -> Part:
    """The message, its parts in it.

    :raises TooComplexError: it exceeds the limits
    """
    return Splitter(content, limits).part(0, len(content), MOST_DEPTH)


def split_header(content: bytes, limits: Limits) -> Part:
    """The message's own header fields alone.

    :raises TooComplexError: never for new limits
    """
    return Splitter(content, limits).header(0, len(content))[0]


@dataclass(frozen=True)
class Splitter:
    """A message in memory; places are offsets in it."""

    content: bytes
    limits: Limits

    def part(self, start: int, end: int, depth: int, default: str = "") -> Part:
        """
        :param depth: how many multiparts may still be in one another
        :param default: the type of a part that does not say its own
        """
        self.limits.take(parts=1)
        part, body = self.header(start, end, default)
        kind = part.get_content_type()
        boundary = part.get_boundary() if kind.startswith("multipart/") else None
        spans = self.spans(body, end, boundary) if boundary else []
        if not spans:
            text = self.content[body:end].decode("ascii", "surrogateescape")
            part.set_payload(text)
            part.size = end - body
            is_coded = part.get("Content-Transfer-Encoding", "").lower() == "base64"
            found = self.content.find(b"-BEGIN PGP ", body, end) >= 0
            part.may_be_pgp = is_coded or found
            return part
        if depth <= 0:
            raise TooComplexError("depth")
        inner = "message/rfc822" if kind == "multipart/digest" else ""
        part.set_payload([self.part(*span, depth - 1, inner) for span in spans])
        return part

    def header(self, start: int, end: int, default: str = "") -> tuple[Part, int]:
        """The header fields of a part, and where its body begins."""
        lines, body = self.header_lines(start, end)
        self.limits.take(header_octets=min(body - start, HEADER_BLOCK))
        part = Part(POLICY)
        if default:
            part.set_default_type(default)
        for line in lines:
            self.add_field(part, b"\r\n".join(line))
        return part, body

    def header_lines(self, start: int, end: int) -> tuple[list[list[bytes]], int]:
        """The lines of each header field, and where the body begins: behind an empty
        line, or at one that belongs to no header. Such lines are left out of the
        header of the message itself, as from ``Envelope``."""
        fields: list[list[bytes]] = []
        lenient = start == 0 and self.behind_empty_line(start, end) < end
        place = start
        while place < end:
            if place - start > HEADER_BLOCK:
                self.limits.header_cut = True
                return fields, self.behind_empty_line(place, end)
            stop = self.content.find(b"\n", place, end) + 1 or end
            line = self.content[place:stop].rstrip(b"\r\n")
            if not line:
                return fields, stop if fields or place == start else start
            if fields and line.startswith(FOLDED):
                fields[-1].append(line)
            elif FIELD_NAME.match(line):
                fields.append([line])
            elif not lenient and (place > start or not line.startswith(b"From ")):
                break
            place = stop
        return fields, place

    def behind_empty_line(self, place: int, end: int) -> int:
        found = [
            at + len(blank)
            for blank in (b"\n\r\n", b"\n\n")
            if (at := self.content.find(blank, max(0, place - 1), end)) >= 0
        ]
        return min(found, default=end)

    def add_field(self, part: Part, line: bytes) -> None:
        name, _colon, value = line.partition(b":")
        key = name.rstrip().decode("ascii")
        shown = value[:HEADER_LENGTH]
        if key.lower().startswith("content-"):
            parameters = value[:MIME_FIELD_LENGTH].split(b";", MOST_PARAMETERS)
            shown = b";".join(parameters[:MOST_PARAMETERS])
        if len(shown) < len(value):
            self.limits.header_cut = True
            value = shown
        text = value.decode("ascii", "surrogateescape").lstrip(" \t").rstrip("\r\n")
        if key.lower() == "content-transfer-encoding":
            text = ENCODING_NAME.sub(r"\1", text)
        part.set_raw(key, text)

    def spans(self, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
        """Where the parts of a multipart begin and end (RFC 2046 5.1.1)."""
        mark = b"--" + boundary.encode("utf-8", "replace")
        found: list[tuple[int, int]] = []
        begin = None  # of the part that is open
        place = start if self.content.startswith(mark, start, end) else -1
        if place < 0:
            place = self.content.find(b"\n" + mark, start, end) + 1 or -1
        while place >= 0:
            stop = self.content.find(b"\n", place, end) + 1 or end
            rest = self.content[place + len(mark) : stop].rstrip()
            if rest in {b"", b"--"}:
                if begin is not None:
                    found.append((begin, self.without_line_end(begin, place)))
                begin = stop
                if rest:
                    return found
            else:
                self.limits.take(false_boundaries=1)
            place = self.content.find(b"\n" + mark, stop - 1, end) + 1 or -1
        if begin is not None:
            found.append((begin, self.without_line_end(begin, end)))
        return found

    def without_line_end(self, begin: int, place: int) -> int:
        """The line end before a boundary is the boundary's."""
        end = place - (self.content[place - 1 : place] == b"\n")
        end -= self.content[end - 1 : end] == b"\r"
        return max(begin, end)
