# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import new_test_user

from odoo.addons.imap_contact_sync.engine.errors import OwnerMustAct, RetryLater

from .common import SALES_GROUPS, ImapSyncCase
from .mail_server import PASSWORD

WATCH = "imap_contact_sync.ir_cron_watch"
MANAGERS = f"{SALES_GROUPS},imap_contact_sync.group_manager"


class TestWatch(ImapSyncCase):
    """Who is told when a mailbox is not read any more: once for each incident."""

    def setUp(self):
        super().setUp()
        self.mona = new_test_user(self.env, login="mona", groups=MANAGERS)
        self.account = self.connected(self.anna)
        self.sync(self.account)
        self.now = fields.Datetime.now()

    def at(self, hours):
        return freeze_time(self.now + timedelta(hours=hours))

    def watch(self, hours=0):
        """What the job tells at that time: subjects by login."""
        before = self.env["mail.message"].search([], order="id desc", limit=1).id
        with self.at(hours), self.enter_registry_test_mode():
            self.env.ref(WATCH).method_direct_trigger()
        self.env.invalidate_all()
        messages = self.env["mail.message"].search(
            [("id", ">", before), ("message_type", "=", "user_notification")]
        )
        self.messages = messages
        told = {}
        for message in messages:
            for partner in message.notified_partner_ids:
                told.setdefault(partner.user_ids.login, []).append(message.subject)
        told.pop("admin", None)  # a manager, too, of each database
        return told

    def fails(self, error=None, hours=0, times=1):
        with self.at(hours), self.enter_registry_test_mode():
            for _each in range(times):
                self.account._run()._record_failure(error or RetryLater("too_slow"))

    def is_well(self, hours):
        with self.at(hours), self.enter_registry_test_mode():
            self.account._run()._record_success(
                True, False, started=fields.Datetime.now(), worked=True
            )

    def test_while_all_is_well_nobody_hears_anything(self):
        self.assertEqual(self.watch(), {})

    def test_the_owner_when_he_must_act(self):
        self.fails(OwnerMustAct("wrong_password"), times=2)
        lost = f"The mailbox {self.account.email} is not read"
        self.assertEqual(self.watch(1), {self.anna.login: [lost]})
        self.assertIn("refused the login", self.messages.body)
        self.assertEqual(self.messages.res_id, self.account.id)
        for hours in (2, 3, 20):
            self.assertEqual(self.watch(hours), {}, hours)

    def test_the_managers_after_a_day_and_the_owner_not_again(self):
        self.fails(OwnerMustAct("wrong_password"), times=2)
        self.watch(1)
        self.assertEqual(self.watch(23), {})
        self.assertEqual(list(self.watch(25)), ["mona"])
        self.assertEqual(self.watch(60), {})

    def test_both_when_it_passes_by_itself_and_does_not(self):
        for hours in (0, 5, 12, 22):
            self.fails(hours=hours)
            self.assertEqual(self.watch(hours), {}, hours)
        self.assertEqual(set(self.watch(25)), {self.anna.login, "mona"})
        self.assertEqual(self.watch(26), {})

    def test_a_run_that_goes_well_between_ends_an_incident(self):
        self.fails(hours=0)
        self.is_well(hours=20)
        self.fails(hours=21)
        self.assertEqual(self.watch(30), {})
        self.assertEqual(set(self.watch(46)), {self.anna.login, "mona"})

    def test_a_notice_when_it_is_over(self):
        self.fails()
        self.watch(25)
        again = f"The mailbox {self.account.email} is read again"
        self.assertEqual(self.watch(26), {})
        self.is_well(hours=27)
        told = self.watch(28)
        self.assertEqual(told, {self.anna.login: [again], "mona": [again]})
        self.assertEqual(self.watch(29), {})
        self.fails(hours=30)  # another incident is told anew
        self.assertEqual(set(self.watch(60)), {self.anna.login, "mona"})

    def test_connect_alone_is_no_proof(self):
        self.account.password = "wrong"
        with self.muted():
            self.sync(self.account)
            self.sync(self.account)
        self.assertEqual(set(self.watch(1)), {self.anna.login})
        self.account.password = PASSWORD
        with self.at(2):
            self.account.action_connect()
        self.assertFalse(self.account.error_message)
        self.assertEqual(self.watch(2), {})
        self.is_well(hours=3)
        self.assertEqual(set(self.watch(4)), {self.anna.login})

    def test_nothing_runs_at_all(self):
        self.assertEqual(self.watch(23), {})
        self.assertEqual(set(self.watch(25)), {self.anna.login, "mona"})
        self.assertIn("do not run, or cannot keep up", self.messages[0].body)

    def test_what_its_owner_has_stopped_is_in_no_trouble(self):
        self.fails()
        self.account.action_pause()
        self.assertEqual(self.watch(40), {})

    def test_a_mailbox_that_was_disconnected_has_not_recovered(self):
        self.fails()
        self.watch(25)
        self.account._disconnect("none")
        self.assertEqual(self.watch(26), {})
        self.assertFalse(self.account._run().warned)

    def test_managers_of_other_companies_hear_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.mona.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.fails()
        self.assertEqual(set(self.watch(25)), {self.anna.login})

    def test_each_in_his_language(self):
        with self.in_german(self.anna, "The mailbox %(mailbox)s is not read"):
            self.fails()
            told = self.watch(25)
        self.assertTrue(told[self.anna.login][0].startswith("DE "))
        self.assertFalse(told["mona"][0].startswith("DE "))

    def test_nothing_of_mail_is_in_it(self):
        self.fails(RetryLater("server_busy", "come back later"))
        self.watch(25)
        for message in self.messages:
            self.assertNotIn(PASSWORD, message.body)
            self.assertFalse(message.attachment_ids)
