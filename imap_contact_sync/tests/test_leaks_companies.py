# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Companies, and what becomes of the contact."""

from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .leaks import LetterCase

CORE_WAYS = ("message_search", "content_read", "file_raw", "chatter")


class TestCompanies(LetterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere"})

    def test_a_user_of_another_company_sees_nothing(self):
        outsider = new_test_user(
            self.env, "olga@test.example", "base.group_user,base.group_allow_export",
            company_id=self.other.id, company_ids=[(6, 0, self.other.ids)],
        )  # fmt: skip
        self.assert_sees_nothing(self.imported("everything"), outsider)

    def test_who_loses_the_company_loses_its_mail(self):
        mail = self.imported()
        self.anna.company_ids += self.other
        self.assertEqual(self.open_ways(mail, self.anna, CORE_WAYS), set(CORE_WAYS))
        self.anna.write({"company_id": self.other.id})
        self.anna.company_ids = self.other
        self.assert_sees_nothing(mail, self.anna)

    def test_the_switched_on_companies_change_nothing(self):
        mail = self.imported("everything")
        for user in self.anna | self.carl:
            user.company_ids += self.other
            for companies in (
                self.other,
                self.env.company,
                self.other | self.env.company,
            ):
                env = mail.messages.with_user(user).with_context(
                    allowed_company_ids=companies.ids
                ).env  # fmt: skip
                self.env.invalidate_all()
                self.assertTrue(env["mail.message"].browse(mail.messages.ids).date)
                self.assertTrue(env["imap.email.content"].search([]))
                self.assertTrue(env["ir.attachment"].browse(mail.files.ids)[0].raw)


class TestContacts(LetterCase):
    """What is done to a contact opens no door to its mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere"})

    def test_a_contact_that_is_hidden_by_a_rule_hides_its_mail(self):
        mail = self.imported("everything")
        self.env["ir.rule"].create(
            {
                "name": "Not Nora",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.nora.id})]",
            }
        )
        self.assert_sees_nothing(mail, self.carl)

    def test_a_contact_of_another_company_hides_its_mail(self):
        mail = self.imported("everything")
        self.portal.unlink()  # who has an account stays in its company
        self.nora.company_id = self.other
        self.assert_sees_nothing(mail, self.ada)

    def test_an_archived_contact_keeps_its_mail_to_the_same_people(self):
        mail = self.imported("everything")
        self.portal.active = False
        self.nora.active = False
        self.assertEqual(self.open_ways(mail, self.carl, CORE_WAYS), set(CORE_WAYS))
        self.account.sharing = "private"
        self.assert_sees_nothing(mail, self.carl)

    def assert_sees_as_before(self, contact):
        """Anna's private mail is hers, and all of it everybody's once she shares."""
        self.assert_sees_nothing(self.synced(contact), self.carl | self.portal)
        self.account.sharing = "everything"
        mail = self.synced(contact)
        self.assertEqual(self.open_ways(mail, self.carl, CORE_WAYS), set(CORE_WAYS))
        self.assertEqual(self.open_ways(mail, self.anna, CORE_WAYS), set(CORE_WAYS))
        self.assert_sees_nothing(mail, self.portal | self.public)

    def merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        self.env.flush_all()
        with mute_logger("odoo.addons.base.wizard.base_partner_merge", "odoo.sql_db"):
            wizard._merge((source | target).ids, target)
        posts = [("res_id", "=", target.id), ("message_type", "!=", "imap_email")]
        self.env["mail.message"].search(posts).unlink()  # what the merge logged
        self.env.invalidate_all()

    def test_another_contact_is_merged_into_it(self):
        self.imported()
        self.merge(self.theo, self.nora)
        self.assert_sees_as_before(self.nora)

    def test_it_is_merged_into_another_contact(self):
        """The customer's user is of the contact that stays."""
        self.imported()
        self.merge(self.nora, self.theo)
        self.assertEqual(self.portal.partner_id, self.theo)
        self.assert_sees_as_before(self.theo)

    def test_private_correspondence_stays_so_when_it_is_merged(self):
        mail = self.shared("everything", choice="everything", protected=True)
        self.merge(self.nora, self.theo)
        mail = self.synced(self.theo)
        self.assertTrue(self.theo.imap_protected)
        self.assert_sees_nothing(mail, self.carl)
        ways = self.open_ways(mail, self.anna, CORE_WAYS)
        self.assertEqual(ways, set(CORE_WAYS))

    def test_it_gets_a_company_and_becomes_everybodys_again(self):
        self.imported()
        self.portal.active = False
        self.nora.company_id = self.account.sudo().company_id
        self.nora.company_id = False
        self.portal.active = True
        self.assert_sees_as_before(self.nora)

    def test_it_is_archived_and_comes_back(self):
        self.imported()
        self.portal.active = False
        self.nora.active = False
        self.assert_sees_nothing(self.synced(), self.carl | self.ada)
        self.nora.active = True
        self.portal.active = True
        self.assert_sees_as_before(self.nora)

    def test_a_child_of_the_contact_shows_nothing_more(self):
        self.imported()
        self.theo.parent_id = self.nora
        self.assert_sees_as_before(self.nora)
