# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where the history begins that a mail quotes below its new text.

Sanitised HTML comes in, with what ``html.sanitize`` has noted of the marks of mail
programs. It goes out with Odoo's attribute ``data-o-mail-quote`` on what is quoted,
which the web client folds. Nothing is taken away; and nothing is marked where new text
follows the quotation, or where there is no other text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from .html import QUOTE, REST, WHOLE
from .quote_lines import (
    END,
    FORWARDED,
    LONGEST_LINE,
    QUOTE_SIGN,
    RULE,
    attribution_length,
    is_forward,
    opens_rest,
)

# Nobody has written more by hand: such a mail is not folded.
MOST_LINES = 20_000
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*+)((?: [\w-]++=\"[^\"]*+\")*+)>")
HINT = re.compile(rf' {QUOTE}="(\w+)"')
CITED = re.compile(r' type="cite"', re.I)
LINES_KEPT = re.compile(r"white-space:\s*(?:pre|break)", re.I)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
VOID = {"br", "hr", "img", "wbr", "col"}
INLINE = {
    "a", "abbr", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u", "var", "wbr",
}  # fmt: skip
PICTURE = "\ufffc"  # stands for an image that is in the mail
MARK = f' {QUOTE}="1"'


class Token(NamedTuple):
    """A text, or the tag that ``name`` names; positions are those of the markup.

    ``keeps_lines``: line ends are shown. ``cited``: it is inside a quotation.
    """

    start: int
    end: int
    name: str
    closing: bool
    attributes: str
    keeps_lines: bool
    cited: bool


@dataclass(slots=True)
class Line:
    """A line as it is shown, up to ``LONGEST_LINE`` of it, and where it ends."""

    text: str = ""
    end: int = 0
    quoted: bool = False
    opens_rest: bool = False  # a mail program says so


def marked(markup: str, subject: str) -> str:
    """The same HTML, with a mark on what is quoted.

    :param markup: as ``html.sanitize`` and ``html.from_plain_text`` give it
    :param subject: of the mail: what is forwarded is what the mail is about
    """
    tokens = list(tokens_of(markup))
    lines = list(islice(lines_of(markup, tokens), MOST_LINES + 1))
    whole = is_forward(subject) or len(lines) > MOST_LINES
    start = None if whole else first_quoted(lines)
    cut = len(markup) if start is None else lines[start - 1].end
    return "".join(written(markup, tokens, cut))


def tokens_of(markup: str) -> Iterator[Token]:
    """The tags and the texts between them."""
    position = 0
    # The open elements: name, whether line ends are shown, whether it is a quotation.
    stack = [("", False, False)]
    for found in TAG.finditer(markup):
        if found.start() > position:
            yield Token(position, found.start(), "", False, "", *stack[-1][1:])
        position = found.end()
        closing, name, attributes = bool(found[1]), found[2], found[3]
        if closing and len(stack) > 1:
            yield Token(*found.span(), name, True, "", *stack.pop()[1:])
            continue
        _name, keeps_lines, cited = stack[-1]
        cited = cited or is_quotation(name, attributes)
        keeps_lines = (
            keeps_lines or name == "pre" or bool(LINES_KEPT.search(attributes))
        )
        if name not in VOID and not closing:
            stack.append((name, keeps_lines, cited))
        yield Token(*found.span(), name, closing, attributes, keeps_lines, cited)
    if position < len(markup):
        yield Token(position, len(markup), "", False, "", *stack[-1][1:])


def is_quotation(name: str, attributes: str) -> bool:
    if name == "blockquote" and CITED.search(attributes):
        return True
    return hint_of(attributes) == WHOLE


def hint_of(attributes: str) -> str:
    found = HINT.search(attributes)
    return found[1] if found else ""


def lines_of(markup: str, tokens: Sequence[Token]) -> Iterator[Line]:
    """The lines that are not empty."""
    line = Line()
    for token in tokens:
        if not token.name:
            for piece, end, broken in pieces(markup, token):
                add(line, piece, end, token.cited)
                if broken:
                    yield from finished(line)
                    line = Line(opens_rest=not line.text and line.opens_rest)
            continue
        if token.name not in INLINE:
            yield from finished(line)
            line = Line(opens_rest=not line.text and line.opens_rest)
        if token.name == "img" and " src=" in token.attributes:
            add(line, PICTURE, token.end, token.cited)
        if hint_of(token.attributes) == REST:
            line.opens_rest = True
    yield from finished(line)


def pieces(markup: str, token: Token) -> Iterator[tuple[str, int, bool]]:
    """A text by its lines: the text, where it ends, whether the line does."""
    text = markup[token.start : token.end]
    parts = text.split("\n") if token.keeps_lines else [text]
    end = token.start - 1
    for number, part in enumerate(parts):
        end += 1 + len(part)
        yield part, end, number < len(parts) - 1


def add(line: Line, piece: str, end: int, cited: bool) -> None:
    """Add a text to a line, if it shows anything."""
    room = LONGEST_LINE + 1 - len(line.text)
    shown = INVISIBLE.sub("", html.unescape(piece[: 9 * LONGEST_LINE]))
    shown = " ".join(shown.split()) if line.text else " ".join(shown.split()).lstrip()
    if not shown:
        return
    blank = " " if line.text and piece[:1].isspace() else ""
    line.quoted = line.quoted or cited
    line.text += (blank + shown)[: max(room, 0)]
    line.end = end


def finished(line: Line) -> Iterator[Line]:
    if line.text:
        line.quoted = line.quoted or bool(QUOTE_SIGN.match(line.text))
        yield line


def first_quoted(lines: Sequence[Line]) -> int | None:
    """The line with which the history begins, with the words that introduce it;
    ``None`` if it cannot be told from the new text."""
    texts = [line.text for line in lines]
    start = next(
        (
            index
            for index, line in enumerate(lines)
            if line.quoted or is_followed_by_history(lines, texts, index)
        ),
        None,
    )
    if start is None or is_followed_by_new_text(lines, texts, start):
        return None
    begin = with_introduction(texts, start)
    introduction = texts[max(begin - 1, 0) : start + 2]
    return None if any(map(FORWARDED.match, introduction)) else begin or None


def is_followed_by_history(
    lines: Sequence[Line], texts: Sequence[str], index: int
) -> bool:
    """Whether all that follows is quoted; it is not if a quotation has marks of its
    own, for it may end."""
    if index + 1 < len(lines) and lines[index + 1].quoted:
        return lines[index].opens_rest
    return lines[index].opens_rest or opens_rest(texts, index)


def is_followed_by_new_text(
    lines: Sequence[Line], texts: Sequence[str], start: int
) -> bool:
    """Whether the marks of a quotation end before the mail does."""
    end = next(
        (index for index in range(start, len(lines)) if not lines[index].quoted), None
    )
    if end is None or is_followed_by_history(lines, texts, end):
        return False
    return not END.fullmatch(texts[end])


def with_introduction(texts: Sequence[str], start: int) -> int:
    """The first of the lines that introduce a quotation."""
    begin = start - attribution_length(texts, start)
    while begin and RULE.fullmatch(texts[begin - 1]):
        begin -= 1
    return begin


def written(markup: str, tokens: Sequence[Token], cut: int) -> Iterator[str]:
    """The markup, marked from a position on; only the outermost elements are."""
    depth = 0  # of the elements that have been opened behind the cut
    for token in tokens:
        text = markup[token.start : token.end]
        if not token.name:
            at = max(cut - token.start, 0) if not depth else len(text)
            yield text[:at]
            yield wrapped(text[at:], token.keeps_lines)
            continue
        if "data-o-" in token.attributes:
            text = HINT.sub("", text)
        if token.start >= cut and not token.closing:
            if not depth:
                text = text.replace(f"<{token.name}", f"<{token.name}{MARK}", 1)
            depth += token.name not in VOID
        elif depth and token.closing:
            depth -= 1
        yield text


def wrapped(text: str, keeps_lines: bool) -> str:
    """A quoted text in an element of its own; blanks between cells stay."""
    if text and (keeps_lines or not text.isspace()):
        return f"<span{MARK}>{text}</span>"
    return text
