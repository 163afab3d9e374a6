# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A large message as it arrives, to a ``ParsedMail``: its files never pass the parser.

The standard library's parser takes eight times the size of a message. Here the body of
each part that is a file is decoded as it arrives, and a short mark stands in its place
when what is left, the skeleton, is parsed like any other message.
"""

import re
import secrets
from binascii import a2b_base64, a2b_qp, b2a_base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from string import ascii_letters, digits

from .files import NEUTRAL_TYPE, Attachment, safe_file
from .message import ParsedMail, header_only, read_message
from .parts import Found, may_be_body
from .split import MOST_DEPTH, MOST_PARTS, Limits, Part, TooComplexError, split_header
from .text import HEADER_BLOCK

BASE64_LINES = 1_000  # decoded at once
# Each takes a microsecond: a message of empty lines would take a minute.
MOST_LINES = 1_000_000
NO_BASE64 = bytes(
    set(range(256)) - set(ascii_letters.encode() + digits.encode() + b"+/=")
)


def parse_large(chunks: Iterable[bytes]) -> ParsedMail:
    """Read a whole message that comes in pieces. Of one that is too complex only the
    header is kept."""
    cutter = Cutter()
    try:
        for line in lines(chunks):
            cutter.feed(line)
        cutter.end_part()
        return read_message(bytes(cutter.skeleton), cutter.put_back)
    except TooComplexError:
        return header_only(bytes(cutter.skeleton))


def lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines with their ends; one without an end may be the last."""
    rest: list[bytes] = []
    for chunk in chunks:
        first, newline, more = chunk.partition(b"\n")
        rest.append(first)
        if not newline:
            continue
        yield b"".join(rest) + b"\n"
        *whole, last = more.split(b"\n")
        for line in whole:
            yield line + b"\n"
        rest = [last]
    if last := b"".join(rest):
        yield last


class Cutter:
    """Cuts the bodies of file parts out of a message."""

    def __init__(self) -> None:
        self.skeleton = bytearray()
        self._mark = secrets.token_hex(16)  # that no message can guess
        self._files: list[BytesIO] = []
        self._missing: set[int] = set()
        # To how many there are with it; a dict, so that a hostile depth costs nothing.
        self._boundaries: dict[bytes, int] = {}
        self._header: bytearray | None = bytearray()
        self._file: Decoder | None = None
        self._limits = Limits(parts=MOST_PARTS + MOST_DEPTH)
        self._lines_left = MOST_LINES

    def feed(self, line: bytes) -> None:
        """
        :raises TooComplexError: it exceeds the limits
        """
        dashed = line.startswith(b"--")  # it takes longer
        self._lines_left -= 3 if dashed else 1
        if self._lines_left < 0:
            raise TooComplexError("lines")
        if dashed and self._is_boundary(line):
            self._limits.take(parts=1)
            self.end_part()
            self._header = bytearray()
            self.skeleton += line
        elif self._file:
            self._file.feed(line)
        else:
            self.skeleton += line
            if self._header is not None:
                self._feed_header(line, self._header)

    def end_part(self) -> None:
        if self._file:
            self._file.end()
        self._file = None

    def put_back(self, found: Found) -> Found:
        """The files with the content that was cut out, and those whose mark the
        parser did not find: kept, though without a name."""
        files = tuple(map(self.restored, found.files))
        return replace(found, files=files + tuple(self.left_over()))

    def restored(self, attachment: Attachment) -> Attachment:
        """The attachment with the content that was cut out."""
        mark = re.search(rb"%s (\d+)" % self._mark.encode(), attachment.content)
        if not mark:
            return attachment
        file = int(mark[1])
        self._missing.discard(file)
        # The parser may take what stands around it for a part of the file.
        before, behind = attachment.content.split(mark[0], 1)
        content = before + self._files[file].getvalue()
        return replace(attachment, content=content + (behind.strip() and behind))

    def left_over(self) -> Iterator[Attachment]:
        for file in sorted(self._missing):
            yield safe_file("", NEUTRAL_TYPE, self._files[file].getvalue())

    def _is_boundary(self, line: bytes) -> bool:
        text = line.rstrip()
        names = {text, text.removesuffix(b"--")} & self._boundaries.keys()
        if not names:
            return False
        # What was open inside of that part is over, ended or not.
        depth = min(self._boundaries[name] for name in names)
        while len(self._boundaries) > depth:
            self._boundaries.popitem()
        return True

    def _feed_header(self, line: bytes, header: bytearray) -> None:
        if len(header) <= HEADER_BLOCK:
            header += line
        if line.strip(b"\r\n"):  # a line of blanks belongs to the field above
            return
        self._header = None
        part = split_header(bytes(header), self._limits)
        if part.get_content_maintype() == "multipart":
            if boundary := part.get_boundary():
                name = b"--" + boundary.encode("utf-8", "replace")
                self._boundaries.setdefault(name, len(self._boundaries) + 1)
        elif not may_be_body(part):
            self._cut(part)

    def _cut(self, part: Part) -> None:
        encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        self.skeleton += coded(f"{self._mark} {len(self._files)}", encoding)
        self._missing.add(len(self._files))
        self._files.append(BytesIO())
        self._file = Decoder(self._files[-1], encoding)


def coded(mark: str, encoding: str) -> bytes:
    """The mark, so that the parser's decoding gives it back."""
    text = mark.encode()
    if encoding == "base64":
        text = b2a_base64(text, newline=False)
    return text + b"\r\n"


class Decoder:
    """Writes a part's body, decoded line by line, into a file."""

    def __init__(self, file: BytesIO, encoding: str) -> None:
        self._file = file
        self._decode: Callable[[bytes], bytes] = {"quoted-printable": a2b_qp}.get(
            encoding, bytes
        )
        self._is_base64 = encoding == "base64"
        self._is_over = False
        self._last = b""
        self._waiting: list[bytes] = []

    def feed(self, line: bytes) -> None:
        if self._is_base64:
            if not self._is_over:
                self._waiting.append(line.translate(None, NO_BASE64))
            if len(self._waiting) >= BASE64_LINES:
                self._write_base64()
            return
        self._file.write(self._last)
        self._last = self._decode(line)

    def _write_base64(self) -> None:
        text = b"".join(self._waiting)
        whole = len(text) - len(text) % 4
        self._file.write(decoded_base64(text[:whole]))
        # Like the standard library: what stands behind the padding does not count.
        self._is_over |= b"=" in text
        self._waiting = [text[whole:]]

    def end(self) -> None:
        """Write what waits; a message may break off anywhere."""
        if self._is_base64 and not self._is_over:
            self._write_base64()
            self._file.write(decoded_base64(b"".join(self._waiting)))
        # The line end before a boundary is the boundary's (RFC 2046 5.1.1).
        self._file.write(self._last.removesuffix(b"\n").removesuffix(b"\r"))


def decoded_base64(text: bytes) -> bytes:
    """What can be read of it: broken padding, or a letter too many, is no error."""
    text = text.partition(b"=")[0]
    if len(text) % 4 == 1:
        text = text[:-1]
    return a2b_base64(text + b"==")
