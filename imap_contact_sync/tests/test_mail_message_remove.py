# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .leaks import LeakCase
from .mail_server import mail


class RemoveCase(LeakCase):
    """A conversation of two, and one email besides, on Lena; one is for Theo, too."""

    def setUp(self):
        super().setUp()
        self.root = f"<root.{self.mark}@x.example>"
        self.letters = [
            mail(self.lena.email, "x@y.example", "First", message_id=self.root),
            self.answer("Second", cc=self.theo.email),
            mail(
                self.lena.email, "x@y.example", "Else", message_id=f"<e.{self.mark}@x>"
            ),
        ]
        self.server.deliver(self.anna.login, *self.letters)
        self.account = self.connected(self.anna)
        self.sync(self.account)

    def answer(self, subject, **fields):
        number = f"<{subject}.{self.mark}@x.example>"
        return mail(
            self.lena.email, "x@y.example", subject, message_id=number,
            references=f"{self.root} <between@x.example>", **fields,
        )  # fmt: skip

    def seen(self, contact, user):
        return sorted(each["subject"] for each in self.shown(contact, user))

    def message(self, subject, user=None, contact=None):
        envelopes = self.envelopes(contact or self.lena).filtered(
            lambda each: each.imap_email_id.content_ids[0].subject == subject
        )
        return envelopes.with_user(user or self.anna)

    def remove(self, subject, user=None, **values):
        notice = self.message(subject, user).imap_remove(**values)["notice"]
        self.env.invalidate_all()
        self.assert_accounting()
        return notice


class TestRemove(RemoveCase):
    def test_an_email_leaves_the_contact_and_no_other(self):
        notice = self.remove("Second")
        self.assertEqual(self.seen(self.lena, self.anna), ["Else", "First"])
        self.assertEqual(self.seen(self.theo, self.anna), ["Second"])
        self.assertIn("does not come back", notice)
        self.assertNotIn("visible", notice)

    def test_nothing_is_left_of_what_stood_there_only(self):
        self.remove("First")
        self.assertFalse(
            self.env["imap.email.content"].search([("subject", "=", "First")])
        )
        self.assertEqual(self.skipped(self.account), {"removed": "1"})

    def comes_back(self):
        self.sync(self.account)
        return self.seen(self.lena, self.anna) != ["Else", "First"]

    def test_it_does_not_come_back(self):
        self.remove("Second")
        self.assertFalse(self.comes_back())
        self.server.deliver(self.anna.login, self.letters[1], folder="Archive")
        self.account.action_connect()
        self.folder(self.account, "Archive").selected = True
        self.assertFalse(self.comes_back())
        self.server.renumber(self.anna.login, 4711)
        self.assertFalse(self.comes_back())
        self.folder(self.account)._judge_again(self.folder(self.account)._scanned())
        self.assertFalse(self.comes_back())
        self.assertEqual(self.seen(self.theo, self.anna), ["Second"])

    def test_nor_when_it_stood_on_nobody_else(self):
        self.remove("Else")
        self.server.renumber(self.anna.login, 4711)
        self.sync(self.account)
        self.assertEqual(self.seen(self.lena, self.anna), ["First", "Second"])
        self.assertEqual(self.skipped(self.account), {"removed": "3"})

    def test_nor_in_another_mailbox_of_the_same_owner(self):
        login = f"anna2-{self.mark}@test.example"
        self.server.deliver(login, *self.letters)
        second = self.connected(self.anna, email=login)
        self.remove("Else")
        third = f"anna3-{self.mark}@test.example"
        self.server.deliver(third, *self.letters)
        self.sync(second, self.connected(self.anna, email=third))
        self.assertEqual(self.seen(self.lena, self.anna), ["First", "Second"])

    def test_all_copies_in_mailboxes_of_the_owner_go(self):
        login = f"anna2-{self.mark}@test.example"
        self.server.deliver(login, *self.letters)
        self.server.deliver(self.anna.login, self.letters[2])
        self.sync(self.account, self.connected(self.anna, email=login))
        self.assertIn("Else", self.seen(self.lena, self.anna))
        self.remove("Else")
        self.assertEqual(self.seen(self.lena, self.anna), ["First", "Second"])

    def test_conversation(self):
        self.assertEqual(self.message("Second").imap_conversation_count(), 2)
        self.assertEqual(self.message("Else").imap_conversation_count(), 1)
        on_theo = self.message("Second", contact=self.theo)
        self.assertEqual(on_theo.imap_conversation_count(), 1)
        notice = self.remove("Second", conversation=True)
        self.assertIn("2 emails", notice)
        self.assertEqual(self.seen(self.lena, self.anna), ["Else"])
        self.assertEqual(self.seen(self.theo, self.anna), ["Second"])
        self.server.deliver(self.anna.login, self.answer("Third", cc=self.theo.email))
        self.sync(self.account)
        self.assertEqual(self.seen(self.lena, self.anna), ["Else"])
        self.assertEqual(self.seen(self.theo, self.anna), ["Second", "Third"])

    def test_later_emails_of_a_conversation_of_which_one_was_removed_come(self):
        self.remove("Second")
        self.server.deliver(self.anna.login, self.answer("Third"))
        self.sync(self.account)
        self.assertEqual(self.seen(self.lena, self.anna), ["Else", "First", "Third"])


