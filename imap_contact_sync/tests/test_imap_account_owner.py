# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.imap_contact_sync.engine.net import session as connecting

from .common import CRON, SALES_GROUPS, ImapSyncCase
from .disconnecting import Disconnecting
from .mail_server import mail

USER_GROUP = "imap_contact_sync.group_user"
MANAGER_GROUPS = f"{SALES_GROUPS},imap_contact_sync.group_manager"


class OwnerCase(Disconnecting, ImapSyncCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mona = cls.new_colleague("Mona Roth", MANAGER_GROUPS)
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})

    def setUp(self):
        super().setUp()
        self.server.deliver(
            self.anna.login,
            mail(self.lena.email, self.anna.login, "Secret"),
            mail(self.theo.email, self.anna.login, "Open"),
        )
        self.account = self.connected(self.anna)
        self.sync(self.account)
        of_theo = self.envelopes(self.theo)
        of_theo.with_user(self.anna).imap_share("everything")

    def assert_no_connection(self):
        with patch.object(connecting, "open_socket") as asked:
            self.account._run().sudo().next_sync_date = "2020-01-01"
            self.run_cron()
        asked.assert_not_called()

    def seen(self, contact, user):
        self.env.invalidate_all()
        return [
            message["imap_sharing"]["level"]
            for message in self.chatter(contact, user)
            if message["message_type"] == "imap_email"
        ]


class TestPause(OwnerCase):
    def test_a_paused_mailbox_makes_no_connection(self):
        """RET-8."""
        self.account.action_pause()
        self.assertEqual(self.account.state, "paused")
        self.assert_no_connection()
        self.assertTrue(self.account.has_password)
        self.assertEqual(len(self.sources(self.account)), 2)
        self.account.action_resume()
        with self.assertRaises(AssertionError):
            self.assert_no_connection()

    def test_a_manager_pauses_and_does_nothing_else(self):
        account = self.account.with_user(self.mona)
        self.assertTrue(account.may_pause)
        account.action_pause()
        self.assertEqual(self.account.state, "paused")
        for action in ("action_resume", "action_connect", "action_sync_now"):
            with self.assertRaises(AccessError):
                getattr(account, action)()
        self.assertEqual(self.account.state, "paused")
        self.account.action_resume()
        self.assertEqual(self.account.state, "connected")

    def test_a_manager_of_another_company_does_not(self):
        self.mona.write(
            {"company_id": self.elsewhere.id, "company_ids": self.elsewhere.ids}
        )
        with self.assertRaises(AccessError):
            self.account.with_user(self.mona).action_pause()
        with self.assertRaises(AccessError):
            self.account.with_user(self.ben).action_pause()
        self.assertEqual(self.account.state, "connected")

    def test_a_mailbox_that_is_connected_twice_can_be_paused(self):
        self.ben.group_ids += self.env.ref("imap_contact_sync.group_manager")
        self.connected(self.ben, email=self.anna.login, login=self.anna.login)
        self.account.action_pause()
        self.assertEqual(self.account.state, "paused")


