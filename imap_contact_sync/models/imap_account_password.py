# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import config

from ..engine.errors import OwnerMustAct
from ..engine.net.guard import Server, parse_allowed
from ..engine.net.login import Secret
from ..engine.net.session import open_session
from ..engine.secret import SecretPlace

ALLOWED_OPTION = "imap_contact_sync_allowed_servers"


class ImapAccount(models.Model):
    """The password: sealed when set, opened for a connection, never read back."""

    _inherit = "imap.account"

    password = fields.Char(
        compute="_compute_password",
        inverse="_inverse_password",
        exportable=False,
        copy=False,
        help="Stored encrypted. Nobody can read it back, not even administrators.",
    )
    has_password = fields.Boolean(compute="_compute_has_password")
    secret = fields.Char(groups=fields.NO_ACCESS, copy=False, prefetch=False)
    key_needs_copy = fields.Boolean(
        compute="_compute_key_needs_copy", groups="base.group_system"
    )

    def _compute_password(self):
        self.password = False

    @api.depends("secret")
    def _compute_has_password(self):
        for account in self:
            # sudo: the field is readable by nobody; only whether it is set is told
            account.has_password = bool(account.sudo().secret)

    def _compute_key_needs_copy(self):
        self.key_needs_copy = self.env["imap.key"]._needs_copy()

    def _inverse_password(self):
        for account in self.filtered("password"):
            # sudo: the field is readable by nobody
            account.sudo().secret = self.env["imap.key"]._seal__(
                account._secret_place(), account.password
            )
        # The answer to Save would otherwise give the password back from the cache; a
        # new record that create() computes with keeps it there, too.
        self.invalidate_model(["password"])

    def write(self, vals):
        """Whoever points the mailbox to another server has to know the password.

        Another mailbox has other messages under the same numbers, too.
        """
        before = {account: account._secret_goes_to() for account in self}
        result = super().write(vals)
        for account, receiver in before.items():
            if account._secret_goes_to() != receiver:
                account._moved_from(receiver[0], keep_secret=bool(vals.get("password")))
        return result

    def _moved_from(self, place, keep_secret):
        account = self.sudo()  # sudo: neither the secret nor the state has an editor
        if not keep_secret:
            account.secret = False
        account.state = "draft"
        if (place.host, place.login) != (account.host, account.login):
            account.folder_ids._start_over()
            account._decide_again()
            account.run_ids.not_before_date = False

    def _secret_place(self):
        return SecretPlace(
            # sudo: system parameters are readable by administrators only
            database=self.env["ir.config_parameter"].sudo().get_param("database.uuid"),
            account=self.id,
            host=self.host,
            port=self.port,
            login=self.login,
        )

    def _password__(self):
        """The password in clear.

        :raises OwnerMustAct: ``no_password``, ``secret_unreadable``
        :raises AdminMustAct: see ``imap.key``
        """
        sealed = self.sudo().secret  # sudo: the field is readable by nobody
        if not sealed:
            raise OwnerMustAct("no_password")
        return self.env["imap.key"]._open__(self._secret_place(), sealed)

    def _open_session__(self, seconds, way=None):
        """A context manager that gives a connection after login.

        :param seconds: for the whole conversation
        :param way: ``host``, ``port``, ``encryption`` and ``login`` that Connect tries
            instead of those of the mailbox
        :raises MailboxError: any kind
        """
        self.ensure_one()
        way = way or self
        return open_session(
            Server(way.host, way.port, way.encryption, self.ca_certificate or ""),
            way.login,
            Secret(self._password__()),
            allowed_servers(),
            seconds,
        )


def allowed_servers():
    """``host:port`` entries of odoo.conf that the network guard lets through."""
    return parse_allowed(config.get(ALLOWED_OPTION) or "")
