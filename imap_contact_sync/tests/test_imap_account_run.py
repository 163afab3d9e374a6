# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import fields

from odoo.addons.imap_contact_sync import engine
from odoo.addons.imap_contact_sync.engine.errors import (
    NOT_REACHED,
    AdminMustAct,
    OwnerMustAct,
    RetryLater,
)

from .common import ImapSyncCase


class TestRun(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)
        self.run_record = self.account._run()

    def run_succeeds(self, complete=True, trouble=False, worked=True):
        with self.enter_registry_test_mode():
            self.run_record._record_success(
                complete, trouble, started=fields.Datetime.now(), worked=worked
            )

    def run_fails(self, error, worked=False):
        with self.enter_registry_test_mode():
            self.run_record._record_failure(error, worked)

    def wait(self):
        return self.run_record.next_sync_date - fields.Datetime.now()

    def test_waits_longer_after_each_failure(self):
        for count, minutes in enumerate([15, 15, 30, 60, 120, 240, 360, 360]):
            waits = {self.run_record._wait(count) / timedelta(minutes=1)
                     for _time in range(50)}  # fmt: skip
            self.assertGreaterEqual(min(waits), minutes * 0.8)
            self.assertLessEqual(max(waits), minutes * 1.2)
            # Mailboxes that failed together do not come back together.
            self.assertEqual(len(waits) > 1, count > 0)

    def test_only_a_folder_that_was_read_begins_the_waiting_anew(self):
        for _time in range(4):
            self.run_fails(RetryLater("connection_lost"))
        self.assertEqual(self.run_record.failure_count, 4)
        self.run_succeeds(trouble="Inbox: refused", worked=False)  # a login alone
        self.assertEqual(self.run_record.failure_count, 5)
        self.assertGreater(self.wait(), timedelta(hours=2))
        self.run_succeeds(trouble="Sent: refused", worked=True)
        self.assertEqual(self.run_record.failure_count, 0)
        for _time in range(4):
            self.run_fails(RetryLater("connection_lost"))
        self.run_fails(RetryLater("connection_lost"), worked=True)
        self.assertEqual(self.run_record.failure_count, 1)

    def test_throttling_server_is_left_alone_for_as_long_as_it_asks(self):
        self.run_fails(RetryLater("throttled", "wait", wait=7200))
        moment = self.run_record.not_before_date
        self.assertGreaterEqual(moment, fields.Datetime.now() + timedelta(hours=1.99))
        told = self.account.action_sync_now()["params"]
        self.assertEqual(told["type"], "warning")
        self.assertEqual(self.account.next_sync_date, moment)
        self.assertIn("left alone until", told["message"])
        self.assertFalse(self.run_record.filtered_domain(self.run_record._due_domain()))
        self.account.action_connect()
        self.assertEqual(self.run_record.not_before_date, moment)
        with freeze_time(moment + timedelta(seconds=1)):
            due = self.run_record.filtered_domain(self.run_record._due_domain())
            self.assertTrue(due)

    def test_throttling_server_that_names_no_time(self):
        for hours in (1, 2, 4, 8, 16, 24, 24):
            self.run_fails(RetryLater("throttled"))
            wait = self.run_record.not_before_date - fields.Datetime.now()
            self.assertGreaterEqual(wait, timedelta(hours=hours) * 0.99)
            self.assertLessEqual(wait, timedelta(hours=hours) * 1.2)

    def test_another_server_knows_nothing_of_the_throttling(self):
        self.run_fails(RetryLater("throttled", wait=7200))
        self.account.host = "mail.else.example"
        self.assertFalse(self.run_record.not_before_date)

    def test_trouble_that_may_pass_is_tried_again(self):
        for error in (RetryLater("no_answer"), AdminMustAct("certificate")):
            for _time in range(4):
                self.run_fails(error)
            self.assertEqual(self.run_record.status, "retry")
            self.assertEqual(self.account.state, "connected")
        self.assertGreater(self.wait(), timedelta(hours=1))

    def test_what_the_owner_must_mend_is_tried_twice(self):
        self.run_fails(OwnerMustAct("wrong_password"))
        self.assertEqual(self.account.state, "connected")
        self.run_fails(OwnerMustAct("wrong_password"))
        self.assertEqual(self.account.state, "error")
        self.assertEqual(self.run_record.status, "stopped")

    def test_success_forgets_the_failures(self):
        self.run_fails(RetryLater("no_answer"))
        self.run_succeeds(complete=True)
        self.assertEqual(self.run_record.status, "ok")
        self.assertFalse(self.run_record.error_message)
        self.assertEqual(self.run_record.failure_count, 0)
        self.assertTrue(self.run_record.last_sync_date)

    def test_incomplete_run_goes_on_at_once(self):
        self.run_succeeds(complete=False)
        self.assertFalse(self.run_record.last_sync_date)
        self.assertLess(self.wait(), timedelta(seconds=5))

    def test_follows_the_interval_of_the_scheduled_action(self):
        cron = self.env.ref("imap_contact_sync.ir_cron_sync")
        cron.write({"interval_number": 2, "interval_type": "hours"})
        self.run_succeeds(complete=True)
        self.assertGreater(self.wait(), timedelta(hours=1, minutes=55))

    def test_the_interval_is_read_once_in_a_transaction(self):
        self.run_record._interval()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.run_record._wait(0)
            self.run_record._wait(3)

    def test_every_reason_has_its_sentence(self):
        source = "".join(
            path.read_text() for path in Path(engine.__path__[0]).rglob("*.py")
        )
        kinds = "RetryLater|OwnerMustAct|AdminMustAct|FolderUnavailable"
        reasons = set(re.findall(rf'(?:{kinds})\(\s*"(\w+)"', source))
        self.assertGreater(len(reasons), 15)
        sentences = self.run_record._sentences(self.account)
        self.assertFalse(reasons - set(sentences) - NOT_REACHED)
        for sentence in sentences.values():
            self.assertRegex(sentence, r"^[A-Z0-9a-z%].*\.$")

    def test_unknown_error_still_has_a_sentence(self):
        self.assertIn("unexpected", self.run_record._sentence(KeyError("x")))
        self.assertIn("unexpected", self.run_record._sentence(RetryLater("novel")))

    def test_sentences_are_in_the_language_of_the_owner(self):
        sentence = (
            "The connection to %s was interrupted.",
            "It is tried again later.",
            "The server says: “%s”",
        )
        self.run_record = self.run_record.with_env(self.env)  # as the job has it
        with self.in_german(self.anna, *sentence):
            self.run_fails(RetryLater("connection_lost", "bye"))
        self.assertIn("DE The connection", self.account.error_message)
        self.assertIn("DE It is tried", self.account.error_message)
        self.assertIn("DE The server says", self.account.error_message)

    def test_what_comes_next_is_true(self):
        """Nothing is tried again by itself where Connect has failed."""
        error = RetryLater("too_slow")
        self.assertIn("tried again later", self.run_record._sentence(error))
        self.account.sudo().state = "draft"
        sentence = self.run_record._sentence(error)
        self.assertNotIn("tried again", sentence)
        self.assertIn("Press Connect again", sentence)
        sentence = self.run_record._sentence(OwnerMustAct("wrong_password"))
        self.assertNotIn("Press Connect again", sentence)

    def test_what_is_wrong_with_a_certificate_was_found_here(self):
        error = AdminMustAct("certificate", "Hostname mismatch")
        sentence = self.run_record._sentence(error)
        self.assertIn("What is wrong with it: “Hostname mismatch”", sentence)

    def test_nothing_is_wrong_any_more(self):
        run = self.run_record.sudo()
        for forget in (run._record_connected, run._record_disconnected):
            self.run_fails(RetryLater("too_slow"))
            self.assertEqual(run.error_reason, "too_slow")
            forget()
            told = (run.error_message, run.error_reason, run.failure_count)
            self.assertEqual(told, (False, False, 0))

    def test_what_the_server_says_is_quoted_and_cleaned(self):
        error = RetryLater("server_busy", "\x1b[2J too\r\nmany\u202e " + "x" * 999)
        sentence = self.run_record._sentence(error)
        self.assertIn("The server says: “[2J too many", sentence)
        self.assertLess(len(sentence), 500)

    def test_connect_does_not_shorten_the_rest(self):
        moment = fields.Datetime.now() + timedelta(hours=3)
        self.run_record.write({"status": "ok", "not_before_date": moment})
        self.account.action_connect()
        self.assertEqual(self.account.next_sync_date, moment)

    def test_each_of_several_mailboxes_rests_for_itself(self):
        other = self.connected(self.anna, login=self.ben.login)._run()
        self.run_fails(RetryLater("throttled", wait=7200))
        (self.run_record | other)._schedule_now()
        self.assertGreater(self.wait(), timedelta(hours=1))
        self.assertLess(other.next_sync_date - fields.Datetime.now(), timedelta(0, 5))

    def test_a_locked_run_is_not_waited_for(self):
        """Sync now while a run is going on returns at once: it needs nothing."""
        triggers = self.env["ir.cron.trigger"].search_count([])
        self.account.action_sync_now()
        self.assertEqual(self.env["ir.cron.trigger"].search_count([]), triggers + 1)
        self.assertLess(self.wait(), timedelta(seconds=5))
