# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..engine.matching import IN_ODOO, contacts_of
from .imap_account_where_sentences import Reason


class ImapAccount(models.Model):
    """Why bulk mail, or Odoo's own, is not on a contact: sentences for the owner."""

    _inherit = "imap.account"

    def _kind_reason(self, before):
        """
        :param before: for what reasons it was skipped
        """
        words = self.env["res.company"]._imap_kind_words()
        kind = next(each for each in words if each in before)
        sentence = self.env._(
            "It is %s, and the company keeps no emails of this kind. An administrator "
            "can change that in Settings.",
            words[kind],
        )
        return Reason(kind, sentence, keepable=True)

    def _in_odoo_reason(self, emails):
        """
        :param emails: of its participants
        """
        # sudo: whose addresses these are, of which the user is told what he may open
        ids = contacts_of(emails, self.sudo()._address_book(emails))
        mine = self.env["res.partner"].browse(ids)._filtered_access("read")
        if not mine:
            sentence = self.env._("Odoo has it already, on its contact.")
        else:
            sentence = self.env._(
                "Odoo has it already: it is a message on %s. Nothing is repeated.",
                self._names(mine.sorted("id")),
            )
        return Reason(IN_ODOO, sentence)
