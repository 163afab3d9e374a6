# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import PIA, LeadCase


class TestLeadAnswers(LeadCase):
    def test_an_answer_from_the_leads_chatter_is_one_to_the_contact(self):
        """As far as the user may read the lead."""
        pia = self.new_contact("Pia Sommer", PIA)
        self.imported("Question")
        self.assertTrue(pia.with_user(self.anna).imap_unanswered_date)
        self.lead.with_user(self.anna).message_post(
            message_type="comment", subtype_xmlid="mail.mt_comment",
            partner_ids=pia.ids, body="Our offer",
        )  # fmt: skip
        pia.invalidate_recordset()
        self.assertTrue(pia.with_user(self.anna).imap_sent_date)
        self.assertFalse(pia.with_user(self.anna).imap_unanswered_date)
        self.assertFalse(pia.with_user(self.ben).imap_sent_date)
