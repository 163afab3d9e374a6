# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .leaks import LetterCase

WAYS = {"message_search", "chatter", "content_read"}


class TestPolicyWizard(LetterCase):
    def form(self, user=None):
        return Form(self.env["imap.policy"].with_user(user or self.mona))

    def opened(self, user):
        return self.open_ways(self.synced(), user, WAYS)

    def test_it_shows_and_sets_the_policy(self):
        company = self.env.company
        company.imap_sharing_default = "metadata"
        form = self.form()
        self.assertEqual(form.sharing_default, "metadata")
        self.assertEqual(form.sharing_ceiling, "everything")
        self.assertTrue(form.sharing_choice)
        form.sharing_ceiling = "subject"
        form.save().action_confirm()
        self.assertEqual(company.imap_sharing_ceiling, "subject")
        self.assertEqual(company.imap_sharing_default, "metadata")

    def test_lowering_tells_what_it_closes(self):
        self.account.sharing = "everything"
        form = self.form()
        self.assertIn("Nothing is opened", form.consequence)
        form.sharing_ceiling = "private"
        self.assertIn("1 email on 1 contact", form.consequence)
        policy = form.save()
        self.assertEqual(self.opened(self.carl), WAYS)
        policy.action_confirm()
        self.assertFalse(self.opened(self.carl))

    def test_taking_the_choice_tells_it_too(self):
        self.account.sharing = "subject"
        form = self.form()
        form.sharing_choice = False
        self.assertIn("1 email on 1 contact", form.consequence)

    def test_contradictions_are_refused(self):
        form = self.form()
        form.sharing_default = "everything"
        form.sharing_ceiling = "subject"
        with self.assertRaisesRegex(ValidationError, "cannot share more"):
            form.save().action_confirm()

    def test_only_managers(self):
        for user in self.anna | self.carl | self.ada | self.portal:
            with self.assertRaises(AccessError):
                self.env["imap.policy"].with_user(user).create({})
        for user in self.anna | self.mona:
            with self.assertRaises(AccessError):
                self.env.company.with_user(user).imap_sharing_ceiling = "private"

    def test_only_of_companies_that_the_manager_works_in(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        policy = self.env["imap.policy"].with_user(self.mona)
        with self.assertRaises(AccessError):
            policy.create({"company_id": other.id}).action_confirm()
        self.assertEqual(other.imap_sharing_ceiling, "everything")

    def test_administrators_have_it_in_settings(self):
        settings = self.env["res.config.settings"].with_user(self.ada).create({})
        self.assertEqual(settings.imap_sharing_ceiling, "everything")
        settings.imap_sharing_ceiling = "metadata"
        settings.execute()
        self.assertEqual(self.env.company.imap_sharing_ceiling, "metadata")
