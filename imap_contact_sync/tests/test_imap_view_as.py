# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form

from .leaks import LetterCase
from .ways import BODY, SUBJECT


class TestViewAs(LetterCase):
    def view(self, user=None, colleague=None, contact=None):
        values = {
            "partner_id": (contact or self.nora).id,
            "user_id": (colleague or self.carl).id,
        }
        return self.env["imap.view.as"].with_user(user or self.anna).new(values)

    def line(self, **options):
        [line] = self.view(**options).line_ids
        return line

    def test_the_form(self):
        views = self.env["imap.view.as"].with_user(self.anna)
        form = Form(views.with_context(default_partner_id=self.nora.id))
        self.assertFalse(form.summary)
        form.user_id = self.carl
        self.assertIn("Carl Diaz sees none", form.summary)
        self.assertEqual(len(form.line_ids), 1)

    def test_each_level(self):
        for level, seen, subject, text in [
            ("private", "0", False, False),
            ("metadata", "1", False, False),
            ("subject", "2", SUBJECT, False),
            ("everything", "3", SUBJECT, BODY),
        ]:
            self.account.sharing = level
            line = self.line()
            self.assertEqual((line.level, line.subject), (seen, subject))
            self.assertEqual(bool(line.excerpt), bool(text))
            self.assertIn(text or "", line.excerpt or "")

    def test_the_summary(self):
        self.assertEqual(
            self.view().summary, "Carl Diaz sees none of your emails on Nora Lind."
        )
        self.account.sharing = "subject"
        self.assertEqual(
            self.view().summary,
            "Of your 1 emails on Nora Lind, Carl Diaz sees the subject of 1.",
        )
        self.assertIn("No email", self.view(contact=self.theo).summary)

    def test_a_colleague_who_cannot_open_the_contact(self):
        self.account.sharing = "everything"
        self.env["ir.rule"].create(
            {
                "name": "Not Nora",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": "[('name', '!=', 'Nora Lind')]",
                "groups": [(6, 0, self.env.ref("base.group_system").ids)],
            }
        )
        self.assertEqual(self.line(colleague=self.ada).level, "0")
        self.assertEqual(self.line(colleague=self.carl).level, "3")

    def test_it_shows_no_mail_of_others(self):
        """Ben sees Anna's shared mail in the chatter, but it is not his."""
        self.account.sharing = "everything"
        for user in self.ben | self.mona:
            view = self.view(user=user)
            self.assertFalse(view.line_ids)
            self.assertIn("No email", view.summary)

    def test_it_tells_nothing_of_other_ways_the_colleague_has(self):
        """Ben's own copy is open to Carl; of Anna's copy Carl sees nothing."""
        [source] = self.synced().emails.source_ids
        of_ben = self.connected(self.ben, sharing="everything")
        source.copy(
            {
                "account_id": of_ben.id,
                "folder_id": self.folder(of_ben).id,
                "partner_ids": [(6, 0, self.nora.ids)],
            }
        )
        self.assertEqual(len(self.shown(self.nora, self.carl)), 1)
        self.assertEqual(self.line().level, "0")
        source.search([("account_id", "=", of_ben.id)]).unlink()

    def test_who_connects_no_mailboxes_has_no_use_for_it(self):
        for user in self.carl | self.ada | self.portal:
            with self.assertRaises(AccessError):
                self.env["imap.view.as"].with_user(user).create(
                    {"partner_id": self.nora.id}
                )
