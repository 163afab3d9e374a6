# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class ImapEmailSource(models.Model):
    """The owner's choice for an email or a conversation, in all his mailboxes."""

    _inherit = "imap.email.source"

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        sources._inherit_choices()
        return sources

    def _inherit_choices(self):
        """A further copy of an email, or of a conversation, is shared like the others
        of its owner."""
        emails = self.email_id
        chosen = self.search(
            Domain("choice", "!=", False)
            & Domain("private_kind", "=", False)
            & Domain("account_id.user_id", "in", self.account_id.user_id.ids)
            & (
                Domain("email_id", "in", emails.ids)
                | Domain("choice_conversation", "=", True)
                & self._with_links(self._links())
            )
        )
        values = {}
        for each in chosen.sorted(lambda each: not each.choice_conversation):
            if each.choice_conversation:
                for key in each._conversations():
                    values.setdefault(key, each._choice_values())
            values.setdefault(each._own_email(), each._choice_values())
        inherited = self.browse()
        for source in self if values else ():
            keys = [source._own_email(), *source._conversations()]
            if found := next(filter(None, map(values.get, keys)), None):
                source.write(found)
                inherited |= source
        if inherited and self - inherited:  # what answers those, perhaps
            (self - inherited)._inherit_choices()

    def _own_email(self):
        return self.account_id.user_id, self.email_id

    def _conversations(self):
        """The conversation with each record that the copy names.

        Anybody can write References: he claims a conversation with others in vain
        (ID-6). A company's policy is about its own mail: a choice there opens none
        here.
        """
        company = self.email_id.company_id
        return [
            (self.account_id.user_id, company, key, record)
            for key in self._links()
            for record in self._named_records()
        ]

    def _choice_values(self):
        return {
            "choice": self.choice,
            "choice_conversation": self.choice_conversation,
            "private_kind": False,
        }
