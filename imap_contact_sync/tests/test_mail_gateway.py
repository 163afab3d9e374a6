# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.models.imap_sync_live import NOTIFICATION
from odoo.addons.mail.tests.common import MailCase

from .leaks import LeakCase
from .mail_server import mail

GATEWAY_LOG = "odoo.addons.mail.models.mail_thread"
SILENT = (
    "mail.notification",
    "mail.mail",
    "mail.followers",
    "mail.activity",
    "mail.message.schedule",
    "mail.link.preview",
    "mail.tracking.value",
)


class TestSilence(LeakCase, MailCase):
    """F10. Invariant I6: nobody hears of an import, and nothing else changes."""

    def rows(self):
        self.env.flush_all()
        self.env.cr.postcommit.run()
        rows = {name: self.env[name].search([]).ids for name in SILENT}
        # Open chatters hear that there is something new, by the contacts' ids.
        told = self.env["bus.bus"].search([("message", "not like", NOTIFICATION)])
        return rows | {"bus.bus": told.ids}

    def partners(self):
        self.env.cr.execute("SELECT id, write_date, xmin::text FROM res_partner")
        return sorted(self.env.cr.fetchall())

    def test_thirty_mails(self):
        self.nora.message_subscribe((self.carl.partner_id + self.theo).ids)
        login = self.anna.login
        account = self.started(self.anna)
        self.sync(account)  # the first import's end is told to the owner
        self.server.deliver(
            login,
            *(
                mail(self.nora.email, login, f"{each}", f"https://example.com/{each}")
                for each in range(15)
            ),
        )
        self.server.deliver(
            login,
            *(mail(login, self.nora.email, f"Re: {each}") for each in range(15)),
            folder="Sent",
        )
        self.rows()
        with self.mock_mail_gateway():
            before, partners = self.rows(), self.partners()
            self.sync(account)
            after = self.rows()
        envelopes = self.envelopes(self.nora)
        self.assertEqual(len(envelopes), 30)
        # A recipient would be told of the message, and might read it.
        self.assertFalse(envelopes.partner_ids | envelopes.notified_partner_ids)
        self.assertFalse(envelopes.subtype_id)
        self.assertEqual(self.partners(), partners)
        self.assertFalse(self._mails)
        self.assertEqual(after, before)


