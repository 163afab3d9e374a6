# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from email import message_from_bytes
from pathlib import Path

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.split import (
    MIME_FIELD_LENGTH,
    MOST_DEPTH,
    MOST_FALSE_BOUNDARIES,
    MOST_HEADER_OCTETS,
    MOST_PARAMETERS,
    Limits,
    TooComplexError,
    split_header,
    split_message,
)
from odoo.addons.imap_contact_sync.engine.text import (
    HEADER_BLOCK,
    HEADER_LENGTH,
    POLICY,
    raw_fields,
)

from .poison import nested
from .test_engine_large import letter

SAMPLES = Path(__file__).parent / "samples"
HEAD = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
PART = b"--x\r\nContent-Type: text/plain\r\n\r\nText\r\n"


def tree(part):
    """Header fields and decoded content of a part and of all parts in it."""
    inside = part.get_payload(decode=True)
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        inside = [tree(each) for each in part.get_payload()]
    fields = [(name.lower(), " ".join(str(value).split())) for name, value in
              part.raw_items()]  # fmt: skip
    return fields, part.get_content_type(), inside


def texts(content, limits=None):
    message = split_message(content, limits or Limits())
    return [str(part.get_payload()) for part in message.walk() if part is not message]


class TestSplitMessage(BaseCase):
    maxDiff = None

    def assert_same(self, content):
        """What is split is what the standard library's parser finds."""
        parsed = message_from_bytes(content, policy=POLICY)
        self.assertEqual(tree(split_message(content, Limits())), tree(parsed))

    def test_same_as_the_parser(self):
        files = ("a.pdf", "application/pdf", b"abc" * 50, "base64")
        for content in (
            letter(),
            letter(files, files),
            b"",
            b"no header",
            b"\r\nText",
            b"Subject: x\n\nText",
            b"Subject: x\r\n",
            b"From me Mon Mar 2\r\nSubject: x\r\n\r\nText",
            b"Subject: x\r\n\r\nText\r\n\r\nmore",
            b"Subject:\r\n folded\r\n\tagain\r\nX-Raw: \xe4\xff\r\n\r\n\xe4",
            b"Subject: x\r\nno field",
            b"no field\r\n\r\nSubject: x",
            HEAD + PART + PART + b"--x--\r\n",
            HEAD + PART,
            HEAD + PART.replace(b"Text", b"") + b"--x--\r\n\r\n",
            HEAD + b"Preamble\r\n" + PART + b"--x--",
            HEAD + PART + b"--x--\r\nEpilogue\r\n--x\r\n",
            HEAD + PART + b"--x \r\n\r\n\r\n--x--\r\n",
            HEAD + PART + b"--xy\r\n\r\n\r\n--x--\r\n",
            HEAD + PART + b"--x--y\r\n\r\n\r\n--x--\r\n",
            HEAD + b"--x\r\n\r\nText\r\n--x--\r\n",
            HEAD.replace(b"; boundary=x", b"") + PART + b"--x--\r\n",
            HEAD.replace(b"=x", b'="x y"') + PART.replace(b"--x", b"--x y"),
            (HEAD + PART * 2 + b"--x--\r\n").replace(b"\r\n", b"\n"),
        ):
            with self.subTest(content=content[:200]):
                self.assert_same(content)

    def test_names_of_encodings(self):
        for value in (b"base64", b"BASE64 ", b"base64;", b'"base64"', b"base64 (x)",
                      b"base64,", b"\r\n base64\t", b"base64\r\n (x)"):  # fmt: skip
            head = b"Content-Transfer-Encoding: " + value
            with self.subTest(value):
                part = split_message(head + b"\r\n\r\nV29yZHM=", Limits())
                self.assertEqual(part.get_payload(decode=True), b"Words")
        for value in (b"", b"8bit", b"x base64", b"(base64)", b"\xff"):
            head = b"Content-Transfer-Encoding: " + value
            part = split_message(head + b"\r\n\r\nV29yZHM=", Limits())
            self.assertEqual(part.get_payload(decode=True), b"V29yZHM=")

    def test_inner_parts_end_with_the_outer_one(self):
        inner = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n\r\n1\r\n"
        for boundary in (b"y", b"xx"):
            part = b"--x\r\n" + inner % (boundary, boundary)
            with self.subTest(boundary):
                self.assert_same(HEAD + part + PART + b"--x--\r\n")

    def test_lines_between_the_fields_of_a_message(self):
        junk = b"---- Original message ----\r\n"
        message = split_message(
            junk + b"A: b\r\n" + junk + b"C: d\r\n\r\nText", Limits()
        )
        self.assertEqual(message.items(), [("A", "b"), ("C", "d")])
        self.assertEqual(message.get_payload(), "Text")

    def test_attached_message_is_left_as_it_came(self):
        inner = (
            b"Subject: y\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n"
        )
        content = HEAD + PART.replace(b"text/plain", b"message/rfc822")
        self.assertEqual(texts(content.replace(b"Text", inner)), [inner.decode()])

    def test_part_of_a_digest_is_a_message(self):
        content = HEAD.replace(b"mixed", b"digest") + b"--x\r\n\r\nSubject: y\r\n\r\n"
        [part] = split_message(content, Limits()).get_payload()
        self.assertEqual(part.get_content_type(), "message/rfc822")

    def test_every_sample(self):
        for path in sorted(SAMPLES.glob("*.eml")):
            content = path.read_bytes()
            if b"message/" not in content:
                with self.subTest(path.name):
                    self.assert_same(content)

    def test_corpus(self):
        if "CORPUS_DIR" not in os.environ:
            self.skipTest("The corpus of real mail is not there (CORPUS_DIR).")
        same = 0
        paths = sorted(Path(os.environ["CORPUS_DIR"]).rglob("*.eml"))
        for path in paths:
            content = path.read_bytes()
            parsed = message_from_bytes(content, policy=POLICY)
            same += tree(split_message(content, Limits())) == tree(parsed)
        self.assertGreater(same, len(paths) * 0.8)


