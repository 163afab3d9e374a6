# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deleting in real transactions: workers that die, and others at the same time."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.engine import matching
from odoo.addons.imap_contact_sync.engine.net.session import MailboxSession
from odoo.addons.imap_contact_sync.models import imap_sync_erase

from .committed import CommittedWorld, trust_only_the_test_server
from .mail_server import MailServer, mail

COUNT = 6


class Died(BaseException):
    """As a killed worker: nothing may catch it, and nothing after it runs."""


class EraseCase(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        trust_only_the_test_server(cls)
        server = MailServer()
        cls.world = CommittedWorld(
            Registry(get_db_name()), server, ["Anna", "Ben"], ["Lena", "Theo"]
        )
        cls.addClassCleanup(cls.world.remove)
        people = cls.world.people
        to = f"{people['Anna']}, {people['Ben']}"
        letters = [
            mail(people["Lena"], to, f"Letter {number}", cc=people["Theo"])
            for number in range(COUNT)
        ]
        server.deliver(people["Anna"], *letters)
        server.deliver(people["Ben"], *letters)

    def setUp(self):
        super().setUp()
        self.addCleanup(self.delete)
        with self.world.transaction() as env:
            anna = self.world.people["Anna"]
            self.account = self.world.connect(env, "Anna", anna, ["INBOX"])
            env["imap.account"].browse(self.account).sharing = "everything"

    def delete(self):
        with self.world.transaction() as env:
            self.world.delete_accounts(env)

    def sync(self):
        self.world.make_due()
        with self.world.transaction() as env:
            env["imap.sync"]._cron_sync()

    def disconnect(self, env, erase="all"):
        account = env["imap.account"].with_user(self.world.users["Anna"])
        account = account.browse(self.account)
        wizard = account.env["imap.disconnect"].create(
            {"account_id": account.id, "erase": erase}
        )
        wizard.action_confirm()

    def disconnect_now(self):
        with self.world.transaction() as env:
            self.disconnect(env)

    def erase(self):
        """The scheduled action, as long as its worker lives."""
        with (
            patch.object(imap_sync_erase, "BATCH", 2),
            self.world.transaction() as env,
        ):
            env["imap.sync"]._cron_erase()

    def sources(self, env, owner="Anna"):
        account = self.world.accounts.get(owner)
        return env["imap.email.source"].search([("account_id", "=", account)])

    def seen(self, env):
        """How many emails Anna and Ben find on Lena, and contents anywhere."""
        lena = self.world.partners["Lena"]
        counts = []
        for user in self.world.users.values():
            messages = env["mail.message"].with_user(user)
            on_lena = [("model", "=", "res.partner"), ("res_id", "=", lena),
                       ("message_type", "=", "imap_email")]  # fmt: skip
            contents = env["imap.email.content"].with_user(user)
            counts += [
                messages.search_count(on_lena),
                contents.search_count([("email_id", "in", self.world.emails(env).ids)]),
            ]
        return counts

    def assert_well(self, **left):
        """What is left, by name of the table; and no folder has lost count."""
        with self.world.transaction() as env:
            emails = self.world.emails(env)
            found = {
                "sources": len(self.sources(env)),
                "emails": len(emails),
                "contents": len(emails.content_ids),
                "envelopes": len(emails.envelope_ids),
            }
            self.assertEqual({name: found[name] for name in left}, left)
            for folder in env["imap.account"].browse(self.account).folder_ids:
                self.assertFalse(folder._accounting_gap())


class TestWorkerDies(EraseCase):
    @contextmanager
    def dying(self, at):
        """The worker dies before its commit number ``at``, from 1."""
        model = self.world.registry["imap.sync"]
        commit, passed = model._commit, []

        def die(sync, *words):
            passed.append(True)
            if len(passed) == at:
                raise Died
            return commit(sync, *words)

        with patch.object(model, "_commit", die):
            yield passed

    def test_nothing_is_readable_and_the_next_worker_ends_it(self):
        """RET-2: between any two batches, and in the middle of each."""
        self.sync()
        with self.world.transaction() as env:
            self.assertEqual(self.seen(env), [COUNT] * 4)
        self.disconnect_now()
        # Each worker commits that no leaver's secret is left, and one batch.
        for done in range(1, COUNT // 2 + 1):
            with self.dying(at=3), self.assertRaises(Died):
                self.erase()
            with self.world.transaction() as env:
                self.assertEqual(self.seen(env), [0] * 4)
            left = COUNT - 2 * done
            self.assert_well(
                sources=left, emails=left, contents=left, envelopes=2 * left
            )
        self.erase()
        self.assert_well(sources=0, emails=0, contents=0, envelopes=0)
        with self.world.transaction() as env:
            account = env["imap.account"].browse(self.account)
            self.assertFalse(account.is_erasing)
            self.assertEqual((account.kept_count, account.scanned_count), (0, 0))

    def test_a_batch_that_dies_leaves_nothing_half_deleted(self):
        self.sync()
        self.disconnect_now()
        with self.dying(at=2), self.assertRaises(Died):
            self.erase()
        self.assert_well(
            sources=COUNT, emails=COUNT, contents=COUNT, envelopes=2 * COUNT
        )


class TestAtTheSameTime(EraseCase):
    def disconnect_during(self, owner, name, number=1):
        """Anna confirms while the run is in this method for the nth time."""
        return self.during(owner, name, number, self.disconnect_now)

    def during(self, owner, name, number, act):
        original, passed = getattr(owner, name), []

        def around(*words, **kw):
            result = original(*words, **kw)
            passed.append(True)
            if len(passed) == number:
                act()
            return result

        return patch.object(owner, name, around)

    def assert_nothing_came_in(self, during):
        with (
            during,
            patch.object(matching, "BATCH_MESSAGES", 2),
            mute_logger("odoo.sql_db"),
        ):
            self.sync()
        with self.world.transaction() as env:
            self.assertEqual(self.seen(env), [0] * 4)
            self.assertFalse(self.sources(env).filtered(lambda each: not each.doomed))
            account = env["imap.account"].browse(self.account)
            self.assertEqual(account.state, "draft")
            self.assertFalse(account.error_message)
        self.erase()
        self.assert_well(sources=0, emails=0, contents=0, envelopes=0)

    def test_disconnected_before_anything_was_written(self):
        self.assert_nothing_came_in(self.disconnect_during(MailboxSession, "headers"))

    def test_disconnected_between_two_batches(self):
        self.assert_nothing_came_in(
            self.disconnect_during(MailboxSession, "messages", 2)
        )

    def test_disconnected_while_a_batch_is_being_written(self):
        sync = self.world.registry["imap.sync"]
        self.assert_nothing_came_in(self.disconnect_during(sync, "_post", 2))

    def pause_now(self):
        with self.world.transaction() as env:
            account = env["imap.account"].with_user(self.world.users["Anna"])
            account.browse(self.account).action_pause()

    def test_paused_in_the_middle_of_a_run(self):
        """The batch that is being written is the last one."""
        with (
            self.during(MailboxSession, "messages", 1, self.pause_now),
            patch.object(matching, "BATCH_MESSAGES", 2),
        ):
            self.sync()
        self.assert_well(sources=2)
        with self.world.transaction() as env:
            account = env["imap.account"].browse(self.account)
            self.assertEqual((account.state, account.error_message), ("paused", False))
            account.with_user(self.world.users["Anna"]).action_resume()
        self.sync()
        self.assert_well(sources=COUNT)

    def test_a_colleague_reads_the_same_emails_meanwhile(self):
        """Ben's copies come in just when Anna's are being deleted."""
        self.sync()
        self.disconnect_now()
        forget, passed = self.world.registry["imap.email"]._forget_unsourced, []

        def read_bens(emails):
            passed.append(True)
            if len(passed) == 1:
                with self.world.transaction() as env:
                    ben = self.world.people["Ben"]
                    self.world.connect(env, "Ben", ben, ["INBOX"])
                self.sync()
            return forget(emails)

        model = self.world.registry["imap.email"]
        with (
            patch.object(model, "_forget_unsourced", read_bens),
            mute_logger("odoo.sql_db"),
        ):
            self.erase()
        self.assertGreater(len(passed), COUNT // 2)  # the first batch was repeated
        with self.world.transaction() as env:
            self.assertEqual(self.seen(env), [0, 0, COUNT, COUNT])
            self.assertEqual(len(self.sources(env, "Ben")), COUNT)
        self.assert_well(sources=0, emails=COUNT, envelopes=2 * COUNT)
