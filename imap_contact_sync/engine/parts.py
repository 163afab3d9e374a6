# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts of a message, sorted into what its body says and its files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from . import html
from .charsets import decode_bytes
from .files import Attachment, safe_file
from .notes import PGP_ENCRYPTED, SIGNED, TEXT_CUT
from .split import Limits, Part, split_header
from .text import clean_lines, decoded, raw_fields

ATTACHED_MESSAGES = {"message/rfc822", "message/global"}
ALTERNATIVE = "multipart/alternative"
LONGEST_TEXT = 1_000_000  # octets of one text that are shown (HTML-5)
TAG = re.compile(r"<[^>]*>")
# Behind a blank, unless the line is "-- ", or the next one is, or is quoted.
FLOWED_END = re.compile(r"(?<!\n--)(?<!^--) \n(?: |(?!>|-- ?(?:\n|\Z)))")
STUFFING = re.compile(r"^ ", re.MULTILINE)  # before what else would mean something
PGP_BLOCK = re.compile(rb"^-----BEGIN PGP (SIGNED )?MESSAGE-----", re.MULTILINE)


@dataclass
class Body:
    """A text part, made safe HTML when it is looked at: most plain texts never are,
    for they stand beside the same text in HTML."""

    part: Part
    length: int  # octets of it that are shown

    @cached_property
    def markup(self) -> str:
        return body_of(self.part, self.length)


@dataclass
class Parts:
    """What has been found while walking through a message."""

    bodies: list[Body] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What a message says and holds: safe HTML, files, and the codes of notes."""

    body: str = ""
    files: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Collector:
    """Walks through a message; ``notes`` has the codes of what is to be told."""

    limits: Limits
    notes: list[str] = field(default_factory=list)

    def collect(self, part: Part) -> Parts:
        """The bodies and attachments of a part and of the parts in it."""
        kind = part.get_content_type()
        if kind == "multipart/signed":
            self.notes.append(SIGNED)
        if kind == "multipart/encrypted":
            self.notes.append(PGP_ENCRYPTED)
        if part.is_multipart():
            inside = [self.collect(child) for child in children(part)]
            if kind == ALTERNATIVE:
                return best_alternative(inside)
            return together(inside)
        if is_body(part):
            return self.text(part)
        return Parts(attachments=[attachment_of(part)])

    def named_text(self, message: Part) -> list[Body]:
        """The first text with a name, for a message without another one. It is a file
        as well."""
        for part in message.walk():
            if isinstance(part, Part) and may_be_body(part) and part.get_filename():
                return self.text(part).bodies
        return []

    def text(self, part: Part) -> Parts:
        """A text; of one that is too long the beginning, and the whole as a file."""
        if part.may_be_pgp:
            if block := PGP_BLOCK.search(payload_of(part)[:LONGEST_TEXT]):
                self.notes.append(SIGNED if block[1] else PGP_ENCRYPTED)
        longest = min(LONGEST_TEXT, self.limits.text_octets)
        size = part.size if part.size <= longest else len(payload_of(part))
        shown = min(size, longest)
        self.limits.take(text_octets=shown)
        if shown == size:
            return Parts(bodies=[Body(part, shown)])
        self.notes.append(TEXT_CUT)
        return Parts([Body(part, shown)] if shown else [], [attachment_of(part)])


def together(parts: list[Parts]) -> Parts:
    return Parts(
        [body for each in parts for body in each.bodies],
        [file for each in parts for file in each.attachments],
    )


def children(part: Part) -> Iterator[Part]:
    yield from (each for each in part.get_payload() if isinstance(each, Part))


def best_alternative(alternatives: list[Parts]) -> Parts:
    """The last alternative that says something, with the files of all of them.

    The last is the richest (RFC 2046 5.1.4), but an empty one is common.
    """
    files = [file for each in alternatives for file in each.attachments]
    for each in reversed(alternatives):
        if any(says_something(body.markup) for body in each.bodies):
            return Parts(each.bodies, files)
    return Parts([], files)


def says_something(markup: str) -> bool:
    return "<img" in markup or bool(visible(markup))


def visible(markup: str) -> str:
    """The text of sanitised HTML, blanks around it left out."""
    return unescape(TAG.sub("", markup)).strip()


def is_body(part: Part) -> bool:
    """Text that is neither named nor marked as an attachment."""
    return may_be_body(part) and not part.get_filename()


def may_be_body(part: Part) -> bool:
    """Text that is not marked as an attachment.

    A multipart without parts, for its boundary is nowhere, is text (RFC 2045 5.2).
    """
    is_text = part.get_content_type() in {"text/plain", "text/html"}
    return (
        (is_text or part.get_content_maintype() == "multipart")
        and not part.is_multipart()
        and part.get_content_disposition() != "attachment"
    )


def body_of(part: Part, length: int) -> str:
    """Safe HTML of the beginning of a text part."""
    charset = part.get_content_charset() if part.get_param("charset") else None
    text = clean_lines(decode_bytes(payload_of(part)[:length], charset))
    if part.get_content_type() == "text/html":
        return html.sanitize(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return html.from_plain_text(text.strip("\n"))


def payload_of(part: Part) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def unflowed(text: str, delete_space: bool = False) -> str:
    """Lines of format=flowed joined to paragraphs (RFC 3676 4.1).

    :param delete_space: the blank before a line end is no part of the text
    """
    paragraphs = FLOWED_END.sub("" if delete_space else " ", text)
    return STUFFING.sub("", paragraphs)


def attachment_of(part: Part) -> Attachment:
    """A file, or an attached message as an ``.eml`` file, as it came (MIME-10)."""
    content, mimetype = payload_of(part), part.get_content_type()
    name = part.get_filename() or ""
    if not name and mimetype in ATTACHED_MESSAGES:
        inner = split_header(content, Limits())
        name = f"{decoded_field(inner, 'subject') or 'message'}.eml"
    elif not name and mimetype.startswith("message/"):
        name = f"{mimetype.partition('/')[2]}.txt"  # delivery-status and its like
    elif not name and mimetype == "text/calendar":
        name = "invite.ics"
    content_id = str(part.get("Content-ID", ""))
    return safe_file(decoded(name), mimetype, content, content_id)


def decoded_field(message: Part, name: str) -> str:
    """A header field as text for people; several of one name joined by commas."""
    return ", ".join(filter(None, map(decoded, raw_fields(message, name))))
