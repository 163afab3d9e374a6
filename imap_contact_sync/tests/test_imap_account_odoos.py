# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.mail.tests.common import MailCase

from ..engine.envelope import parse_envelope
from ..engine.matching import Match
from .mail_server import mail
from .test_imap_account_where import WhereCase

SUBJECT = "Zirbenholz"


class TestOdoosMail(WhereCase, MailCase):
    """What Odoo itself has sent or got is met again in Anna's mailbox."""

    def posted(self, contact=None, **values):
        """A message that Anna sends from a contact's chatter; the email as it left."""
        message = (contact or self.lena).with_user(self.anna).message_post(
            body="An offer",
            subject=SUBJECT,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            **values,
        )  # fmt: skip
        return message

    def sent(self, message, **extra):
        """Its copy in the sent folder of Anna's mail server."""
        values = {"sender": self.anna.login, "to": self.lena.email} | extra
        sender, to = values.pop("sender"), values.pop("to")
        number = values.pop("message_id", message.message_id)
        return mail(sender, to, SUBJECT, message_id=number, **values)

    def delivered(self, *letters, folder="Sent"):
        self.server.deliver(self.anna.login, *letters, folder=folder)
        self.account.action_connect()
        self.sync(self.account)

    def test_what_odoo_sent_really_leaves_with_the_messages_id(self):
        """What the look-up relies on."""
        with self.mock_mail_gateway():
            message = self.posted(partner_ids=self.lena.ids)
        [left] = self._mails
        self.assertEqual(left["message_id"], message.message_id)

    def test_in_the_sent_folder(self):
        message = self.posted()
        self.delivered(self.sent(message))
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(self.skipped(self.account, "Sent"), {"in_odoo": "1"})
        # No body was fetched to know that (I2).
        self.assertEqual(self.server.last_bodies(self.anna.login), 0)
        self.assertFalse(self.env["imap.email"].search([("source_ids", "=", False)]))

    def test_other_contacts_get_it(self):
        message = self.posted()
        self.delivered(self.sent(message, cc=self.theo.email))
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(len(self.envelopes(self.theo)), 1)
        [source] = self.envelopes(self.theo).imap_email_id.source_ids
        self.assertEqual(source.partner_ids, self.theo)
        self.assertEqual(source.withheld_ids, self.lena)
        self.assert_told("kept", "on Theo Lefevre. Not on Lena .* or Odoo has it there")

    def test_a_message_on_another_record_is_not_its_contacts(self):
        document = self.new_contact("An order", False)
        message = self.posted(document)
        self.delivered(self.sent(message))
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        other = self.env["mail.message"].create(
            {"model": "res.company", "res_id": self.theo.id,
             "email_from": self.anna.login, "message_id": f"<{self.mark}@odoo>"}
        )  # fmt: skip
        self.delivered(self.sent(other, to=self.theo.email))
        self.assertEqual(len(self.envelopes(self.theo)), 1)

    def test_a_notice_in_the_inbox(self):
        """Lena's answer came to Odoo, which forwards it to Anna as a follower."""
        got = self.env["mail.message"].create(
            {
                "model": "res.partner", "res_id": self.lena.id,
                "message_type": "email", "author_id": self.lena.id,
                "email_from": f'"Lena" <{self.lena.email}>',
                "message_id": f"<{self.mark}@nordwind.example>",
            }
        )  # fmt: skip
        copy = self.sent(got, sender=self.lena.email, to=self.anna.login)
        self.delivered(copy, folder="INBOX")
        self.assertFalse(self.envelopes(self.lena))

    def test_from_the_address_that_odoo_sends_under(self):
        """Odoo writes its own address into From where the server lets it no other."""
        self.env["mail.alias.domain"].create(
            {"name": "alias.example", "default_from": "notifications"}
        )
        sender = '"Anna Berg" <notifications@alias.example>'
        self.delivered(self.sent(self.posted(), sender=sender))
        self.assertFalse(self.envelopes(self.lena))

    def test_a_known_number_hides_no_mail_of_somebody_else(self):
        """Lena has got Odoo's message, and writes a mail of her own with its number."""
        message = self.posted()
        forged = self.sent(message, sender=self.lena.email, to=self.anna.login)
        self.delivered(forged, folder="INBOX")
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_the_number_of_one_of_our_own_envelopes_hides_nothing(self):
        self.delivered(self.letter(subject="first"), folder="INBOX")
        [envelope] = self.envelopes(self.lena)
        self.assertTrue(envelope.message_id.startswith("<imap-"))
        again = self.letter(subject="second", message_id=envelope.message_id)
        self.delivered(again, folder="INBOX")
        self.assertEqual(len(self.envelopes(self.lena)), 2)

    def test_without_a_number(self):
        self.env["mail.message"].create(
            {"model": "res.partner", "res_id": self.lena.id, "message_id": False}
        )
        letter = self.letter().replace(b"Message-ID", b"X-Was-Message-ID")
        self.delivered(letter, folder="INBOX")
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_what_is_kept_stays_when_it_is_judged_again(self):
        letter = self.letter(message_id=f"<{self.mark}@nordwind.example>")
        self.delivered(letter, folder="INBOX")
        self.env["mail.message"].create(
            {"model": "res.partner", "res_id": self.lena.id,
             "email_from": self.lena.email,
             "message_id": f"<{self.mark}@nordwind.example>"}
        )  # fmt: skip
        self.account.sudo()._judge_kept_again()
        self.sync(self.account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_where_is_it(self):
        message = self.posted()
        self.delivered(self.sent(message))
        self.assert_told(
            "in_odoo",
            "^Odoo has it already: it is a message on Lena Fischer. Nothing is repeat",
        )
        message.unlink()
        hit = self.assert_told("late", "it was a message on its contact", keeps=True)
        self.keep(hit)
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_where_names_no_contact_that_the_user_cannot_open(self):
        self.delivered(self.sent(self.posted()))
        self.env["ir.rule"].create(
            {
                "name": "Not Lena",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.lena.id})]",
            }
        )
        hit = self.assert_told("in_odoo", "^Odoo has it already, on its contact.$")
        self.assertNotIn(self.lena.name, str(hit["sentence"]))

    def test_one_query_for_a_window(self):
        """On an index: of Odoo's own table, which has millions of rows."""
        self.assertEqual(self.env["mail.message"]._fields["message_id"].index, "btree")
        posted = self.posted()
        numbers = [f"<{each}@nordwind.example>" for each in range(499)]
        matches = [
            Match(envelope, self.lena.ids, "in", None)
            for envelope in (
                parse_envelope(uid, 1, f"Message-ID: {number}\n\n".encode())
                for uid, number in enumerate([posted.message_id, *numbers], 1)
            )
        ]
        self.env.flush_all()
        account = self.account.sudo()
        with self.assertQueryCount(1):
            found = account._odoos_messages(matches)
        senders = {self.anna.email}
        self.assertEqual(found, {posted.message_id: {self.lena.id: senders}})
