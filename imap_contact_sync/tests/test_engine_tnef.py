# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""MIME-9: what Outlook packed into a winmail.dat is shown like any mail."""

import random
import struct

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine import tnef as engine_tnef
from odoo.addons.imap_contact_sync.engine.files import NEUTRAL_TYPE
from odoo.addons.imap_contact_sync.engine.html import sanitize
from odoo.addons.imap_contact_sync.engine.large import parse_large
from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.engine.notes import (
    TEXT_CUT,
    TNEF_UNREADABLE,
    TOO_COMPLEX,
)
from odoo.addons.imap_contact_sync.engine.parts import Found, visible
from odoo.addons.imap_contact_sync.engine.tnef import (
    MESSAGE_OBJECT,
    TnefError,
    read_tnef,
)

from .hypothesis_profile import TORTURE
from .pace import check_takes
from .poison import mixed
from .tnef_writer import (
    BINARY,
    LONG,
    OBJECT,
    RTF_OF_HTML,
    RTF_OF_TEXT,
    STRING8,
    UNICODE,
    attribute,
    body,
    compressed_rtf,
    file,
    stored_rtf,
    tnef,
    winmail,
)

PDF = file(b"OFFER~1.PDF", b"%PDF-1.4\0\0", (UNICODE, 0x3707, "Offer März.pdf"))


def rtf_body(text):
    return body((BINARY, 0x1009, stored_rtf(rb"{\rtf1" + text)))


