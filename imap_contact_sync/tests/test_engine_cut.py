# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine import cut as engine_cut
from odoo.addons.imap_contact_sync.engine.cut import (
    LONGEST_HEADER,
    MOST_CANDIDATES,
    SMALLEST,
    cut_files,
    is_file,
)
from odoo.addons.imap_contact_sync.engine.message import parse_message, parse_whole

from .hypothesis_profile import examples
from .test_engine_large import letter

SAMPLES = Path(__file__).parent / "samples"
LARGE = bytes(range(256)) * 100
BASE64 = b"QUJD" * 19 + b"\r\n"


def part(*header, body=BASE64 * 200):
    return b"--x\r\n" + b"\r\n".join(header) + b"\r\n\r\n" + body


def whole(*parts):
    head = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + b"".join(parts) + b"--x--\r\n"


FILE = (b"Content-Type: application/pdf", b"Content-Transfer-Encoding: BASE64")


class TestCutFiles(BaseCase):
    def assert_same(self, content, files=None):
        cut = cut_files(content)
        if files is not None:
            self.assertEqual(len(cut), files)
        self.assertEqual(parse_message(content), parse_whole(content))

    def test_files_come_back(self):
        content = letter(
            ("a.pdf", "application/pdf", LARGE, "base64"),
            ("small.pdf", "application/pdf", b"small", "base64"),
            ("b.png", "image/png", LARGE[::-1], "base64"),
        )
        self.assert_same(content, files=2)
        cut = cut_files(content)
        self.assertLess(len(cut.skeleton), SMALLEST)
        self.assertEqual(
            [each.content for each in parse_message(content).attachments],
            [LARGE, b"small", LARGE[::-1]],
        )

    def test_lines_that_end_with_a_newline_only(self):
        content = letter(("a.pdf", "application/pdf", LARGE, "base64"))
        self.assert_same(content.replace(b"\r\n", b"\n"), files=1)

    def test_file_alone(self):
        head = b"\r\n".join((b"From: a@b.example", *FILE)) + b"\r\n\r\n"
        self.assert_same(head + BASE64 * 200)
        self.assert_same(head + BASE64 * 200 + b"--\r\n")

    def test_text_is_not_cut(self):
        text = b"Content-Type: text/plain", FILE[1]
        self.assert_same(whole(part(*text)), files=0)
        self.assert_same(whole(part(FILE[0])), files=0)

    def test_attached_message_keeps_its_file_encoded(self):
        inner = letter(("a.pdf", "application/pdf", LARGE, "base64"))
        content = whole(part(b"Content-Type: message/rfc822", body=inner + b"\r\n"))
        self.assert_same(content, files=1)

    def test_what_only_looks_like_a_file(self):
        """Nothing is lost where the mark is not found again."""
        source = b"\r\n".join(FILE) + b"\r\n\r\n" + BASE64 * 200
        quoted = part(b"Content-Type: text/plain", body=b"See:\r\n--y\r\n" + source)
        self.assert_same(whole(quoted))
        self.assert_same(whole(part(b"Content-Type: text/plain", body=source)))
        unknown = b"From: a@b.example\r\n\r\n--x\r\n" + source + b"\r\n--x--\r\n"
        self.assert_same(unknown)

    def test_broken_base64(self):
        for body in (b"!" * 20_000, BASE64 * 200 + b"Q", b"=" * 20_000,
                     BASE64 * 100 + b"=\r\n" + BASE64 * 100):  # fmt: skip
            with self.subTest(body=body[-5:]):
                self.assert_same(whole(part(*FILE, body=body + b"\r\n")))

    def test_a_message_of_nothing_but_candidates(self):
        """Each one costs a search through the message: the parser gets it all."""
        parts = [part(*FILE)] * (MOST_CANDIDATES + 1)
        self.assert_same(whole(*parts[1:]), files=MOST_CANDIDATES)
        self.assert_same(whole(*parts), files=0)
        hostile = FILE[1] + b"\r\n\r\n"
        with self.counting() as headers:
            self.assertEqual(len(cut_files(hostile * 9_000)), 0)
        self.assertFalse(headers)

    def test_a_header_without_end(self):
        content = (b"X: y\r\n" * 99_999 + FILE[1] + b"\r\n\r\n" + BASE64 * 150) * 3
        with self.counting() as headers:
            self.assert_same(content + b"\r\n--x\r\n")
        self.assertEqual(len(headers), 3 * 2)  # it is cut twice here
        self.assertLess(max(headers), 2 * LONGEST_HEADER)

    @contextmanager
    def counting(self):
        """The lengths of the headers that are read."""
        lengths = []
        with patch.object(
            engine_cut,
            "is_file",
            lambda header: lengths.append(len(header)) or is_file(header),
        ):
            yield lengths

    def test_every_sample(self):
        for path in sorted(SAMPLES.glob("*.eml")):
            with self.subTest(path.name):
                self.assert_same(path.read_bytes())

    @examples
    @given(
        st.lists(
            st.sampled_from(
                [b"--x", b"\r\n", b"\n", b"\r\n\r\n", FILE[0], FILE[1], BASE64 * 150,
                 b"Content-Type: text/plain", b"Content-Type: message/rfc822",
                 b"Content-Type: multipart/mixed; boundary=x", b"--", b"Text"]
            ),
            max_size=25,
        )
    )  # fmt: skip
    def test_any_order_of_parts(self, pieces):
        self.assert_same(b"\r\n".join(pieces))
