# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.address_book import AddressBook
from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.kind import KINDS
from odoo.addons.imap_contact_sync.engine.matching import (
    CONTACT_LIMIT,
    EXPUNGED,
    IN_ODOO,
    INTERNAL,
    NAMED_LIMIT,
    NEVER_LOG,
    NO_CONTACT,
    OLDER,
    REMOVED,
    SKIP_REASONS,
    Match,
    Skip,
    match,
)
from odoo.addons.imap_contact_sync.engine.matching import verdict as decide
from odoo.addons.imap_contact_sync.engine.net.fetch import RawHeader
from odoo.addons.imap_contact_sync.engine.survey import survey

from .hypothesis_profile import examples

START = date(2026, 3, 1)
ANN, BEN = "ann@we.example", "ben@we.example"  # a mailbox owner, a colleague
LENA, THEO = "lena@north.example", "theo@east.example"
STRANGER = "eve@else.example"
BOOK = AddressBook(
    contacts={LENA: (1,), THEO: (2, 3), ANN: (100,), BEN: (101,)},
    owners={ANN: 100},
    colleagues=frozenset({BEN}),
)


def verdict(book=BOOK, day="2 Mar 2026 10:00:00 +0000", before=(), **fields):
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    content = "\n".join([*lines, f"Date: {day}", "", ""]).encode()
    return match(parse_envelope(7, 99, content), book, START, before)


class TestMatching(BaseCase):
    def assert_match(self, found, contacts, direction, sender):
        self.assertIsInstance(found, Match)
        self.assertEqual(
            (found.contacts, found.direction, found.sender),
            (contacts, direction, sender),
        )

    def test_who_is_a_participant(self):
        for name in ("From", "Reply_To", "To", "Cc", "Bcc"):
            with self.subTest(name):
                others = {"From": STRANGER} | {name: LENA}
                self.assertEqual(verdict(**others).contacts, (1,))
        # Who merely sent it for somebody, or stands in a text, is none.
        for fields in (
            {"Sender": LENA},
            {"Subject": LENA},
            {"To": f'"{LENA}" <x@y.example>'},
        ):
            with self.subTest(fields=fields):
                self.assertEqual(verdict(From=STRANGER, **fields), Skip(7, NO_CONTACT))

    def test_directions(self):
        self.assert_match(verdict(From=LENA, To=ANN), (1,), "in", 1)
        self.assert_match(verdict(From=ANN, To=LENA), (1,), "out", None)
        self.assert_match(verdict(From=BEN, To=f"{ANN}, {LENA}"), (1,), "in", None)
        self.assert_match(verdict(From=STRANGER, To=ANN, Cc=LENA), (1,), "in", None)
        self.assert_match(verdict(To=LENA), (1,), "in", None)

    def test_letter_case_of_addresses(self):
        self.assert_match(verdict(From=LENA.upper(), To=ANN), (1,), "in", 1)

    def test_sender_first_and_each_contact_once(self):
        found = verdict(From=THEO, To=f"{LENA}, {THEO}", Cc=LENA)
        self.assert_match(found, (2, 3, 1), "in", 2)

    def test_colleagues_are_no_contacts(self):
        table = [
            {"From": ANN, "To": BEN},
            {"From": BEN, "To": ANN},
            {"From": ANN, "To": ANN},
            {"From": BEN, "Reply_To": ANN, "Cc": BEN},
        ]
        for fields in table:
            with self.subTest(fields=fields):
                self.assertEqual(verdict(**fields), Skip(7, INTERNAL))

    def test_no_contact(self):
        table = [
            {"From": STRANGER, "To": ANN},
            {"From": ANN, "To": STRANGER},
            {"To": "undisclosed-recipients:;"},
            {"Subject": "nobody at all"},
        ]
        for fields in table:
            with self.subTest(fields=fields):
                self.assertEqual(verdict(**fields), Skip(7, NO_CONTACT))
        self.assertEqual(verdict(AddressBook(), From=LENA), Skip(7, NO_CONTACT))

    def test_start_date(self):
        table = [
            ("1 Mar 2026 00:00:00 +0000", True),
            ("28 Feb 2026 23:59:59 +0000", False),
            ("28 Feb 2026 23:30:00 -0100", True),
            ("1 Mar 2026 00:30:00 +0100", False),
            ("Whenever", True),
        ]
        for day, kept in table:
            with self.subTest(day=day):
                found = verdict(day=day, From=LENA)
                self.assertEqual(isinstance(found, Match), kept)
                if not kept:
                    self.assertEqual(found, Skip(7, OLDER))

    def test_limits_of_contacts(self):
        emails = [f"p{number}@many.example" for number in range(300)]
        book = AddressBook(contacts={email: (n,) for n, email in enumerate(emails)})
        found = verdict(book, From=emails[40], To=", ".join(emails[:50]))
        self.assertEqual(len(found.contacts), 50)
        self.assertEqual(found.posted, found.contacts[:CONTACT_LIMIT])
        self.assertEqual(found.posted[:3], (40, 0, 1))
        found = verdict(book, From=emails[40], To=", ".join(emails))
        self.assertEqual(len(found.contacts), NAMED_LIMIT)

    def test_match_carries_the_envelope(self):
        found = verdict(From=LENA, Subject="Hi")
        self.assertEqual((found.envelope.uid, found.envelope.subject), (7, "Hi"))
        self.assertEqual(found.envelope.date, datetime(2026, 3, 2, 10, tzinfo=UTC))

    def test_reasons_are_all_listed(self):
        self.assertEqual(
            set(SKIP_REASONS),
            {
                OLDER,
                INTERNAL,
                NO_CONTACT,
                EXPUNGED,
                NEVER_LOG,
                REMOVED,
                IN_ODOO,
                *KINDS,
            },
        )


