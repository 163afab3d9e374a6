# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real transactions, one beside the other: what a single one cannot show."""

import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, new_test_user
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.engine.errors import (
    FolderUnavailable,
    OwnerMustAct,
)
from odoo.addons.imap_contact_sync.engine.net.session import MailboxSession

from .common import SALES_GROUPS, without_limits
from .mail_server import PASSWORD, MailServer, mail

SYNC_LOG = "odoo.addons.imap_contact_sync.models.imap_sync"


class TestTransactions(BaseCase):
    """F16: a job is not retried by Odoo, and sees nothing of what others commit."""

    def setUp(self):
        super().setUp()
        self.server = MailServer()
        self.registry = Registry(get_db_name())
        mark = os.urandom(4).hex()
        self.login = f"tess-{mark}@test.example"
        self.tina = f"tina@{mark}.example"
        with self.transaction() as env:
            self.user = new_test_user(
                env, login=self.login, email=self.login, groups=SALES_GROUPS
            ).id
            self.contact = env["res.partner"].create(
                {"name": "Tina", "email": self.tina}
            )
            self.contact = self.contact.id
            self.account = self.connect(env)
        self.addCleanup(self.remove)

    def connect(self, env):
        """The user's mailbox; its import is to start."""
        account = env["imap.account"].with_user(self.user).create(
            {
                "email": self.login,
                "host": self.server.host,
                "port": self.server.ssl_port,
                "password": PASSWORD,
            }
        )  # fmt: skip
        with without_limits():
            account.action_connect()
        account.action_start_import()
        return account.id

    @contextmanager
    def transaction(self):
        """A superuser's environment on a cursor of its own, committed at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def remove(self):
        with self.transaction() as env:
            env["imap.account"].browse(self.account).exists().unlink()
            user = env["res.users"].browse(self.user)
            partners = user.partner_id + env["res.partner"].browse(self.contact)
            user.unlink()
            partners.unlink()

    def sync(self):
        with self.transaction() as env:
            run = env["imap.account.run"].search([("account_id", "=", self.account)])
            run.next_sync_date = fields.Datetime.now()
        with self.transaction() as env, mute_logger(SYNC_LOG):
            env["imap.sync"]._cron_sync()

    def values(self, *names):
        with self.transaction() as env:
            account = env["imap.account"].browse(self.account)
            return [account[name] for name in names]

    def test_mail_arrives_through_the_second_transaction(self):
        self.server.deliver(self.login, mail(self.tina, self.login))
        self.sync()
        self.assertEqual(self.values("kept_count", "last_sync_status"), [1, "ok"])
        self.sync()
        self.assertEqual(self.values("kept_count"), [1])

    def test_contacts_that_are_imported_while_the_first_mailbox_is_connected(self):
        """Their transaction knows of no mailbox, and the first run not of them."""
        late = f"late-{self.tina}"
        self.server.deliver(self.login, mail(late, self.login))
        with self.transaction() as env:
            env["imap.account"].search([]).unlink()
        with self.transaction() as importing:
            self.assertFalse(importing["imap.account"].search([]))
            with self.transaction() as env:
                self.account = self.connect(env)
            self.sync()
            self.assertEqual(self.values("scanned_count", "kept_count"), [1, 0])
            contact = importing["res.partner"].create({"name": "Late", "email": late})
        self.addCleanup(self.remove_contact, contact.id)
        with self.transaction() as env:
            env["imap.new.address"]._gc_searched()
        self.sync()
        self.assertEqual(self.values("scanned_count", "kept_count"), [1, 1])

    def remove_contact(self, id_):
        with self.transaction() as env:
            env["res.partner"].browse(id_).unlink()

    def test_trouble_shows_after_the_run_that_met_it(self):
        open_folder = MailboxSession.open
        refuse = patch.object(
            MailboxSession,
            "open",
            lambda session, path: open_folder(session, b"No such folder"),
        )
        with refuse:
            self.sync()
        self.assertEqual(self.values("last_sync_status"), ["retry"])
        self.sync()
        self.assertEqual(
            self.values("last_sync_status", "error_message"), ["ok", False]
        )

    def test_owner_saves_while_the_run_stops_the_mailbox(self):
        def save_and_fail(_sync, account, _visit):
            with self.transaction() as env:
                env["imap.account"].browse(account.id).name += "!"
            raise OwnerMustAct("wrong_password")

        run = patch.object(self.registry["imap.sync"], "_sync_account", save_and_fail)
        for _time in range(2):
            with run:
                self.sync()
        state, status, name = self.values("state", "last_sync_status", "name")
        self.assertEqual((state, status), ("error", "stopped"))
        self.assertTrue(name.endswith("!!"))

    def test_pause_is_not_overwritten(self):
        def pause_and_fail(_sync, account, _visit):
            with self.transaction() as env:
                env["imap.account"].browse(account.id).state = "paused"
            raise OwnerMustAct("wrong_password")

        with self.transaction() as env:
            run = env["imap.account.run"].search([("account_id", "=", self.account)])
            run.failure_count = 1
        run = patch.object(self.registry["imap.sync"], "_sync_account", pause_and_fail)
        with run:
            self.sync()
        self.assertEqual(self.values("state"), ["paused"])

    def test_deleting_a_mailbox_that_is_being_read(self):
        """It would wait for the run, and the run for it, for ever."""
        with self.transaction() as reading:
            run = reading["imap.account.run"].search(
                [("account_id", "=", self.account)]
            )
            self.assertTrue(run.try_lock_for_update(allow_referencing=True))
            with self.transaction() as deleting:
                account = deleting["imap.account"].with_user(self.user)
                with self.assertRaisesRegex(UserError, "being read right now"):
                    account.browse(self.account).unlink()
            with self.transaction() as asking:
                account = asking["imap.account"].with_user(self.user)
                account.browse(self.account).action_sync_now()
                with self.assertRaisesRegex(UserError, "refused"):
                    account.browse(self.account)._run()._record_refusal(
                        FolderUnavailable("folder_refused")
                    )

    def test_two_workers_take_a_mailbox_once(self):
        self.server.deliver(self.login, mail(self.tina, self.login))
        with self.transaction() as first:
            run = first["imap.account.run"].search([("account_id", "=", self.account)])
            self.assertTrue(run.try_lock_for_update(allow_referencing=True))
            with self.transaction() as second:
                other = run.with_env(second)
                other.env["imap.account.run"].flush_model()
                self.assertFalse(second["imap.sync"]._locked(other))
        self.assertEqual(self.values("kept_count"), [0])

    def test_a_rule_that_is_made_while_bodies_are_fetched(self):
        """The run has judged by the former rules, and must not write by them."""
        self.server.deliver(self.login, mail(self.tina, self.login))
        sync_class = self.registry["imap.sync"]
        import_batch, made = sync_class._import_batch, []

        def meanwhile(sync, folder, visit, batch):
            if not made:
                with self.transaction() as env:
                    exclusions = env["imap.exclusion"].with_user(self.user)
                    made.append(exclusions.create({"pattern": self.tina}).id)
            import_batch(sync, folder, visit, batch)

        with patch.object(sync_class, "_import_batch", meanwhile):
            self.sync()
        self.assertTrue(made)
        self.assertEqual(self.values("kept_count", "skipped_count"), [0, 1])
        with self.transaction() as env:
            email = env["imap.email"].search([("email_from", "like", self.tina)])
            self.assertFalse(email)
