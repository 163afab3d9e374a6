# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .leaks import LetterCase

WAYS = {"message_search", "chatter", "content_read"}


class TestSharingChange(LetterCase):
    """The question before a change, as the form asks it."""

    def form(self, user=None):
        changes = self.env["imap.sharing.change"].with_user(user or self.anna)
        return Form(changes.with_context(default_account_id=self.account.id))

    def opened(self, user):
        return self.open_ways(self.synced(), user, WAYS)

    def test_it_asks_and_then_opens_past_mail(self):
        form = self.form()
        self.assertEqual(form.sharing, "private")
        self.assertIn("the same", form.consequence)
        form.sharing = "everything"
        self.assertIn("1 email on 1 contact becomes readable", form.consequence)
        change = form.save()
        self.assertFalse(self.opened(self.carl), "nothing before the click")
        change.action_confirm()
        self.assertEqual(self.opened(self.carl), WAYS)

    def test_lowering(self):
        self.account.sharing = "everything"
        form = self.form()
        form.sharing = "private"
        self.assertIn("no longer see anything of 1 email", form.consequence)
        form.save().action_confirm()
        self.assertFalse(self.opened(self.carl))

    def test_readers(self):
        form = self.form()
        self.assertFalse(form.reader_consequence)
        form.reader_ids.add(self.carl)
        self.assertIn("Carl Diaz will see all of 1 email", form.reader_consequence)
        form.save().action_confirm()
        self.assertEqual(self.opened(self.carl), WAYS)
        self.assertFalse(self.opened(self.ben))
        form = self.form()
        self.assertEqual(form.reader_ids.ids, self.carl.ids)
        self.assertFalse(form.reader_consequence)
        form.reader_ids.remove(self.carl.id)
        form.save().action_confirm()
        self.assertFalse(self.opened(self.carl))

    def test_the_ceiling(self):
        self.env.company.imap_sharing_ceiling = "metadata"
        form = self.form()
        self.assertEqual(form.limit, "metadata")
        form.sharing = "everything"
        self.assertIn("who wrote 1 email on 1 contact, and when", form.consequence)
        with self.assertRaisesRegex(ValidationError, "share at most"):
            form.save().action_confirm()

    def test_somebody_elses_mailbox(self):
        values = {"account_id": self.account.id, "sharing": "everything"}
        for user in self.ben | self.mona:
            changes = self.env["imap.sharing.change"].with_user(user)
            with self.assertRaises(AccessError):
                changes.create(values).action_confirm()
        self.assertEqual(self.account.sharing, "private")

    def test_others_questions_are_nobodys(self):
        change = self.form().save()
        with self.assertRaises(AccessError):
            change.with_user(self.ben).read(["consequence"])
