# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools

from odoo.tools import SQL

from ..models.levels import CHOSEN, EVERYTHING, METADATA, SUBJECT, Openness
from .leaks import LetterCase


class TestLedger(LetterCase):
    def names(self, email, contact, openness, level=METADATA):
        """The answer of the sub-select for fixed values."""
        condition = self.env["imap.email.source"]._names_record_sql(
            "envelope", openness, level
        )
        self.env.flush_all()
        [[answer]] = self.env.execute_query(
            SQL(
                """SELECT %s FROM (SELECT %s AS imap_email_id,
                    'res.partner' AS model, %s AS res_id) AS envelope""",
                condition,
                email.id,
                contact.id,
            )
        )
        return bool(answer)

    def owning(self, accounts):
        return Openness(frozenset(accounts.ids), {}, {}, [])

    def test_a_copy_names_its_contacts_only(self):
        email = self.synced().emails
        self.assertTrue(self.names(email, self.nora, self.owning(self.account)))
        self.assertFalse(self.names(email, self.lena, self.owning(self.account)))
        nobody = self.owning(self.account.browse())
        self.assertFalse(self.names(email, self.nora, nobody))

    def test_the_copies_of_other_mailboxes_do_not_count(self):
        email = self.synced().emails
        other = self.new_account(self.ben)
        self.assertFalse(self.names(email, self.nora, self.owning(other)))
        both = self.owning(self.account + other)
        self.assertTrue(self.names(email, self.nora, both))

    def test_python_and_sql_decide_alike(self):
        """``Openness.rank_of``, which the chatter shows by, and ``_open_sql``."""
        email = self.synced().emails
        own, other = frozenset(self.account.ids), self.account.id
        cases = itertools.product(
            (own, frozenset()), range(4), range(4), (None, "private", CHOSEN),
            ([], self.nora.ids, self.lena.ids),
        )  # fmt: skip
        for mine, default, cap, choice, protected in cases:
            openness = Openness(mine, {other: default}, {other: cap}, protected)
            email.source_ids.choice = choice or False
            seen = openness.rank_of(other, choice, protected == self.nora.ids)
            for level in (METADATA, SUBJECT, EVERYTHING):
                self.assertEqual(
                    self.names(email, self.nora, openness, level),
                    seen >= level,
                    (openness, choice, level),
                )

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
