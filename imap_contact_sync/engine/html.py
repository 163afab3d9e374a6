# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mail HTML to HTML that is safe to show inside the ERP.

An allow-list (nh3, which is ammonia in Rust, without a depth limit) decides what
stays. No address outside loads by itself: remote images lose their ``src`` and keep
it in ``data-remote-src``, so that showing them can be a click. How it is shown is
decided in static/src/email_document.js.
"""

import html
import re
from urllib.parse import unquote

import nh3

from .balance import balanced, is_costly, renamed, restored
from .text import UNPRINTABLE

MOST_HTML = 1_000_000  # characters of a part; what is longer is cut (HTML-5)
MOST_STYLE = 10_000  # characters of one attribute
MOST_NAMES = 20  # classes of an element
TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "br",
    "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li",
    "main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span",
    "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
DROPPED_WITH_CONTENT = {
    "script", "style", "title", "head", "template", "noscript", "iframe", "object",
    "embed", "svg", "math", "select", "textarea", "audio", "video", "xml",
}  # fmt: skip
TABLE_ATTRIBUTES = {"align", "valign", "bgcolor", "width", "height"}
ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align", "class", "id"},
    "a": {"href"},
    "blockquote": {"type"},
    "img": {"src", "alt", "width", "height", "border"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "table": TABLE_ATTRIBUTES | {"border", "cellpadding", "cellspacing"},
    "tr": TABLE_ATTRIBUTES,
    "td": TABLE_ATTRIBUTES | {"colspan", "rowspan"},
    "th": TABLE_ATTRIBUTES | {"colspan", "rowspan"},
    "col": TABLE_ATTRIBUTES | {"span"},
}
# Nothing that moves a box out of its place or loads a file.
STYLE_PROPERTIES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-color",
    "border-left", "border-radius", "border-right", "border-spacing", "border-style",
    "border-top", "border-width", "color", "direction", "display", "font",
    "font-family", "font-size", "font-style", "font-variant", "font-weight",
    "height", "letter-spacing", "line-height", "list-style-type", "margin",
    "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width",
    "min-width", "padding", "padding-bottom", "padding-left", "padding-right",
    "padding-top", "text-align", "text-decoration", "text-indent", "text-transform",
    "vertical-align", "white-space", "width", "word-break", "word-wrap",
}  # fmt: skip
# A function other than a colour's, an escape, a negative length, one of five digits or
# more, or one that follows the size of the window: see HTML-1, -4.
UNSAFE_VALUE = re.compile(
    r"\\|(?<!rgb)(?<!rgba)(?<!hsl)(?<!hsla)\(|-\.?\d"
    r"|(?<![#\w.])\d{5}|(?<![#\w])[\d.]+e\d|\d(?:[sld]?v[whibm]|cq)",
    re.I,
)
LENGTH = re.compile(r"\s*\d{1,4}(?:\.\d*)?\s*(?:px|pt|%)?\s*", re.I)
COUNT = re.compile(r"\s*\d{1,3}\s*")
NUMBERS = {
    **dict.fromkeys(
        ("width", "height", "border", "cellpadding", "cellspacing"), LENGTH
    ),
    **dict.fromkeys(("colspan", "rowspan", "span"), COUNT),
}
LINK_REL = "noopener noreferrer nofollow"
LINK_SCHEMES = ("http:", "https:", "mailto:", "tel:")
IMAGE_SCHEMES = ("http:", "https:", "cid:")
DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.I)
# nh3 writes attributes as name="value" with every quote in the value escaped, and
# every < of a text as &lt;, so that these patterns see tags and nothing else.
IMG_UP_TO_SRC = r'(<img(?: [\w-]+="[^"]*")*?) src="'
REMOTE_SRC = re.compile(IMG_UP_TO_SRC + r"(?!cid:|data:)", re.I)
CID_SRC = re.compile(IMG_UP_TO_SRC + r'cid:([^"]*)"', re.I)
# Outlook spaces its paragraphs by a rule in the head, which is dropped: without it
# every line of an Outlook mail stands two lines apart.
OUTLOOK_CLASS = "MsoNormal"
OTHER_ATTRIBUTES = r'(?: (?!style=)[\w-]+="[^"]*")*'
OUTLOOK_PARAGRAPH = re.compile(
    rf'(<\w+{OTHER_ATTRIBUTES}?) class="{OUTLOOK_CLASS}"(?={OTHER_ATTRIBUTES}>)'
)
OUTLOOK_MARK = re.compile(rf'(<\w+(?: [\w-]+="[^"]*")*?) class="{OUTLOOK_CLASS}"')
# What mail programs put around what they quote, or before it; see engine/quotes.py.
QUOTE = "data-o-mail-quote"
WHOLE, REST = "whole", "rest"
QUOTATIONS = {
    "yahoo_quoted", "ymail_quoted", "protonmail_quote", "tutanota_quote",
    "mail-editor-reference-message-container", "olk_src_body_section",
    "ms-outlook-mobile-reference-message",
}  # fmt: skip
QUOTED_BELOW = {"divrplyfwdmsg", "stopspelling", "replysplit", "zwchr"}
GMAIL = "gmail_quote"  # around an answer as well, unless it is a quotation's
QUOTE_HINT = re.compile(rf'(<\w+(?: [\w-]+="[^"]*")*?) (?:class|id)="({WHOLE}|{REST})"')
URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    """The attribute's value, cleaned; ``None`` drops the attribute."""
    if name == "style":
        return safe_style(value) or None
    if name in NUMBERS:
        return value if NUMBERS[name].fullmatch(value) else None
    if name in {"class", "id"}:
        kept = kept_name(tag, value)
        return None if name == "id" and kept == OUTLOOK_CLASS else kept
    if name not in {"href", "src"}:
        return value
    value = value.strip()  # browsers load " https://..." as well
    address = value.lower()
    if name == "href":
        return value if address.startswith(LINK_SCHEMES) else None
    safe = address.startswith(IMAGE_SCHEMES) or DATA_IMAGE.match(address)
    return value if safe else None


