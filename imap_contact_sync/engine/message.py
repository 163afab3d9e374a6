# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The raw bytes of one kept message to a ``ParsedMail``: one parse, one sanitise.

The compat32 policy is the base on purpose: the newer one parses every header field
at every access and raises on real mail.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from functools import cached_property
from html import unescape
from mimetypes import guess_extension

from . import html
from .authentication import Evidence
from .cut import Cut, cut_files
from .split import split_message
from .text import POLICY, UNPRINTABLE, clean_text, decode_bytes, decoded, raw_fields

NAME_LENGTH = 150
# Types that a browser would run in our origin: served as downloads (MIME-7).
ACTIVE_TYPES = re.compile(r".*(?:html|xml|svg|script|hta|shockwave|x-msdownload).*")
ALTERNATIVE = "multipart/alternative"
NEUTRAL_TYPE = "application/octet-stream"
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Attachment:
    """A file of a message; ``inline`` when the body itself shows it."""

    name: str
    mimetype: str
    content: bytes
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True)
class ParsedMail:
    """What is stored of a message. ``body`` is sanitised HTML with ``cid:`` images."""

    subject: str
    email_from: str
    email_to: str
    email_cc: str
    body: str
    attachments: tuple[Attachment, ...]
    evidence: Evidence = Evidence()

    @cached_property
    def digest(self) -> str:
        """Equal for equal copies; not for one that a gateway changed (ID-8).

        Of all that is shown of the message but its sender. Each piece is hashed by
        itself, so that none can pass for the end of another one.
        """
        texts = [self.subject, self.email_to, self.email_cc, self.body]
        pieces = [text.encode("utf-8") for text in texts]
        for each in self.attachments:
            words = (each.name, each.mimetype, each.content_id)
            pieces += [word.encode("utf-8") for word in words]
            pieces += [each.content, str(each.inline).encode()]
        digests = (hashlib.sha256(piece).digest() for piece in pieces)
        return hashlib.sha256(b"".join(digests)).hexdigest()


@dataclass
class Body:
    """A text part, made safe HTML when it is looked at: most plain texts never are,
    for they stand beside the same text in HTML."""

    part: Message

    @cached_property
    def markup(self) -> str:
        return body_of(self.part)


@dataclass
class Parts:
    """What has been found while walking through a message."""

    bodies: list[Body] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def parse_message(content: bytes) -> ParsedMail:
    """Read a whole message.

    :raises Exception: hostile input may break the standard library's parser; the
        caller records the message as failed
    """
    cut = cut_files(content)
    mail, count = put_back(parse_whole(cut.skeleton), cut)
    # A mark that nobody found stood in a text, or in what the parser gave up.
    return mail if count == len(cut) else parse_whole(content)


def put_back(mail: ParsedMail, cut: Cut) -> tuple[ParsedMail, int]:
    """The mail with its files, and how many of them it has got back."""
    if not len(cut):
        return mail, 0
    restored = [cut.put_back(each.content) for each in mail.attachments]
    files = tuple(
        replace(each, content=content)
        for each, (content, _count) in zip(mail.attachments, restored, strict=True)
    )
    return replace(mail, attachments=files), sum(count for _content, count in restored)


def parse_whole(content: bytes) -> ParsedMail:
    """Read a message with nothing cut out of it."""
    message = split_message(content)
    if message is None:
        message = message_from_bytes(content, policy=POLICY)
    parts = collect(message)
    body = "\n".join(each.markup for each in parts.bodies)
    shown = html.referenced_parts(body)
    return ParsedMail(
        subject=joined(message, "subject"),
        email_from=joined(message, "from"),
        email_to=joined(message, "to"),
        email_cc=joined(message, "cc"),
        body=body,
        attachments=tuple(
            replace(each, inline=bool(each.content_id) and each.content_id in shown)
            for each in parts.attachments
        ),
        evidence=Evidence(
            tuple(raw_fields(message, "authentication-results")),
            tuple(raw_fields(message, "from")),
        ),
    )


def joined(message: Message, name: str) -> str:
    """A header field as text for people; several of one name joined by commas."""
    return ", ".join(filter(None, map(decoded, raw_fields(message, name))))


def collect(part: Message) -> Parts:
    """The bodies and attachments of a part and of the parts in it."""
    kind = part.get_content_type()
    if part.is_multipart() and kind.startswith("multipart/"):
        inside = [collect(child) for child in children(part)]
        return best_alternative(inside) if kind == ALTERNATIVE else together(inside)
    if is_body(part):
        return Parts(bodies=[Body(part)])
    return Parts(attachments=[attachment_of(part)])


def together(parts: list[Parts]) -> Parts:
    return Parts(
        [body for each in parts for body in each.bodies],
        [file for each in parts for file in each.attachments],
    )


def children(part: Message) -> Iterator[Message]:
    if part.is_multipart():  # otherwise get_payload() decodes, and may raise
        yield from (each for each in part.get_payload() if isinstance(each, Message))


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
    return "<img" in markup or bool(unescape(TAG.sub("", markup)).strip())


def is_body(part: Message) -> bool:
    """Text that is neither named nor marked as an attachment."""
    return (
        part.get_content_type() in {"text/plain", "text/html"}
        and not part.is_multipart()
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def body_of(part: Message) -> str:
    """Safe HTML of a text part."""
    charset = part.get_content_charset() if part.get_param("charset") else None
    text = decode_bytes(payload_of(part), charset).replace("\r\n", "\n")
    text = UNPRINTABLE.sub("", text)
    if part.get_content_type() == "text/html":
        return html.sanitize(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text)
    return html.from_plain_text(text.strip("\n"))


def payload_of(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def unflowed(text: str) -> str:
    """Lines of format=flowed joined to paragraphs (RFC 3676 4.1)."""
    return re.sub(r"(?<!\n--)(?<!^--) \n(?!>)", " ", text)


def attachment_of(part: Message) -> Attachment:
    """A file, or an attached message as an ``.eml`` file."""
    mimetype = clean_text(part.get_content_type())
    if part.is_multipart():
        inner = list(children(part))  # one, or the blocks of a delivery status
        subject = joined(inner[0], "subject") if inner else ""
        name = part.get_filename() or f"{subject or 'message'}.eml"
        content = b"".join(each.as_bytes() for each in inner)
        mimetype = "message/rfc822"
    else:
        name, content = part.get_filename() or "", payload_of(part)
    return Attachment(
        name=safe_name(decoded(name), mimetype),
        mimetype=NEUTRAL_TYPE if ACTIVE_TYPES.fullmatch(mimetype) else mimetype,
        content=content,
        content_id=clean_text(str(part.get("Content-ID", ""))).strip("<> "),
    )


def safe_name(name: str, mimetype: str) -> str:
    """A file name without path, control characters or excess; it keeps its ending."""
    name = re.split(r"[/\\]", clean_text(name))[-1].strip(". ")
    if not name:
        name = f"attachment{guess_extension(mimetype) or ''}"
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = (dot + ending)[:20] if stem else ""
    return name[: NAME_LENGTH - len(ending)] + ending
