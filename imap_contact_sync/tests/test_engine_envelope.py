# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.envelope import (
    parse_envelope,
    read_date,
)
from odoo.addons.imap_contact_sync.engine.text import decoded

from .hypothesis_profile import examples
from .pace import check_takes

MAIL = b"""\
Message-ID: <1@a.example>
Date: Mon, 2 Mar 2026 10:00:00 +0100
From: Ann <ann@a.example>
To: Bob <bob@b.example>, carl@c.example
Subject: Hello

"""


def envelope(fields, uid=1, size=2):
    return parse_envelope(uid, size, fields)


def pairs(addresses):
    return [(each.name, each.email) for each in addresses]


class TestTexts(BaseCase):
    def test_subjects(self):
        table = [
            (b"Hello", "Hello"),
            (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
            (b"=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
            (b"=?utf-8?q?a?= =?utf-8?q?b?= c =?utf-8?q?d?=", "ab c d"),
            (b"=?utf-8?q?a?=\n\t=?utf-8?q?b?=", "ab"),
            (b"folded\n  over\r\n\tlines", "folded over lines"),
            (b"=?iso-8859-1?q?=80_5?=", "€ 5"),
            (b"=?gb2312?b?6Ua6zQ==?=", "镕和"),
            (b"=?nonsense?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
            (b"=?utf-8?b?broken!?= x", "=?utf-8?b?broken!?= x"),
            (b"=?utf-8?q?really=3F?=?", "really??"),
            (b"50% =? off ?=", "50% =? off ?="),
            ("Grüße".encode(), "Grüße"),
            ("Grüße".encode("latin-1"), "Grüße"),
            ("日本 =?utf-8?q?x?= \\u0041".encode(), "日本 x \\u0041"),
            ("Zürich =?utf-8?q?x?=".encode("latin-1"), "Zürich x"),
            (b"a\0b =?utf-8?q?c=00d=1B?= \xc2\x85", "ab cd"),
            ("pay\u202efdp.exe\u2066".encode(), "payfdp.exe"),
            ("a\u2028b\ufeff".encode(), None),
            (b"", ""),
        ]
        for raw, expected in table:
            with self.subTest(raw=raw):
                found = envelope(b"Subject: " + raw + b"\n\n").subject
                self.assertEqual(found, found if expected is None else expected)
                self.assert_storable(found)

    def assert_storable(self, text):
        self.assertNotIn("\0", text.encode("utf-8").decode("utf-8"))
        self.assertEqual(len(text.splitlines()), bool(text))

    @examples
    @given(st.text())
    def test_any_text(self, text):
        self.assert_storable(decoded(text))

    @examples
    @given(
        st.binary(max_size=300),
        st.sampled_from(
            [
                b"From: ",
                b"Subject: ",
                b"Date: ",
                b"Message-ID: ",
                b"",
                b"Subject: =?utf-8?q?",
            ]
        ),
    )
    def test_any_bytes(self, raw, field):
        found = envelope(field + raw)
        for text in (found.subject, found.message_id, *found.emails(),
                     *(each.name for each in found.parties["from"])):  # fmt: skip
            self.assert_storable(text)
        self.assertEqual(len(found.key), 64)


class TestDate(BaseCase):
    def test_dates(self):
        march = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        table = [
            ("Mon, 2 Mar 2026 10:00:00 +0100", march),
            ("2 Mar 2026 09:00 GMT", march),
            ("Mon, 2 Mar 2026 09:00:00 -0000", march),
            ("Mon, 2 Mar 2026 09:00:00", march),
            ("Mon, 2 Mar 2026 04:00:00 EST (comment)", march),
            ("Mon, 2 Mar 26 09:00:00 +0000", march),
            ("Whenever", None), ("", None), ("\0", None), ("x" * 9999, None),
            ("Mon, 2 Mar 2026 24:00:00 +0000", None),
            ("Mon, 30 Feb 2026 10:00:00 +0000", None),
            ("Mon, 2 Mar 2026 10:00:00 +9999", None),
            ("Fri, 31 Dec 9999 23:59:59 -1200", None),
            ("1 Jan 99999 10:00:00 +0000", None),
            ("1 Jan 2999 10:00:00 +0000", None),
            ("1 Jan 1970 10:00:00 +0000", None),
        ]  # fmt: skip
        for text, expected in table:
            with self.subTest(text=text[:40]):
                self.assertEqual(read_date(text), expected)

    def test_a_little_in_the_future(self):
        now = datetime.now(UTC).replace(microsecond=0)
        self.assertIsNotNone(read_date(format_datetime(now + timedelta(days=1))))
        self.assertIsNone(read_date(format_datetime(now + timedelta(days=3))))


class TestKey(BaseCase):
    def test_uid_and_size_are_kept(self):
        found = envelope(MAIL, uid=7, size=99)
        self.assertEqual((found.uid, found.size), (7, 99))
        self.assertEqual(found.message_id, "<1@a.example>")

    def changed(self, *replacements, base=MAIL):
        for old, new in replacements:
            self.assertIn(old, base)
            base = base.replace(old, new)
        return envelope(base, uid=9, size=999).key

    def test_equal_in_every_copy(self):
        same = [
            ("footer", (b"\n\n", b"\n\n-- \nSent by a list\n")),
            ("folded id", (b"Message-ID: <", b"Message-ID:\n <")),
            ("id broken by a gateway", (b"<1@a.example>", b"<1@a.\r\n example>")),
            ("other Received", (b"Message-ID", b"Received: from x\nMessage-ID")),
            ("other zone", (b"10:00:00 +0100", b"04:00:00 -0500")),
            ("other name", (b"Ann <ann@a.example>", b'"Ann A." <ANN@A.example>')),
            ("list's subject", (b"Subject: Hello", b"Subject: [list] Hello")),
            ("other To", (b", carl@c.example", b"")),
            ("line ends", (b"\n", b"\r\n")),
        ]
        for case, *replacements in same:
            with self.subTest(case):
                self.assertEqual(self.changed(*replacements), self.changed())

    def test_different_with_other_from_date_or_id(self):
        # ID-7: a forger who knows a Message-ID cannot keep the genuine mail away.
        other = [
            (b"ann@a.example", b"eve@a.example"),
            (b"10:00:00", b"10:00:01"),
            (b"<1@", b"<2@"),
            (b"Date", b"X-Date"),
            (b"From", b"X-From"),
        ]
        keys = {self.changed(each) for each in other}
        self.assertEqual(len(keys), len(other))
        self.assertNotIn(self.changed(), keys)

    def test_without_message_id(self):
        for missing in (
            b"X-Message-ID: <1@a.example>",
            b"Message-ID: ",
            b"Message-ID: <>",
            b"Message-ID: none",
        ):
            with self.subTest(missing=missing):
                base = MAIL.replace(b"Message-ID: <1@a.example>", missing)
                plain = self.changed(base=base)
                self.assertEqual(plain, self.changed((b"\n\n", b"\n\nx"), base=base))
                self.assertNotEqual(plain, self.changed((b"Hello", b"Hi"), base=base))
                self.assertNotEqual(plain, self.changed((b"bob@", b"rob@"), base=base))
                self.assertNotEqual(plain, self.changed((b"ann@", b"eve@"), base=base))

    def test_the_order_of_fields_does_not_blend(self):
        one = envelope(b"From: a@b.example\nTo: c@d.example\nSubject: x\n\n").key
        two = envelope(b"From: a@b.example\nTo: \nSubject: c@d.example x\n\n").key
        self.assertNotEqual(one, two)


class TestThreadKey(BaseCase):
    """The keys of an email and of the answers to it."""

    def key(self, **fields):
        lines = [f"{name.replace('_', '-')}: {text}" for name, text in fields.items()]
        return envelope("\n".join([*lines, "", ""]).encode()).thread_key

    def test_equal_within_a_conversation(self):
        root = self.key(Message_Id="<1@x>", From="a@b.example")
        table = [
            {"References": "<1@x>"},
            {"References": "<1@x> <2@x>\n <3@x>", "In_Reply_To": "<3@x>"},
            {"In_Reply_To": "<1@x>"},
            {"In_Reply_To": "Your message of Monday <1@x>"},
            {"References": "nonsense", "In_Reply_To": "<1@x>"},
            {"References": "<1@\n x><2@x>"},
        ]
        for fields in table:
            with self.subTest(fields=fields):
                self.assertEqual(self.key(Message_Id="<9@x>", **fields), root)

    def test_others_differ(self):
        keys = {
            self.key(Message_Id="<1@x>"),
            self.key(Message_Id="<2@x>"),
            self.key(References="<3@x> <1@x>"),
            self.key(From="a@b.example"),
            self.key(From="b@b.example"),
            self.key(),
        }
        self.assertEqual(len(keys), 6)

    def test_without_any_message_id_it_is_the_emails_own(self):
        found = envelope(b"From: a@b.example\nSubject: x\n\n")
        self.assertEqual(found.thread_key, found.key)
        found = envelope(b"Message-ID: <1@x>\nFrom: a@b.example\n\n")
        self.assertNotEqual(found.thread_key, found.key)

    def links(self, **fields):
        lines = [f"{name.replace('_', '-')}: {text}" for name, text in fields.items()]
        return envelope("\n".join([*lines, "", ""]).encode()).links

    def test_links_with_what_an_email_answers(self):
        first = self.links(Message_Id="<1@x>")
        second = self.links(Message_Id="<2@x>", In_Reply_To="<1@x>")
        third = self.links(Message_Id="<3@x>", In_Reply_To="<2@x>")  # no References
        cut = self.links(Message_Id="<4@x>", References="<0@x> <2@x>\n <3@x>")
        self.assertTrue(first & second and second & third and third & cut)
        self.assertFalse(first & third or second & cut)
        # The parent is what In-Reply-To says (RFC 5322 3.6.4).
        other = self.links(References="<8@x> <9@x>", In_Reply_To="<3@x>")
        self.assertTrue(third & other)
        self.assertFalse(self.links(Message_Id="<9@x>") & other)

    def test_links_of_what_names_nothing(self):
        found = envelope(b"From: a@b.example\nSubject: x\n\n")
        self.assertEqual(found.links, {found.key})
        broken = self.links(Message_Id="<1@x>", References="<<>", In_Reply_To="")
        self.assertEqual(broken, self.links(Message_Id="<1@x>"))

    def test_many_references_take_no_time(self):
        first = "<1@x>"
        for rest in ("<{}@x> ", "<{}", "{}> ", "< {}"):
            text = first + "".join(rest.format(n) for n in range(20_000))
            self.assertEqual(self.key(References=text), self.key(Message_Id=first))
            for each in (text, text[1:]):
                check_takes(
                    0.5, lambda references: self.key(References=references), each
                )
