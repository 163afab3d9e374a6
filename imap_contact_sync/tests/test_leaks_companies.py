# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Companies, and what becomes of the contact."""

from odoo.tests import new_test_user

from .leaks import LetterCase


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
        ways = ["message_search", "content_read", "file_raw", "chatter"]
        self.assertEqual(self.open_ways(mail, self.anna, ways), set(ways))
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
        ways = ["message_search", "content_read", "file_raw", "chatter"]
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))
        self.account.sharing = "private"
        self.assert_sees_nothing(mail, self.carl)
