# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Attachments: every maker turns a title and a day into a small, valid file."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from xml.sax.saxutils import escape

from . import artwork


@dataclass(frozen=True)
class Document:
    """A file to attach; ``parameters`` belong into its Content-Type field."""

    mimetype: str
    content: bytes
    parameters: tuple[tuple[str, str], ...] = ()


PRICE_ROWS = (
    ("Article", "Description", "Unit", "Price EUR"),
    ("BW-1104", "Stoneware mug 300 ml, slate", "6 pcs", "31.80"),
    ("BW-1120", "Espresso cup 80 ml, sand", "6 pcs", "22.50"),
    ("BW-2310", "Dinner plate 27 cm, sea blue", "4 pcs", "38.40"),
    ("BW-2317", "Pasta bowl 23 cm, sea blue", "4 pcs", "34.00"),
    ("BW-4002", "Linen napkin 45 x 45 cm", "12 pcs", "46.80"),
    ("BW-5515", "Carafe 1 l, recycled glass", "2 pcs", "27.90"),
)
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _pdf_line(title: str, when: datetime) -> bytes:
    line = f"Brightwater Trading - {title} - {when:%d %B %Y}"
    latin = line.encode("latin-1", "replace")
    safe = latin.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 14 Tf 60 760 Td (" + safe + b") Tj ET"


def _pdf_objects(stream: bytes) -> tuple[bytes, ...]:
    return (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding >>",
    )


def pdf(title: str, when: datetime) -> Document:
    """One A4 page with one line of text."""
    body = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, content in enumerate(_pdf_objects(_pdf_line(title, when)), 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    head = b"xref\n0 6\n0000000000 65535 f \n"
    return Document("application/pdf", body + head + table + trailer % len(body))


def csv(_title: str, _when: datetime) -> Document:
    """A price list, separated by semicolons."""
    lines = "".join(";".join(row) + "\r\n" for row in PRICE_ROWS)
    return Document("text/csv", lines.encode(), (("charset", "utf-8"),))


def _ics_text(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def ics(title: str, when: datetime) -> Document:
    """An invitation to a meeting of one hour, one week after ``when``."""
    start = (when + timedelta(days=7)).replace(minute=0, second=0)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Brightwater//Calendar//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"UID:{when:%Y%m%d%H%M%S}@brightwater.example",
        f"DTSTAMP:{when:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_ics_text(title)}",
        "LOCATION:Video call",
        "ORGANIZER:mailto:anna@brightwater.example",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    parameters = (("charset", "utf-8"), ("method", "REQUEST"))
    text = "".join(f"{line}\r\n" for line in lines)
    return Document("text/calendar", text.encode(), parameters)


def _word_files(title: str, when: datetime) -> dict[str, str]:
    paragraphs = (title, f"Brightwater Trading, {when:%d %B %Y}", "Draft for review.")
    body = "".join(
        f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs
    )
    types = (
        f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        f'ContentType="{WORD_TYPE}.document.main+xml"/></Types>'
    )
    relationships = (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": relationships,
        "word/document.xml": document,
    }


def docx(title: str, when: datetime) -> Document:
    """A word processor file: a zip whose entries all bear the same old date."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in _word_files(title, when).items():
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8"?>\n' + text)
    return Document(f"{WORD_TYPE}.document", target.getvalue())


def photo(_title: str, _when: datetime) -> Document:
    """A picture taken by no camera."""
    return Document("image/png", artwork.photo())


MAKERS: dict[str, Callable[[str, datetime], Document]] = {
    "pdf": pdf,
    "csv": csv,
    "ics": ics,
    "docx": docx,
    "photo": photo,
}