class TestOthersCopies(RemoveCase):
    def setUp(self):
        super().setUp()
        self.server.deliver(self.ben.login, *self.letters)
        self.bens = self.connected(self.ben)
        self.sync(self.bens)

    def test_a_colleagues_copy_stays(self):
        notice = self.remove("First")
        self.assertEqual(self.seen(self.lena, self.anna), ["Else", "Second"])
        self.assertEqual(self.seen(self.lena, self.ben), ["Else", "First", "Second"])
        self.assertNotIn("Ben", notice)
        self.assertEqual(self.skipped(self.bens), {})

    def test_whose_copy_stays_visible_is_told(self):
        self.bens.sharing = "everything"
        notice = self.remove("First")
        self.assertIn("Ben Castillo", notice)
        self.assertEqual(self.seen(self.lena, self.anna), ["Else", "First", "Second"])
        with self.assertRaises(AccessError):
            self.remove("First")
        notice = self.remove("Second", conversation=True)
        self.assertIn("Ben Castillo", notice)

    def test_only_its_owner_removes_a_copy(self):
        self.account.sharing = "everything"
        self.bens.sudo().unlink()
        for user in self.ben | self.carl | self.mona | self.ada | self.portal:
            for call in ("imap_remove", "imap_conversation_count"):
                muted = mute_logger("odoo.addons.base.models.ir_rule")
                with self.subTest(user.login), muted, self.assertRaises(AccessError):
                    getattr(self.message("First", user), call)()
        self.assertEqual(len(self.seen(self.lena, self.anna)), 3)

    def test_tombstones_are_nobodys_to_read(self):
        self.remove("First")
        for user in self.anna | self.mona | self.ada | self.carl | self.portal:
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["imap.tombstone"].with_user(user).search([])


class TestMerge(RemoveCase):
    """What was removed from one of two contacts stays removed from the merged one."""

    def test_tombstones_move(self):
        double = self.new_contact("Double", "double@nordwind.example")
        self.remove("First")
        self.remove("Else")
        for key in self.env["imap.tombstone"].search([]).mapped("key")[:1]:
            self.env["imap.tombstone"]._bury(self.account.sudo(), [key], double)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        self.env.flush_all()
        with mute_logger("odoo.addons.base.wizard.base_partner_merge", "odoo.sql_db"):
            wizard._merge((self.lena + double).ids, double)
        self.env.invalidate_all()
        self.assertEqual(self.env["imap.tombstone"].search([]).partner_id, double)
        self.assertEqual(self.env["imap.tombstone"].search_count([]), 2)
        double.email = "lena@nordwind.example"
        self.server.renumber(self.anna.login, 4711)
        self.sync(self.account)
        self.assertEqual(self.seen(double, self.anna), ["Second"])
