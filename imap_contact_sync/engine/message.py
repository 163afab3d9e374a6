# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The raw bytes of one kept message to a ``ParsedMail``: one parse, one sanitise.

Whatever a message does, it ends here in bounded time: see ``Limits`` (MIME-2).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from . import html
from .addresses import read_addresses
from .authentication import Evidence
from .files import Attachment, safe_file
from .notes import FILES_CUT, HEADER_CUT, TOO_COMPLEX
from .parts import Found, decoded_field
from .quotes import marked
from .split import Limits, Part, TooComplexError, split_header, split_message
from .text import raw_fields
from .unpack import contents_of, unpacked, with_events

MOST_FILES = 100
SUBJECT_LENGTH = 2_000
NO_ADDRESSES_LENGTH = 200


@dataclass(frozen=True)
class ParsedMail:
    """What is stored of a message. ``body`` is sanitised HTML with ``cid:`` images;
    ``notes`` are codes, see ``engine/notes.py``."""

    subject: str
    email_from: str
    email_to: str
    email_cc: str
    body: str
    attachments: tuple[Attachment, ...]
    evidence: Evidence = Evidence()
    notes: tuple[str, ...] = ()
    reply_to: str = ""  # if answers go elsewhere than to the sender

    @cached_property
    def digest(self) -> str:
        """Equal for equal copies; not for one that a gateway changed (ID-8).

        Of all that is shown of the message but its sender. Each piece is hashed by
        itself, so that none can pass for the end of another one.
        """
        texts = [self.subject, self.email_to, self.email_cc, self.body]
        texts.append(",".join(self.notes))
        if self.reply_to:
            texts.append(f"Reply-To: {self.reply_to}")
        pieces = [text.encode("utf-8") for text in texts]
        for each in self.attachments:
            words = (each.name, each.mimetype, each.content_id)
            pieces += [word.encode("utf-8") for word in words]
            pieces += [each.content, str(each.inline).encode()]
        digests = (hashlib.sha256(piece).digest() for piece in pieces)
        return hashlib.sha256(b"".join(digests)).hexdigest()


def parse_message(content: bytes) -> ParsedMail:
    """Read a whole message. One that is too complex is kept as a file of itself."""
    try:
        return read_message(content)
    except TooComplexError:
        whole = safe_file("message.eml", "message/rfc822", content)
        return replace(header_only(content), attachments=(whole,))


def read_message(
    content: bytes, restored: Callable[[Found], Found] | None = None
) -> ParsedMail:
    """Read a whole message.

    :param restored: puts back files that were cut out of it
    :raises TooComplexError: it exceeds the limits
    """
    limits = Limits()
    message = split_message(content, limits)
    found = contents_of(message, limits)
    found = with_events(unpacked(restored(found) if restored else found, limits))
    notes = [*found.notes]
    if limits.header_cut:
        notes.append(HEADER_CUT)
    if len(found.files) > MOST_FILES:
        notes.append(FILES_CUT)
    shown = html.referenced_parts(found.body)
    return mail_of(
        message,
        found.body,
        tuple(
            replace(each, inline=bool(each.content_id) and each.content_id in shown)
            for each in found.files[:MOST_FILES]
        ),
        notes,
    )


def header_only(content: bytes) -> ParsedMail:
    """A message of which nothing but its header is read."""
    return mail_of(split_header(content, Limits()), "", (), [TOO_COMPLEX])


def mail_of(
    message: Part, body: str, files: tuple[Attachment, ...], notes: list[str]
) -> ParsedMail:
    subject = decoded_field(message, "subject")[:SUBJECT_LENGTH]
    email_from, reply_to = addresses(message, "from"), addresses(message, "reply-to")
    return ParsedMail(
        subject=subject,
        email_from=email_from,
        email_to=addresses(message, "to"),
        email_cc=addresses(message, "cc"),
        body=marked(body, subject),
        attachments=files,
        evidence=Evidence(
            tuple(raw_fields(message, "authentication-results")),
            tuple(raw_fields(message, "from")),
        ),
        notes=tuple(dict.fromkeys(notes)),
        reply_to="" if reply_to == email_from else reply_to,
    )


def addresses(message: Part, name: str) -> str:
    """The addresses of a field, written anew (MIME-13): whoever reads them later
    meets no comment, group or line end. Without any, the beginning of its text."""
    found = read_addresses(raw_fields(message, name))
    if found:
        return ", ".join(map(str, found))
    return decoded_field(message, name)[:NO_ADDRESSES_LENGTH]
