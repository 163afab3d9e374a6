# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields

from ..engine.kind import AUTOMATIC
from ..models.res_partner_answers import MOMENTS
from .common import ImapSyncCase
from .mail_server import mail
from .test_imap_sync_kind import choose, signed

RECEIVED, SENT, UNANSWERED, AWAITED = MOMENTS


class AnswersCase(ImapSyncCase):
    """Lena and Anna write to each other; who waits for whom."""

    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna, sharing="metadata")
        self.now = fields.Datetime.now().replace(microsecond=0)

    def ago(self, days):
        return self.now - timedelta(days=days)

    def exchange(self, *letters):
        """Deliver letters: who wrote, and how many days ago."""
        for who, days in letters:
            people = [self.lena.email, self.account.email]
            sender, recipient = people if who == "lena" else people[::-1]
            letter = mail(sender, recipient, f"{who} {days}", date=self.ago(days))
            self.server.deliver(self.account.email, letter)
        self.sync(self.account)

    def moments(self, user=None, contact=None):
        contact = (contact or self.lena).with_user(user or self.anna)
        contact.invalidate_recordset(MOMENTS)
        [values] = contact.read(MOMENTS)
        return [values[name] for name in MOMENTS]

    def found(self, domain, user=None):
        contacts = self.lena | self.theo
        return contacts.with_user(user or self.anna).search(
            [("id", "in", contacts.ids), *domain]
        )


