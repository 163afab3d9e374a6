# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.charsets import decode_bytes, shift_jis
from odoo.addons.imap_contact_sync.engine.text import decoded

from .hypothesis_profile import examples
from .pace import check_takes

MEGABYTE = 10**6
CHARSETS = ["utf-8", "utf-16", "utf-7", "iso-2022-jp", "iso-2022-kr", "cp932", "hz", ""]
# Circled one, "Japan" and the sign of a company, as Outlook writes ISO-2022-JP.
JAPANESE = b"\x1b$B-!F|K\\-j\x1b(B"


class TestDecodeBytes(BaseCase):
    def test_names_that_mean_more(self):
        table = [
            ("iso-8859-1", "“q” €", "cp1252"), ("latin1", "“q” €", "cp1252"),
            ("iso-8859-9", "“ışğ”", "cp1254"), ("gb2312", "镕和", "gb18030"),
            ("x-gbk", "中文", "gb18030"), ("gb_2312-80", "镕和", "gb18030"),
            ("shift_jis", "①日本㈱髙", "cp932"), ("x-sjis", "①日本", "cp932"),
            ("windows-31j", "①日本", "cp932"), ("x-euc-jp", "日本", "euc-jp"),
            ("euc-kr", "똠방각하", "cp949"), ("ks_c_5601-1987", "똠방", "cp949"),
            ("big5", "恒裏", "cp950"), ("x-mac-cyrillic", "Привет", "mac-cyrillic"),
            ("us-ascii", "Grüße", "utf-8"), ("'windows-1251'", "Привет", "cp1251"),
        ]  # fmt: skip
        for charset, text, encoding in table:
            with self.subTest(charset):
                self.assertEqual(decode_bytes(text.encode(encoding), charset), text)

    def test_names_that_lie(self):
        table = [
            ("utf-8", "Grüße", "latin-1"), ("iso-2022-jp", "Grüße", "latin-1"),
            ("utf-8", "Grüße aus München", "cp1252"), ("us-ascii", "Grüße", "latin-1"),
            ("x-unknown", "Grüße", "utf-8"), ("", "Grüße", "latin-1"),
            ("iso-2022-jp", "日本", "utf-8"), ("hex", "Grüße", "utf-8"),
            ("base64", "Grüße", "latin-1"), ("punycode", "Grüße", "utf-8"),
            ("undefined", "Grüße", "latin-1"), ("utf-7\0", "Grüße", "utf-8"),
        ]  # fmt: skip
        for charset, text, encoding in table:
            with self.subTest(charset, text=text):
                self.assertEqual(decode_bytes(text.encode(encoding), charset), text)

    def test_one_bad_octet_does_not_spoil_the_rest(self):
        table = [
            ("utf-8", "Grüße, ä ö ü ".encode() + b"\xff.", "Grüße, ä ö ü \ufffd."),
            ("utf-8", ("ä" * 9).encode()[:-1], "ä" * 8 + "\ufffd"),
            ("us-ascii", "Grüße für €".encode() + b"\xe4 ", "Grüße für €\ufffd "),
            ("gb2312", "中文中文".encode("gbk") + b"\xd6", "中文中文\ufffd"),
            ("windows-1250", "žluťoučký".encode("cp1250") + b"\x81", "žluťoučký\ufffd"),
            ("x-unknown", ("ж" * 9).encode() + b"\xff", "ж" * 9 + "\ufffd"),
            ("iso-2022-jp", b"\x1b$BF|K\\\x1b(B\x1b$BF", "日本"),
        ]  # fmt: skip
        for charset, raw, text in table:
            with self.subTest(charset, text=text):
                self.assertEqual(decode_bytes(raw, charset)[: len(text)], text)
        late = "ä".encode() * MEGABYTE + b"\xff"
        self.assertEqual(decode_bytes(late, "utf-8"), "ä" * MEGABYTE + "\ufffd")
        early = b"\xff" * 300 + "ä".encode() * MEGABYTE
        self.assertEqual(decode_bytes(early, "utf-8"), "\ufffd" * 300 + "ä" * MEGABYTE)

    def test_what_computer_makers_added_to_iso_2022_jp(self):
        table = [
            (JAPANESE, "①日本㈱"), (JAPANESE[:-3], "①日本㈱"),
            (b"a \x1b$B|b\x1b(B b", "a 髙 b"),
            (b"\x1b(I12\x1b(B" + JAPANESE, "ｱｲ①日本㈱"),
            (b"\x1b$B-!F", "①F"), (b"\x1b$@F|\x1b(J.", "日."),
        ]  # fmt: skip
        for raw, text in table:
            with self.subTest(text):
                self.assertEqual(decode_bytes(raw, "iso-2022-jp"), text)
        word = "=?ISO-2022-JP?B?GyRCLSFGfEtcLWobKEI=?="
        self.assertEqual(decoded(f"{word} x"), "①日本㈱ x")

    @examples
    @given(st.text(st.characters(codec="iso2022_jp", min_codepoint=0x3041)))
    def test_as_shift_jis(self, text):
        raw = text.encode("iso2022_jp")
        self.assertEqual(shift_jis(raw).decode("shift_jis"), text)

    def test_mime_2_octets_that_nothing_can_read(self):
        """A text of a megabyte, of which a message may have two and a half."""
        for charset in ("utf-8", "cp1253", "utf-7", "gb18030", "iso-2022-jp", "utf-32"):
            for piece in (b"\xff", b"\x81 ", b"\x1b$B1", b"\x1b$B\xff", b"~{\xff"):
                with self.subTest(charset, piece=piece):
                    octets = piece * (MEGABYTE // len(piece))
                    check_takes(0.6, decode_bytes, octets, charset)

    @examples
    @given(st.binary(max_size=200), st.sampled_from(CHARSETS))
    def test_anything(self, raw, charset):
        self.assertIsInstance(decode_bytes(raw, charset), str)
        self.assertIsInstance(decode_bytes(raw, raw.decode("latin-1")), str)
