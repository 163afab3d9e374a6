# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

from odoo.tests import BaseCase

from ..engine.address_book import AddressBook
from ..engine.choices import without_removed
from ..engine.envelope import parse_envelope
from ..engine.matching import (
    CONTACT_LIMIT,
    INTERNAL,
    NEVER_LOG,
    NO_CONTACT,
    OLDER,
    REMOVED,
    Skip,
    match,
)
from ..engine.records import Dated, Record

START = date(2026, 1, 1)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PIA, LENA, ANN = "pia@roof.example", "lena@nord.example", "ann@home.example"
LEAD, DEAL = Record("lead", 1), Record("lead", 2)
BOOK = AddressBook(
    contacts={LENA: (1,)}, owners={ANN: 9}, records={PIA: (Dated(LEAD),)}
)


def envelope(moment=NOON, **fields):
    message = EmailMessage()
    if moment:
        message["Date"] = moment
    for name, value in fields.items():
        message[name] = value
    return parse_envelope(7, 99, message.as_bytes())


def verdict(book=BOOK, before=(), standing=(), moment=NOON, **fields):
    return match(envelope(moment, **fields), book, START, before, standing)


class TestRecords(BaseCase):
    def test_a_message_of_a_record_is_kept_without_a_contact(self):
        found = verdict(From=PIA, To=ANN)
        self.assertEqual((found.contacts, found.records), ((), (LEAD,)))
        self.assertEqual(verdict(From="x@y.example"), Skip(7, NO_CONTACT))

    def test_a_record_and_a_contact(self):
        found = verdict(From=PIA, To=LENA)
        self.assertEqual((found.contacts, found.records), ((1,), (LEAD,)))

    def test_mail_since_a_moment_only(self):
        book = replace(BOOK, records={LENA: (Dated(LEAD), Dated(DEAL, NOON))})
        for moment, records in (
            (NOON, (LEAD, DEAL)),
            (NOON - timedelta(seconds=1), (LEAD,)),
            (None, (LEAD,)),
        ):
            found = verdict(book, moment=moment, From=LENA)
            self.assertEqual(found.records, records, moment)

    def test_what_stands_there_stays(self):
        """Whoever closes a lead, or gives it another address, takes nothing away."""
        found = verdict(standing=(DEAL,), From="x@y.example")
        self.assertEqual((found.contacts, found.records), ((), (DEAL,)))
        found = verdict(standing=(LEAD,), moment=NOON.replace(year=2020), From=PIA)
        self.assertEqual(found.records, (LEAD,))
        old = verdict(moment=NOON.replace(year=2020), From=PIA)
        self.assertEqual(old, Skip(7, OLDER))

    def test_addresses_of_colleagues_are_nobodys(self):
        book = replace(BOOK, colleagues=frozenset({PIA}))
        self.assertEqual(verdict(book, From=PIA, To=ANN), Skip(7, INTERNAL))

    def test_the_never_log_list(self):
        book = replace(BOOK, listed=frozenset({PIA}))
        self.assertEqual(verdict(book, From=PIA), Skip(7, NEVER_LOG))
        found = verdict(book, From=PIA, To=LENA)
        self.assertEqual((found.records, found.withheld_records), ((), (LEAD,)))
        found = verdict(book, standing=(LEAD,), From=PIA, To=LENA)
        self.assertFalse(found.records)
        strict = replace(book, strict=frozenset({PIA}))
        self.assertEqual(verdict(strict, From=PIA, To=LENA), Skip(7, NEVER_LOG))

    def test_what_was_removed(self):
        found = verdict(From=PIA, To=LENA)
        left = without_removed(found, {(found.envelope.key, LEAD)})
        self.assertEqual((left.contacts, left.records), ((1,), ()))
        self.assertEqual(left.withheld_records, (LEAD,))
        # A contact of the same number is another one.
        left = without_removed(found, {(found.envelope.key, LEAD.id)})
        self.assertEqual((left.contacts, left.records), ((), (LEAD,)))
        both = {(found.envelope.thread_key, each) for each in (LEAD, 1)}
        self.assertEqual(without_removed(found, both), Skip(7, REMOVED))

    def test_no_more_than_the_limit_get_it(self):
        many = tuple(Dated(Record("lead", number)) for number in range(50))
        found = verdict(AddressBook(records={PIA: many}), From=PIA)
        self.assertEqual(len(found.records), 50)
        self.assertEqual(len(found.posted_records), CONTACT_LIMIT)
