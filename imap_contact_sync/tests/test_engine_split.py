# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from email import message_from_bytes
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.split import split_message
from odoo.addons.imap_contact_sync.engine.text import POLICY

from .hypothesis_profile import examples
from .test_engine_large import letter

SAMPLES = Path(__file__).parent / "samples"
HEAD = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
PART = b"--x\r\nContent-Type: text/plain\r\n\r\nText\r\n"


def tree(part):
    """Header fields and content of a part and of all parts in it."""
    inside = part.get_payload()
    if part.is_multipart():
        inside = [tree(each) for each in inside]
    return list(part.raw_items()), part.get_content_type(), inside


class TestSplitMessage(BaseCase):
    def assert_same(self, content, regular=None):
        """What is split is what the standard library's parser finds."""
        found = split_message(content)
        if regular is not None:
            self.assertEqual(found is not None, regular)
        if found is not None:
            parsed = message_from_bytes(content, policy=POLICY)
            self.assertEqual(tree(found), tree(parsed))
        return found is not None

    def test_regular_messages(self):
        files = ("a.pdf", "application/pdf", b"abc" * 50, "base64")
        for content in (
            letter(),
            letter(files, files),
            b"Subject: x\r\n\r\n",
            b"Subject: x\r\n\r\nText\r\n\r\nmore",
            b"Subject:\r\n folded\r\n\tagain\r\nX-Raw: \xe4\xff\r\n\r\n\xe4",
            HEAD + PART + PART + b"--x--\r\n",
            HEAD + b"Preamble\r\n" + PART + b"--x--",
            HEAD + PART.replace(b"Text", b"") + b"--x--\r\n\r\n",
        ):
            with self.subTest(content=content[:200]):
                self.assert_same(content, regular=True)

    def test_what_is_left_to_the_parser(self):
        for content in (
            b"",
            b"no header",
            b"\r\nText",
            b"Subject: x\n\nText",
            b"Subject: x\r\n",
            b"From me Mon Mar 2\r\nSubject: x\r\n\r\n",
            b"Subject: x\r\nno field\r\n\r\n",
            b"Bad name: x\r\n\r\n",
            b"Subject: x\rX: y\r\n\r\n",
            HEAD + PART,
            HEAD + PART.replace(b"Text\r\n", b"") + b"--x--\r\n",
            HEAD + PART + b"--x--\r\nEpilogue\r\n",
            HEAD + PART + b"--x \r\n\r\n\r\n--x--\r\n",
            HEAD + PART + b"--xy\r\n\r\n\r\n--x--\r\n",
            HEAD + PART.replace(b"Text\r\n", b"Text\n") + PART + b"--x--\r\n",
            HEAD + b"--x\r\n\r\nText\r\n--x--\r\n",
            HEAD.replace(b"; boundary=x", b"") + PART + b"--x--\r\n",
            HEAD.replace(b"mixed", b"digest") + PART + b"--x--\r\n",
            HEAD + PART.replace(b"text/plain", b"message/rfc822") + b"--x--\r\n",
            HEAD + PART * 200 + b"--x--\r\n",
        ):
            with self.subTest(content=content[:200]):
                self.assert_same(content, regular=False)

    def test_depth_is_bounded(self):
        content = b"Subject: x\r\n\r\nText"
        for number in range(500):
            mark = b"b%d" % number
            content = (
                b"Content-Type: multipart/x; boundary=%b\r\n\r\n--%b\r\n%b\r\n--%b--"
                % (mark, mark, content, mark)
            )
        self.assert_same(content)

    def test_every_sample(self):
        for path in sorted(SAMPLES.glob("*.eml")):
            content = path.read_bytes()
            for form in (
                content,
                content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
            ):
                with self.subTest(path.name):
                    self.assert_same(form)

    @examples
    @given(
        st.lists(
            st.sampled_from(
                [b"--x", b"--x--", b"\r\n", b"\n", b"\r", b"Text", b"--xy", b" ",
                 b"Subject: a", b"Content-Type: text/plain", b"--", b"\xe4",
                 b"Content-Type: multipart/alternative; boundary=xy", b"--xy--",
                 b"Content-Type: message/rfc822", PART, b"\r\n\r\n"]
            ),
            max_size=20,
        )
    )  # fmt: skip
    def test_any_order_of_lines(self, pieces):
        self.assert_same(HEAD + b"\r\n".join(pieces))
        self.assert_same(HEAD + PART + b"".join(pieces) + b"\r\n--x--\r\n")
        self.assert_same(b"".join(pieces))

    def test_corpus(self):
        if "CORPUS_DIR" not in os.environ:
            self.skipTest("The corpus of real mail is not there (CORPUS_DIR).")
        paths = sorted(Path(os.environ["CORPUS_DIR"]).rglob("*.eml"))
        regular = 0
        for path in paths:
            content = path.read_bytes()
            if len(content) < 2**20:
                lines = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                with self.subTest(path.name):
                    regular += self.assert_same(lines)
        self.assertGreater(regular, len(paths) / 3)
