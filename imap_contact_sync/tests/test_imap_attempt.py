# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import threading
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.models.imap_attempt import LOCK
from odoo.addons.imap_contact_sync.models.settings import DEFAULTS

from .common import ImapSyncCase

SHIPPED = {name: DEFAULTS[name] for name in ("user_attempts", "company_attempts")}


class TestAttempts(ImapSyncCase):
    """NET-6. The attempts are committed, whatever becomes of the test's transaction."""

    def setUp(self):
        super().setUp()
        self.company = self.env["res.company"].create({"name": os.urandom(4).hex()})
        for user in (self.anna, self.ben):
            user.company_ids |= self.company
        self.enterContext(patch.dict(DEFAULTS, user_attempts=5, company_attempts=20))
        self.forget()
        self.addCleanup(self.forget)

    def forget(self):
        """Also what other tests have committed."""
        with self.attempts() as attempts:
            attempts.search([]).unlink()

    @contextmanager
    def attempts(self):
        """All attempts, in a transaction of its own, committed at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})["imap.attempt"]

    def account(self, user, **values):
        return self.new_account(user, company_id=self.company.id, **values)

    def count(self, user):
        with self.attempts() as attempts:
            return attempts.search_count([("user_number", "=", user.id)])

    def test_net_6_what_is_shipped(self):
        self.assertEqual(SHIPPED, {"user_attempts": 5, "company_attempts": 100})

    def test_net_6_five_in_ten_minutes(self):
        account = self.account(self.anna, password="wrong-password")
        for _each in range(5):
            account.action_connect()
            self.assertIn("refused the login", account.error_message)
        with self.assertRaisesRegex(UserError, "again after .*[0-9]"):
            account.action_connect()
        other = self.account(self.anna, login="x@test.example")
        with self.assertRaises(UserError):
            other.action_connect()
        self.account(self.ben).action_connect()
        self.assertEqual(self.count(self.anna), 5)  # those that were refused are none

    def test_net_6_the_next_one_after_ten_minutes(self):
        account = self.account(self.anna)
        with self.attempts() as attempts:
            for minutes in (3, 5, 7, 9.9, 9):
                moment = fields.Datetime.now() - timedelta(minutes=minutes)
                attempts.create(
                    {"user_number": self.anna.id, "company_number": 0, "date": moment}
                )
        until = self.env["imap.attempt"]._count(self.anna, self.company)
        self.assertLess(until, fields.Datetime.now() + timedelta(minutes=8))
        with self.attempts() as attempts:
            first = attempts.search([("user_number", "=", self.anna.id)], limit=1)
            first.date = fields.Datetime.now() - timedelta(minutes=10, seconds=1)
        account.action_connect()
        self.assertFalse(account.error_message)

    def test_net_6_so_many_an_hour_in_a_company(self):
        with self.attempts() as attempts:
            moment = fields.Datetime.now() - timedelta(minutes=59)
            for number in range(20):
                attempts.create({"user_number": -number, "date": moment,
                                 "company_number": self.company.id})  # fmt: skip
        account = self.account(self.anna)
        with self.assertRaisesRegex(UserError, "too often"):
            account.action_connect()
        self.new_account(self.anna).action_connect()  # in the main company
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("imap_contact_sync.company_attempts", "21")
        account.action_connect()
        self.assertEqual(account.state, "connected")

    def test_net_6_counted_although_the_request_fails(self):
        account = self.account(self.anna)

        def fail(*_args):
            raise RuntimeError("something else went wrong")

        actions = type(self.env["imap.account"])
        with patch.object(actions, "_open_session__", fail):
            for _each in range(5):
                with self.assertRaisesRegex(RuntimeError, "something else"):
                    with self.env.cr.savepoint():
                        account.action_connect()
        self.assertEqual(self.count(self.anna), 5)
        with self.assertRaisesRegex(UserError, "too often"):
            account.action_connect()

    def test_net_6_requests_at_the_same_moment(self):
        """Counted one after the other: all but five are refused."""
        user, company = self.anna.id, self.company.id
        outcomes, start = [], threading.Barrier(12)

        def attempt():
            with self.registry.cursor() as cr:
                attempts = api.Environment(cr, SUPERUSER_ID, {})["imap.attempt"]
                user_, company_ = (
                    attempts.env["res.users"].browse(user),
                    attempts.env["res.company"].browse(company),
                )
                start.wait()
                outcomes.append(attempts._count(user_, company_))

        threads = [threading.Thread(target=attempt) for _each in range(12)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        self.assertEqual(outcomes.count(False), 5, outcomes)
        self.assertEqual(self.count(self.anna), 5)

    def test_net_6_one_at_a_time(self):
        account = self.account(self.anna)
        with self.registry.cursor() as cr:
            cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, self.anna.id])
            with self.assertRaisesRegex(UserError, "right now"):
                account.action_connect()
            self.account(self.ben).action_connect()
        account.action_connect()
        self.assertFalse(account.error_message)

    def test_old_ones_are_forgotten(self):
        """In the test's own transaction; nobody waits for the committed ones."""
        attempts = self.env["imap.attempt"].sudo()
        values = {"user_number": -7, "company_number": -7}
        for hours in (23, 25, 99):
            moment = fields.Datetime.now() - timedelta(hours=hours)
            attempts.create({**values, "date": moment})
        with mute_logger("odoo.models.unlink"):
            attempts._gc_attempts()
        self.assertEqual(attempts.search_count([("user_number", "=", -7)]), 1)

    def test_nobody_reads_them(self):
        for user in (self.anna, self.env.ref("base.user_admin")):
            with self.assertRaises(UserError):
                self.env["imap.attempt"].with_user(user).search([]).mapped("date")
