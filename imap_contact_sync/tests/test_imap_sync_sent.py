# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.models.imap_sync_sent import PROPOSED_LIMIT

from .leaks import LeakCase
from .mail_server import mail
from .test_imap_account_address import RULES_LOG, SALES, OwnCase


class TestProposed(OwnCase):
    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)

    def test_senders_of_the_sent_folder_are(self):
        for email in (SALES, "info@alias.example", SALES):
            self.sent(mail(f"Anna <{email}>", "stranger@else.example"))
        self.sync(self.account)
        self.assertEqual(self.proposed(self.account), ["info@alias.example", SALES])
        self.assertFalse(self.account.address_ids)
        self.assertNotIn(SALES, self.account._own_addresses())

    def test_others_are_not(self):
        self.sent(
            mail(self.anna.login, "stranger@else.example"),
            mail(self.lena.email, "stranger@else.example"),
            mail(self.carl.email, "stranger@else.example"),
            mail("moved@else.example", self.anna.login),
        )
        self.server.deliver(self.anna.login, mail(SALES, "stranger@else.example"))
        self.sync(self.account)
        self.assertFalse(self.proposed(self.account))

    def test_those_of_the_owners_user_and_of_the_company_are_too(self):
        self.anna.partner_id.email = "anna@alias.example"
        self.env.company.imap_own_domains = "alias.example"
        for email in ("anna@alias.example", SALES):
            self.sent(mail(email, "stranger@else.example"))
        self.sync(self.account)
        self.assertEqual(self.proposed(self.account), ["anna@alias.example", SALES])

    def test_a_colleagues_are_not(self):
        """Of a user, of a mailbox, of an archived contact."""
        self.connected(self.ben)
        self.env.company.imap_own_domains = "test.example"
        old = self.new_contact("Old", "old@else.example", active=False)
        for email in (self.ben.login, self.carl.email, old.email):
            self.sent(mail(email, "stranger@else.example"))
        self.sync(self.account)
        self.assertFalse(self.proposed(self.account))

    def test_confirmed_with_one_click(self):
        self.sent(mail(SALES, self.lena.email))
        self.sync(self.account)
        self.assertEqual(self.email().direction, "in")
        self.account.proposed_address_ids.with_user(self.anna).action_confirm()
        self.assertFalse(self.proposed(self.account))
        self.assertEqual(self.account.address_ids.mapped("email"), [SALES])
        self.run_cron()
        self.assertEqual(self.email().direction, "out")

    def test_dismissed_with_one_click_and_for_good(self):
        self.sent(mail(SALES, self.lena.email))
        self.sync(self.account)
        self.account.proposed_address_ids.with_user(self.anna).action_dismiss()
        self.sent(mail(SALES, self.lena.email))
        self.sync(self.account)
        self.assertFalse(self.proposed(self.account))
        self.assertNotIn(SALES, self.account._own_addresses())
        self.own(self.account, SALES.upper())
        self.assertIn(SALES, self.account._own_addresses())

    def test_only_some_at_a_time(self):
        self.sent(*(mail(f"a{each}@alias.example", "x@else.example")
                    for each in range(PROPOSED_LIMIT + 3)))  # fmt: skip
        self.sync(self.account)
        self.assertEqual(len(self.proposed(self.account)), PROPOSED_LIMIT)
        self.sent(mail("late@alias.example", "x@else.example"))
        self.sync(self.account)
        self.assertEqual(len(self.proposed(self.account)), PROPOSED_LIMIT)

    def test_nothing_else_is_stored_of_such_a_message(self):
        self.sent(mail(SALES, "stranger@else.example", "Secret subject"))
        self.sync(self.account)
        [row] = self.account.proposed_address_ids.sudo().read()
        self.assertNotIn("stranger", str(row))
        self.assertFalse(self.env["imap.email.source"].search(
            [("account_id", "=", self.account.id)]))  # fmt: skip


class TestWhoReadsThem(LeakCase):
    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)
        self.mine = self.env["imap.account.address"].create(
            [
                {"account_id": self.account.id, "email": SALES},
                {"account_id": self.account.id, "email": "p@alias.example",
                 "state": "proposed"},
            ]
        )  # fmt: skip

    def test_its_owner(self):
        account = self.account.with_user(self.anna)
        self.assertEqual(account.address_ids.mapped("email"), [SALES])
        self.assertEqual(len(account.address_ids.search([])), 2)

    def test_nobody_else(self):
        for user in self.colleagues | self.strangers:
            self.env.invalidate_all()
            rows = self.env["imap.account.address"].with_user(user)
            with mute_logger(RULES_LOG, "odoo.models"):
                try:
                    self.assertFalse(rows.search([]), user.login)
                except AccessError:
                    self.assertNotIn(user, self.ben | self.mona)
                for action in (
                    lambda rows=rows: rows.browse(self.mine.ids).read(["email"]),
                    lambda rows=rows: rows.browse(self.mine.ids).action_confirm(),
                    lambda rows=rows: rows.browse(self.mine.ids).action_dismiss(),
                    lambda rows=rows: rows.browse(self.mine.ids).unlink(),
                    lambda rows=rows: rows.create(
                        {"account_id": self.account.id, "email": "x@y.example"}
                    ),
                ):
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        action()

    def test_a_manager_sees_the_mailbox_without_them(self):
        self.env.invalidate_all()
        account = self.account.with_user(self.mona)
        self.assertEqual(account.email, self.account.email)
        self.assertFalse(account.address_ids)
        self.assertFalse(account.proposed_address_ids)

    def test_not_moved_into_anothers_mailbox(self):
        other = self.connected(self.ben)
        with self.assertRaises(AccessError), mute_logger(RULES_LOG):
            self.mine[:1].with_user(self.anna).account_id = other