class TestLimits(BaseCase):
    def left(self, content):
        limits = Limits()
        split_message(content, limits)
        return limits

    def assert_too_complex(self, content):
        with self.assertRaises(TooComplexError):
            split_message(content, Limits())

    def test_mime_2_depth(self):
        split_message(nested(MOST_DEPTH), Limits())
        self.assert_too_complex(nested(MOST_DEPTH + 1))

    def test_mime_2_parts_and_header_octets_are_counted(self):
        before, after = Limits(), self.left(HEAD + PART * 3)
        self.assertEqual(before.parts - after.parts, 4)
        octets = len(HEAD) + 3 * len(b"Content-Type: text/plain\r\n\r\n")
        self.assertEqual(before.header_octets - after.header_octets, octets)
        large = PART.replace(b"\r\n\r\n", b"\r\nX: " + b"y" * 60_000 + b"\r\n\r\n")
        self.assert_too_complex(HEAD + large * (MOST_HEADER_OCTETS // 60_000 + 1))

    def test_mime_2_lines_that_only_look_like_a_boundary(self):
        content = HEAD + PART + b"--xy\r\n" * MOST_FALSE_BOUNDARIES
        self.assertEqual(self.left(content).false_boundaries, 0)
        self.assert_too_complex(content + b"--xy\r\n")

    def test_mime_2_header_block(self):
        fields = b"X-Field: y\r\n" * (HEADER_BLOCK // 12 + 100)
        limits = Limits()
        message = split_message(b"Subject: x\r\n" + fields + b"\r\nText", limits)
        self.assertTrue(limits.header_cut)
        self.assertEqual((message["Subject"], message.get_payload()), ("x", "Text"))
        self.assertFalse(self.left(HEAD + PART).header_cut)

    def test_mime_2_one_field(self):
        for name, longest in ((b"X-Field", HEADER_LENGTH),
                              (b"Content-Type", MIME_FIELD_LENGTH)):  # fmt: skip
            limits = Limits()
            message = split_header(name + b": " + b"y" * 99_999 + b"\r\n\r\n", limits)
            [value] = raw_fields(message, name.decode().lower())
            self.assertLessEqual(len(value), longest)
            self.assertGreater(len(value), longest - 10)
            self.assertTrue(limits.header_cut)

    def test_mime_2_parameters(self):
        for count, cut in ((MOST_PARAMETERS - 1, False), (MOST_PARAMETERS, True)):
            names = b";".join(b"p%d=x" % each for each in range(count))
            limits = Limits()
            part = split_header(b"Content-Type: a/b; " + names + b"\r\n", limits)
            self.assertEqual(limits.header_cut, cut)
            self.assertEqual(len(part.get_params()), MOST_PARAMETERS)

    def test_parameters_in_unheard_of_forms(self):
        for value in (
            "attachment; filename*0=a; filename*=b; filename*x=c",
            "attachment; filename*=a%00'b'c",
            "attachment; filename*",
        ):
            content = f"Content-Disposition: {value}\r\nContent-Type: {value}\r\n\r\n"
            part = split_message(content.encode(), Limits())
            with self.subTest(value):
                part.get_filename()
                part.get_boundary()
                part.get_content_charset()
