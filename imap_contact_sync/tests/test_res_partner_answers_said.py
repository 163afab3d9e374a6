# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ..engine.authentication import UNPROVEN
from ..models.res_partner_answers import MOMENTS
from .mail_server import mail
from .test_res_partner_answers import AWAITED, UNANSWERED, AnswersCase


class TestInMailboxes(AnswersCase):
    """Who has written for us, and who only seems to have."""

    def copied(self, sender, days, **fields):
        """Somebody writes to Lena, and Anna gets a copy."""
        letter = mail(
            sender, self.lena.email, "Copied", cc=self.account.email,
            date=self.ago(days), **fields,
        )  # fmt: skip
        self.server.deliver(self.account.email, letter)
        self.sync(self.account)
        return letter

    def test_a_colleague_without_a_mailbox_has_answered(self):
        self.exchange(("lena", 9))
        self.copied(f"Ben <{self.ben.email.upper()}>", 8)
        self.assertEqual(self.moments(), [self.ago(9), self.ago(8), False, self.ago(8)])

    def test_so_has_somebody_of_the_companys_own_domain(self):
        self.exchange(("lena", 9))
        self.env.company.imap_own_domains = "own-firm.example"
        for sender in ("x@notown-firm.example", "own-firm.example@else.example"):
            self.copied(sender, 8)
            self.assertEqual(self.moments()[1], False, sender)
        for days, sender in ((7, "x@own-firm.example"), (6, "x@de.own-firm.example")):
            self.copied(sender, days)
            self.assertEqual(self.moments()[1], self.ago(days))
        self.assertFalse(self.moments()[2])

    def test_a_colleague_who_is_a_contact_has_written_himself(self):
        self.env.company.imap_log_internal = True
        ben = self.ben.partner_id
        letter = mail(self.ben.email, self.account.email, "Hi", date=self.ago(5))
        self.server.deliver(self.account.email, letter)
        self.sync(self.account)
        received = [self.ago(5), False, self.ago(5), False]
        self.assertEqual(self.moments(contact=ben), received)

    def test_who_only_says_that_he_is_one_of_us_has_not(self):
        """Anybody can write such a From; the provider says that it is not so."""
        self.exchange(("lena", 9))
        for sender in (self.account.email, self.ben.email):
            self.copied(sender, 8)
            copies = self.account.sudo().env["imap.email.source"].search([])
            newest = copies.sorted("id")[-1]
            self.assertTrue(self.moments()[1], sender)
            for claim in UNPROVEN:
                newest.claim = claim
                self.assertEqual(
                    self.moments(), [self.ago(9), False, self.ago(9), False]
                )
            newest.claim = "colleague"
            self.assertEqual(self.moments()[1], self.ago(8))
            newest.claim = UNPROVEN[0]

    def test_but_what_stands_in_his_sent_folder_is_his(self):
        letter = mail(self.account.email, self.lena.email, "Sent", date=self.ago(8))
        self.server.deliver(self.account.email, letter, folder="Sent")
        self.exchange(("lena", 9))
        copies = self.account.sudo().env["imap.email.source"].search([])
        copies.claim = UNPROVEN[0]
        self.assertEqual(self.moments()[1], self.ago(8))


class TestInOdoo(AnswersCase):
    """What is written and received in Odoo counts as what is in mailboxes."""

    def post(self, days, contact=None, author=None, **values):
        """Somebody of ours writes to a contact from a chatter."""
        record = (contact or self.lena).with_user(author or self.anna)
        values = {
            "message_type": "comment", "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.lena.ids, "body": "Our offer",
        } | values  # fmt: skip
        message = record.message_post(**values)
        message.sudo().date = self.ago(days)
        return message

    def answer(self, days, contact=None, author=None, **values):
        """A contact answers; the gateway posts it."""
        record = (contact or self.lena).sudo()
        values = {
            "message_type": "email", "subtype_xmlid": "mail.mt_comment",
            "author_id": (author or self.lena).id, "body": "Thank you",
        } | values  # fmt: skip
        message = record.message_post(**values)
        message.date = self.ago(days)
        return message

    def test_an_answer_from_the_chatter_is_one(self):
        self.exchange(("lena", 9))
        self.post(8)
        self.assertEqual(self.moments(), [self.ago(9), self.ago(8), False, self.ago(8)])
        self.assertEqual(self.moments(self.ben)[1], self.ago(8))
        self.assertFalse(self.found([(UNANSWERED, "!=", False)]))
        self.assertEqual(self.found([(AWAITED, "=", self.ago(8))]), self.lena)

    def test_so_is_theirs_to_it(self):
        self.exchange(("anna", 9))
        self.post(8)
        self.answer(7)
        self.answer(6)
        self.assertEqual(self.moments(), [self.ago(6), self.ago(8), self.ago(7), False])

    def test_those_without_a_mailbox_have_moments_too(self):
        self.post(3, contact=self.theo, partner_ids=self.theo.ids)
        self.assertEqual(self.moments(contact=self.theo), [
            False, self.ago(3), False, self.ago(3)
        ])  # fmt: skip
        self.assertEqual(self.moments(), [False] * 4)

    def test_what_reached_nobody_does_not_count(self):
        self.exchange(("lena", 9))
        self.post(8, subtype_xmlid="mail.mt_note", partner_ids=[])
        self.post(7, message_type="auto_comment")
        self.post(6, message_type="notification")
        undelivered = self.post(5)
        for status in ("exception", "bounce", "canceled"):
            undelivered.sudo().notification_ids.notification_status = status
            self.assertEqual(self.moments(), [self.ago(9), False, self.ago(9), False])
        undelivered.sudo().notification_ids.notification_status = "sent"
        self.assertEqual(self.moments()[1:3], [self.ago(5), False])

    def test_a_customers_answer_to_who_follows_is_not_ours(self):
        self.lena.message_subscribe(self.theo.ids)
        self.exchange(("lena", 9))
        answer = self.answer(8, author=self.theo, partner_ids=self.lena.ids)
        self.assertIn(self.lena, answer.notified_partner_ids)
        self.assertEqual(self.moments(), [self.ago(9), False, self.ago(9), False])
        self.assertEqual(self.moments(contact=self.theo)[0], self.ago(8))

    def test_a_colleague_answers_by_email(self):
        self.exchange(("lena", 9))
        self.answer(8, author=self.ben.partner_id, partner_ids=self.lena.ids)
        self.assertEqual(self.moments(), [self.ago(9), self.ago(8), False, self.ago(8)])
        self.assertEqual(self.moments(contact=self.ben.partner_id), [False] * 4)

    def test_only_on_what_the_user_may_read(self):
        """Theo's contact is another company's."""
        self.post(8, contact=self.theo)
        self.assertEqual(self.moments(self.ben)[1], self.ago(8))
        self.theo.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.moments(self.ben), [False] * 4)
        self.assertFalse(self.found([(MOMENTS[1], "!=", False)], self.ben))

    def test_not_on_other_records(self):
        """Who was sent an invoice owes no answer."""
        record = self.env["mail.blacklist"].create({"email": "theo@example.com"})
        message = record.message_post(
            message_type="comment", subtype_xmlid="mail.mt_comment",
            partner_ids=self.lena.ids, body="Look",
        )  # fmt: skip
        self.assertTrue(message.notification_ids)
        self.assertEqual(self.moments(), [False] * 4)
