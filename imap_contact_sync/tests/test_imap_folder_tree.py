# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError

from .common import ImapSyncCase
from .mail_server import mail


class FolderCase(ImapSyncCase):
    def with_folders(self, *names):
        """A connected mailbox that has these folders, besides the inbox."""
        letter = mail("somebody@nowhere.example", self.anna.login)
        for name in names:
            self.server.deliver(self.anna.login, letter, folder=name)
        return self.connected(self.anna)


class TestTree(FolderCase):
    def tree(self, account):
        rows = account.usual_folder_ids.filtered(lambda each: each.role == "other")
        return [(row.depth, row.short_name) for row in rows]

    def test_each_stands_below_the_one_that_it_is_in(self):
        account = self.with_folders("Work", "Work/North", "Work/North/2025", "Home")
        self.assertEqual(
            self.tree(account),
            [(0, "Home"), (0, "Work"), (1, "North"), (2, "2025")],
        )

    def test_what_its_parent_is_not_listed_with_has_its_whole_name(self):
        account = self.with_folders("Archive", "Archive/2024", "Lists/Odoo")
        folders = {each.name: each for each in account.folder_ids}
        self.assertEqual(folders["Archive"].role, "archive")
        self.assertEqual(folders["Archive / 2024"].depth, 0)
        self.assertEqual(folders["Archive / 2024"].short_name, "Archive / 2024")
        lists = folders.get("Lists")
        deeper = folders["Lists / Odoo"]
        self.assertEqual(deeper.depth, 1 if lists else 0)
        self.assertEqual(deeper.short_name, "Odoo" if lists else "Lists / Odoo")

    def test_those_with_a_role_stand_at_the_top_under_their_own_name(self):
        account = self.with_folders("Mail", "Mail/Sent", "Mail/Spam")
        sent = account.folder_ids.filtered(lambda each: each.role == "sent")
        self.assertIn((0, "Sent"), [(each.depth, each.short_name) for each in sent])
        self.assertFalse(account.usual_folder_ids.filtered(lambda e: e.role == "junk"))

    def test_drafts_junk_and_trash_are_listed_apart(self):
        account = self.with_folders("Drafts", "Junk", "Trash", "Work")
        rare = {each.role for each in account.rare_folder_ids}
        self.assertEqual(rare, {"drafts", "junk", "trash"})
        self.assertFalse(account.usual_folder_ids & account.rare_folder_ids)
        both = account.usual_folder_ids | account.rare_folder_ids
        self.assertEqual(both, account.folder_ids)
        self.assertFalse(any(account.rare_folder_ids.mapped("selected")))

    def test_ticking_in_either_list_starts_a_run(self):
        account = self.with_folders("Junk", "Work")
        self.sync(account)
        for name, role in (("usual_folder_ids", "other"), ("rare_folder_ids", "junk")):
            before = account.sudo().requested_date
            account.sudo().requested_date = False
            folder = account[name].filtered(lambda each, role=role: each.role == role)
            account.write({name: [(1, folder[0].id, {"selected": True})]})
            self.assertTrue(account.sudo().requested_date, before)


class TestAllMail(FolderCase):
    def gmail(self):
        account = self.with_folders("All")
        folder = self.folder(account, "All").sudo()
        folder.role = "all"
        return account, folder.sudo(False)

    def test_it_is_offered_and_ticked_alone(self):
        account, folder = self.gmail()
        self.assertFalse(folder.selected)
        self.assertTrue(account.offers_all_mail)
        account.action_all_mail_only()
        self.assertEqual(account.folder_ids.filtered("selected"), folder)
        self.assertFalse(account.offers_all_mail)

    def test_not_where_it_is_gone_or_cannot_be_opened(self):
        account, folder = self.gmail()
        for name, value in (("gone", True), ("selectable", False)):
            before = folder[name]
            folder.sudo()[name] = value
            self.assertFalse(account.offers_all_mail, name)
            folder.sudo()[name] = before
        self.assertTrue(account.offers_all_mail)

    def test_other_mailboxes_have_none(self):
        self.assertFalse(self.with_folders("Work").offers_all_mail)

    def test_the_owner_alone(self):
        account, _folder = self.gmail()
        with self.assertRaises(AccessError):
            account.with_user(self.ben).action_all_mail_only()
