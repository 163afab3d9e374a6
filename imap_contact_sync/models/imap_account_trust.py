# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo import models

from ..engine.free_mail import FREE_MAIL
from ..engine.patterns import Patterns
from ..engine.trust import PROVIDERS, Trust, registrable_domain
from .settings import trusted_servers


class ImapAccount(models.Model):
    """Whose word counts about the senders of a mailbox's mail."""

    _inherit = "imap.account"

    def _trust(self):
        """The servers whose Authentication-Results count, as ``Trust``.

        Those that the provider is known to use; else all of the domain of the IMAP
        server and of the mailbox's own addresses; and those that the administrator
        names. What everybody can have an address in is nobody's own.
        """
        host = (self.host or "").lower().rstrip(".")
        trust = PROVIDERS.get(host) or Trust(self._own_servers(host))
        return replace(trust, servers=trust.servers | trusted_servers(self.env))

    def _own_servers(self, host):
        emails = self._main_addresses()
        emails -= Patterns(domains=FREE_MAIL).among(emails)
        names = [host, *(email.rpartition("@")[2] for email in emails)]
        return frozenset(map(registrable_domain, names)) - {""}

    def _proven_senders(self):
        """The addresses under which mail in the sent folder is the owner's.

        One that he has typed in counts unless it is a contact's: he could pass for a
        customer, or a customer's email for his (ID-2).
        """
        own = self._own_addresses()
        contacts, _colleagues = self.env["res.partner"]._contacts_by_email(
            own, self.company_id
        )
        return own - self._not_only_mine(contacts)
