# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from .leaks import LeakCase
from .mail_server import PASSWORD

USER = "imap_contact_sync.group_user"
MANAGER = "imap_contact_sync.group_manager"
MENUS = ("imap_menu", "imap_account_menu", "imap_policy_menu")


class TestGroups(LeakCase):
    """Who may connect mailboxes, and who sets their rules."""

    def menus(self, user):
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        return {
            name
            for name in MENUS
            if self.env.ref(f"imap_contact_sync.{name}").id in visible
        }

    def values(self, **extra):
        return {
            "email": "somebody@test.example",
            "host": self.server.host,
            "port": self.server.ssl_port,
            "password": PASSWORD,
        } | extra

    def test_the_menus_of_each_group(self):
        self.assertEqual(self.menus(self.anna), {"imap_menu", "imap_account_menu"})
        self.assertEqual(self.menus(self.mona), set(MENUS))
        self.assertFalse(self.menus(self.carl))
        with self.assertRaises(AccessError):
            self.menus(self.portal)

    def test_portal_users_and_visitors_are_never_in_a_group(self):
        for user in self.portal | self.public:
            for name in (USER, MANAGER):
                with self.assertRaises(ValidationError), self.env.cr.savepoint():
                    user.group_ids += self.env.ref(name)

    def test_a_manager_is_a_user(self):
        self.assertTrue(self.mona.has_group(USER))
        self.assertFalse(self.anna.has_group(MANAGER))

    def test_without_the_group_the_orm_refuses(self):
        for user in self.carl | self.ada | self.portal | self.public:
            accounts = self.env["imap.account"].with_user(user)
            with self.assertRaises(AccessError):
                accounts.create(self.values())
            with self.assertRaises(AccessError):
                accounts.search([])

    def test_it_belongs_to_who_made_it_whatever_arrives(self):
        accounts = self.env["imap.account"].with_user(self.anna)
        by_value = accounts.create(self.values(user_id=self.ben.id))
        by_default = accounts.with_context(
            default_user_id=self.ben.id, default_state="connected"
        ).create(self.values(login="second"))
        imported = accounts.load(
            ["email", "host", "port", "login", "user_id/.id"],
            [["x@test.example", self.server.host, "993", "third", str(self.ben.id)]],
        )
        for account in by_value + by_default + accounts.browse(imported["ids"]):
            self.assertEqual((account.user_id, account.state), (self.anna, "draft"))


class TestManager(LeakCase):
    """A manager of email sharing: the state of all mailboxes, and nothing else."""

    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)
        self.of_mona = self.account.with_user(self.mona)

    def test_sees_state_counters_and_errors(self):
        names = [
            "state", "last_sync_status", "last_sync_date", "next_sync_date",
            "error_message", "scanned_count", "kept_count", "failed_count", "sharing",
        ]  # fmt: skip
        [values] = self.of_mona.read(names)
        self.assertEqual(values["state"], "connected")

    def test_sees_no_secret(self):
        self.assertFalse(self.of_mona.password)
        with self.assertRaises(AccessError):
            self.of_mona.read(["secret"])

    def test_pauses_but_does_not_start(self):
        self.of_mona.action_pause()
        self.assertEqual(self.account.state, "paused")
        for button in ("action_resume", "action_connect", "action_sync_now"):
            with self.assertRaises(AccessError):
                getattr(self.of_mona, button)()
        self.assertEqual(self.account.state, "paused")
        self.account.action_resume()
        self.assertEqual(self.account.state, "connected")

    def test_colleagues_do_not_pause(self):
        for user in self.ben | self.carl | self.ada:
            with self.assertRaises(AccessError):
                self.account.with_user(user).action_pause()
        self.assertEqual(self.account.state, "connected")

    def test_changes_nothing(self):
        for values in (
            {"sharing": "everything"}, {"host": "elsewhere.example"},
            {"password": "x"}, {"name": "Mine"}, {"user_id": self.mona.id},
        ):  # fmt: skip
            with self.assertRaises(AccessError):
                self.of_mona.write(values)
        with self.assertRaises(AccessError):
            self.of_mona.unlink()

    def test_connects_for_nobody_else(self):
        values = {"email": "b@test.example", "host": "mail.example", "password": "x"}
        accounts = self.env["imap.account"].with_user(self.mona)
        account = accounts.create(values | {"user_id": self.ben.id})
        self.assertEqual(account.user_id, self.mona)

    def test_of_another_company_sees_and_pauses_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        outsider = new_test_user(
            self.env, "olga@test.example", MANAGER,
            company_id=other.id, company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        account = self.account.with_user(outsider)
        self.assertFalse(account.search([]))
        for method in (account.action_pause, lambda: account.read(["state"])):
            with self.assertRaises(AccessError):
                method()
        self.assertEqual(self.account.state, "connected")

    def test_reads_no_mail_that_was_not_shared(self):
        self.server.deliver(self.anna.login, self.letter())
        self.sync(self.account)
        self.assert_sees_nothing(self.synced(), self.mona)
