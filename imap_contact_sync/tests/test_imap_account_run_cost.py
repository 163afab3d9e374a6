# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

from odoo.addons.imap_contact_sync.engine.errors import OwnerMustAct, RetryLater
from odoo.addons.imap_contact_sync.engine.visit import Limits
from odoo.addons.imap_contact_sync.models.settings import DEFAULTS, MEGABYTE, PREFIX

from .common import ImapSyncCase
from .mail_server import mail


class TestCost(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)
        self.run_record = self.account._run()

    def set_limit(self, name, value):
        self.env["ir.config_parameter"].set_param(PREFIX + name, value)

    def deliver(self, *subjects):
        login = self.anna.login
        letters = [mail(self.lena.email, login, each) for each in subjects]
        self.server.deliver(login, *letters)

    def test_limits_are_settings(self):
        self.assertEqual(
            self.run_record._limits(float("inf")),
            Limits(
                DEFAULTS["run_seconds"],
                DEFAULTS["run_messages"],
                DEFAULTS["run_megabytes"] * MEGABYTE,
            ),
        )
        self.set_limit("run_messages", "7")
        self.assertEqual(self.run_record._limits(9), Limits(9, 7, 250 * MEGABYTE))

    def test_nonsense_counts_as_the_default(self):
        for text in ("", "0", "-3", "many", "1.5", "²"):
            self.set_limit("run_messages", text)
            self.assertEqual(self.run_record._limits(9).messages, 2_000, text)

    def test_what_a_run_costs_is_counted(self):
        self.deliver(*"012")
        self.sync(self.account)
        self.assertEqual(self.run_record.cost_date, fields.Date.today())
        self.assertEqual(self.run_record.day_messages, 3)
        self.assertGreater(self.run_record.day_seconds, 0)
        before = self.run_record.day_megabytes
        self.assertGreater(before, 0.001)
        self.sync(self.account)
        self.assertEqual(self.run_record.day_messages, 3)
        self.assertGreater(self.run_record.day_megabytes, before)

    def test_what_a_failed_run_costs_is_counted(self):
        self.deliver("0")
        with self.poisoned(b"Subject"):
            self.sync(self.account)
        self.assertEqual(self.run_record.day_messages, 1)

    def test_a_day_has_its_limit_and_the_next_one_goes_on(self):
        self.deliver(*"0123")
        self.set_limit("day_messages", "2")
        with (
            freeze_time(fields.Datetime.now().replace(hour=10)),
            self.small_batches(),
        ):
            self.sync(self.account)
            self.assertEqual(len(self.envelopes(self.lena)), 2)
            self.assertIn("comes tomorrow", self.account.error_message)
            self.sync(self.account)
            self.assertEqual(len(self.envelopes(self.lena)), 2)
        tomorrow = fields.Date.today() + timedelta(days=1)
        self.assertEqual(self.run_record.not_before_date.date(), tomorrow)
        with freeze_time(self.run_record.not_before_date):
            self.run_cron()
        self.assertEqual(len(self.envelopes(self.lena)), 4)

    def test_a_day_has_its_limit_also_when_runs_fail(self):
        self.run_record.write({"cost_date": fields.Date.today(), "day_seconds": 9e9})
        tomorrow = fields.Date.today() + timedelta(days=1)
        self.run_fails(RetryLater("connection_lost"))
        self.assertEqual(self.run_record.not_before_date.date(), tomorrow)
        self.assertGreaterEqual(
            self.run_record.next_sync_date, self.run_record.not_before_date
        )
        self.assertRegex(self.account.error_message, "was interrupted.*comes tomorrow")
        self.assertFalse(self.run_record.filtered_domain(self.run_record._due_domain()))

    def test_a_day_that_is_over_does_not_end_a_longer_rest(self):
        self.run_record.write({"cost_date": fields.Date.today(), "day_seconds": 9e9})
        two_days = timedelta(days=2)
        self.run_fails(RetryLater("throttled", wait=two_days / timedelta(seconds=1)))
        self.assertGreaterEqual(
            self.run_record.not_before_date, fields.Datetime.now() + two_days * 0.99
        )

    def test_who_mends_his_password_need_not_wait_for_the_next_day(self):
        self.run_record.write({"cost_date": fields.Date.today(), "day_seconds": 9e9})
        self.run_fails(OwnerMustAct("wrong_password"))
        self.assertFalse(self.run_record.not_before_date)
        self.assertNotIn("tomorrow", self.account.error_message)

    def test_trouble_of_a_folder_is_told_besides_the_limit(self):
        self.run_record.write({"cost_date": fields.Date.today(), "day_seconds": 9e9})
        now = fields.Datetime.now()
        with self.enter_registry_test_mode():
            self.run_record._record_success(False, "Sent: refused.", now, worked=True)
        self.assertRegex(self.account.error_message, "^Sent: refused. Today's limit")

    def test_the_limit_is_told_in_the_language_of_the_owner(self):
        sentence = (
            "Today's limit for this mailbox is reached. The rest comes "
            "tomorrow. An administrator can raise the limit in Settings."
        )
        run_record = self.run_record.with_env(self.env)  # as the job has it
        with self.in_german(self.anna, sentence):
            run_record._rest_until_tomorrow()
        self.assertEqual(self.account.error_message, f"DE {sentence}")

    def run_fails(self, error):
        with self.enter_registry_test_mode():
            self.run_record._record_failure(error)

    def small_batches(self):
        module = "odoo.addons.imap_contact_sync.engine.matching"
        return patch(f"{module}.BATCH_MESSAGES", 1)
