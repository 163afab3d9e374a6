# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.balance import (
    LARGE,
    MOST_ATTRIBUTES,
    MOST_DEEP,
    balanced,
    is_costly,
    restored,
)
from odoo.addons.imap_contact_sync.engine.html import (
    DROPPED_WITH_CONTENT,
    MOST_HTML,
    TAGS,
    referenced_parts,
    replace_parts,
    sanitize,
)

from .hypothesis_profile import examples
from .pace import check_takes

MOST_SECONDS = 2  # of the processor, for one part: issue 5
FONTS = "".join(f"<font color={number}>" for number in range(20_000))
# Each is quadratic or worse in the reader of HTML that nh3 and browsers share.
SLOW = {
    "less than": "<" * 1_000_000,
    "ampersands": "&" * MOST_HTML,
    "ampersands in a title": f"<p title='{'&' * 1_900_000}'>x",
    "ampersands in a link": f"<a href='http://x/{'&' * 1_900_000}'>x",
    "unclosed tags": "<b><i><span><p>" * (40_000 // 15),
    "unclosed divs": "<div>" * 20_000,
    "nested tags": "<div>" * 100_000 + "deep" + "</div>" * 100_000,
    "end tags that end nothing": "<span>" * 150_000 + "</i>" * 200_000,
    "list items": "<span>" * 100_000 + "<li>" * 200_000,
    "fonts in each paragraph": f"<p>{FONTS[:4500]}</p>" + "<p>x" * 3000,
    "many fonts": f"<p>{FONTS}</p>" + "<p>x" * 300_000,
    "links": "<a>" * (MOST_HTML // 3),
    "formatting": "<b><p>" * (MOST_HTML // 6),
    "attributes": "<p " + " ".join(f"a{n:x}" for n in range(280_000)) + ">x",
    "short attributes": "<p " + " ".join(f"{n:x}" for n in range(18_000)) + ">x",
    "rules": f"<p style='{'a:b;' * 300_000}'>x",
    "known rules": f"<p style='{'color:red;' * 100_000}'>x",
    "styles": "<p style='color:red;margin:0'>x</p>" * 60_000,
    "open tags": "<a " * (MOST_HTML // 3),
    "open attributes": "<a a='" * (MOST_HTML // 6),
    "comments": "<!--" * (MOST_HTML // 4),
    "scripts": "<script>x" * (MOST_HTML // 9),
    "images": '<img src="cid:a">' * (MOST_HTML // 17),
    "remote images": "<img src=http://x>" * (MOST_HTML // 18),
    "tables": "<table><tr><td>" * (MOST_HTML // 15),
}


def text_of(markup):
    return re.sub(r"<[^>]*>", "", markup)


def deepest(markup):
    """The greatest number of elements that are open at once."""
    depth = most = 0
    for closing, name in re.findall(r"<(/?)([\w-]+)", markup):
        if name not in {"br", "hr", "img", "wbr", "col"}:
            depth += -1 if closing else 1
            most = max(most, depth)
    return most


def balance(markup):
    return restored(balanced(markup, TAGS, DROPPED_WITH_CONTENT))


class TestTime(BaseCase):
    """F4: Odoo's own sanitiser is quadratic, and nh3 is on purpose-made input."""

    def test_html_5_nothing_is_slow(self):
        for name, markup in SLOW.items():
            with self.subTest(name):
                check_takes(MOST_SECONDS, self.show, markup)
                self.assertLess(len(sanitize(markup)), 6 * MOST_HTML)

    def show(self, markup):
        clean = sanitize(markup)
        referenced_parts(clean)
        replace_parts(clean, {"a": "/web/image/1"})

    def test_html_5_what_is_longer_is_cut(self):
        clean = sanitize("<p>word</p>" * (MOST_HTML // 4))
        self.assertLess(len(clean), 1.1 * MOST_HTML)
        self.assertTrue(text_of(clean).endswith("\u2026"))
        # Not inside a tag.
        clean = sanitize("x" * (MOST_HTML - 5) + '<a href="https://a.example">')
        self.assertEqual(clean[-3:], "xx\u2026")
        self.assertFalse(sanitize("x" * MOST_HTML).endswith("\u2026"))

    def test_ordinary_mail_is_not_touched(self):
        row = "<tr><td><b>a</b></td><td><font color=red>b</font></td></tr>"
        self.assertFalse(is_costly(f"<table>{row * 100}</table>"))
        self.assertFalse(is_costly("x" * LARGE))
        self.assertTrue(is_costly("x" * (LARGE + 1)))


class TestBalanced(BaseCase):
    def test_html_6_no_text_is_lost(self):
        for count in (1_000, 80_000):  # as much as is kept of a text
            with self.subTest(count):
                clean = sanitize("<div>" * count + "deep" + "</div>" * count + "end")
                self.assertEqual(text_of(clean), "deepend")

    def test_html_6_text_behind_what_is_too_deep(self):
        deep = MOST_DEEP + 50
        markup = "<i>" * deep + "in" + "</i>" * deep + "<p>after</p>"
        clean = balance(markup)
        self.assertEqual(deepest(clean), MOST_DEEP)
        self.assertTrue(clean.endswith("</i><p>after</p>"))

    def test_a_large_mail_looks_the_same(self):
        """Both ways to clean a mail agree about what mail is made of."""
        pieces = (
            "<p>a <b>b</b> &amp; c&nbsp;d<br>e</p>",
            '<table width="9"><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
            "<ul><li>a<li>b</ul>",
            "<p>a<p>b",
            '<font color="#333" face="Arial">x</font>',
            '<a href="https://a.example/?b=1&amp;c=2" title="a > b">x</a>',
            '<span style="color:red;font-family:&quot;Arial&quot;">x</span>',
            "<style>p { color: red }</style><!-- no --><p class=MsoNormal>x</p>",
            '<img src="cid:a@b" alt="x"><img src="https://a.example/x?a=1&amp;b=2">',
            "1 < 2 &lt; 3 &copy; &#38; \u00e9",
        )
        for piece in pieces:
            with self.subTest(piece):
                small = sanitize(piece)
                large = sanitize(f"{piece}<!--{'x' * LARGE}-->")
                self.assertEqual(large, small)

    def test_attributes(self):
        many = " ".join("a" * number for number in range(1, 100))
        clean = balanced(f"<p {many}>x</p>", {"p"}, set())
        self.assertEqual(clean.count("="), MOST_ATTRIBUTES)
        clean = balanced("<p a='1\"<>' A=2 b>x</p>", {"p"}, set())
        self.assertEqual(clean, '<p a="1&quot;&lt;&gt;" b="">x</p>')

    @examples
    @given(
        st.lists(
            st.sampled_from(
                [
                    "<b>",
                    "</b>",
                    "<p>",
                    "</p>",
                    "<i ",
                    "a='",
                    '"',
                    ">",
                    "<",
                    "x",
                    "<td>",
                    "<!--",
                    "-->",
                    "<script>",
                    "</script>",
                    "<a>",
                    "</a>",
                    "&",
                    "/",
                    "=",
                ]
            )  # fmt: skip
        )
    )
    def test_whatever_comes_is_balanced(self, pieces):
        clean = balanced("".join(pieces), TAGS, DROPPED_WITH_CONTENT)
        stack = []
        for closing, name in re.findall(r"<(/?)([\w-]+)", clean):
            if closing:
                self.assertEqual(stack.pop(), name)
            else:
                stack.append(name)
        self.assertEqual(stack, [])
