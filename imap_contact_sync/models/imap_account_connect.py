# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..engine.errors import NOT_REACHED, MailboxError, OwnerMustAct
from .imap_account import ENCRYPTIONS, PORTS

_logger = logging.getLogger(__name__)

CONNECT_SECONDS = 25  # for all of Connect: somebody is waiting (NET-8)
OTHER = {"ssl": "starttls", "starttls": "ssl"}


class Way(NamedTuple):
    """One way to reach a mailbox; the names are those of the mailbox's fields."""

    host: str
    port: int
    encryption: str
    login: str


class ImapAccount(models.Model):
    """Connect: find a way to the mailbox, and list its folders."""

    _inherit = "imap.account"

    other_encryption = fields.Selection(
        ENCRYPTIONS, compute="_compute_other_encryption", compute_sudo=True
    )

    @api.depends("run_ids.error_reason", "state", "encryption")
    def _compute_other_encryption(self):
        """What may help where no server was reached."""
        for account in self:
            missed = account.run_ids.error_reason in NOT_REACHED | {"no_starttls"}
            is_draft = account.state == "draft"
            account.other_encryption = missed and is_draft and OTHER[account.encryption]

    def action_connect(self):
        """Test the settings and list the folders; a failure is told on the form.

        Where the server or the form of the login may be another one, that is tried
        too, and what works is saved.
        """
        way = self._way()
        self._connect(way, self._other_ways)

    def action_connect_otherwise(self):
        """The same with the other encryption, where no server was reached."""
        way = self._way()
        encryption, port = OTHER[way.encryption], way.port
        if port in PORTS.values():
            port = PORTS[encryption]
        other = way._replace(encryption=encryption, port=port)
        self._connect(other, lambda *_args: (), keeps=True)

    def _way(self):
        self.ensure_one()
        return Way(*(self[name] for name in Way._fields))

    def _connect(self, way, other_ways, keeps=False):
        """
        :param other_ways: what else to try, by what went wrong
        :param keeps: save a way that reaches the server, though it does not let us in
        """
        self._check_is_owner()
        if self._run()._is_throttled():
            return
        self._count_attempt()
        end = time.monotonic() + CONNECT_SECONDS
        ways, errors = [way], []
        while ways:
            way = ways.pop(0)
            try:
                listed = self._listed_by(way, end - time.monotonic())
            except MailboxError as error:
                ways = ways if errors else list(other_ways(way, error))
                errors.append(error)
            else:
                self._settle__(way, listed)
                return
        # What another server says of the login is worth more than that one was missed.
        reached = [each for each in errors if each.reason not in NOT_REACHED]
        if keeps and reached:
            self._keep_way__(way)
        self._record_refusal((reached or errors)[0])

    def _listed_by(self, way, seconds):
        if not self.is_connectable:
            raise OwnerMustAct("no_passwords")
        with self._open_session__(seconds, way) as session:
            return session.folders_with_status()

    def _record_refusal(self, error):
        # Users are not told everything about servers; administrators are.
        _logger.info("Mailbox %s: connect: %s", self.id, error.reason)
        self._run()._record_refusal(error)

    def _other_ways(self, way, error):
        """What else is worth a try: each login once more at most, or many providers
        would lock the account. What has worked before was right."""
        provider = self.provider_id
        if self.folder_ids:
            return
        if error.reason == "wrong_password" and not self._provider():
            local = (email_normalize(self.email) or "").partition("@")[0]
            logins = {local, self.email} - {way.login, ""}
            if way.login in (local, self.email):
                yield from (way._replace(login=each) for each in logins)
        elif error.reason in NOT_REACHED and provider.other_host:
            host = self._host_of(provider.other_host)
            if self._host_of(provider.host) == way.host:
                yield Way(host, provider.other_port, provider.other_encryption,
                          way.login)  # fmt: skip

    def _keep_way__(self, way):
        """The password is sealed again: it belongs to the server and login."""
        if way != self._way():
            self.write(way._asdict() | {"password": self._password__()})

    def _settle__(self, way, listed):
        """The mailbox is connected, by this way."""
        self._keep_way__(way)
        # sudo: only what the server lists becomes a folder
        self.sudo().folder_ids._update_listed(self, listed)
        self._run()._record_connected()
        self.sudo().state = "connected"  # sudo: see write()
        if not self.confirmed_date:
            self.action_preview_again()
