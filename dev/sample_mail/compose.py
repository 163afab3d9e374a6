# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Builds the bytes of a message out of a mail that is written to the end."""

import quopri
from base64 import encodebytes
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime
from pathlib import PurePath

from . import artwork, headers
from .directory import Party
from .documents import MAKERS, Document
from .people import OUR_DOMAIN
from .script import Attachment, Letter

POLICY = compat32.clone(linesep="\r\n", mangle_from_=False)
SEVEN_BIT = ("us-ascii", "iso-2022-jp")
PICTURES = {"logo": artwork.logo, "chart": artwork.bar_chart}
PROGRAMS = {
    "outlook": "Microsoft Outlook 16.0",
    "apple": "Apple Mail (2.3774)",
    "plain": "Mozilla Thunderbird",
}
FORGER = ("a.berg.office@quickmail-login.example", "quickmail-login.example")
FOOTER = (
    "This message was checked by the mail gateway of Brightwater Trading. "
    "Report suspicious mail to admin@brightwater.example."
)


@dataclass(frozen=True)
class Mail:
    """A letter with its envelope; ``sent`` is aware, in the sender's zone.

    ``fragment`` is the HTML that an answer would quote, ``html`` the document;
    either of ``plain`` and ``html`` may be empty. ``message_id`` may be empty too.
    """

    letter: Letter
    subject: str
    sender: Party
    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    bcc: tuple[Party, ...]
    sent: datetime
    token: str
    message_id: str
    style: str
    references: tuple[str, ...] = ()
    charset: str = "utf-8"
    plain: str = ""
    html: str = ""
    fragment: str = ""


def _transfer(letter: Letter, text: str, charset: str) -> str:
    if letter.transfer or charset in SEVEN_BIT:
        return letter.transfer or "7bit"
    foreign = sum(not character.isascii() for character in text)
    return "base64" if foreign * 4 > len(text) else "quoted-printable"


def _encoded_body(content: bytes, transfer: str) -> str:
    if transfer == "base64":
        content = encodebytes(content)
    elif transfer == "quoted-printable":
        content = quopri.encodestring(content)
    return content.decode("ascii", "surrogateescape")


def _text_part(mail: Mail, text: str, subtype: str) -> Message:
    part = Message(POLICY)
    transfer = _transfer(mail.letter, text, mail.charset)
    flowed = "; format=flowed" if subtype == "plain" and mail.style == "plain" else ""
    part["Content-Type"] = f"text/{subtype}; charset={mail.charset}{flowed}"
    part["Content-Transfer-Encoding"] = transfer
    part.set_payload(_encoded_body(text.encode(mail.charset), transfer))
    return part


def _multipart(mail: Mail, subtype: str, parts: list[Message]) -> Message:
    whole = Message(POLICY)
    boundary = f"=_{subtype[:3]}_{mail.token}"
    whole["Content-Type"] = f'multipart/{subtype}; boundary="{boundary}"'
    whole.set_payload([*parts])
    return whole


def _binary_part(content: bytes, mimetype: str) -> Message:
    part = Message(POLICY)
    part["Content-Type"] = mimetype
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(_encoded_body(content, "base64"))
    return part


def _picture_part(name: str) -> Message:
    part = _binary_part(PICTURES[name](), f'image/png; name="{name}.png"')
    part["Content-ID"] = f"<{name}@pictures.example>"
    part["Content-Disposition"] = f'inline; filename="{name}.png"'
    return part


def _content_type(document: Document, attachment: Attachment) -> str:
    extras = "".join(f"; {key}={text}" for key, text in document.parameters)
    name = headers.parameter("name", attachment.filename, attachment.rfc2047)
    return f"{document.mimetype}{extras}; {name}"


def _attachment_part(attachment: Attachment, sent: datetime) -> Message:
    title = PurePath(attachment.filename).stem
    document = MAKERS[attachment.kind](title, sent.astimezone(UTC))
    part = _binary_part(document.content, _content_type(document, attachment))
    name = headers.parameter("filename", attachment.filename, attachment.rfc2047)
    part["Content-Disposition"] = f"attachment; {name}"
    return part


