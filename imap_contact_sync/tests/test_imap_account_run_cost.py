# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

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

    def small_batches(self):
        module = "odoo.addons.imap_contact_sync.engine.matching"
        return patch(f"{module}.BATCH_MESSAGES", 1)
