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
            & Domain("account_id.user_id", "in", self.account_id.user_id.ids)
            & (
                Domain("email_id", "in", emails.ids)
                | Domain("choice_conversation", "=", True)
                & Domain("thread_key", "in", self.mapped("thread_key"))
            )
        )
        values = {}
        for each in chosen.sorted(lambda each: not each.choice_conversation):
            if each.choice_conversation:
                for key in each._conversations():
                    values.setdefault(key, each._choice_values())
            values.setdefault(each._own_email(), each._choice_values())
        for source in self if values else ():
            keys = [source._own_email(), *source._conversations()]
            if found := next(filter(None, map(values.get, keys)), None):
                source.write(found)

    def _own_email(self):
        return self.account_id.user_id, self.email_id

    def _conversations(self):
        """The conversation with each contact that the copy names.

        Anybody can write References: he claims a conversation with others in vain
        (ID-6). A company's policy is about its own mail: a choice there opens none
        here.
        """
        company = self.email_id.company_id
        return [
            (self.account_id.user_id, company, self.thread_key, contact)
            for contact in self.partner_ids
        ]

    def _choice_values(self):
        return {"choice": self.choice, "choice_conversation": self.choice_conversation}

    def _of_conversation(self):
        """The copies of all emails of the conversation in these sources' owner's
        mailboxes."""
        keys = set(self.mapped("thread_key")) - {False}
        if not keys:
            return self
        return self.search(
            [
                ("email_id.company_id", "=", self.email_id.company_id.id),
                ("thread_key", "in", list(keys)),
                ("account_id.user_id", "=", self.account_id.user_id.id),
                ("doomed", "=", False),
            ]
        )
