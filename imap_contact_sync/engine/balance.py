# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Any HTML to shallow, balanced HTML, in linear time.

The reader of HTML that browsers and nh3 share is quadratic on purpose-made input: for
a tag it may walk up all open elements, it opens formatting elements again in each
paragraph that follows, and it compares each attribute with those before it. What is
large or has many tags goes through here first. Nothing here makes it safe: that is
for ``html.sanitize``, which reads what is written here.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

MOST_DEEP = 200
MOST_TAGS = 60_000
MOST_ATTRIBUTES = 30
MOST_VALUE = 10_000  # characters of an attribute that is not an image itself
# Up to here the reader's worst case takes less than half a second.
LARGE = 100_000  # characters
MANY_STEPS = 50_000_000  # tags times open elements
MANY_COPIES = 200_000  # formatting elements times tags
VOID = {"br", "hr", "img", "wbr", "col"}
# Those that browsers open again when a paragraph has closed them. Under another name
# they are like any other.
FORMATTING = {
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u",
}  # fmt: skip
PREFIX = "x-"
CELLS = {"td", "th"}
# What an element closes when it begins: end tags of these may be left out.
IMPLIED_ENDS = {
    "a": {"a"}, "p": {"p"}, "li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"},
    "td": CELLS, "th": CELLS, "tr": CELLS | {"tr"},
}  # fmt: skip
# As in the HTML standard, 13.2.5; possessive, so that no input is read twice. What has
# no end is a tag up to the end of the text, for browsers as well.
ATTRIBUTE = (
    r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
)
ATTRIBUTES = re.compile(ATTRIBUTE)
NAME = re.compile(r"[a-z][a-z-]*")
TOKEN = re.compile(
    r"<!--|<[!?][^<>]*+>|<(/?)([a-zA-Z][^\s/<>]*+)((?:[\s/]++|"
    + ATTRIBUTE.replace("(", "(?:", 1).replace('("', '(?:"')
    + r")*+)(?:>|\Z)"
)
START = re.compile(r"<[a-zA-Z]")
FORMATTING_START = re.compile(rf"<(?:{'|'.join(FORMATTING)})[\s/>]", re.I)
# Stands for & in a text, since nh3 is quadratic in their number.
AMPERSAND = "\ufdd0"
RENAMED = re.compile(rf"(</?){PREFIX}")


def is_costly(markup: str) -> bool:
    """Whether a browser's reader could take long, by an upper bound of its steps."""
    if len(markup) > LARGE:
        return True
    starts = len(START.findall(markup))
    if starts * (starts + markup.count("</")) > MANY_STEPS:
        return True
    return starts * len(FORMATTING_START.findall(markup)) > MANY_COPIES


def renamed(tags: Iterable[str]) -> set[str]:
    """The tags with the names that the formatting ones have in balanced HTML."""
    return {PREFIX + tag if tag in FORMATTING else tag for tag in tags}


def restored(markup: str) -> str:
    """Sanitised HTML with the names and signs that balancing has replaced."""
    return RENAMED.sub(r"\1", markup).replace(AMPERSAND, "&amp;")


def balanced(markup: str, tags: set[str], dropped: set[str]) -> str:
    """The same text with these tags only, each closed, none too deep.

    :param dropped: tags that disappear with what is in them
    """
    return Balance(tags).balanced(markup, dropped)


class Balance:
    """The open elements while a text is rewritten."""

    def __init__(self, tags: set[str]) -> None:
        self.tags = tags
        self.open: list[str] = []
        self.unopened: Counter[str] = Counter()  # too deep; their end tags are to come
        self.count = 0
        self.written: list[str] = []

    def balanced(self, markup: str, dropped: set[str]) -> str:
        for text, closing, name, attributes in tokens(markup, dropped):
            self.written.append(written_text(text))
            if name not in self.tags:
                continue
            if closing:
                self.end(name)
            else:
                self.start(name, attributes)
        self.close_up_to(0)
        return "".join(self.written)

    def start(self, name: str, attributes: str) -> None:
        while self.open and self.open[-1] in IMPLIED_ENDS.get(name, ()):
            self.close_up_to(len(self.open) - 1)
        if self.count >= MOST_TAGS:
            return
        if name not in VOID:
            if len(self.open) >= MOST_DEEP:
                self.unopened[name] += 1
                return
            self.open.append(name)
        self.count += 1
        self.written.append(f"<{written_name(name)}{written_attributes(attributes)}>")

    def end(self, name: str) -> None:
        if self.unopened[name]:
            self.unopened[name] -= 1
        elif name in self.open:
            last = len(self.open) - 1 - self.open[::-1].index(name)
            self.close_up_to(last)

    def close_up_to(self, count: int) -> None:
        while len(self.open) > count:
            self.written.append(f"</{written_name(self.open.pop())}>")


def written_name(name: str) -> str:
    return PREFIX + name if name in FORMATTING else name


def written_text(text: str) -> str:
    plain = html.unescape(text).replace(AMPERSAND, "")
    return plain.replace("&", AMPERSAND).replace("<", "&lt;").replace(">", "&gt;")


def written_attributes(attributes: str) -> str:
    """The first attributes of a tag, quoted so that there is one way to read them."""
    values: dict[str, str] = {}
    for found in ATTRIBUTES.finditer(attributes):
        if len(values) >= MOST_ATTRIBUTES:
            break
        name, value = found[1].lower(), found[2] or ""
        if not NAME.fullmatch(name):
            continue
        if value[:1] in {'"', "'"}:
            value = value[1:-1]
        value = html.unescape(value)
        if len(value) <= MOST_VALUE or ("&" not in value and value.startswith("data:")):
            values.setdefault(name, html.escape(value))
    return "".join(f' {name}="{value}"' for name, value in values.items())


def tokens(markup: str, dropped: set[str]) -> Iterator[tuple[str, bool, str, str]]:
    """The texts, each with the tag after it: whether it closes, name, attributes."""
    position = 0
    endless: set[str] = set()  # what has a beginning and no end: not looked for again
    scanner = TOKEN.scanner(markup)
    while found := scanner.search():
        text = markup[position : found.start()]
        position = found.end()
        name = (found[2] or "").lower()
        end = None
        if found[0] == "<!--":
            end = "-->"
        elif name in dropped and not found[1]:
            end = f"</{name}[^>]*>?"
        yield text, bool(found[1]), name, found[3] or ""
        if end and end not in endless:
            position = end_of(end, markup, position)
            if position == found.end():
                endless.add(end)
            else:
                scanner = TOKEN.scanner(markup, position)
    yield markup[position:], False, "", ""


def end_of(end: str, markup: str, position: int) -> int:
    """Where what ends like this is over; the position itself if it does not end."""
    found = re.compile(end, re.I).search(markup, position)
    return found.end() if found else position
