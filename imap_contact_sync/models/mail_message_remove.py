# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_list

from ..engine.matching import REMOVED


class MailMessage(models.Model):
    """The owner of a mailbox takes an email off a contact, for good."""

    _inherit = "mail.message"

    def imap_conversation_count(self):
        """How many emails of the conversation stand on this contact through mailboxes
        of the user.

        :raises AccessError: the user has no copy of this email
        """
        return len(self._imap_own_conversation(self._imap_own_sources()).email_id)

    def imap_remove(self, conversation=False):
        """Take this email off its contact, as far as the user's mailboxes go.

        It comes back neither from another folder or mailbox of his, nor after a
        renumbering. Nobody else's copy is touched.

        :param conversation: all emails of the conversation, and later ones
        :return: ``{"notice": sentence}``
        :raises AccessError: the user has no copy of this email
        """
        sources = self._imap_own_sources()
        record = self._imap_record()
        links = set()
        if conversation:
            sources = self._imap_own_conversation(sources)
            links = sources._links()
        emails = sources.email_id
        keys = set(emails.mapped("key"))
        accounts = sources.env["imap.account"].search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", emails.company_id.id),
            ]
        )
        accounts.folder_ids._change_rules()
        accounts.env["imap.tombstone"]._bury(accounts, keys | links, record)
        sources._withhold(record, REMOVED)
        return {"notice": self._imap_removed_notice(len(keys), emails, record)}

    def _imap_own_conversation(self, sources):
        """The copies of the conversation in these sources' owner's mailboxes that name
        the record."""
        return sources._of_conversation(self._imap_record())

    def _imap_removed_notice(self, count, emails, record):
        """What was done, and whose copy the user still sees there."""
        notice = self.env._(
            "The email was removed from here. It stays in your mailbox, and "
            "does not come back here."
        )
        if count > 1:
            notice = self.env._(
                "%s emails were removed from here. They stay in your mailbox, "
                "and do not come back here.",
                count,
            )
        left = self.search(
            [
                ("imap_email_id", "in", emails.ids),
                ("model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        owners = {
            self._imap_owner_name(copy)
            for view in left._imap_views().values()
            for copy in view.copies
        }
        if owners:
            notice += " " + self.env._(
                "What stays visible is in the mailbox of %s, who shares it.",
                format_list(self.env, sorted(owners)),
            )
        return notice