class TestAnswers(AnswersCase):
    def test_nothing_yet(self):
        self.assertEqual(self.moments(), [False] * 4)
        for name in MOMENTS:
            self.assertEqual(self.found([(name, "!=", False)]), self.lena.browse())
            self.assertEqual(self.found([(name, "=", False)]), self.lena | self.theo)

    def test_she_waits_since_the_first_email_without_an_answer(self):
        self.exchange(("anna", 9), ("lena", 8), ("lena", 5))
        self.assertEqual(self.moments(), [self.ago(5), self.ago(9), self.ago(8), False])

    def test_we_wait_since_our_first_one(self):
        self.exchange(("lena", 9), ("anna", 7), ("anna", 6))
        self.assertEqual(self.moments(), [self.ago(9), self.ago(6), False, self.ago(7)])

    def test_nobody_has_ever_answered(self):
        self.exchange(("lena", 9), ("lena", 3))
        self.assertEqual(self.moments()[2:], [self.ago(9), False])

    def test_all_contacts_of_the_senders_address_have_answered(self):
        """The author of an email is one contact only."""
        double = self.new_contact("Lena Fischer", self.lena.email)
        further = self.new_contact("Fischer Ltd", "office@fischer.example")
        self.env["res.partner.email"].create(
            {"partner_id": further.id, "email": self.lena.email}
        )
        copied = self.new_contact("Copied", "copied@fischer.example")
        self.exchange(("anna", 9), ("lena", 5))
        letter = mail(
            f'"F, L" <{self.lena.email.upper()}>', self.account.email, "Copy",
            cc=copied.email, date=self.ago(4),
        )  # fmt: skip
        self.server.deliver(self.account.email, letter)
        self.sync(self.account)
        wanted = [self.ago(4), self.ago(9), self.ago(5), False]
        for contact in self.lena | double | further:
            self.assertEqual(self.moments(contact=contact), wanted, contact.name)
        self.assertEqual(self.moments(contact=copied), [False] * 4)

    def test_what_machines_write_answers_nothing_and_waits_for_nothing(self):
        choose(self.account, "keep")
        self.exchange(("anna", 9))
        for kind in AUTOMATIC:
            with self.subTest(kind):
                letter = mail(self.lena.email, self.account.email, kind)
                self.server.deliver(self.account.email, signed(letter, kind))
                self.sync(self.account)
                received, *others = self.moments()
                self.assertGreater(received, self.ago(1))
                self.assertEqual(others, [self.ago(9), False, self.ago(9)])
        letter = mail(self.lena.email, self.account.email, "To the group")
        self.server.deliver(self.account.email, signed(letter, "mailing_list"))
        self.sync(self.account)
        self.assertGreater(self.moments()[2], self.ago(1))
        self.assertFalse(self.moments()[3])

    def test_nor_does_what_ours_write(self):
        self.exchange(("lena", 9))
        letter = mail(self.account.email, self.lena.email, "I am away")
        self.server.deliver(self.account.email, signed(letter, "auto_reply"))
        self.sync(self.account)
        received, sent, unanswered, awaited = self.moments()
        self.assertGreater(sent, self.ago(1))
        self.assertEqual((received, unanswered, awaited), (self.ago(9),) * 2 + (False,))

    def test_search(self):
        self.exchange(("anna", 9), ("lena", 5))
        self.assertEqual(self.found([(UNANSWERED, "!=", False)]), self.lena)
        self.assertEqual(self.found([(UNANSWERED, "=", False)]), self.theo)
        self.assertEqual(self.found([(AWAITED, "!=", False)]), self.lena.browse())
        self.assertEqual(self.found([(RECEIVED, "<", self.ago(4))]), self.lena)
        self.assertFalse(self.found([(RECEIVED, "<", self.ago(6))]))
        self.assertEqual(self.found([(SENT, ">=", self.ago(9))]), self.lena)
        self.assertEqual(self.found([(SENT, "=", self.ago(9))]), self.lena)
        self.assertEqual(
            self.found([(SENT, "in", [False, self.ago(9)])]), self.lena | self.theo
        )
        self.assertEqual(self.found([(SENT, "not in", [self.ago(9)])]), self.theo)

    def test_search_as_people_type_it(self):
        self.exchange(("lena", 5))
        day = fields.Date.to_string(self.ago(4))
        self.assertEqual(self.found([(UNANSWERED, "<=", day)]), self.lena)
        self.assertEqual(self.found([(UNANSWERED, "<", "today -2d")]), self.lena)
        self.assertFalse(self.found([(UNANSWERED, "<", "today -7d")]))

    def test_who_was_copied_did_not_write(self):
        letter = mail(
            self.lena.email, self.account.email, "For both", cc=self.theo.email
        )
        self.server.deliver(self.account.email, letter)
        self.sync(self.account)
        self.assertEqual(len(self.envelopes(self.theo)), 1)
        self.assertEqual(self.moments(contact=self.theo), [False] * 4)
        self.assertEqual(self.found([(RECEIVED, "!=", False)]), self.lena)

    def test_each_user_has_the_moments_of_what_he_sees(self):
        self.exchange(("anna", 9), ("lena", 5))
        self.assertEqual(self.moments(self.ben)[0], self.ago(5))
        self.account.sharing = "private"
        self.assertEqual(self.moments(self.ben), [False] * 4)
        self.assertFalse(self.found([(RECEIVED, "!=", False)], self.ben))
        self.assertEqual(self.moments()[0], self.ago(5))

    def test_two_users_in_one_transaction(self):
        self.account.sharing = "private"
        self.exchange(("lena", 5))
        self.assertTrue(self.lena.with_user(self.anna)[RECEIVED])
        self.assertFalse(self.lena.with_user(self.ben)[RECEIVED])
        self.assertFalse(self.lena.with_user(self.ben).sudo()[RECEIVED])

    def test_the_superuser_sees_what_is_open_to_everybody(self):
        self.exchange(("lena", 5))
        self.assertEqual(self.lena[RECEIVED], self.ago(5))
        self.account.sharing = "private"
        self.lena.invalidate_recordset(MOMENTS)
        self.assertFalse(self.lena[RECEIVED])
        self.assertFalse(self.lena.search([(RECEIVED, "!=", False)]))

    def test_nothing_is_stored(self):
        for name in MOMENTS:
            self.assertFalse(self.lena._fields[name].store)

    def test_a_page_takes_one_query(self):
        self.exchange(("lena", 5))
        contacts = (self.lena | self.theo).with_user(self.anna)
        contacts.mapped(RECEIVED)
        contacts.invalidate_recordset(MOMENTS)
        with self.assertQueryCount(1):
            contacts.mapped(RECEIVED)
            contacts.mapped(AWAITED)
