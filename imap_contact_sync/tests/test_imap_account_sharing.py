# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import SQL

from .leaks import LetterCase

WHOLE = {"message_search", "chatter", "content_read", "file_raw"}
ROW = {"message_search", "chatter"}


class TestSharing(LetterCase):
    """The precedence of DESIGN: protected, ceiling, choice, level; and readers."""

    def opened(self, user):
        return self.open_ways(self.synced(), user, WHOLE)

    def share(self, **values):
        self.account.with_user(self.anna).write(values)

    def test_a_new_mailbox_shares_what_the_company_says(self):
        self.assertEqual(self.new_account(self.ben).sharing, "private")
        self.env.company.imap_sharing_default = "subject"
        self.assertEqual(self.new_account(self.ben).sharing, "subject")

    def test_each_level_opens_its_part(self):
        for level, opened in [
            ("private", set()), ("metadata", ROW), ("subject", ROW),
            ("everything", WHOLE), ("private", set()),
        ]:  # fmt: skip
            self.share(sharing=level)
            self.assertEqual(self.opened(self.carl), opened, level)

    def test_a_reader_reads_all_and_nobody_else_does(self):
        self.share(reader_ids=[(6, 0, self.carl.ids)])
        self.assertEqual(self.opened(self.carl), WHOLE)
        self.assertFalse(self.opened(self.ben))
        self.share(reader_ids=[(5,)])
        self.assertFalse(self.opened(self.carl))

    def test_a_reader_needs_the_contact(self):
        self.share(reader_ids=[(6, 0, self.carl.ids)])
        self.env["ir.rule"].create(
            {
                "name": "Not Nora",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.nora.id})]",
            }
        )
        self.assertFalse(self.opened(self.carl))

    def test_readers_are_colleagues_in_the_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env, "olga@test.example", "base.group_user",
            company_id=other.id, company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        for user in stranger | self.portal:
            with self.assertRaises(ValidationError):
                self.share(reader_ids=[(6, 0, user.ids)])

    def test_a_reader_who_left_the_company_reads_nothing(self):
        self.share(reader_ids=[(6, 0, self.carl.ids)])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.carl.write({"company_ids": [(4, other.id)], "company_id": other.id})
        self.carl.company_ids = other
        self.assertFalse(self.opened(self.carl))

    def test_only_the_owner_decides(self):
        for user in self.ben | self.carl | self.mona | self.ada:
            for values in (
                {"sharing": "everything"},
                {"reader_ids": [(6, 0, user.ids)]},
                {"sharing_cap": "everything"},
            ):
                with self.assertRaises(AccessError):
                    self.account.with_user(user).write(values)

    def test_nobody_writes_the_cap(self):
        with self.assertRaises(AccessError):
            self.share(sharing_cap="everything")

    def test_the_ceiling_closes_past_mail_at_once_and_reopens_nothing(self):
        self.share(sharing="everything")
        self.env.company.imap_sharing_ceiling = "subject"
        self.assertEqual(self.opened(self.carl), ROW)
        self.assertIn("policy", self.account.sharing_notice)
        self.env.company.imap_sharing_ceiling = "private"
        self.assertFalse(self.opened(self.carl))
        self.env.company.imap_sharing_ceiling = "everything"
        self.assertFalse(self.opened(self.carl))
        self.share(sharing="everything")  # the owner's click
        self.assertEqual(self.opened(self.carl), WHOLE)
        self.assertFalse(self.account.sharing_notice)

    def test_the_ceiling_holds_for_readers(self):
        self.share(reader_ids=[(6, 0, self.carl.ids)])
        self.env.company.imap_sharing_ceiling = "metadata"
        self.assertEqual(self.opened(self.carl), ROW)
        self.env.company.imap_sharing_ceiling = "everything"
        self.assertEqual(self.opened(self.carl), ROW)

    def test_more_than_the_ceiling_is_refused_with_the_level(self):
        self.env.company.imap_sharing_ceiling = "metadata"
        with self.assertRaisesRegex(ValidationError, "Who and when"):
            self.share(sharing="subject")
        self.share(sharing="metadata")
        self.assertEqual(self.opened(self.carl), ROW)

    def test_where_owners_may_not_choose(self):
        self.env.company.write(
            {"imap_sharing_default": "metadata", "imap_sharing_choice": False}
        )
        self.assertFalse(self.opened(self.carl), "nothing is raised by a policy")
        for values in ({"sharing": "private"}, {"sharing": "everything"}):
            with self.assertRaises(ValidationError):
                self.share(**values)
        self.share(sharing="metadata")
        self.assertEqual(self.opened(self.carl), ROW)
        with self.assertRaises(ValidationError):
            self.share(reader_ids=[(6, 0, self.ben.ids)])

    def test_taking_the_choice_lowers_at_once(self):
        self.share(sharing="everything")
        self.env.company.imap_sharing_choice = False  # the default is private
        self.assertFalse(self.opened(self.carl))
        self.env.company.imap_sharing_choice = True
        self.assertFalse(self.opened(self.carl))

    def test_a_level_writes_nothing_but_the_level(self):
        def rows():
            """Where each row lies: PostgreSQL moves one that is written."""
            self.env.flush_all()
            tables = ("mail_message", "imap_email", "imap_email_content",
                      "imap_email_source", "ir_attachment")  # fmt: skip
            return [
                self.env.execute_query(SQL("SELECT id, ctid FROM %s", table))
                for table in map(SQL.identifier, tables)
            ]

        before = rows()
        self.share(sharing="everything")
        self.assertEqual(rows(), before)


class TestPolicy(LetterCase):
    def test_the_default_cannot_exceed_the_ceiling(self):
        with self.assertRaisesRegex(ValidationError, "cannot share more"):
            self.env.company.write(
                {"imap_sharing_default": "subject", "imap_sharing_ceiling": "metadata"}
            )

    def test_the_policy_of_another_company_changes_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.account.with_user(self.anna).sharing = "everything"
        other.imap_sharing_ceiling = "private"
        self.assertEqual(self.account.sharing_cap, "everything")
        self.assertEqual(self.open_ways(self.synced(), self.carl, WHOLE), WHOLE)

    def test_a_lower_ceiling_leaves_lower_caps_alone(self):
        self.env.company.imap_sharing_ceiling = "metadata"
        self.env.company.imap_sharing_ceiling = "subject"
        self.assertEqual(self.account.sharing_cap, "metadata")
