# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import SQL

from .leaks import LetterCase


class TestLedger(LetterCase):
    def names(self, email, contact, accounts):
        """The answer of the sub-select for fixed values."""
        condition = self.env["imap.email.source"]._names_contact_sql(
            SQL("%s", email.id), SQL("%s", contact.id), accounts.ids
        )
        self.env.flush_all()
        [[answer]] = self.env.execute_query(SQL("SELECT %s", condition))
        return bool(answer)

    def test_a_copy_names_its_contacts_only(self):
        email = self.synced().emails
        self.assertTrue(self.names(email, self.nora, self.account))
        self.assertFalse(self.names(email, self.lena, self.account))
        self.assertFalse(self.names(email, self.nora, self.account.browse()))

    def test_the_copies_of_other_mailboxes_do_not_count(self):
        email = self.synced().emails
        other = self.new_account(self.ben)
        self.assertFalse(self.names(email, self.nora, other))
        self.assertTrue(self.names(email, self.nora, self.account + other))

    def test_numbers_are_unsigned(self):
        source = self.synced().emails.source_ids
        highest = 2**32 - 1
        source.write({"uid": highest, "uidvalidity": highest, "size": highest})
        self.env.invalidate_all()
        self.assertEqual((source.uid, source.uidvalidity, source.size), (highest,) * 3)
        source.write({"uid": 1, "uidvalidity": source.folder_id.uidvalidity})

    def test_the_visibility_has_its_index(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'imap_email_source'"
        )
        definitions = " ".join(definition for [definition] in self.env.cr.fetchall())
        self.assertIn("(email_id, account_id)", definitions)
