# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.address_book import AddressBook

from .test_engine_matching import ANN, BEN, BOOK, LENA, THEO, verdict


class TestAddressBook(BaseCase):
    def test_who_works_here_and_who_does_not(self):
        self.assertEqual(BOOK.staff, {ANN, BEN})
        self.assertEqual(BOOK.outside, {LENA, THEO})
        self.assertTrue(BOOK.is_internal(BEN))
        logged = replace(BOOK, logged=frozenset({BEN}))
        self.assertFalse(logged.is_internal(BEN))
        self.assertEqual(logged.outside, {LENA, THEO, BEN})

    def test_those_of_whom_a_kept_email_stands_on_one(self):
        book = replace(BOOK, sharing={THEO: (2, 3), LENA: (1, 4)})
        self.assertIs(book.of_kept((9,)), book)
        kept = book.of_kept((3, 4, 9)).contacts
        self.assertEqual((kept[THEO], kept[LENA], kept[ANN]), ((3,), (4,), (100,)))
        self.assertIs(BOOK.of_kept((3,)), BOOK)

    def test_the_addresses_of_contacts_that_get_nothing_too(self):
        book = AddressBook({LENA: (1,)}, everybody={LENA: (1, 5), THEO: (6,)})
        self.assertEqual(book.of_any([5, 6]), {LENA, THEO})
        self.assertEqual(book.of_any([7]), set())


class TestBesides(BaseCase):
    """Participants on whom an email does not stand."""

    def setUp(self):
        super().setUp()
        everybody = {LENA: (1, 5), THEO: (2, 3), BEN: (101,), "old@east.example": (7,)}
        self.book = replace(BOOK, everybody=everybody)

    def besides(self, book=None, **fields):
        return set(verdict(book or self.book, **fields).besides)

    def test_not_chosen_archived_and_colleagues(self):
        self.assertEqual(self.besides(From=LENA), {5})
        self.assertEqual(self.besides(From=LENA, To=f"{BEN}, {ANN}"), {5, 101})
        for name in ("Reply_To", "Cc", "Bcc"):
            found = self.besides(From=LENA, **{name: "old@east.example"})
            self.assertEqual(found, {5, 7}, name)
        self.assertEqual(self.besides(From=THEO), set())

    def test_who_was_taken_out_by_a_rule_is_noted_there(self):
        book = replace(self.book, listed=frozenset({LENA}))
        found = verdict(book, From=LENA, To=THEO)
        self.assertEqual((found.withheld, found.besides), ((1,), (5,)))

    def test_behind_the_last_one_that_is_counted(self):
        emails = [f"p{number}@many.example" for number in range(300)]
        people = {email: (n,) for n, email in enumerate(emails)}
        book = AddressBook(people, everybody=people)
        to, cc = ", ".join(emails[:150]), ", ".join(emails[150:])
        found = verdict(book, From=emails[0], To=to, Cc=cc)
        self.assertEqual(len(found.contacts), 200)
        self.assertEqual({*found.contacts, *found.besides}, {*range(300)})
