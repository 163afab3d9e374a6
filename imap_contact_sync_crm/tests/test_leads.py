# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.imap_contact_sync.tests.mail_server import mail

from ..hooks import post_init_hook, uninstall_hook
from ..models import crm_lead_mail
from .common import PIA, LeadCase


class TestLeads(LeadCase):
    def test_mail_of_a_lead_that_is_no_contact_stands_in_its_chatter(self):
        self.imported("Offer", "Question")
        self.assertEqual(self.seen(self.lead, self.anna), ["Offer", "Question"])
        [message, _other] = self.chatter(self.lead, self.anna)[:2]
        self.assertIn("Good morning", message["body"][1])

    def test_a_domain_that_can_be_written_in_several_ways(self):
        self.lead.email_from = "pia@m\u00fcller.example"
        self.imported("Offer", sender="pia@xn--mller-kva.example")
        self.assertEqual(self.seen(self.lead, self.anna), ["Offer"])

    def test_of_others_nothing_is_kept(self):
        account = self.imported("Spam", sender="spam@x.example")
        self.assertFalse(self.envelopes(self.lead))
        self.assertEqual(self.skipped(account), {"no_contact": "1"})

    def test_what_is_written_to_a_lead_too(self):
        answer = mail(self.anna.login, PIA.upper(), "Answer")
        self.server.deliver(self.anna.login, answer, folder="Sent")
        self.sync(self.connected(self.anna))
        self.assertEqual(self.envelopes(self.lead).imap_email_id.direction, "out")

    def test_each_lead_of_the_address_and_the_contact_has_it_once(self):
        second = self.new_lead("Battery", PIA)
        pia = self.new_contact("Pia Sommer", PIA)
        self.imported("Both")
        for record in (self.lead, second, pia):
            self.assertEqual(self.subjects(record), ["Both"], record)
        self.assertEqual(len(self.envelopes(pia).imap_email_id), 1)

    def test_closed_leads_keep_what_they_have_and_get_no_more(self):
        won, lost, archived = (self.new_lead(name, PIA) for name in "WLA")
        account = self.imported("Before")
        won.action_set_won()
        lost.action_set_lost()
        archived.active = False
        self.deliver("After")
        self.sync(account)
        for lead in (won, lost, archived):
            self.assertEqual(self.subjects(lead), ["Before"], lead.name)
        self.assertEqual(self.subjects(self.lead), ["After", "Before"])
        account.sudo()._judge_kept_again()
        self.sync(account)
        self.assertEqual(self.subjects(won), ["Before"])

    def test_a_later_lead_brings_its_past_mail(self):
        account = self.imported("Offer", sender="max@later.example")
        self.assertEqual(self.skipped(account), {"no_contact": "1"})
        lead = self.new_lead("Later", "Max <max@later.example>")
        self.sync(account)
        self.assertEqual(self.subjects(lead), ["Offer"])
        self.assertEqual(self.skipped(account), {})

    def test_an_address_that_a_lead_gets_later_does_too(self):
        account = self.imported("Offer", sender="max@later.example")
        rows = self.env["imap.new.address"].search_count([])
        stages = self.lead.stage_id.search([("is_won", "=", False)])
        self.lead.stage_id = (stages - self.lead.stage_id)[0]
        self.assertEqual(self.env["imap.new.address"].search_count([]), rows)
        self.lead.email_from = "max@later.example"
        self.sync(account)
        self.assertEqual(self.subjects(self.lead), ["Offer"])

    def test_of_very_much_mail_the_newest_comes_at_once(self):
        self.lead.unlink()
        self.new_contact("Pia Sommer", PIA)
        for days in (3, 1, 2):
            date = fields.Datetime.now() - timedelta(days=days)
            self.deliver(f"{days} days old", date=date)
        account = self.imported()
        with patch.object(crm_lead_mail, "AT_ONCE", 1):
            lead = self.new_lead("Later", PIA)
        self.assertEqual(self.subjects(lead), ["1 days old"])
        self.sync(account)
        self.assertEqual(len(self.subjects(lead)), 3)

    def test_of_a_contact_too(self):
        old = fields.Datetime.now() - timedelta(days=9)
        self.env.cr.execute("UPDATE crm_lead SET create_date = %s", [old])
        self.lead.invalidate_recordset()
        max_ = self.new_contact("Max Klein", "max@klein.example")
        account = self.imported("One", "Two", "Three", sender="max@klein.example")
        with patch.object(crm_lead_mail, "AT_ONCE", 2):
            self.lead.partner_id = max_
        self.assertEqual(len(self.subjects(self.lead)), 2)
        self.sync(account)
        self.assertEqual(self.subjects(self.lead), ["One", "Three", "Two"])

    def test_a_lead_that_an_alias_has_made_of_the_mail_has_it_already(self):
        alias = mail(PIA, self.anna.login, "Offer", message_id="<one@roof.example>")
        self.lead.message_post(
            body="Good morning", subject="Offer", message_type="email",
            email_from=PIA, message_id="<one@roof.example>",
        )  # fmt: skip
        self.server.deliver(self.anna.login, alias)
        account = self.connected(self.anna)
        self.sync(account)
        self.assertFalse(self.envelopes(self.lead))
        self.assertEqual(self.skipped(account), {"in_odoo": "1"})

    def test_leads_of_other_companies_get_nothing(self):
        self.lead.user_id = False
        self.lead.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.imported("Offer")
        self.assertFalse(self.envelopes(self.lead))

    def test_colleagues_are_no_leads(self):
        self.lead.email_from = self.ben.login
        account = self.imported("Lunch", sender=self.ben.login)
        self.assertFalse(self.envelopes(self.lead))
        self.assertEqual(self.skipped(account), {"internal": "1"})

    def test_the_chatter_hears_of_it(self):
        account = self.connected(self.anna)
        account.action_start_import()
        self.deliver("Offer")
        with self.mocked_bus() as told:
            self.run_cron()
        self.assertIn({"crm.lead": self.lead.ids}, told)

    @contextmanager
    def mocked_bus(self):
        told = []

        def send(users, kind, payload, **options):
            told.append(payload)

        with patch.object(self.env.registry["res.users"], "_bus_send", send):
            yield told

    def test_where_is_my_email_names_the_lead(self):
        account = self.imported("Offer")
        copy = self.envelopes(self.lead).imap_email_id.source_ids
        reason = account.with_user(self.anna)._kept_reason(copy)
        self.assertIn("Solar Roof", reason.sentence)
        self.assertFalse(reason.contacts)