class TestNeverLog(BaseCase):
    """Lena is listed; Theo and his double (2, 3) are not."""

    book = replace(BOOK, listed=frozenset({LENA}))

    def test_a_listed_contact_is_left_out(self):
        for name in ("From", "Reply_To", "To", "Cc", "Bcc"):
            with self.subTest(name):
                fields = {"From": THEO, "To": ANN} | {name: LENA}
                fields.setdefault("X", "")
                fields["Cc" if name != "Cc" else "To"] = THEO
                found = verdict(self.book, **fields)
                self.assertEqual((found.contacts, found.withheld), ((2, 3), (1,)))
        self.assertFalse(verdict(self.book, From=THEO).withheld)

    def test_none_is_left(self):
        found = verdict(self.book, From=LENA, To=ANN)
        self.assertEqual(found, Skip(7, NEVER_LOG))
        self.assertEqual(verdict(self.book, From=ANN, To=BEN), Skip(7, INTERNAL))
        self.assertEqual(verdict(self.book, From=STRANGER), Skip(7, NO_CONTACT))

    def test_also_by_an_address_that_is_not_listed(self):
        home = "lena@home.example"
        book = replace(self.book, contacts=BOOK.contacts | {home: (1,)})
        self.assertEqual(verdict(book, From=home).contacts, (1,))
        self.assertEqual(verdict(book, From=home, To=LENA), Skip(7, NEVER_LOG))
        found = verdict(book, From=home, Sender=LENA)
        self.assertEqual(found, Skip(7, NEVER_LOG))

    def test_strict_drops_the_whole_mail(self):
        book = replace(BOOK, strict=frozenset({STRANGER}))
        for name in ("From", "Sender", "Reply_To", "To", "Cc", "Bcc"):
            with self.subTest(name):
                fields = {"From": ANN, "To": THEO, "Cc": LENA}
                found = verdict(book, **fields | {name: f"{STRANGER}, {LENA}"})
                self.assertEqual(found, Skip(7, NEVER_LOG))
        self.assertIsInstance(verdict(book, From=ANN, To=THEO), Match)


class TestColleagues(BaseCase):
    def test_those_that_are_logged_are_contacts(self):
        book = replace(BOOK, logged=frozenset({BEN}))
        self.assertEqual(verdict(book, From=ANN, To=BEN).contacts, (101,))
        found = verdict(book, From=BEN, To=ANN)
        self.assertEqual((found.contacts, found.sender), ((101,), None))
        self.assertEqual(verdict(book, From=ANN, To=ANN), Skip(7, INTERNAL))


ADDRESSES = st.sets(st.sampled_from([ANN, BEN, LENA, THEO, STRANGER]))
BOOKS = st.builds(
    AddressBook,
    contacts=st.just(BOOK.contacts),
    owners=st.sampled_from([{}, {ANN: 100}]),
    colleagues=ADDRESSES.map(frozenset),
    logged=ADDRESSES.map(frozenset),
    listed=ADDRESSES.map(frozenset),
    strict=ADDRESSES.map(frozenset),
)


class TestSurveyedVerdict(BaseCase):
    @examples
    @given(ADDRESSES, ADDRESSES, BOOKS, st.sampled_from([(), (1,), (9,)]))
    def test_like_that_of_the_envelope(self, senders, recipients, book, before):
        """The short way to nine of ten verdicts, and the long one."""
        text = f"From: {','.join(senders)}\nTo: {','.join(recipients)}\n\n".encode()
        surveyed = survey(RawHeader(7, 99, text))
        found = decide(surveyed, book, START, before)
        self.assertEqual(found, match(surveyed.envelope(), book, START, before))