class TestLeave(OwnerCase):
    def assert_stopped(self, sentence):
        self.assertEqual(self.account.state, "draft")
        self.assertFalse(self.account.sudo().secret)
        told = self.account.with_user(self.mona).error_message
        self.assertRegex(told, f"Anna Berg no longer may connect.*{sentence}")
        self.assert_no_connection()

    def assert_others_see_the_same(self):
        self.assertEqual(self.seen(self.theo, self.carl), ["everything"])
        self.assertEqual(self.seen(self.lena, self.carl), [])
        self.assertEqual(self.seen(self.lena, self.mona), [])

    def test_archived(self):
        self.anna.active = False
        self.assert_stopped("archived")
        self.assert_others_see_the_same()

    def test_archived_by_somebody_who_knows_nothing_of_mailboxes(self):
        groups = "base.group_erp_manager,base.group_partner_manager"
        admin = self.new_colleague("Ada Stone", groups)
        self.ben.group_ids += self.env.ref("imap_contact_sync.group_manager")
        self.connected(self.ben, email=self.anna.login, login=self.anna.login)
        self.run_cron()  # his preview
        self.anna.with_user(admin).action_archive()
        self.assert_stopped("archived")

    def test_without_the_group(self):
        self.anna.group_ids += self.env.ref("base.group_user")
        self.anna.write({"group_ids": [Command.unlink(self.env.ref(USER_GROUP).id)]})
        self.assert_stopped("Integrate email")
        self.assert_others_see_the_same()
        self.assertEqual(self.seen(self.lena, self.anna), ["everything"])

    def test_taken_out_of_the_group(self):
        self.env.ref(USER_GROUP).user_ids -= self.anna
        self.assert_stopped("Integrate email")

    def test_out_of_a_group_that_implies_it(self):
        group = self.env.ref(USER_GROUP)
        team = self.env["res.groups"].create(
            {"name": "Team", "implied_ids": group.ids, "user_ids": self.anna.ids}
        )
        group.user_ids -= self.anna
        self.assertEqual(self.account.state, "connected")
        team.implied_ids -= group
        self.assert_stopped("Integrate email")

    def test_without_the_company(self):
        self.anna.write(
            {"company_id": self.elsewhere.id, "company_ids": self.elsewhere.ids}
        )
        self.assert_stopped("does not work there")
        self.assert_others_see_the_same()
        self.assertEqual(self.seen(self.lena, self.anna), [])

    def test_another_company_more_changes_nothing(self):
        self.anna.company_ids += self.elsewhere
        self.anna.name = "Anna Berg-Roth"
        self.anna.group_ids += self.env.ref("imap_contact_sync.group_manager")
        self.assertEqual(self.account.state, "connected")
        self.assertFalse(self.account.error_message)

    def test_only_the_mailboxes_of_who_leaves(self):
        other = self.connected(self.ben)
        self.anna.active = False
        self.assertEqual(other.state, "connected")
        self.assertTrue(other.has_password)

    def test_the_run_has_its_own_check(self):
        """For ways past the ORM's users and groups."""
        company, user = self.account.company_id.id, self.anna.id
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM res_company_users_rel WHERE cid = %s AND user_id = %s",
            (company, user),
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assert_no_connection()
        self.assertEqual(self.account.sudo().state, "connected")
        self.run_erase()
        self.assert_stopped("does not work there")

    def test_who_comes_back_connects_again(self):
        self.anna.active = False
        self.anna.active = True
        self.assertFalse(self.account.error_message)
        self.assertEqual(self.account.state, "draft")
        self.account.password = "secret"
        self.account.action_connect()
        self.sync(self.account)
        self.assertEqual(self.account.kept_count, 2)

    def test_a_manager_disconnects_for_who_has_left(self):
        account = self.account.with_user(self.mona)
        self.assertFalse(account.may_disconnect)
        self.anna.active = False
        self.assertTrue(account.may_disconnect)
        wizard = self.env["imap.disconnect"].with_user(self.mona)
        wizard = wizard.create({"account_id": account.id})
        told = wizard.read()[0]
        self.assertEqual((told["private_count"], told["shared_count"]), (1, 1))
        for word in ("Secret", "Open", "secret"):
            self.assertNotIn(word, str(told))
        wizard.action_confirm()
        self.run_erase()
        self.assertEqual(self.subjects(self.lena), [])
        self.assertEqual(self.subjects(self.theo), ["Open"])
        self.assert_others_see_the_same()

    def test_a_manager_of_another_company_does_not(self):
        self.anna.active = False
        self.mona.write(
            {"company_id": self.elsewhere.id, "company_ids": self.elsewhere.ids}
        )
        with self.assertRaises(AccessError):
            self.account.with_user(self.mona).action_disconnect()
        with self.assertRaises(AccessError):
            self.account.with_user(self.ben).action_disconnect()


class TestDeleteUser(OwnerCase):
    def test_refused_with_the_next_step(self):
        with self.assertRaisesRegex(UserError, "Anna Berg cannot be deleted.*Archive"):
            self.anna.unlink()
        self.anna.active = False
        self.disconnect(self.account, "all", user=self.mona)
        with self.assertRaisesRegex(UserError, "just being deleted"):
            self.anna.unlink()

    def test_possible_when_no_mail_is_left(self):
        self.anna.active = False
        self.disconnect(self.account, "all", user=self.mona)
        self.run_erase()
        self.anna.unlink()
        self.assertFalse(self.account.exists())

    def test_who_never_had_a_mailbox(self):
        self.carl.unlink()
        self.assertFalse(self.carl.exists())


class TestLanes(OwnerCase):
    def test_the_job_that_deletes_reads_no_mailbox(self):
        self.assertNotIn(
            self.env.ref("imap_contact_sync.ir_cron_erase"),
            self.env["ir.cron"]._imap_lanes(),
        )
        self.assertIn(self.env.ref(CRON), self.env["ir.cron"]._imap_lanes())