class TestTnef(BaseCase):
    def parsed(self, content, **values):
        """Both ways of reading a message give the same."""
        raw = winmail(content, **values)
        mail = parse_message(raw)
        self.assertEqual(parse_large([raw]), mail)
        return mail

    def names(self, mail):
        return [each.name for each in mail.attachments]

    def test_mime_9_bodies(self):
        table = [
            (body((BINARY, 0x1013, b"<p>Hello <b>there</b></p>")), "<b>there</b>"),
            (body((UNICODE, 0x1000, "Grüße €")), "Grüße €"),
            (body((STRING8, 0x1000, b"Gr\xfc\xdfe")), "Grüße"),
            (attribute(0x800C, b"Old body \xe4\0", kind=2), "Old body ä"),
            (body((BINARY, 0x1009, compressed_rtf(RTF_OF_HTML))), "<b>bold</b> € При"),
            (body((BINARY, 0x1009, stored_rtf(RTF_OF_HTML))), "Grüße, <b>bold"),
            (body((BINARY, 0x1009, compressed_rtf(RTF_OF_TEXT))),
             "First line\nSecond {line}\tx"),
            (body((LONG, 0x3FDE, 65001), (BINARY, 0x1013, "<p>ж</p>".encode())), "ж"),
        ]  # fmt: skip
        for attributes, text in table:
            with self.subTest(text):
                mail = self.parsed(tnef(attributes, PDF))
                self.assertIn(text, mail.body)
                self.assertNotIn("never", mail.body)
                self.assertEqual(self.names(mail), ["Offer März.pdf"])
                self.assertEqual(mail.notes, ())

    def test_mime_9_files(self):
        logo = file(b"logo.png", b"x", (STRING8, 0x3712, b"logo@x\0"),
                    (STRING8, 0x370E, b"image/png\0"))  # fmt: skip
        bad = file(
            b"..\\..\\inv\x00oice.html", b"<script>", (UNICODE, 0x3707, "a\u202e.js")
        )
        html = body((BINARY, 0x1013, b"<p>See <img src='cid:logo@x'></p>"))
        mail = self.parsed(tnef(html, PDF, logo, bad))
        pdf, image, script = mail.attachments
        self.assertEqual(
            (pdf.content, pdf.mimetype), (b"%PDF-1.4\0\0", "application/pdf")
        )
        self.assertEqual((image.mimetype, image.inline), ("image/png", True))
        self.assertEqual((script.name, script.mimetype), ("a.js", NEUTRAL_TYPE))

    def test_mime_9_body_is_sanitised(self):
        html = (
            b"<p onclick='x()'>a<script>alert(1)</script><img src='http://x.y/z'></p>"
        )
        mail = self.parsed(tnef(body((BINARY, 0x1013, html))))
        for word in ("script", "onclick", ' src="http'):
            self.assertNotIn(word, mail.body)

    def test_the_same_text_is_shown_once_and_another_one_too(self):
        """The message's own text, the body of its winmail.dat, and what is shown."""
        link = "<p>See <a href='https://x.example/?a&amp;b'>here</a>, Ann</p>"
        image = '<img src="cid:logo@x">'
        table = [
            ("Offer\r\n\r\n* one", "<p>Offer</p><ul><li>one</li></ul>", "<ul>"),
            ("Dear Ann, I say it all.", "<p>I say</p>", "Dear Ann"),
            ("See here <https://x.example/?a&b>, Ann", link, "<p>See "),
            ("", "<p>Words</p>", "<p>Words</p>"),
            ("Words", "<p> </p>", "Words"),
            ("", image, image),
        ]
        for text, html, shown in table:
            with self.subTest(text):
                content = tnef(body((BINARY, 0x1013, html.encode())))
                found = self.parsed(content, text=text.encode()).body
                self.assertIn(shown, found)
                self.assertNotIn("\n<p", found)
                self.assertNotIn("</p>\n", found)
        table = [
            ("Please open this.", "<p>Dear Ann, here is a letter of another one</p>"),
            ("A disclaimer of a gateway, which is long.", "<p>Yes, order 4711</p>"),
            ("See here <https://y.example/>, Ann", link),
            ("\U0001f44d", "<p>Words</p>"),
            ("<https://y.example/>", link),
            ("Words", image),
        ]
        for text, html in table:
            with self.subTest(text):
                content = tnef(body((BINARY, 0x1013, html.encode())))
                found = self.parsed(content, text=text.encode()).body
                for markup in (visible(found), found):
                    self.assertIn(text.partition("<")[0], markup)
                self.assertIn(sanitize(html), found)

    def test_mime_2_texts_of_several_files_together(self):
        long = tnef(body((BINARY, 0x1013, b"<p>" + b"x" * 900_000)))
        mail = self.parsed(long)
        self.assertGreater(len(mail.body), 900_000)
        file = b"Content-Type: application/ms-tnef\r\n\r\n" + long
        mail = parse_message(mixed("several", file, file, file))
        self.assertLess(len(mail.body), 2_500_000)
        self.assertEqual(mail.notes, (TOO_COMPLEX, TNEF_UNREADABLE))

    def test_by_its_name_alone(self):
        content = tnef(body((UNICODE, 0x1000, "Words")))
        self.assertIn("Words", self.parsed(content, kind=NEUTRAL_TYPE).body)
        other = self.parsed(content, kind=NEUTRAL_TYPE, name="other.dat")
        self.assertEqual(self.names(other), ["other.dat"])

    def test_unreadable_stays_a_file_with_a_note(self):
        good = tnef(body((UNICODE, 0x1000, "Words")), PDF)
        broken_rtf = tnef(body((BINARY, 0x1009, b"x" * 50)))
        many = tnef(*[attribute(0x8004, b"x")] * (engine_tnef.MOST_ATTRIBUTES + 1))
        for content in (b"", b"no tnef", good[:-60], good[:100], broken_rtf, many):
            with self.subTest(content[:20]):
                mail = self.parsed(content, text=b"Own text")
                self.assertEqual(mail.notes, (TNEF_UNREADABLE,))
                self.assertEqual(self.names(mail), ["winmail.dat"])
                self.assertEqual(mail.attachments[0].content, content)
                self.assertIn("Own text", mail.body)

    def test_a_text_that_cannot_be_read_costs_nothing_else(self):
        long = stored_rtf(rb"{\rtf1 " + b"word " * 230_000 + b"}")
        for rtf in (b"x" * 50, long):
            with self.subTest(rtf[:20]):
                pairs = (UNICODE, 0x1000, "Plain words"), (BINARY, 0x1009, rtf)
                content = tnef(body(*pairs), PDF)
                mail = self.parsed(content)
                self.assertIn("Plain words", mail.body)
                self.assertEqual(self.names(mail), ["Offer März.pdf", "winmail.dat"])
                self.assertEqual(mail.attachments[1].content, content)
                self.assertEqual(mail.notes, (TNEF_UNREADABLE,))

    def test_a_text_that_is_cut(self):
        content = tnef(body((BINARY, 0x1013, b"<p>word</p>" * 100_000)), PDF)
        mail = self.parsed(content)
        self.assertIn("<p>word</p>", mail.body)
        self.assertEqual(self.names(mail), ["Offer März.pdf", "winmail.dat"])
        self.assertEqual(mail.attachments[1].content, content)
        self.assertEqual(mail.notes, (TEXT_CUT,))

    def test_codepages(self):
        table = [
            (28592, "żółć", "iso-8859-2"), (28595, "Привет", "iso-8859-5"),
            (28599, "ışğ", "iso-8859-9"), (28605, "€", "iso-8859-15"),
            (38598, "שלום", "iso-8859-8"), (50220, "日本", "iso-2022-jp"),
            (50221, "日本", "iso-2022-jp"), (51932, "日本", "euc-jp"),
            (51949, "한국", "euc-kr"), (54936, "中文", "gb18030"),
            (936, "中文", "gbk"), (20866, "Привет", "koi8-r"), (20127, "x", "ascii"),
            (21866, "Їжак", "koi8-u"), (10000, "Grüße", "mac-roman"),
        ]  # fmt: skip
        for number, text, charset in table:
            with self.subTest(number):
                html = f"<p>{text}</p>".encode(charset)
                content = tnef(body((LONG, 0x3FDE, number), (BINARY, 0x1013, html)))
                self.assertEqual(self.parsed(content).body, f"<p>{text}</p>")
        # The plain text is of the file's codepage, the HTML of the Internet's.
        plain = STRING8, 0x1000, "Привет".encode("cp1251")
        content = tnef(body((LONG, 0x3FDE, 65001), plain), codepage=1251)
        self.assertIn("Привет", self.parsed(content).body)

    def test_mime_10_attached_message_is_a_file(self):
        inner = tnef(body((UNICODE, 0x1000, "Inner words")))
        pairs = [(OBJECT, 0x3701, MESSAGE_OBJECT + inner)]
        mail = self.parsed(tnef(body((UNICODE, 0x1000, "See below")),
                                file(b"FW: order", None, *pairs), PDF))  # fmt: skip
        self.assertNotIn("Inner", mail.body)
        self.assertEqual(self.names(mail), ["FW order.tnef", "Offer März.pdf"])
        self.assertEqual(mail.attachments[0].content.rstrip(b"\0"), inner.rstrip(b"\0"))
        self.assertEqual(mail.notes, (TNEF_UNREADABLE,))

    def test_what_files_are_called_and_where_they_are(self):
        long_name = UNICODE, 0x3707, "long.pdf"
        short_name = STRING8, 0x3704, b"short"
        inside = BINARY, 0x3701, b"inside.."
        for title, content, pairs, found in (
            (b"title", b"x", [short_name, long_name], ("long.pdf", b"x")),
            (b"title", b"x", [short_name], ("short", b"x")),
            (b"title", b"x", [], ("title", b"x")),
            (b"title", None, [inside], ("title", b"inside..")),
            (b"title", b"x", [inside], ("title", b"x")),
        ):
            with self.subTest(found):
                [read] = self.parsed(tnef(file(title, content, *pairs))).attachments
                self.assertEqual((read.name, read.content), found)

    def test_mime_2_longest(self):
        padding = attribute(0x8004, bytes(engine_tnef.LONGEST_TNEF))
        with self.assertRaises(TnefError):
            read_tnef(tnef(padding))
        shorter = attribute(0x8004, bytes(engine_tnef.LONGEST_TNEF - 100))
        self.assertEqual(read_tnef(tnef(shorter)), Found())

    def test_what_can_be_read_of_a_broken_one(self):
        pairs = struct.pack("<I", 3) + body((UNICODE, 0x1000, "Words"))[13:-2]
        mail = self.parsed(tnef(attribute(0x9003, pairs), PDF))
        self.assertIn("Words", mail.body)
        self.assertEqual(self.names(mail), ["Offer März.pdf", "winmail.dat"])
        self.assertEqual(mail.notes, (TNEF_UNREADABLE,))

    def refuses(self, content):
        try:
            read_tnef(content)
        except TnefError:
            return True
        return False

    def test_mime_2_counts_that_lie(self):
        """tnefparse alone would take hours, or all memory."""
        one, billions = struct.pack("<I", 1), struct.pack("<I", 0xFFFFFFFF)
        value = struct.pack("<HH", 0x1003, 0x1000) + billions
        rtf = struct.pack("<II4sI", 0x7FFFFFFF, 0x7FFFFFFF, b"LZFu", 0)
        bomb = rtf + (b"\xff" + b"\x00\x0f" * 8) * 400_000
        for name, content in {
            "properties": attribute(0x9003, billions),
            "values": attribute(0x9003, one + value + b"\0" * 99),
            "many values": attribute(0x9003, one + value + bytes(8 * 10**6)),
            "texts": attribute(0x9003, struct.pack("<IHH", 1, 0x1E, 1) + billions
                               + bytes(10**6)),
            "recipients": attribute(0x9004, billions),
            "length": struct.pack("<BHHI", 1, 0x9003, 6, 0xFFFFFFFF),
            "rtf": body((BINARY, 0x1009, bomb)),
            "groups": rtf_body(b"{" * 10**6),
            "words": rtf_body(rb"\b" * 500_000),
            "hex": rtf_body(rb"\'41" * 250_000),
            "unicode": rtf_body(rb"\u9" * 300_000),
            "bin": rtf_body(rb"\bin9999999999 x"),
        }.items():  # fmt: skip
            with self.subTest(name):
                refused = check_takes(2, self.refuses, tnef(content))
                self.assertFalse(refused and name not in {"length", "rtf"})

    def test_mutations(self):
        rtf = BINARY, 0x1009, compressed_rtf(RTF_OF_HTML)
        whole = tnef(body((UNICODE, 0x1000, "Words"), (LONG, 0x3FDE, 1252), rtf), PDF)
        chance = random.Random(None if TORTURE else 1)
        readable = 0
        for _each in range(20_000 if TORTURE else 400):
            content = bytearray(whole)
            for _change in range(chance.randint(1, 6)):
                place = chance.randrange(len(content))
                content[place : place + chance.randint(0, 3)] = chance.randbytes(
                    chance.randint(0, 3)
                )
            with self.subTest(content=bytes(content)):
                try:
                    found = read_tnef(bytes(content))
                except TnefError:
                    continue
                found.body.encode("utf-8")
                readable += 1
        self.assertTrue(readable)