def kept_name(tag: str, value: str) -> str | None:
    """What the classes or the id of an element say that is of use, in one word."""
    names = {name.lower() for name in value.split()[:MOST_NAMES]}
    if QUOTATIONS & names or (tag == "blockquote" and GMAIL in names):
        return WHOLE
    if QUOTED_BELOW & names:
        return REST
    return OUTLOOK_CLASS if OUTLOOK_CLASS.lower() in names else None


def safe_style(value: str) -> str:
    if len(value) > MOST_STYLE:
        return ""
    return ";".join(filter(is_safe_rule, value.split(";")))


def is_safe_rule(rule: str) -> bool:
    """Whether a ``property:value`` of a style loads nothing and stays in its place."""
    return not UNSAFE_VALUE.search(rule.partition(":")[2])


def new_cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes=attributes,
        attribute_filter=filter_attribute,
        filter_style_properties=STYLE_PROPERTIES,
        url_schemes={scheme.rstrip(":") for scheme in (*LINK_SCHEMES, "cid", "data")},
        url_relative="deny",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel=LINK_REL,
    )


CLEANER = new_cleaner(TAGS, ATTRIBUTES)
BALANCED_CLEANER = new_cleaner(
    renamed(TAGS), ATTRIBUTES | {"x-font": ATTRIBUTES["font"]}
)


def sanitize(markup: str) -> str:
    """Safe HTML of an HTML body. What is longer than ``MOST_HTML`` is cut."""
    # Numbered characters are another way to write what text must not hold.
    clean = UNPRINTABLE.sub("", cleaned(shortened(markup)))
    clean = REMOTE_SRC.sub(r'\1 data-remote-src="', clean)
    clean = OUTLOOK_PARAGRAPH.sub(r'\1 style="margin:0"', clean)
    clean = OUTLOOK_MARK.sub(r"\1", clean)
    clean = QUOTE_HINT.sub(rf'\1 {QUOTE}="\2"', clean)
    return QUOTE_HINT.sub(r"\1", clean).strip()  # of those with a class and an id


def shortened(markup: str) -> str:
    """The beginning of a very long text, not ending inside a tag."""
    if len(markup) <= MOST_HTML:
        return markup
    kept = markup[:MOST_HTML]
    if kept.rfind("<") > kept.rfind(">"):
        kept = kept[: kept.rfind("<")]
    return kept + "\u2026"


def cleaned(markup: str) -> str:
    """What the allow-list leaves, in a time that does not depend on the author."""
    if not is_costly(markup):
        return CLEANER.clean(markup)
    shallow = balanced(markup, TAGS, DROPPED_WITH_CONTENT)
    return restored(BALANCED_CLEANER.clean(shallow))


def from_plain_text(text: str) -> str:
    """Safe HTML of a plain text body: lines kept, addresses of pages linked."""
    parts, end = [], 0
    for found in URL.finditer(text):
        address = html.escape(found[0])
        parts.append(html.escape(text[end : found.start()]))
        parts.append(
            f'<a href="{address}" target="_blank" rel="{LINK_REL}">{address}</a>'
        )
        end = found.end()
    parts.append(html.escape(text[end:]))
    return f'<p style="white-space:pre-wrap">{"".join(parts)}</p>'


def referenced_parts(markup: str) -> set[str]:
    """The Content-IDs of the images that sanitised HTML shows, as they stand there and
    without percent-encoding (RFC 2392): many do not use it."""
    written = {html.unescape(found[2]) for found in CID_SRC.finditer(markup)}
    return written | set(map(unquote, written))


def replace_parts(markup: str, addresses: dict[str, str]) -> str:
    """Sanitised HTML with ``cid:`` images loaded from these addresses instead.

    An image whose part is missing keeps its alternative text only.
    """

    def replaced(found: re.Match[str]) -> str:
        written = html.unescape(found[2])
        address = addresses.get(written) or addresses.get(unquote(written))
        return f'{found[1]} src="{html.escape(address)}"' if address else found[1]

    return CID_SRC.sub(replaced, markup)
