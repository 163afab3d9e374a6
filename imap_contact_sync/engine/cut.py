# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bodies of large base64 files, cut out of a message before it is parsed.

The standard library's parser looks at each line of a file; most of the time of an
import went there. A mark stands where a file was, and the file is put back where the
parser found the mark. Whoever finds that a mark is missing parses the whole message.
"""

import secrets
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser

ENCODING = b"content-transfer-encoding:"
SMALLEST = 8_192  # octets; a smaller file is not worth it
# For each candidate the message is searched and a header is read: a hostile message
# could have a million of them, and headers of megabytes.
MOST_CANDIDATES = 100
LONGEST_HEADER = 65_536  # octets


@dataclass
class Cut:
    """A message without its files: ``skeleton``, and what was cut out of it."""

    skeleton: bytes
    _bodies: dict[bytes, bytes] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._bodies)

    def put_back(self, content: bytes) -> tuple[bytes, int]:
        """The content of an attachment with its file, and how many were put back.

        In an attached message the files are encoded, and stay so.
        """
        if content in self._bodies:
            return decoded(self._bodies[content]), 1
        count = 0
        for mark, body in self._bodies.items():
            coded = b2a_base64(mark, newline=False)
            if coded in content:
                content = content.replace(coded, body)
                count += 1
        return content, count


def decoded(body: bytes) -> bytes:
    """A base64 body decoded, in the parser's own way where it is broken."""
    try:
        return a2b_base64(body)
    except Base64Error:
        part = Message()
        part["Content-Transfer-Encoding"] = "base64"
        part.set_payload(body.decode("ascii", "surrogateescape"))
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""


def cut_files(content: bytes) -> Cut:
    """Cut the bodies of base64 parts that are no text out of a message."""
    pieces: list[bytes] = []
    bodies: dict[bytes, bytes] = {}
    done = 0
    for start, end in file_bodies(content):
        if start < done:
            continue
        mark = secrets.token_bytes(15)  # that no message can guess
        bodies[mark] = content[start:end]
        pieces += [content[done:start], b2a_base64(mark, newline=False)]
        done = end
    return Cut(b"".join([*pieces, content[done:]]), bodies)


def file_bodies(content: bytes) -> list[tuple[int, int]]:
    """Where the bodies of the files are: start, and end before the line's end."""
    if len(content) < SMALLEST:
        return []
    lower = content.lower()
    if lower.count(ENCODING) > MOST_CANDIDATES:
        return []  # then the parser reads all of it
    found, place = [], lower.find(ENCODING)
    while place >= 0:
        end_of_header, start = blank_line(content, place)
        end = content.find(b"\n--", start)
        if start and end - start >= SMALLEST:
            if is_file(content[start_of_header(content, place) : end_of_header]):
                stop = end - 1 if content[end - 1 : end] == b"\r" else end
                found.append((start, stop))
        place = lower.find(ENCODING, max(place + 1, start))
    return found


def start_of_header(content: bytes, place: int) -> int:
    """Where the line behind the last boundary before a place begins."""
    farthest = max(0, place - LONGEST_HEADER)
    boundary = content.rfind(b"\n--", farthest, place)
    return content.find(b"\n", max(farthest, boundary + 1)) + 1


def blank_line(content: bytes, place: int) -> tuple[int, int]:
    """Where the next empty line begins and ends; zeros if there is none."""
    for ending in (b"\r\n\r\n", b"\n\n"):
        found = content.find(ending, place, place + LONGEST_HEADER)
        if found >= 0:
            return found, found + len(ending)
    return 0, 0


def is_file(header: bytes) -> bool:
    """Whether header fields of a part are those of a base64 file."""
    part: Message = BytesHeaderParser().parsebytes(header + b"\n\n")
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    return encoding == "base64" and part.get_content_maintype() != "text"
