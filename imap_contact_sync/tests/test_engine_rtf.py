# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import struct

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.rtf import (
    LONGEST_RTF,
    RtfError,
    decompress,
    read_rtf,
)

from .tnef_writer import RTF_OF_HTML, RTF_OF_TEXT, compressed_rtf, stored_rtf


def literal_rtf(rtf):
    """Compressed without any reference."""
    packed = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(packed) + 12, len(rtf), b"LZFu", 0) + packed


class TestRtf(BaseCase):
    def text(self, rtf):
        text, is_html = read_rtf(stored_rtf(rb"{\rtf1" + rtf + b"}"))
        self.assertFalse(is_html)
        return text

    def test_compression(self):
        for rtf in (RTF_OF_HTML, RTF_OF_TEXT, b"{\\rtf1 " + b"a" * 100 + b"}"):
            for written in (compressed_rtf, stored_rtf):
                self.assertEqual(decompress(written(rtf)), rtf)
            self.assertTrue(decompress(literal_rtf(rtf)).startswith(rtf))
        # From one place before the dictionary.
        packed = b"\x01\xff\xf0"
        head = struct.pack("<II4sI", len(packed) + 12, 2, b"LZFu", 0)
        self.assertEqual(decompress(head + packed), b" {")

    def test_mime_2_too_long(self):
        for written in (stored_rtf, literal_rtf):
            with self.subTest(written.__name__):
                decompress(written(b"x" * (LONGEST_RTF - 300)))
                with self.assertRaises(RtfError):
                    decompress(written(b"x" * (LONGEST_RTF + 1)))

    def test_unreadable(self):
        for raw in (b"", b"x" * 50, stored_rtf(b"no rtf"), stored_rtf(b"")):
            with self.subTest(raw), self.assertRaises(RtfError):
                read_rtf(raw)

    def test_texts(self):
        table = [
            (rb" Hi \u-10179?\u-8704? end", "Hi \U0001f600 end"),
            (rb" \u55357?\u56832?", "\U0001f600"),
            (rb" a\u-10179?b", "a\ufffdb"),
            (rb"\uc0 \u8364 x", "€x"),
            (rb"\uc2 \u8364 \'80\'80x", "€x"),
            (rb"{\uc0 \u8364 }\u8364 ?x", "€€x"),
            (rb" a\bin3 {x\b", "ab"),
            (rb" a\~b\_c\-d\\e\{f\}", "a\u00a0b\u2011cd\\e{f}"),
            (rb"\ansicpg1251 \'cf\'f0", "Пр"),
            (rb"\ansicpg65001 \'c3\'bc", "ü"),
            (rb"\ansicpg28595 \'bf\'e0", "Пр"),
            (rb"\ansicpg932 \'93\'fa\'96\'7b", "日本"),
            (rb"{\fonttbl{\f1\fcharset204 X;}}{\f1 \'cf}\'cf", "ПÏ"),
            (rb"{\fonttbl{\f1\fcharset77 X;}}{\f1 \'8a}", "ä"),
            (rb" a\line b\tab c\par d\emdash", "a\nb\tc\nd—"),
            (rb"{\*\unknown x}{\info y}z", "z"),
        ]  # fmt: skip
        for rtf, text in table:
            with self.subTest(rtf):
                self.assertEqual(self.text(rtf), text)
