# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
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

    def sent(self, answered, user=None):
        """The email that goes out when a user answers in core's composer."""
        context = {
            "default_model": "res.partner", "default_res_ids": self.lena.ids,
            "default_partner_ids": self.lena.ids, "default_subject": "Re: Plates",
            "default_body": "<p>Yes</p>", "default_composition_mode": "comment",
            "default_subtype_xmlid": "mail.mt_comment", ANSWERS: answered,
        }  # fmt: skip
        composers = self.env["mail.compose.message"].with_user(user or self.anna)
        before = self.env["mail.mail"].search([])
        composers.with_context(**context).create({})._action_send_mail()
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

    def test_one_without_a_message_id(self):
        envelope = self.received(message_id="none")
        self.assertFalse(envelope.imap_email_id.message_id)
        self.assertFalse(self.headers(self.sent(envelope.id))[0])

    def test_one_that_no_header_field_can_have(self):
        envelope = self.received()
        envelope.imap_email_id.message_id = "<pl\u00e4tten@nordwind.example>"
        self.assertFalse(self.headers(self.sent(envelope.id))[0])
