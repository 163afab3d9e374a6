# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Colleagues and contacts in committed transactions, removed by ``remove``."""

import os
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.tests import new_test_user

from .common import SALES_GROUPS, without_limits
from .mail_server import PASSWORD


class CommittedWorld:
    """People with addresses that no other test uses, and their mailboxes.

    :param owners: names of colleagues, whose logins are mailboxes on the server
    :param contacts: names of contacts
    """

    def __init__(self, registry, server, owners, contacts):
        self.registry = registry
        self.server = server
        self.mark = os.urandom(4).hex()
        self.people = {
            **{name: f"{name.lower()}-{self.mark}@test.example" for name in owners},
            **{name: f"{name.lower()}@{self.mark}.example" for name in contacts},
            "Stranger": f"stranger@{self.mark}.example",
        }
        self.accounts = {}
        with self.transaction() as env:
            self.users = {name: self._new_user(env, name) for name in owners}
            self.partners = {name: self._new_contact(env, name) for name in contacts}

    @contextmanager
    def transaction(self):
        """A superuser's environment on a cursor of its own, committed at the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _new_user(self, env, name):
        login = self.people[name]
        user = new_test_user(
            env, login=login, email=login, name=name, groups=SALES_GROUPS
        )
        return user.id

    def _new_contact(self, env, name):
        values = {"name": name, "email": self.people[name]}
        return env["res.partner"].create(values).id

    def connect(self, env, owner, login, folders):
        """A new mailbox of the owner with these folders ticked; its id."""
        settings = {
            "email": login,
            "host": self.server.host,
            "port": self.server.ssl_port,
            "password": PASSWORD,
        }
        account = env["imap.account"].with_user(self.users[owner]).create(settings)
        with without_limits():
            account.action_connect()
        assert not account.error_message, account.error_message
        for folder in account.sudo().folder_ids:
            folder.selected = folder.path in folders
        account.action_start_import()
        self.accounts[owner] = account.id
        return account.id

    def delete_accounts(self, env):
        """The mailboxes, with all mail of these people."""
        users = list(self.users.values())
        env["imap.account"].search([("user_id", "in", users)]).unlink()
        # Those that a wrong product has left without a mailbox.
        self.emails(env).unlink()
        self.accounts = {}

    def emails(self, env):
        return env["imap.email"].search([("email_from", "like", self.mark)])

    def make_due(self):
        """As when the interval has passed."""
        with self.transaction() as env:
            env["imap.account.run"].search(
                [("account_id", "in", list(self.accounts.values()))]
            ).next_sync_date = fields.Datetime.now()
        self.trigger()

    def trigger(self):
        """For worlds that have jobs; without them a test calls the job's method."""

    def remove(self):
        """Leave the database as it was, for the other tests."""
        with self.transaction() as env:
            self.delete_accounts(env)
            self.remove_more(env)
            users = env["res.users"].browse(self.users.values())
            partners = users.partner_id
            users.unlink()
            (partners + env["res.partner"].browse(self.partners.values())).unlink()

    def remove_more(self, env):
        """What else a world has created."""


def trust_only_the_test_server(case):
    """Reading the system's authorities is most of the time of a log-in."""
    with open(os.environ["SSL_CERT_FILE"], encoding="utf-8") as bundle:
        last = "-----BEGIN" + bundle.read().rpartition("-----BEGIN")[2]
    folder = TemporaryDirectory()
    case.addClassCleanup(folder.cleanup)
    path = os.path.join(folder.name, "authority.pem")
    with open(path, "w", encoding="utf-8") as authority:
        authority.write(last)
    case.enterClassContext(patch.dict(os.environ, {"SSL_CERT_FILE": path}))
