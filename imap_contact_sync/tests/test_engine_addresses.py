# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from email.utils import getaddresses
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase
from odoo.tools.mail import email_normalize

from odoo.addons.imap_contact_sync.engine import addresses as addresses_file
from odoo.addons.imap_contact_sync.engine.addresses import (
    Address,
    normalize,
    plain_addresses,
    split_addresses,
)
from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope

from .hypothesis_profile import examples

# A From field, and the (name, address) pairs in it.
FIELDS = (
    (b'"Doe, Jane" <Jane@B.Example>', [("Doe, Jane", "jane@b.example")]),
    (b"a@b.example, c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
    (b"a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
    (b"r@y.example (Rob)", [("Rob", "r@y.example")]),
    (
        b"Friends: a@b.example, Bo <c@d.example>;",
        [("", "a@b.example"), ("Bo", "c@d.example")],
    ),
    (b"undisclosed-recipients:;", []),
    (b"", []),
    (b"<>", []),
    (b"MAILER-DAEMON", []),
    (b"@y.example", []),
    # An address in the place of the name is a name.
    (b'"tom@x.example" <r@y.example>', [("tom@x.example", "r@y.example")]),
    (b"tom@x.example <r@y.example>", [("tom@x.example", "r@y.example")]),
    (
        b'"a@b.example, c@d.example" <e@f.example>',
        [("a@b.example, c@d.example", "e@f.example")],
    ),
    (
        b"=?utf-8?q?boss=40x=2Eexample?= <r@y.example>",
        [("boss@x.example", "r@y.example")],
    ),
    (
        b"=?utf-8?q?Bo_=3Cboss=40x=2Eexample=3E?= <r@y.example>",
        [("Bo <boss@x.example>", "r@y.example")],
    ),
    (b'"boss@x.example"@y.example', []),
    (b"=?utf-8?q?boss=40x=2Eexample?=", []),
    # What the strict parser of Python, or any, does not take.
    (b"<r@y.example", [("", "r@y.example")]),
    (b"<<r@y.example>>", [("", "r@y.example")]),
    (b"Rob [mailto:r@y.example]", [("", "r@y.example")]),
    (b"Rob Smith r@y.example", [("", "r@y.example")]),
    (b"a.b.@c.example", [("", "a.b.@c.example")]),
    (b"'r@y.example'", [("", "r@y.example")]),
    (b"'r@y.example', s@y.example", [("", "r@y.example"), ("", "s@y.example")]),
    (b"'r@y.example' <r@y.example>", [("", "r@y.example")]),
    (
        b"Rob <r@y.example>, broken <x@>, c@d.example",
        [("Rob", "r@y.example"), ("", "c@d.example")],
    ),
    (b"r@y.example, , ,", [("", "r@y.example")]),
    (b'("x" <r@y.example>', [("", "r@y.example")]),
    (b"o'neil@y.example", [("", "o'neil@y.example")]),
    (b"Shaun <o'neil@y.example>", [("Shaun", "o'neil@y.example")]),
    (b"R <r@y.example>, R2 <R@Y.EXAMPLE>", [("R", "r@y.example")]),
    # Not ASCII.
    (b"=?utf-8?b?SsO8?=<j@y.example>", [("Jü", "j@y.example")]),
    ("Jürgen <jü@y.example>".encode(), [("Jürgen", "jü@y.example")]),
    ("Jürgen <j@y.example>".encode("latin-1"), [("Jürgen", "j@y.example")]),
    ("É <É@Ümlaut.example>".encode(), [("É", "É@ümlaut.example")]),
    (b"=?utf-8?q?x=0A=00y?= <a@b.example>", [("x y", "a@b.example")]),
    ("\u202er@y.example".encode(), [("", "r@y.example")]),
)


def envelope(fields, uid=1, size=2):
    return parse_envelope(uid, size, fields)


def pairs(addresses):
    return [(each.name, each.email) for each in addresses]


class TestAddresses(BaseCase):
    def test_fields(self):
        for value, expected in FIELDS:
            with self.subTest(value=value):
                found = envelope(b"From: " + value + b"\n\n")
                self.assertEqual(pairs(found.parties["from"]), expected)

    def test_parser_is_not_strict(self):
        """Newer Pythons lose real addresses by default; older ones cannot be asked."""
        for answers in ([[("", "a@b.example")]], [TypeError, [("", "a@b.example")]]):
            with self.subTest(answers=answers):
                with patch.object(addresses_file, "getaddresses") as parser:
                    parser.side_effect = answers
                    self.assertEqual(pairs(split_addresses("x")), [("", "a@b.example")])
                self.assertIs(parser.call_args_list[0].kwargs["strict"], False)

    def test_several_fields_of_one_name(self):
        found = envelope(
            b"To: a@b.example\nTo: c@d.example,\n e@f.example\nCC: g@h.example\n\n"
        )
        self.assertEqual(
            found.emails("to"), ["a@b.example", "c@d.example", "e@f.example"]
        )
        self.assertEqual(found.emails("to", "cc")[-1], "g@h.example")
        self.assertEqual(len(found.emails()), 4)

    def test_sender(self):
        table = [
            (b"From: a@b.example\nSender: c@d.example\n\n", "a@b.example"),
            (b"From: a@b.example, e@f.example\n\n", "a@b.example"),
            (b"From: <>\nSender: c@d.example\n\n", "c@d.example"),
            (b"Sender: c@d.example\n\n", "c@d.example"),
        ]
        for fields, email in table:
            with self.subTest(fields=fields):
                self.assertEqual(envelope(fields).sender.email, email)
        self.assertIsNone(envelope(b"To: a@b.example\n\n").sender)

    def test_normalised_like_odoo(self):
        for spec in (
            "a@b.example",
            "A.B+C@B.Example",
            "o'neil@B.example",
            "1@2.example",
            "É.x@B.Example",
            "é@ÜML.example",
            "a_b-c@xn--bcher-kva.example",
            "a@localhost",
            '"x"@b.example'.replace('"', ""),
            "İ@b.example",
            "x@İ.example",
            "ß@ß.example",
        ):
            with self.subTest(spec=spec):
                self.assertEqual(normalize(spec), email_normalize(spec, strict=False))

    def test_found_addresses_are_normal(self):
        """Odoo must find the contact of every address that we find."""
        for value, expected in FIELDS:
            for _name, email in expected:
                with self.subTest(value=value):
                    self.assertEqual(email_normalize(email, strict=False), email)

    def test_text(self):
        self.assertEqual(
            str(Address('A "b" c', "a@b.example")), '"A b c" <a@b.example>'
        )
        self.assertEqual(str(Address("", "a@b.example")), "a@b.example")

    def test_mime_13_a_name_cannot_end_its_quotes_elsewhere(self):
        for name in ("Ann\\", '\\"', "\\", 'A" <x@y.example>, "B', "Ann\\\\"):
            people = Address(name, "a@b.example"), Address("Bob", "c@d.example")
            with self.subTest(name):
                written = ", ".join(map(str, people))
                emails = [email for _name, email in getaddresses([written])]
                self.assertEqual(emails, ["a@b.example", "c@d.example"])

    def test_work_grows_with_the_length_only(self):
        """Each of these took minutes by a pattern that reads a word again and again."""
        for text in ("a" * 60_000, "a'" * 30_000, '"' * 60_000, "<" * 60_000,
                     "(" * 60_000, "a@" * 30_000, '"a@' * 20_000):  # fmt: skip
            with self.subTest(text=text[:3]):
                self.assertIsInstance(split_addresses(text), list)


class TestPlainAddresses(BaseCase):
    """The fast way gives what the grammar gives."""

    def test_usual_forms_are_read_fast(self):
        for value in ("lena@x.example", "<lena@x.example>", "Lena K <Lena@X.example>",
                      '"Fischer, Lena" <lena@x.example>, ben@y.example',
                      "Dr. L. Fischer <lena.f+x@x.example>,\t<ben@y.example>",
                      "=?utf-8?q?J=C3=B6rg?= <j@x.example>"):  # fmt: skip
            with self.subTest(value):
                self.assertTrue(plain_addresses(value))
                self.assertEqual(plain_addresses(value), split_addresses(value))

    def test_everything_else_is_left_to_the_grammar(self):
        for value in (
            "",
            "Lena",
            "Team: lena@x.example;",
            "lena@x.example (home)",
            '"a@b.example" <c@d.example>',
            "jörg@x.example",
            "<>",
            ",",
            "lena@x.example b@y.example",
            r'"\"b" <c@d.example>',
        ):
            with self.subTest(value):
                self.assertEqual(plain_addresses(value), [])

    @examples
    @given(
        st.lists(
            st.sampled_from(
                ["lena", "x.example", "@", " ", ",", ".", "<", ">", '"', "Dr", "-", "_",
                 "=?utf-8?q?a_b?=", "Lena@X.example", "<ben@y.example>", "(", ")", ";",
                 ":", "'", "\t", "é"]
            ),
            max_size=14,
        ).map("".join)
    )  # fmt: skip
    def test_same_as_the_grammar(self, value):
        fast = plain_addresses(value)
        if fast:
            self.assertEqual(fast, split_addresses(value))

    def test_hostile_values_are_left_to_the_grammar(self):
        """And soon: the test would never end if the pattern tried all ways."""
        for value in ("a " * 30_000, "a." * 30_000 + "@", '"' * 60_000,
                      "a@b," * 10_000 + "x", " " * 60_000 + "<"):  # fmt: skip
            with self.subTest(value[:9]):
                self.assertEqual(plain_addresses(value), [])

    def test_as_many_as_there_are(self):
        found = plain_addresses("a@b.example," * 9_999 + "c@d.example")
        self.assertEqual([len(found), found[-1].email], [10_000, "c@d.example"])
