# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import sys
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.large import Cutter, lines, parse_large
from odoo.addons.imap_contact_sync.engine.message import parse_message

from .hypothesis_profile import examples

SAMPLES = Path(__file__).parent / "samples"


def letter(*files, html="<p>See the files.</p>"):
    """A message with ``(name, mimetype, bytes, encoding)`` of each file."""
    message = EmailMessage()
    message["From"], message["To"] = "lena@nordwind.example", "anna@a.example"
    message["Subject"] = "Files"
    message.set_content("See the files.")
    message.add_alternative(html, subtype="html")
    for name, mimetype, content, encoding in files:
        maintype, subtype = mimetype.split("/")
        message.add_attachment(
            content, maintype=maintype, subtype=subtype, filename=name, cte=encoding
        )
    return message.as_bytes(policy=SMTP)


def nested(boundary):
    """The head of a message that has parts, and the beginning of the first."""
    return b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n' % (
        boundary, boundary,
    )  # fmt: skip


def cut(content, size):
    return [content[at : at + size] for at in range(0, len(content), size)]


class TestParseLarge(BaseCase):
    def assert_same(self, content, size=1000):
        self.assertEqual(parse_large(cut(content, size)), parse_message(content))

    def test_same_as_the_whole_message(self):
        picture = bytes(range(256)) * 500
        content = letter(
            ("März.pdf", "application/pdf", picture, "base64"),
            ("zeros.bin", "application/octet-stream", b"\0" * 5000, "base64"),
            ("empty.bin", "application/octet-stream", b"", "base64"),
            ("odd.bin", "application/octet-stream", b"=3D\xff\n.", "quoted-printable"),
            ("plain.csv", "application/csv", b"a;b\r\nc;d", "7bit"),
        )
        for size in (1, 7, 64, 1000, len(content)):
            with self.subTest(size=size):
                self.assert_same(content, size)
        files = parse_large(cut(content, 1000)).attachments
        self.assertEqual(files[0].content, picture)
        self.assertEqual(files[0].name, "März.pdf")

    def test_same_as_the_whole_message_in_odd_forms(self):
        file = (
            b"Content-Type: application/pdf; name=a.pdf\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n"
        )
        head = nested(b"x").replace(b"--x\r\n", b"--x\r\n\r\nText\r\n--x\r\n")
        raw = head + file + b"--x--\r\n"
        for old, new in (
            (b"base64", b"base64 "), (b"base64", b"base64;"), (b"base64", b'"base64"'),
            (b"base64", b"base64 (x)"), (b"base64", b"\r\n base64"),
            (b'="x"', b'="x\r\n y"'), (b"pdf; name", b"pdf;\r\n \r\n name"),
        ):  # fmt: skip
            content = raw.replace(old, new)
            if b" y" in new:
                content = content.replace(b"--x", b"--x y")
            with self.subTest(new):
                self.assert_same(content)
                [file] = parse_large([content]).attachments
                self.assertEqual((file.name, file.content), ("a.pdf", b"%PDF-1.4"))

    def test_every_sample(self):
        for path in sorted(SAMPLES.glob("*.eml")):
            content = path.read_bytes()
            with self.subTest(path.name):
                large, whole = parse_large(cut(content, 50)), parse_message(content)
                self.assertEqual(self.plain(large), self.plain(whole))

    def plain(self, mail):
        """Without what may differ: an attached message has a plainer name."""
        files = tuple(
            replace(each, name="", content=each.content.replace(b"\r\n", b"\n"))
            for each in mail.attachments
        )
        return replace(mail, attachments=files)

    def test_attached_message_stays_as_it_came(self):
        inner = letter(("a.bin", "application/octet-stream", b"x" * 3000, "base64"))
        head = (b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: "
                b"multipart/mixed; boundary=xyz\r\n\r\n--xyz\r\n\r\nForwarded.\r\n"
                b"--xyz\r\nContent-Type: message/rfc822\r\n\r\n")  # fmt: skip
        found = parse_large(cut(head + inner + b"\r\n--xyz--\r\n", 333)).attachments
        self.assertEqual([each.mimetype for each in found], ["message/rfc822"])
        self.assertEqual(found[0].content, inner)

    def test_file_that_the_parser_does_not_find_is_kept(self):
        cutter = Cutter()
        for line in lines([letter(("a.bin", "application/pdf", b"abc", "base64"))]):
            cutter.feed(line)
        cutter.end_part()
        [found] = cutter.left_over()
        self.assertEqual((found.name, found.content), ("attachment.bin", b"abc"))
        [restored] = parse_message(bytes(cutter.skeleton)).attachments
        self.assertEqual(cutter.restored(restored).content, b"abc")
        self.assertEqual(list(cutter.left_over()), [])
        around = replace(restored, content=b"1\n" + restored.content + b"\n2")
        self.assertEqual(cutter.restored(around).content, b"1\nabc\n2")

    def test_image_in_the_body(self):
        picture = bytes(range(256)) * 9
        content = letter(
            ("logo.png", "image/png", picture, "base64"),
            html="<p><img src='cid:logo'></p>",
        )
        kind = b"Content-Type: image/png"
        self.assertEqual(content.count(kind), 1)
        content = content.replace(kind, b"Content-ID: <logo>\r\n" + kind)
        mail = parse_large(cut(content, 100))
        self.assertIn("cid:logo", mail.body)
        [file] = mail.attachments
        self.assertEqual((file.inline, file.content), (True, picture))

    def test_nested_parts_end_with_the_outer_one(self):
        """Also where an inner boundary is the outer one's name, or its end."""
        for inner in (b"y", b"x", b"x--"):
            content = b"".join(
                (nested(b"x"), nested(inner), b"Content-Type: a/b\r\n\r\n1\r\n--x\r\n"
                 b"Content-Type: a/b\r\n\r\n2\r\n--x--\r\n")
            )  # fmt: skip
            with self.subTest(inner=inner):
                files = {each.content for each in parse_large([content]).attachments}
                self.assertEqual(files - {b""}, {b"1", b"2"})

    def test_the_cost_of_a_line_does_not_grow_with_the_depth(self):
        self.assertEqual(self.steps(depth=300), self.steps(depth=1))

    def steps(self, depth):
        """How many lines of the program look at some lines of a message."""
        cutter = Cutter()
        for number in range(depth):
            for line in lines([nested(b"%d" % number)]):
                cutter.feed(line)
        count = 0

        def trace(_frame, event, _argument):
            nonlocal count
            count += event == "line"
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            for _time in range(20):
                cutter.feed(b"--no boundary\r\n")
        finally:
            sys.settrace(before)
        return count

    def test_broken_off(self):
        content = letter(("a.bin", "application/pdf", bytes(range(200)), "base64"))
        for end in range(len(content) - 300, len(content), 7):
            mail = parse_large(cut(content[:end], 100))
            self.assertEqual(mail.subject, "Files")

    def test_no_boundary_and_no_header(self):
        for content in (b"", b"\r\n", b"no header at all", b"--\r\n--\r\n",
                        b"Content-Type: multipart/mixed\r\n\r\n--\r\n"):  # fmt: skip
            with self.subTest(content=content):
                parse_large([content])

    def test_a_boundary_that_the_parser_does_not_see(self):
        """Found by fuzzing: what it takes for a part of the file stood in the mark."""
        content = (
            b"Content-Type: multipart/mixed; boundary=m\n\xe0;\n x=y\n\nx\n--m\n"
            b"Content-Type: application/pdf\n\ny\n--m--\n"
        )
        files = [each.content for each in parse_large([content]).attachments]
        self.assertEqual(files, [b"y"])

    def test_a_line_that_ends_the_header_early(self):
        content = nested(b"x") + (b"Content-Type: application/pdf\r\nno field\r\nmore"
                                  b"\r\n\r\n%PDF\r\n--x--\r\n")  # fmt: skip
        self.assert_same(content)

    def test_broken_base64_gives_what_can_be_read(self):
        """Found by fuzzing: such a message could not be read at all."""
        for text, content in (
            (b"YWJj" * 40 + b"Y", b"abc" * 40),
            (b"YWJj=YWJj", b"abc"),
            (b"YWJ=\r\nYWJj", b"ab"),
            (b"A===", b""),
            (b"====", b""),
        ):
            head = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64"
            with self.subTest(text):
                [found] = parse_large([head + b"\r\n\r\n" + text]).attachments
                self.assertEqual(found.content, content)

    @examples
    @given(st.binary(max_size=2000), st.integers(1, 300))
    def test_any_file(self, raw, size):
        content = letter(("a.bin", "application/octet-stream", raw, "base64"))
        [found] = parse_large(cut(content, size)).attachments
        self.assertEqual(found.content, raw)

    @examples
    @given(st.binary(max_size=500))
    def test_any_bytes(self, content):
        head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        parse_large([content])
        parse_large([head, content])

    def test_corpus(self):
        if "CORPUS_DIR" not in os.environ:
            self.skipTest("The corpus of real mail is not there (CORPUS_DIR).")
        paths = sorted(Path(os.environ["CORPUS_DIR"]).rglob("*.eml"))
        self.assertTrue(paths)
        for path in paths:
            if path.stat().st_size < 2**20:
                content = path.read_bytes()
                with self.subTest(path.name):
                    whole = parse_message(content)
                    large = parse_large(cut(content, 4096))
                    self.assertEqual(large.subject, whole.subject)
                    self.assertEqual(large.body, whole.body)
                    self.assertEqual(len(large.attachments), len(whole.attachments))

    def test_lines(self):
        whole = b"a\r\nb\n\n\rc"
        for size in range(1, 9):
            found = list(lines(cut(whole, size)))
            self.assertEqual(found, [b"a\r\n", b"b\n", b"\n", b"\rc"])
