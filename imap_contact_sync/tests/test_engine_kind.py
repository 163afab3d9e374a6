# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.kind import (
    AUTO_REPLY,
    BOUNCE,
    CALENDAR,
    KIND_FIELDS,
    KINDS,
    MAILING_LIST,
    NEWSLETTER,
    is_automatic,
    kind_of,
)

from .hypothesis_profile import examples
from .test_engine_corpus import CORPUS, MESSAGES, read_message

LENA = "From: Lena <lena@nordwind.example>"
# Each as real programs write it.
TABLE = {
    "": [
        "Subject: x",
        "Content-Type: multipart/mixed; boundary=x",
        "Content-Type: text/plain; charset=utf-8",
        "Return-Path: <lena@nordwind.example>",
        "Auto-Submitted: no",
        "Auto-Submitted: auto-generated",  # a shop's notice
        "X-Auto-Response-Suppress: All",  # of a person who wants no answer
        "Precedence: normal",
        "X-Autoreply: no",
        "Content-Type: multipart/report; report-type=feedback-report; boundary=x",
        "Content-Type: multipart/mixed; boundary=text/calendar",
        "Subject: mailer-daemon@nordwind.example",
        "From: x.mailer-daemon@nordwind.example",
        "",
    ],
    NEWSLETTER: [
        "List-Unsubscribe: <https://news.example/u>\r\nList-Id: <a.list.example>",
        "List-Unsubscribe: <mailto:leave@news.example>",
        "Precedence: bulk",
        "PRECEDENCE :  Bulk (see RFC 3834)",
        "Precedence: junk",
        "List-Id: <a.list.example>\r\nList-Post: NO (posting not allowed)",
    ],
    MAILING_LIST: [
        "List-Id: Sales team <sales.nordwind.example>",
        "List-Post: <mailto:sales@nordwind.example>\r\nList-Unsubscribe: <mailto:x@y>",
        "Precedence: list\r\nList-Unsubscribe: <mailto:x@nordwind.example>",
        "list-post:\r\n <mailto:sales@nordwind.example>\r\nPrecedence: bulk",
    ],
    AUTO_REPLY: [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-replied (vacation); owner-email=lena@nordwind.example",
        "Auto-Submitted: (away) Auto-Replied",
        "Auto-Submitted: auto-generated\r\nReturn-Path: <>",
        "Auto-Submitted: auto-replied\r\nReturn-Path: <>\r\nPrecedence: bulk",
        "X-Autoreply: yes",
        "X-Autorespond: Away",
        "Precedence: auto_reply",
        "Content-Type: multipart/report; report-type=disposition-notification",
    ],
    BOUNCE: [
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        'Content-Type: multipart/report;\r\n boundary="x";\r\n'
        '\tReport-Type="delivery-status"\r\nAuto-Submitted: auto-replied',
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
        "From: postmaster@nordwind.example",
        "Return-Path: <>",
        "Return-Path: < > (nobody)",
    ],
    CALENDAR: [
        "Content-Type: text/calendar; method=REQUEST",
        "Content-Class: urn:content-classes:calendarmessage\r\nReturn-Path: <>",
    ],
}
BOUNCES_OF_ZAMMAD = (
    "018", "019", "033-undelivered-mail-returned-to-sender", "035", "052", "053",
    "055", "063", "078", "092",
)  # fmt: skip
NAMES = st.sampled_from(KIND_FIELDS.split())
WORDS = st.sampled_from(
    [
        "bulk", "list", "no", "<>", "<", "(", ")", ";", "=", '"', "multipart/report",
        "report-type", "delivery-status", "text/calendar", "auto-replied", "\r\n ",
        "\r\n", "\t", ":", "mailer-daemon@", "\x00", "ä", "\ud800", "=?utf-8?q?a?=",
    ]
)  # fmt: skip


class TestKind(BaseCase):
    def test_table(self):
        for kind, headers in TABLE.items():
            for header in headers:
                content = f"{header}\r\n\r\n"
                if not header.startswith("From"):
                    content = f"{LENA}\r\n{content}"
                with self.subTest(header):
                    self.assertEqual(kind_of(content.encode()), kind)

    def test_all_kinds_are_tried(self):
        self.assertEqual(set(TABLE), {"", *KINDS})

    def test_every_field_that_is_looked_at_is_fetched(self):
        wanted = KIND_FIELDS.lower().split()
        for kind, headers in TABLE.items():
            for header in headers:
                lines = re.sub(r"\r\n[ \t]+", " ", f"{LENA}\r\n{header}").split("\r\n")
                kept = [
                    line
                    for line in lines
                    if line.partition(":")[0].strip().lower() in wanted
                ]
                if header.startswith("From"):
                    kept = kept[1:]
                with self.subTest(header):
                    content = "\r\n".join([*kept, "", ""]).encode()
                    self.assertEqual(kind_of(content), kind)

    def test_what_machines_write(self):
        for fields, expected in [
            ("Auto-Submitted: auto-generated", True),  # a ticket system's confirmation
            ("Auto-Submitted: auto-replied (vacation)", True),
            ("Auto-Submitted: No", False),
            ("List-Unsubscribe: <mailto:leave@news.example>", True),
            ("List-Post: <mailto:sales@nordwind.example>", False),
            ("Content-Class: urn:content-classes:calendarmessage", False),
            ("From: MAILER-DAEMON@nordwind.example", True),
            ("Subject: x", False),
        ]:
            with self.subTest(fields):
                header = f"{fields}\r\n\r\n".encode()
                self.assertEqual(is_automatic(header), expected)

    @examples
    @given(st.lists(st.tuples(NAMES, st.lists(WORDS, max_size=8)), max_size=6))
    def test_no_field_raises(self, fields):
        text = "".join(f"{name}: {''.join(words)}\r\n" for name, words in fields)
        kind = kind_of(text.encode("utf-8", "surrogatepass"))
        self.assertIn(kind, ("", *KINDS))

    @examples
    @given(st.binary(max_size=300))
    def test_no_octets_raise(self, content):
        self.assertIn(kind_of(content), ("", *KINDS))

    def test_huge_fields_take_no_time(self):
        for text in ("(" * 10**6, "<" * 10**6, "a " * 10**6, ";" * 10**6):
            for name in KIND_FIELDS.split():
                kind_of(f"{name}: {text}\r\n\r\n".encode())


class TestKindsOfTheCorpus(BaseCase):
    """Real mail: the kinds that its header fields tell were looked at by hand."""

    def test_kinds(self):
        if not CORPUS.is_dir():
            self.skipTest("There is no corpus of real mail.")
        found = {}
        for path in sorted(CORPUS.rglob("*")):
            if path.suffix in MESSAGES:
                kind = kind_of(read_message(path))
                found.setdefault(kind, []).append(str(path.relative_to(CORPUS)))
        self.assertGreater(len(found[""]), 250)
        self.assertEqual(
            found[BOUNCE],
            ["mime4j/mimetools-testmsgs/badbound.msg"]
            + [f"zammad/mail{each}.box" for each in BOUNCES_OF_ZAMMAD],
        )
        self.assertEqual(found.keys(), {"", BOUNCE, MAILING_LIST, NEWSLETTER})
