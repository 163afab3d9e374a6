# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The leak matrix of the base addon, of an email that stands on a lead only."""

from odoo.tests import new_test_user

from odoo.addons.imap_contact_sync.engine.records import Record
from odoo.addons.imap_contact_sync.models.levels import EVERYTHING, METADATA, SUBJECT
from odoo.addons.imap_contact_sync.tests.leaks import LeakCase, mutated
from odoo.addons.imap_contact_sync.tests.ways import WAYS

from .common import ALL_LEADS, Leads

# About the emails of a contact, by the contact; or whom an answer goes to, which
# needs one.
OF_CONTACTS = {
    "contact_email_count", "contact_search_email_count", "contact_emails",
    "reply_to_the_sender",
}  # fmt: skip
TRIED = WAYS.keys() - OF_CONTACTS
# A lead is no author; and who may write on leads has another group.
SEEN = TRIED - {
    "content_search_author", "content_browse_author", "file_shown_with_a_post",
    "message_get_with_access_to_react",
}  # fmt: skip
SENDER = "nora@sonnendach.example"  # one of the ways looks for a Nora


class LeadLetterCase(Leads, LeakCase):
    """Nora's letter stands on Anna's lead. Carl sees all leads, Ben and Rita theirs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carl.group_ids += cls.env.ref(ALL_LEADS)
        cls.rita.group_ids += cls.env.ref("sales_team.group_sale_salesman")
        domain = [("model", "=", "crm.lead"), ("res_id", "=", cls.lead.id)]
        cls.env["mail.message"].search(domain).unlink()
        cls.lead.message_partner_ids = False
        cls.lead.email_from = SENDER
        cls.import_once()

    def letter(self, **extra):
        return super().letter(SENDER, **extra)

    def synced(self, contact=None):
        return super().synced(contact or self.lead)


class TestLeadLeaks(LeadLetterCase):
    def test_a_private_email_is_its_owners(self):
        mail = self.imported()
        self.assert_sees(mail, self.anna, EVERYTHING, SEEN)
        self.assert_sees_nothing(mail, self.carl, TRIED)

    def test_shared_with_those_who_may_open_the_lead(self):
        for sharing, level in (
            ("metadata", METADATA), ("subject", SUBJECT), ("everything", EVERYTHING)
        ):  # fmt: skip
            mail = self.imported(sharing)
            with self.subTest(sharing):
                self.assert_sees(mail, self.carl, level, SEEN)
        others = self.colleagues - self.carl | self.strangers
        self.assert_sees_nothing(mail, others, TRIED)

    def test_a_reader_of_the_mailbox_needs_the_lead_too(self):
        mail = self.shared(readers=True)
        self.assert_sees_nothing(mail, self.rita, TRIED)
        self.lead.user_id = self.rita
        self.assert_sees(mail, self.rita, EVERYTHING, SEEN)

    def test_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        outsider = new_test_user(
            self.env, "olga@test.example", ALL_LEADS, company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)],
        )  # fmt: skip
        self.lead.company_id = False
        self.assert_sees_nothing(self.imported("everything"), outsider, TRIED)

    def test_what_its_owner_hides_is_hidden(self):
        for values in ({"choice": "private"}, {"doomed": True}):
            mail = self.shared("everything", **values)
            self.assert_sees_nothing(mail, self.carl, TRIED)

    def test_a_copy_that_does_not_name_the_lead_opens_nothing(self):
        """A colleague who shares has got it without seeing whom else it is for."""
        mail = self.imported()
        source = mail.emails.source_ids
        account = self.connected(self.ben, sharing="everything")
        source.copy(
            {
                "account_id": account.id,
                "folder_id": account.sudo().folder_ids[:1].id,
                "uid": 1,
                "uidvalidity": 1,
                "content_id": source.content_id.id,
                "email_id": source.email_id.id,
                "partner_ids": [(6, 0, self.lena.ids)],
                "lead_ids": [(5,)],
            }
        )
        self.env.flush_all()
        way = ["message_read"]
        self.assert_sees_nothing(mail, self.carl, TRIED)
        with mutated("named.res_id = %s", "%s > 0 LIMIT 1"):
            self.assertFalse(self.open_ways(mail, self.carl, way))  # nor another model
        with mutated(
            "named.model = %s AND named.res_id = %s", "(%s, %s) IS NOT NULL LIMIT 1"
        ):
            self.assertTrue(self.open_ways(mail, self.carl, way))

    def test_a_contact_of_the_same_number_opens_nothing(self):
        """Ids of leads are ids of contacts, too."""
        contact, lead = self.of_one_number()
        self.imported("everything")
        source = self.synced().emails.source_ids
        source.lead_ids = lead
        envelope = self.env["mail.message"]
        envelope._add_envelopes({(source.email_id, Record("crm.lead", lead.id))})
        mail = self.synced(lead)
        ways = ["message_read", "chatter", "contact_messages"]
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))
        source.write({"lead_ids": [(5,)], "partner_ids": [(6, 0, contact.ids)]})
        self.assert_sees_nothing(self.synced(lead), self.carl, ways)

    def of_one_number(self):
        self.env.cr.execute(
            """SELECT setval('crm_lead_id_seq', number),
                setval('res_partner_id_seq', number)
            FROM (SELECT greatest(nextval('crm_lead_id_seq'),
                nextval('res_partner_id_seq')) AS number) AS following"""
        )
        contact, lead = self.new_contact("Same", False), self.new_lead("Same")
        self.assertEqual(contact.id, lead.id)
        return contact, lead
