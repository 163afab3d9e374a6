# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import email_normalize

from .imap_provider import DOMAIN_MARK


class ImapAccount(models.Model):
    """What the form fills in while somebody types an address.

    Only for a mailbox that is not connected: another server clears the password.
    """

    _inherit = "imap.account"

    provider_id = fields.Many2one(
        "imap.provider",
        ondelete="set null",
        index="btree_not_null",
        help="Fills in the server. Choose it yourself if your address has a domain of "
        "your own, or leave it empty and fill in the server.",
    )
    advice = fields.Char(compute="_compute_advice")
    help_url = fields.Char(compute="_compute_advice")
    is_connectable = fields.Boolean(compute="_compute_advice")

    def _provider(self):
        """The provider, also of who has filled in the server himself."""
        return self.provider_id or self.env["imap.provider"]._of_host(self.host)

    @api.depends("provider_id", "host")
    @api.depends_context("lang")
    def _compute_advice(self):
        for account in self:
            provider = account._provider()
            account.help_url = provider.help_url
            account.advice = provider._advice() if provider else False
            account.is_connectable = not provider or provider._offers_passwords()

    @api.onchange("email")
    def _onchange_email(self):
        email = email_normalize(self.email)
        if not email or self.state != "draft":
            return
        if not self.name or "@" in self.name:
            self.name = email
        self.login = email
        found = self.env["imap.provider"]._of_address(email)
        before = self.provider_id
        # One without domains was chosen by hand.
        if found or before._domains():
            self.provider_id = found
        if not self.provider_id and self.host == before.host:
            self.host = False

    @api.onchange("provider_id")
    def _onchange_provider_id(self):
        provider, email = self.provider_id, email_normalize(self.email) or ""
        if not provider.host or self.state != "draft":
            return
        self.host = self._host_of(provider.host)
        self.encryption = provider.encryption
        self.port = provider.port
        self.login = provider._login(email) or self.login

    def _host_of(self, name):
        """A host name of a provider, for the address of this mailbox."""
        domain = (email_normalize(self.email) or "").rpartition("@")[2]
        return name.replace(DOMAIN_MARK, domain)
