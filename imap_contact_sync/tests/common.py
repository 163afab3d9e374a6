# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger
from odoo.tools.translate import code_translations

from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.engine.net.transport import ReadingClient
from odoo.addons.imap_contact_sync.models.settings import DEFAULTS

from .mail_server import PASSWORD, MailServer

CRON = "imap_contact_sync.ir_cron_sync"
SALES_GROUPS = "imap_contact_sync.group_user,base.group_partner_manager"


def without_limits():
    """Tests press Connect more often than people; the limits have their own tests."""
    return patch.dict(DEFAULTS, user_attempts=10**6, company_attempts=10**6)


class SyncedPeople:
    """Colleagues, contacts, and mailboxes on a real mail server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(without_limits())
        cls.server = MailServer()
        cls.anna = cls.new_colleague("Anna Berg", SALES_GROUPS)
        cls.ben = cls.new_colleague("Ben Castillo", SALES_GROUPS)
        cls.carl = cls.new_colleague("Carl Diaz", "base.group_user")
        cls.lena = cls.new_contact("Lena Fischer", "lena@nordwind.example")
        cls.theo = cls.new_contact("Theo Lefevre", "theo@bellerive.example")

    def setUp(self):
        """Every test has new mailboxes: the server forgets nothing at a rollback."""
        super().setUp()
        self.mark = os.urandom(4).hex()
        for user in (self.anna, self.ben):
            login = f"{user.name.split()[0].lower()}-{self.mark}@test.example"
            user.write({"login": login, "email": login})

    @classmethod
    def new_colleague(cls, name, groups):
        """A user; Anna's and Ben's logins are also mailboxes on the server."""
        login = f"{name.split()[0].lower()}@test.example"
        return new_test_user(
            cls.env, login=login, email=login, name=name, groups=groups
        )

    @classmethod
    def new_contact(cls, name, email, **values):
        return cls.env["res.partner"].create({"name": name, "email": email, **values})

    def new_account(self, user, **values):
        """A mailbox as its owner fills in the form; not connected yet."""
        settings = {
            "email": user.login,
            "host": self.server.host,
            "port": self.server.ssl_port,
            "password": PASSWORD,
        }
        return self.env["imap.account"].with_user(user).create(settings | values)

    def connected(self, user, **values):
        """A mailbox after Connect."""
        account = self.new_account(user, **values)
        account.action_connect()
        self.assertFalse(account.error_message)
        return account

    def started(self, user, **values):
        """A mailbox whose owner has agreed to the import, before the first run."""
        account = self.connected(user, **values)
        account.action_start_import()
        return account

    def sync(self, *accounts):
        """Press "Start the import" or "Sync now", and let the scheduled action run."""
        for account in accounts:
            account.action_start_import()
            account.action_sync_now()
        self.run_cron()

    def run_cron(self):
        self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    @contextmanager
    def poisoned(self, mark):
        """Messages with these bytes in them cannot be read by the parser."""
        with self.unreadable(mark), self.muted():
            yield

    @contextmanager
    def unreadable(self, mark):
        """The same, and the log is told."""
        module = "odoo.addons.imap_contact_sync.models.imap_sync_post"

        def parse(content):
            if mark in content:
                raise ValueError("cannot be parsed")
            return parse_message(content)

        with patch(f"{module}.parse_message", parse):
            yield

    @contextmanager
    def in_german(self, user, *sentences):
        """A user who reads German, and these sentences with DE as translation."""
        self.env["res.lang"]._activate_lang("de_DE")
        user.lang = "de_DE"
        translated = {each: f"DE {each}" for each in sentences}
        known = code_translations.python_translations
        with patch.dict(known, {("imap_contact_sync", "de_DE"): translated}):
            yield

    def muted(self):
        """Without the run's warnings about what goes wrong on purpose."""
        return mute_logger("odoo.addons.imap_contact_sync.models.imap_sync")

    def said(self, account):
        """The commands of one run, as the client sends them."""
        lines = []
        send = ReadingClient._create_IMAP4

        def recorded(client):
            imap = send(client)
            original = imap._command
            imap._command = lambda name, *args: (
                lines.append((name, *args)) or original(name, *args)
            )
            return imap

        with patch.object(ReadingClient, "_create_IMAP4", recorded):
            self.sync(account)
        return [" ".join(map(str, line)) for line in lines]

    def folder(self, account, path="INBOX"):
        return account.sudo().folder_ids.filtered(lambda each: each.path == path)

    def skipped(self, account, path="INBOX"):
        """The skipped UIDs as text, by reason."""
        sets = self.folder(account, path)._skipped()
        return {reason: str(uids) for reason, uids in sets.items()}

    def envelopes(self, record):
        """All synced messages on a contact, or on another record, as superuser."""
        return self.env["mail.message"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("imap_email_id", "!=", False),
            ]
        )

    def contents(self, record):
        return self.envelopes(record).imap_email_id.content_ids

    def subjects(self, record):
        return sorted(self.contents(record).mapped("subject"))

    def chatter(self, record, user, **parameters):
        """What the chatter of a record shows to a user: the route's own answer."""
        # The store belongs to a request of that user.
        from odoo.addons.mail.tools.discuss import Store

        env = self.env(user=user)
        thread = record.with_env(env)
        found = env["mail.message"]._message_fetch(None, thread=thread, **parameters)
        store = Store().add(found["messages"])
        messages = store.get_result().get("mail.message", [])
        by_id = {message["id"]: message for message in messages}
        return [by_id[id_] for id_ in found["messages"].ids]

    def assert_accounting(self):
        """Invariant I4, for every folder there is."""
        for folder in self.env["imap.folder"].sudo().search([]):
            self.assertFalse(folder._accounting_gap(), folder.name)

    def tearDown(self):
        self.env.invalidate_all()
        self.assert_accounting()
        super().tearDown()


class ImapSyncCase(SyncedPeople, TransactionCase):
    """With the scheduled action running in the test's own transaction."""

    def run_cron(self):
        with self.enter_registry_test_mode():
            return super().run_cron()