def _with_footer(text: str, footer: str) -> str:
    """HTML gets the footer inside its body, plain text at the end."""
    if "</body>" in text:
        return text.replace("</body>", f"<hr><p><small>{footer}</small></p></body>")
    if text.startswith("<"):
        return f"{text}<hr><p><small>{footer}</small></p>\n"
    return f"{text}\n{'_' * 40}\n{footer}\n"


def _texts(mail: Mail, footer: str) -> list[Message]:
    texts = ((mail.plain, "plain"), (mail.html, "html"))
    return [
        _text_part(mail, _with_footer(text, footer) if footer else text, subtype)
        for text, subtype in texts
        if text
    ]


def _related(mail: Mail, root: Message, pictures: list[Message]) -> Message:
    return _multipart(mail, "related", [root, *pictures]) if pictures else root


def _readable(mail: Mail, footer: str) -> Message:
    """Text and pictures; Outlook and Apple nest them the other way round."""
    names = [name for name in PICTURES if f"cid:{name}@" in mail.html]
    pictures = [_picture_part(name) for name in names]
    texts = _texts(mail, footer)
    if len(texts) == 1:
        return _related(mail, texts[0], pictures)
    if mail.style == "apple":
        texts[1] = _related(mail, texts[1], pictures)
        return _multipart(mail, "alternative", texts)
    return _related(mail, _multipart(mail, "alternative", texts), pictures)


def _body(mail: Mail, footer: str) -> Message:
    readable = _readable(mail, footer)
    if not mail.letter.attachments:
        return readable
    files = [_attachment_part(one, mail.sent) for one in mail.letter.attachments]
    return _multipart(mail, "mixed", [readable, *files])


def _trace(mail: Mail) -> list[tuple[str, str]]:
    """What our server writes on top of received mail."""
    origin = (mail.sender.email, mail.sender.email.partition("@")[2])
    address, domain = FORGER if mail.letter.forged else origin
    verdict = "spf=fail; dmarc=fail" if mail.letter.forged else "spf=pass; dkim=pass"
    when = format_datetime(mail.sent.astimezone(UTC))
    origin_host = f"from mail.{domain} (mail.{domain} [192.0.2.25])"
    our_host = f"mx.{OUR_DOMAIN} with ESMTPS id {mail.token[:10]}"
    return [
        ("Return-Path", f"<{address}>"),
        ("Received", f"{origin_host} by {our_host}; {when}"),
        ("Authentication-Results", f"mx.{OUR_DOMAIN}; {verdict}"),
    ]


def _envelope(mail: Mail) -> list[tuple[str, str]]:
    fields = [
        ("Date", format_datetime(mail.sent)),
        ("From", headers.address(mail.sender, mail.charset)),
        ("To", headers.address_list(mail.to, mail.charset)),
        ("Cc", headers.address_list(mail.cc, mail.charset)),
        ("Subject", headers.encoded(mail.subject, mail.charset)),
        ("Message-ID", mail.message_id),
        ("In-Reply-To", mail.references[-1] if mail.references else ""),
        ("References", " ".join(mail.references)),
        ("X-Mailer", PROGRAMS.get(mail.style, "")),
        *mail.letter.fields,
        ("MIME-Version", "1.0"),
    ]
    return [(name, text) for name, text in fields if text]


def _as_bytes(mail: Mail, fields: list[tuple[str, str]], footer: str) -> bytes:
    body = _body(mail, footer)
    content_fields = body.items()
    whole = Message(POLICY)
    for name, text in (*fields, *content_fields):
        whole[name] = text
    whole.set_payload(body.get_payload())
    return whole.as_bytes(policy=POLICY)


def sent_copy(mail: Mail) -> bytes:
    """What lies in the sender's Sent folder: the only copy with a Bcc field."""
    fields = _envelope(mail)
    if mail.bcc:
        fields.append(("Bcc", headers.address_list(mail.bcc, mail.charset)))
    return _as_bytes(mail, fields, "")


def received_copy(mail: Mail, gateway_footer: bool = False) -> bytes:
    """What the server puts into a recipient's folder."""
    fields = [*_trace(mail), *_envelope(mail)]
    return _as_bytes(mail, fields, FOOTER if gateway_footer else "")
