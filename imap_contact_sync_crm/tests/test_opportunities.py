# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import SUPERUSER_ID

from .common import PIA, LeadCase


class TestOpportunities(LeadCase):
    def setUp(self):
        super().setUp()
        self.deal = self.new_lead(
            "New Windows", type="opportunity", partner_id=self.lena.id
        )
        self.opened(self.deal, 10)

    def opened(self, lead, days):
        """It was created so many days ago."""
        created = lead.create_date - timedelta(days=days)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", [created, lead.id]
        )
        lead.invalidate_recordset()

    def days_ago(self, days):
        return self.deal.create_date + timedelta(days=10 - days)

    def test_the_mail_of_its_contact_since_it_was_opened(self):
        self.assertEqual(self.deal.email_normalized, self.lena.email_normalized)
        self.deliver("Before", sender=self.lena.email, date=self.days_ago(11))
        self.imported("After", sender=self.lena.email, date=self.days_ago(9))
        self.assertEqual(self.subjects(self.lena), ["After", "Before"])
        self.assertEqual(self.seen(self.deal, self.anna), ["After"])

    def test_by_any_address_of_the_contact(self):
        self.lena.email_ids = [(0, 0, {"email": "fischer@home.example"})]
        self.imported("Home", sender="fischer@home.example")
        self.assertEqual(self.seen(self.deal, self.anna), ["Home"])

    def test_a_contact_that_is_linked_later_brings_what_is_there(self):
        deal = self.new_lead("Doors", type="opportunity")
        self.opened(deal, 10)
        self.deliver("Before", sender=self.lena.email, date=self.days_ago(11))
        self.imported("After", sender=self.lena.email, date=self.days_ago(9))
        self.assertFalse(self.envelopes(deal))
        deal.partner_id = self.lena
        self.assertEqual(self.seen(deal, self.anna), ["After"])
        deal.partner_id = self.lena  # and again: each once
        self.assertEqual(self.seen(deal, self.anna), ["After"])

    def test_so_does_an_address_that_a_contact_has(self):
        self.imported("Old", sender=self.lena.email, date=self.days_ago(30))
        lead = self.new_lead("Fresh", self.lena.email)
        self.assertEqual(self.seen(lead, self.anna), ["Old"])

    def test_but_not_what_does_not_name_it(self):
        self.imported("Else", sender=self.lena.email)
        lead = self.new_lead("Fresh", "x@other.example")
        self.assertFalse(self.envelopes(lead))

    def test_nor_what_a_rule_or_the_owner_keeps_off(self):
        self.imported("Old", "Off", sender=self.lena.email)
        deal = self.new_lead("Doors", type="opportunity", partner_id=self.lena.id)
        self.opened(deal, 10)
        deal.partner_id = False
        deal.partner_id = self.lena
        self.envelope(deal, "Off").imap_remove()
        deal.partner_id = False
        deal.partner_id = self.lena
        self.assertEqual(self.seen(deal, self.anna), ["Old"])

    def test_a_reopened_one_gets_what_came_meanwhile(self):
        self.deal.action_set_lost()
        self.imported("Meanwhile", sender=self.lena.email)
        self.assertFalse(self.envelopes(self.deal))
        self.deal.action_restore()
        self.assertEqual(self.seen(self.deal, self.anna), ["Meanwhile"])

    def test_one_that_was_won_and_is_open_again_looks_for_mail(self):
        lead = self.new_lead("Doors", "x@doors.example", type="opportunity")
        lead.action_set_won()
        account = self.imported("Meanwhile", sender="x@doors.example")
        self.assertFalse(self.envelopes(lead))
        lead.write({"stage_id": self.deal.stage_id.id, "probability": 20})
        self.sync(account)
        self.assertEqual(self.seen(lead, self.anna), ["Meanwhile"])

    def test_a_never_log_entry_for_an_address_of_the_contact(self):
        self.lena.email_ids = [(0, 0, {"email": "fischer@home.example"})]
        self.deliver("Home", sender="fischer@home.example")
        self.imported("Work", sender=self.lena.email)
        self.deal.action_set_won()
        self.env["imap.exclusion"].with_user(self.anna).create(
            {"pattern": "fischer@home.example"}
        )
        self.assertEqual(self.seen(self.deal, self.anna), ["Work"])
        self.assertEqual(self.subjects(self.lena), [])  # until the next run
        self.deal.write({"stage_id": self.new_lead("X").stage_id.id, "probability": 5})
        self.assertEqual(self.seen(self.deal, self.anna), ["Work"])

    def test_what_was_written_from_its_chatter_is_not_repeated(self):
        deal = self.new_lead("Doors", type="opportunity")
        self.opened(deal, 10)
        message = deal.message_post(body="Our offer", message_type="comment")
        self.imported(
            "Our offer", sender=self.anna.login, message_id=message.message_id,
            to=self.lena.email,
        )  # fmt: skip
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        deal.partner_id = self.lena
        self.assertFalse(self.envelopes(deal))

    def test_the_contact_is_merged(self):
        twin = self.new_contact("Lena Twin", "twin@nordwind.example")
        deal = self.new_lead("Doors", type="opportunity", partner_id=twin.id)
        self.opened(deal, 10)
        self.imported("To Lena", sender=self.lena.email)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((twin + self.lena).ids, self.lena)
        self.assertEqual(deal.partner_id, self.lena)
        self.assertEqual(self.seen(deal, self.anna), ["To Lena"])

    def test_who_has_given_it_away_reads_nothing_more(self):
        self.imported("Work", sender=self.lena.email)
        deal = self.new_lead("Doors", type="opportunity").with_user(self.anna)
        self.opened(deal.sudo(), 10)
        deal.partner_id = self.lena
        self.assertEqual(self.envelopes(deal).create_uid.id, SUPERUSER_ID)

    def test_many_leads_with_one_address(self):
        self.imported("Else", sender=self.lena.email)
        company = self.env.company
        leads = self.new_lead("One", "new@doors.example")
        leads |= self.new_lead("Two", "new@doors.example", user_id=False)
        leads[1].company_id = False
        leads[0].company_id = company
        leads.active = False
        leads.active = True
        self.assertTrue(all(leads.mapped("active")))

    def test_a_converted_lead_keeps_its_mail(self):
        account = self.imported("Offer", date=self.days_ago(30))
        wizard = self.env["crm.lead2opportunity.partner"].with_user(self.anna)
        wizard = wizard.with_context(
            active_model="crm.lead", active_id=self.lead.id, active_ids=self.lead.ids
        )
        wizard.create({"name": "convert", "action": "create"}).action_apply()
        self.assertEqual(self.lead.type, "opportunity")
        pia = self.lead.partner_id
        self.assertEqual(pia.email_normalized, PIA)
        self.assertEqual(self.seen(self.lead, self.anna), ["Offer"])
        self.deliver("Thanks")
        account.sudo()._judge_kept_again()
        self.sync(account)
        self.assertEqual(self.seen(self.lead, self.anna), ["Offer", "Thanks"])
        self.assertEqual(self.subjects(pia), ["Offer", "Thanks"])

    def test_converted_without_a_contact(self):
        account = self.imported("Offer")
        self.lead.with_user(self.anna).convert_opportunity(False)
        self.deliver("Thanks")
        self.sync(account)
        self.assertEqual(self.seen(self.lead, self.anna), ["Offer", "Thanks"])
