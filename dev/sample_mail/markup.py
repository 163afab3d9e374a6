# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Turns a letter's prose into plain text and into the HTML of mail programs."""

import textwrap
from dataclasses import dataclass
from datetime import datetime
from html import escape

FLOW_LENGTH = 55
PLAIN_WIDTH = 74
TABLE = 'border="1" cellpadding="5" style="border-collapse:collapse"'
OUTLOOK_STYLE = (
    "<style><!-- p.MsoNormal, li.MsoNormal {margin:0cm;font-size:11.0pt;"
    'font-family:"Calibri",sans-serif;} --></style>'
)


@dataclass(frozen=True)
class Block:
    """A paragraph, ``kind`` being text, table, list or picture."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Quoted:
    """The letter answered, as the mail program of the answer quotes it."""

    author: str
    email: str
    to: str
    subject: str
    sent: datetime
    plain: str
    html: str


def _kind(lines: list[str]) -> str:
    if all(line.startswith("| ") for line in lines):
        return "table"
    if all(line.startswith("- ") for line in lines):
        return "list"
    return "picture" if lines[0].startswith("[[") else "text"


def _flow(lines: list[str]) -> tuple[str, ...]:
    """Joins a line to the one before it when that one was merely wrapped."""
    flowed: list[str] = []
    previous = ""
    for line in lines:
        if len(previous) > FLOW_LENGTH:
            flowed[-1] += f" {line}"
        else:
            flowed.append(line)
        previous = line
    return tuple(flowed)


def blocks(text: str) -> list[Block]:
    """The paragraphs of a letter."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        lines = paragraph.split("\n")
        kind = _kind(lines)
        found.append(Block(kind, _flow(lines) if kind == "text" else tuple(lines)))
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line[2:].split(" | ")]


def _plain_table(lines: tuple[str, ...]) -> str:
    rows = [_cells(line) for line in lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def _plain_block(block: Block) -> str:
    if block.kind == "table":
        return _plain_table(block.lines)
    if block.kind == "picture":
        return f"[image: {block.lines[0].strip('[]')}]"
    if block.kind == "list":
        return "\n".join(block.lines)
    return "\n".join(textwrap.fill(line, PLAIN_WIDTH) for line in block.lines)


def plain(text: str) -> str:
    """``text`` as plain text, wrapped."""
    return "\n\n".join(map(_plain_block, blocks(text))) + "\n"


def picture_source(block: Block) -> str:
    """The address of a remote picture, or ``cid:`` and the picture's name."""
    name = block.lines[0].strip("[]")
    return name if name.startswith("http") else f"cid:{name}@pictures.example"


def _html_table(lines: tuple[str, ...]) -> str:
    rows = [
        "".join(f"<td>{escape(cell)}</td>" for cell in _cells(line)) for line in lines
    ]
    rows[0] = rows[0].replace("td>", "th>")
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table {TABLE}>\n{body}\n</table>"


def _html_block(block: Block, style: str) -> str:
    if block.kind == "table":
        return _html_table(block.lines)
    if block.kind == "picture":
        alt = escape(block.lines[0].strip("[]"))
        return f'<p><img src="{picture_source(block)}" alt="{alt}"></p>'
    if block.kind == "list":
        items = "".join(f"<li>{escape(line[2:])}</li>" for line in block.lines)
        return f"<ul>{items}</ul>"
    inner = "<br>\n".join(escape(line) for line in block.lines)
    if style == "outlook":
        return f"<p class=MsoNormal>{inner}<o:p></o:p></p>"
    return f"<div>{inner}</div>"


def html(text: str, style: str, rtl: bool) -> str:
    """``text`` as the inner HTML of a letter, without head and body."""
    gap = "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    gap = f"\n{gap if style == 'outlook' else '<div><br></div>'}\n"
    inner = gap.join(_html_block(block, style) for block in blocks(text))
    return f'<div dir="{"rtl" if rtl else "ltr"}">{inner}</div>'


def plain_quote(quoted: Quoted) -> str:
    """The history below an answer in plain text."""
    lines = quoted.plain.rstrip().split("\n")
    marked = "\n".join(f">{line}" if line[:1] == ">" else f"> {line}" for line in lines)
    when = f"{quoted.sent:%d/%m/%Y at %H:%M}"
    return f"\nOn {when}, {quoted.author} <{quoted.email}> wrote:\n\n{marked}\n"


def _outlook_quote(quoted: Quoted) -> str:
    when = f"{quoted.sent:%d.%m.%Y %H:%M}"
    fields = (
        ("From", f"{quoted.author} <{quoted.email}>"),
        ("Sent", when),
        ("To", quoted.to),
        ("Subject", quoted.subject),
    )
    head = "<br>\n".join(f"<b>{name}:</b> {escape(text)}" for name, text in fields)
    return (
        '<hr style="display:inline-block;width:98%" tabindex="-1">\n'
        '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" '
        f'style="font-size:11pt" color="#000000">{head}</font>'
        f"<div>&nbsp;</div></div>\n<div>{quoted.html}</div>"
    )


def _gmail_quote(quoted: Quoted) -> str:
    who = f'{escape(quoted.author)} &lt;<a href="mailto:{quoted.email}">'
    return (
        '<br><div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">On {quoted.sent:%d/%m/%Y at %H:%M}, '
        f"{who}{quoted.email}</a>&gt; wrote:<br></div>"
        '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
        'border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"{quoted.html}</blockquote></div>"
    )


def _apple_quote(quoted: Quoted) -> str:
    return (
        '<div><br><blockquote type="cite"><div>On '
        f"{quoted.sent:%d/%m/%Y, at %H:%M}, {escape(quoted.author)} &lt;{quoted.email}"
        f'&gt; wrote:</div><br class="Apple-interchange-newline">{quoted.html}'
        "</blockquote></div>"
    )


QUOTES = {
    "outlook": _outlook_quote,
    "gmail": _gmail_quote,
    "apple": _apple_quote,
    "html": _outlook_quote,
}


def html_quote(quoted: Quoted, style: str) -> str:
    """The history below an answer as the mail program ``style`` writes it."""
    return QUOTES[style](quoted)


def page(inner: str, style: str, charset: str) -> str:
    """The whole HTML document around the inner HTML."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    if style == "gmail":
        return f"{inner}\n"
    if style == "apple":
        return (
            f'<html><head>{meta}</head><body style="overflow-wrap: break-word; '
            f'-webkit-nbsp-mode: space;">{inner}</body></html>\n'
        )
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">\n'
        f"<head>{meta}\n{OUTLOOK_STYLE}</head>\n"
        f'<body lang="EN-GB"><div class=WordSection1>{inner}</div></body></html>\n'
    )