class TestGateway(LeakCase, MailCase):
    """Invariant I7: Odoo's own gateway works as if there were no synced mail.

    The alias makes contacts: of what this addon depends on, res.partner is the one
    business model with a chatter and ``message_new``. The gateway treats it like a
    lead or a ticket.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {
                "name": "alias.example", "bounce_alias": "bounce",
                "catchall_alias": "catchall", "default_from": "notifications",
            }
        )  # fmt: skip
        cls.env.company.alias_domain_id = cls.domain
        cls.alias = cls.env["mail.alias"].create(
            {
                "alias_name": "hello", "alias_domain_id": cls.domain.id,
                "alias_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "alias_contact": "everyone",
            }
        )  # fmt: skip

    def process(self, raw):
        """Odoo's gateway gets this mail.

        :return: the new record's messages, and what was sent in answer
        """
        before = self.env["res.partner"].search([])
        with self.mock_mail_gateway(), mute_logger(GATEWAY_LOG):
            self.env["mail.thread"].message_process(False, raw)
            self.env.flush_all()
        self.sent = list(self._mails)
        return self.env["res.partner"].search([]) - before

    def raw(self, **extra):
        to = f"{self.anna.login}, hello@alias.example"
        number = f"<{self.mark}@nordwind.example>"
        values = {"message_id": number} | extra
        return mail(self.nora.email, to, "A question", **values)

    def imported(self, *raws):
        self.server.deliver(self.anna.login, *raws)
        account = self.env["imap.account"].search([("user_id", "=", self.anna.id)])
        self.sync(account.with_user(self.anna) or self.connected(self.anna))

    def test_the_copy_to_an_alias_after_the_import(self):
        self.imported(self.raw())
        self.assertEqual(len(self.envelopes(self.nora)), 1)
        made = self.process(self.raw())
        self.assertEqual(made.name, "A question")
        self.assertIn("Good morning", made.message_ids.filtered("body")[0].body)

    def test_the_copy_to_an_alias_before_the_import(self):
        made = self.process(self.raw())
        self.assertEqual(made.name, "A question")
        before = made.message_ids
        self.imported(self.raw())
        self.assertEqual(len(self.envelopes(self.nora)), 1)
        # The new contact has Nora's address, and the mail itself: it is not repeated.
        self.assertEqual(made.message_ids, before)
        self.assertFalse(self.envelopes(made))

    def test_the_copy_to_an_alias_of_what_is_skipped_and_of_what_is_private(self):
        company = self.anna.company_id
        for treatment, count in (("owner_only", 1), ("skip", 1)):
            company.imap_newsletters = treatment
            raw = b"Precedence: bulk\n" + self.raw(
                message_id=f"<{treatment}-{self.mark}@nordwind.example>"
            )
            self.imported(raw)
            self.assertEqual(len(self.envelopes(self.nora)), count)
            made = self.process(raw)
            self.assertEqual(made.name, "A question")
            made.email = False  # or the next one would stand on it as well

    def test_a_reply_that_the_gateway_has_is_not_repeated(self):
        """Nora answers to Odoo and to Anna."""
        posted = self.nora.message_post(
            body="An offer", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        reply = mail(
            self.nora.email, f"{self.anna.login}, catchall@alias.example",
            "Re: An offer", "We take it", cc=self.lena.email,
            references=posted.message_id, in_reply_to=posted.message_id,
        )  # fmt: skip
        self.assertFalse(self.process(reply))
        self.imported(reply)
        [stored] = self.nora.message_ids.filtered(lambda each: "take it" in each.body)
        self.assertFalse(stored.imap_email_id)
        self.assertFalse(self.envelopes(self.nora))
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_references_lead_to_no_document(self):
        """Anybody can write them (ID-6): neither to the record that Odoo's message is
        on, nor to the one that its number names."""
        posted = self.theo.message_post(body="Ours alone")
        number = f"<1.2.3-openerp-{self.theo.id}-res.partner@alias.example>"
        before = self.theo.message_ids
        for references in (posted.message_id, number):
            self.imported(
                self.raw(
                    message_id=f"<{len(references)}-{self.mark}@nordwind.example>",
                    references=references, in_reply_to=references,
                )
            )  # fmt: skip
        envelopes = self.envelopes(self.nora)
        self.assertEqual(len(envelopes), 2)
        self.assertFalse(envelopes.parent_id)
        self.assertEqual({*envelopes.mapped("model")}, {"res.partner"})
        self.assertEqual(self.theo.message_ids, before)

    def test_a_new_mail_to_the_alias_that_refers_to_a_synced_one(self):
        self.imported(self.raw())
        raw = self.raw(
            message_id=f"<2-{self.mark}@nordwind.example>",
            references=f"<{self.mark}@nordwind.example>",
        )
        self.assertEqual(self.process(raw).name, "A question")

    def test_a_reply_after_many_synced_mails_is_stored_and_nothing_is_sent(self):
        """Core takes more than 20 mails of one sender in two hours for a loop."""
        posted = self.nora.message_post(
            body="An offer", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        now = fields.Datetime.now()
        self.imported(
            *(
                mail(
                    self.nora.email, self.anna.login, f"{each}",
                    date=now - timedelta(minutes=each),
                )
                for each in range(25)
            )
        )  # fmt: skip
        self.assertEqual(len(self.envelopes(self.nora)), 25)
        reply = mail(
            self.nora.email, "catchall@alias.example", "Re: An offer", "We take it",
            references=posted.message_id, in_reply_to=posted.message_id,
        )  # fmt: skip
        self.assertFalse(self.process(reply))
        [stored] = self.nora.message_ids.filtered(lambda each: "take it" in each.body)
        self.assertEqual(stored.message_type, "email")
        self.assertEqual(self.sent, [])

    def test_many_synced_mails_then_one_to_the_alias(self):
        self.imported(
            *(mail(self.nora.email, self.anna.login, f"{n}") for n in range(25))
        )
        self.assertEqual(self.process(self.raw()).name, "A question")
        self.assertEqual(self.sent, [])