class TestRules(LeadCase):
    def test_never_log_takes_it_off_and_brings_it_back(self):
        account = self.imported("Offer")
        entries = self.env["imap.exclusion"].with_user(self.anna)
        entry = entries.create({"pattern": "sonnendach.example"})
        self.assertFalse(self.envelopes(self.lead))
        self.assertFalse(self.env["imap.email.content"].search([]))
        self.assertEqual(self.skipped(account), {"never_log": "1"})
        self.deliver("More")
        self.sync(account)
        self.assertFalse(self.envelopes(self.lead))
        entry.unlink()
        self.sync(account)
        self.assertEqual(self.subjects(self.lead), ["More", "Offer"])

    def test_an_entry_of_a_lead_leaves_the_contact_alone(self):
        account = self.imported("Both", cc=self.lena.email)
        entries = self.env["imap.exclusion"].with_user(self.anna)
        entry = entries.create({"pattern": PIA})
        self.assertFalse(self.envelopes(self.lead))
        self.assertEqual(self.subjects(self.lena), ["Both"])
        entry.unlink()
        self.sync(account)
        self.assertEqual(self.subjects(self.lead), ["Both"])

    def test_the_owner_removes_an_email_for_good(self):
        account = self.imported("Offer", "Else", cc=self.lena.email)
        self.envelope(self.lead, "Offer").imap_remove()
        self.assertEqual(self.seen(self.lead, self.anna), ["Else"])
        self.assertEqual(self.subjects(self.lena), ["Else", "Offer"])
        account.sudo()._judge_kept_again()
        self.server.renumber(self.anna.login, 4711)
        self.sync(account)
        self.assertEqual(self.seen(self.lead, self.anna), ["Else"])

    def test_nothing_is_left_of_a_deleted_lead(self):
        account = self.imported("Offer")
        self.deliver("Both", cc=self.lena.email)
        self.sync(account)
        self.lead.with_user(self.anna).sudo().unlink()
        self.assertEqual(self.contents(self.lena).mapped("subject"), ["Both"])
        self.assertEqual(
            self.env["imap.email.content"].search([]).mapped("subject"), ["Both"]
        )
        self.assertFalse(
            self.env["mail.message"].search(
                [("model", "=", "crm.lead"), ("imap_email_id", "!=", False)]
            )
        )
        self.assertEqual(self.skipped(account), {"no_contact": "1"})

    def test_an_answer_goes_to_the_contact_of_the_lead(self):
        self.imported("Offer")
        answer = self.envelope(self.lead, "Offer").imap_reply()
        self.assertEqual(answer["recipients"], [])
        self.assertIn(PIA, answer["notice"])
        self.lead.partner_id = self.new_contact("Pia Sommer", PIA)
        answer = self.envelope(self.lead, "Offer").imap_reply()
        self.assertEqual(answer["recipients"], self.lead.partner_id.ids)

    def test_a_conversation_is_the_leads(self):
        root = f"<root.{self.mark}@x.example>"
        account = self.imported("First", message_id=root)
        self.deliver("Second", references=root)
        self.sync(account)
        message = self.envelope(self.lead, "First")
        found = self.env["mail.message"].browse(message.imap_conversation()["messages"])
        self.assertEqual(found, self.envelopes(self.lead).sorted("id"))
        message.imap_share("everything", conversation=True)
        copies = self.envelopes(self.lead).imap_email_id.source_ids
        self.assertEqual(copies.mapped("choice"), ["everything"] * 2)

    def test_uninstalling_leaves_nothing_of_leads(self):
        self.imported("Offer")
        uninstall_hook(self.env)
        self.assertFalse(self.envelopes(self.lead))
        self.assertFalse(self.env["imap.email"].search([]))

    def test_installing_brings_past_mail_of_leads(self):
        account = self.imported("Offer", sender="later@x.example")
        self.env.cr.execute(
            "UPDATE crm_lead SET email_normalized = 'later@x.example' WHERE id = %s",
            [self.lead.id],
        )
        self.env.invalidate_all()
        self.sync(account)
        self.assertFalse(self.envelopes(self.lead))
        post_init_hook(self.env)
        self.sync(account)
        self.assertEqual(self.subjects(self.lead), ["Offer"])
