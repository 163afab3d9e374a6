# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.imap_contact_sync.engine.patterns import spellings


class MailMessage(models.Model):
    """Which envelopes rules are asked about."""

    _inherit = "mail.message"

    def _imap_open_to_everybody(self, account):
        """Those of which everybody who can open the record sees at least who and when.

        Asked as superuser: whether the mailbox's owner can open it does not matter.

        :param account: a mailbox that has these emails; its owner knows those of his
            companies
        """
        if not self:
            return self
        accounts = self.env["imap.account"].with_user(account.user_id)
        views = self._imap_views(accounts._openness_of_everybody())
        return self.browse(message.id for message in views)

    def _imap_is_from_or_to(self, match):
        """Whether the record of this envelope has written the email, or has got it.

        What one has written stands on those who were copied in as well.
        """
        sender = match.envelope.sender
        if match.direction == "out" or not sender:
            return match.direction == "out"
        addresses = self._imap_record()._imap_addresses()
        return not set(spellings(sender.email)).isdisjoint(addresses)
