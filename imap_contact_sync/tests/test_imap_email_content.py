# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ..models import levels
from ..models.levels import METADATA, PRIVATE
from .leaks import LetterCase
from .ways import BODY, SUBJECT

RULES_LOG = "odoo.addons.base.models.ir_rule"


class TestVault(LetterCase):
    def assert_accounting(self):
        """These tests take mail away behind the back of the run."""

    def test_everything_of_the_mail_is_here(self):
        content = self.imported().contents
        self.assertEqual(content.subject, SUBJECT)
        self.assertIn(BODY, content.body)
        self.assertEqual(len(content.attachment_ids), 1)

    def test_its_files_are_the_vaults(self):
        files = self.imported().files
        self.assertEqual(set(files.mapped("res_model")), {"imap.email.content"})
        self.assertFalse(any(files.mapped("public")))
        self.assertFalse(any(files.mapped("access_token")))
        self.assertFalse(any(files.mapped("res_field")))

    def test_the_files_of_a_contact_are_those_without_the_mail(self):
        contact = self.imported("everything").contact.with_user(self.carl)
        self.assertEqual(contact.message_attachment_count, 0)
        domain = [("res_model", "=", "res.partner"), ("res_id", "=", contact.id)]
        self.assertFalse(self.env["ir.attachment"].search(domain))

    def test_reading_the_files_of_a_content_asks_for_no_other_files(self):
        """Core would check the rights on every attachment of the database."""
        content = self.imported().contents.with_user(self.anna)
        self.env["ir.attachment"].create({"name": "other", "res_model": "res.users"})
        model = self.env.registry["ir.attachment"]
        check, checked = model._check_access, set()

        def record_check(records, operation):
            checked.update(records.ids)
            return check(records, operation)

        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(model, "_check_access", record_check):
            listed = content.attachment_ids
        self.assertEqual(checked, set(listed.ids))

    def test_some_of_several_may_be_read(self):
        content = self.imported().contents
        other = content.create({"email_id": content.email_id.id, "digest": "other"})
        both = (content + other).with_user(self.anna)
        self.assertEqual(both._filtered_access("read"), content.with_user(self.anna))
        with self.assertRaises(AccessError), mute_logger(RULES_LOG):
            both.check_access("read")

    def test_a_content_without_a_source_is_nobodys(self):
        content = self.imported("everything").contents
        content.email_id.source_ids.unlink()
        self.env.flush_all()
        for user in self.anna | self.carl | self.ada:
            found = self.env["imap.email.content"].with_user(user).search([])
            self.assertFalse(found)

    def test_deleting_it_deletes_its_files(self):
        mail = self.imported()
        mail.contents.unlink()
        self.assertFalse(mail.files.exists())

    def test_the_mailboxes_are_asked_for_once_in_a_transaction(self):
        accounts = self.env["imap.account"].with_user(self.anna)
        self.env.cr.cache.clear()
        accounts._openness()
        with self.assertQueryCount(0):
            openness = accounts._openness()
        self.assertEqual(list(openness.own), self.account.ids)
        self.assertFalse(openness.open_by_default(METADATA))

    def test_and_again_after_each_change(self):
        accounts = self.env["imap.account"].with_user(self.carl)

        def seen():
            openness = accounts._openness()
            return openness.by_default.get(self.account.id), openness.protected

        self.assertEqual(seen(), (PRIVATE, []))
        self.account.sharing = "subject"
        self.assertEqual(seen(), (levels.SUBJECT, []))
        self.env.company.imap_sharing_ceiling = "metadata"
        self.assertEqual(seen(), (METADATA, []))
        self.nora.imap_protected = True
        self.assertEqual(seen(), (METADATA, self.nora.ids))
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.account.sharing = "private"
            self.assertEqual(seen(), (PRIVATE, self.nora.ids))
            raise ZeroDivisionError
        self.assertEqual(seen(), (METADATA, self.nora.ids))
        self.account.sudo().unlink()
        self.assertEqual(seen(), (None, self.nora.ids))
