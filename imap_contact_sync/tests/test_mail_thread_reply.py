# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, MissingError

from ..models.mail_thread_reply import ANSWERS
from .common import ImapSyncCase
from .mail_server import mail

ORIGINAL = "<plates.1@nordwind.example>"


class TestReplyHeaders(ImapSyncCase):
    """What the recipient's mail program knows an answer by."""

    def received(self, **fields):
        fields = {"message_id": ORIGINAL} | fields
        letter = mail(self.lena.email, self.anna.login, "Plates", **fields)
        self.server.deliver(self.anna.login, letter)
        self.account = self.connected(self.anna)
        self.sync(self.account)
        [envelope] = self.envelopes(self.lena)
        return envelope

    def composer(self, answered, user=None):
        context = {
            "default_model": "res.partner", "default_res_ids": self.lena.ids,
            "default_partner_ids": self.lena.ids, "default_subject": "Re: Plates",
            "default_body": "<p>Yes</p>", "default_composition_mode": "comment",
            "default_subtype_xmlid": "mail.mt_comment", ANSWERS: answered,
        }  # fmt: skip
        composers = self.env["mail.compose.message"].with_user(user or self.anna)
        return composers.with_context(**context).create({})

    def sent(self, answered, user=None):
        """The email that goes out when a user answers in core's composer."""
        before = self.env["mail.mail"].search([])
        self.composer(answered, user)._action_send_mail()
        [email] = self.env["mail.mail"].search([]) - before
        return email

    def headers(self, email):
        [outgoing] = email._prepare_outgoing_list()
        message = self.env["ir.mail_server"]._build_email__(
            "a@b.example", ["c@d.example"], outgoing["subject"], outgoing["body"],
            references=outgoing["references"], headers=outgoing["headers"],
            message_id=outgoing["message_id"],
        )  # fmt: skip
        return message["In-Reply-To"], message["References"].split()

    def test_it_names_the_email(self):
        envelope = self.received()
        self.assertEqual(envelope.imap_email_id.message_id, ORIGINAL)
        answer = self.sent(envelope.id)
        answered, references = self.headers(answer)
        self.assertEqual(answered, ORIGINAL)
        self.assertEqual(references[0], ORIGINAL)
        self.assertEqual(references[-1], answer.message_id)

    def test_their_answer_joins_the_conversation(self):
        envelope = self.received()
        answer = self.sent(envelope.id)
        _answered, references = self.headers(answer)
        further = mail(
            self.lena.email, self.anna.login, "Re: Re: Plates",
            in_reply_to=answer.message_id, references=" ".join(references),
        )  # fmt: skip
        self.server.deliver(self.anna.login, further)
        self.sync(self.account)
        conversation = envelope.with_user(self.anna)._imap_conversation()
        self.assertEqual(len(conversation), 2)

    def conversation(self, envelope, user=None):
        found = envelope.with_user(user or self.anna).imap_conversation()
        return self.env["mail.message"].browse(found["messages"])

    def test_the_answer_is_shown_in_the_conversation(self):
        envelope = self.received(date=fields.Datetime.now() - timedelta(hours=1))
        before = self.conversation(envelope)
        self.assertEqual(before, envelope)
        answer = self.sent(envelope.id).mail_message_id
        other = self.sent(False).mail_message_id
        self.assertEqual(self.conversation(envelope), envelope + answer)
        self.assertFalse(other.imap_answered_id)
        with self.assertRaises(MissingError):
            self.conversation(answer)

    def test_not_what_odoo_notes_besides(self):
        envelope = self.received()
        here = self.lena.with_user(self.anna).with_context(**{ANSWERS: envelope.id})
        here.message_post(body="x", message_type="notification")
        here.message_notify(body="y", partner_ids=self.ben.partner_id.ids)
        self.assertEqual(self.conversation(envelope), envelope)

    def test_one_that_is_sent_later(self):
        envelope = self.received(date=fields.Datetime.now() - timedelta(hours=1))
        composer = self.composer(envelope.id)
        composer.scheduled_date = fields.Datetime.now() + timedelta(hours=1)
        composer.action_schedule_message()
        scheduled = self.env["mail.scheduled.message"].search([])
        before = self.lena.message_ids
        scheduled._post_message()
        answer = self.lena.message_ids - before
        self.assertEqual(answer.body, "<p>Yes</p>")
        self.assertEqual(self.conversation(envelope), envelope + answer)
        self.assertEqual(self.headers(answer.mail_ids)[0], ORIGINAL)

    def test_what_the_customer_answers_through_odoos_gateway(self):
        """His email goes to Odoo's address for replies, and to no mailbox."""
        envelope = self.received(date=fields.Datetime.now() - timedelta(hours=1))
        answer = self.sent(envelope.id).mail_message_id
        other = self.sent(False).mail_message_id
        for answered in (answer, other):
            raw = mail(
                self.lena.email, "catchall@alias.example", "Re: Re: Plates",
                in_reply_to=answered.message_id,
                message_id=f"<to.{answered.id}@nordwind.example>",
            )  # fmt: skip
            self.env["mail.thread"].message_process(False, raw)
        theirs = self.lena.message_ids.filtered(lambda m: m.message_type == "email")
        self.assertEqual(theirs.parent_id, answer + other)
        linked = theirs.filtered(lambda each: each.parent_id == answer)
        self.assertEqual(
            set(self.conversation(envelope)), set(envelope + answer + linked)
        )

    def test_as_far_as_the_user_sees_it(self):
        envelope = self.received()
        self.sent(envelope.id)
        with self.assertRaises(AccessError):
            self.conversation(envelope, self.ben)
        self.account.sharing = "everything"
        self.assertEqual(len(self.conversation(envelope, self.ben)), 2)
        answer = self.conversation(envelope)[1]
        answer.res_id = self.theo.id
        self.assertEqual(self.conversation(envelope, self.ben), envelope)

    def test_nobody_writes_himself_in(self):
        envelope = self.received()
        messages = self.env["mail.message"].with_user(self.ben)
        values = {"body": "x", "model": "res.partner", "res_id": self.lena.id}
        email = envelope.imap_email_id.id
        with self.assertRaises(AccessError):
            messages.create({**values, "imap_answered_id": email})
        with self.assertRaises(AccessError):
            messages.with_context(default_imap_answered_id=email).create(values)
        own = messages.create(values)
        with self.assertRaises(AccessError):
            own.imap_answered_id = email
        with self.assertRaises(AccessError):
            messages.search([("imap_answered_id", "=", email)])
        self.assertEqual(self.conversation(envelope), envelope)

    def test_ordinary_messages_do_not(self):
        self.received()
        answered, references = self.headers(self.sent(False))
        self.assertFalse(answered)
        self.assertNotIn(ORIGINAL, references)

    def test_nor_does_who_does_not_see_the_email(self):
        envelope = self.received()
        for wrong in (envelope.id, "x", 2**31 - 1, [envelope.id]):
            answered, references = self.headers(self.sent(wrong, self.ben))
            self.assertFalse(answered)
            self.assertNotIn(ORIGINAL, references)

    def test_nor_when_core_posts_for_him(self):
        envelope = self.received()
        lena = self.lena.with_user(self.ben).sudo().with_context(
            **{ANSWERS: envelope.id}
        )  # fmt: skip
        message = lena.message_post(
            body="x", message_type="comment", subtype_xmlid="mail.mt_comment",
            partner_ids=lena.ids,
        )  # fmt: skip
        self.assertFalse(message.sudo().imap_answered_id)
        self.assertNotIn(ORIGINAL, message.sudo().mail_ids.references)

    def test_one_without_a_message_id(self):
        envelope = self.received(message_id="none")
        self.assertFalse(envelope.imap_email_id.message_id)
        self.assertFalse(self.headers(self.sent(envelope.id))[0])

    def test_one_that_no_header_field_can_have(self):
        envelope = self.received()
        envelope.imap_email_id.message_id = "<pl\u00e4tten@nordwind.example>"
        self.assertFalse(self.headers(self.sent(envelope.id))[0])
