# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from pathlib import Path
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.net.fetch import RawHeader
from odoo.addons.imap_contact_sync.engine.survey import Surveyed, survey

from .hypothesis_profile import examples

WORDS = st.sampled_from(
    ["lena", "Lena.K", "o'neil", "'", '"', "<", ">", "@", " ", ",", ";", ":", "(", ")",
     ".", "nordwind.example", "X.EXAMPLE", "\r\n ", "\r\n\t", "=?utf-8?q?a=40b?=", "ä",
     "\\", "[", "]", "-", "+", "undisclosed-recipients:;", "\x00"]
)  # fmt: skip
FIELD = st.lists(WORDS, max_size=12).map("".join)


def surveyed(content):
    return survey(RawHeader(5, 100, content))


def fields(**named):
    lines = [f"{name.replace('_', '-')}: {text}\r\n" for name, text in named.items()]
    return "".join(lines).encode("utf-8") + b"\r\n"


class TestSurvey(BaseCase):
    def test_addresses_of_all_participants(self):
        content = fields(
            From="Lena Fischer <Lena@Nordwind.EXAMPLE>",
            Sender="office@nordwind.example",
            Reply_To="<reply@nordwind.example>",
            To='"Berg, Anna" <anna@a.example>,\r\n\t<ben@b.example>, carl@c.example',
            Cc="'dora@d.example'",
            Bcc="o'neil@e.example",
            Subject="write to nobody@else.example",
            References="<1@else.example>",
        )
        self.assertEqual(
            surveyed(content).emails,
            {"lena@nordwind.example", "office@nordwind.example", "anna@a.example",
             "reply@nordwind.example", "ben@b.example", "carl@c.example",
             "dora@d.example", "o'neil@e.example"},
        )  # fmt: skip

    def test_envelope_is_that_of_the_header(self):
        header = RawHeader(5, 100, fields(From="a@b.example", Subject="x"), "7", "8")
        envelope = survey(header).envelope()
        self.assertEqual((envelope.uid, envelope.size, envelope.subject), (5, 100, "x"))
        self.assertEqual((envelope.gmail_message, envelope.gmail_thread), ("7", "8"))

    def test_intricate_fields_are_read_by_the_grammar(self):
        for text in ('"lena k"@x.example', "lena(home)@x.example", "lena @x.example",
                     "lena@ x.example", "lena . k@x.example", "Lena@x.ex\r\n ample",
                     "lena@x.exa Mail System", "lena@x\rexample",
                     "jörg@x.example"):  # fmt: skip
            with self.subTest(text):
                content = fields(From=text)
                emails = set(surveyed(content).envelope().emails())
                self.assertEqual(surveyed(content).emails, emails)

    def test_usual_fields_are_not_read_by_the_grammar(self):
        grammar = patch.object(Surveyed, "envelope", side_effect=AssertionError)
        for text in ("Lena <lena@x.example>", "<a@b.example>,\r\n <c@d.example>",
                     '"Fischer, L" <lena@x.example>', "undisclosed-recipients:;",
                     "=?utf-8?q?J=C3=B6rg?= <j@x.example>"):  # fmt: skip
            with self.subTest(text), grammar:
                surveyed(fields(From=text))

    @examples
    @given(st.lists(FIELD, min_size=1, max_size=4))
    def test_no_address_of_the_envelope_is_missed(self, texts):
        names = ("From", "To", "Cc", "Reply_To")
        content = fields(**dict(zip(names, texts, strict=False)))
        found = surveyed(content)
        self.assertLessEqual(set(found.envelope().emails()), found.emails)

    @examples
    @given(st.binary(max_size=300))
    def test_any_bytes(self, content):
        found = surveyed(b"From: " + content + b"\r\n\r\n")
        self.assertLessEqual(set(found.envelope().emails()), found.emails)

    def test_corpus(self):
        if "CORPUS_DIR" not in os.environ:
            self.skipTest("The corpus of real mail is not there (CORPUS_DIR).")
        paths = [
            path
            for path in Path(os.environ["CORPUS_DIR"]).rglob("*")
            if path.is_file() and path.suffix in {".eml", ".box", ".msg", ".txt"}
        ]
        self.assertTrue(paths)
        for path in paths:
            head = path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
            found = surveyed(head.replace(b"\n", b"\r\n") + b"\r\n\r\n")
            missed = set(found.envelope().emails()) - found.emails
            with self.subTest(path.name):
                self.assertFalse(missed)
