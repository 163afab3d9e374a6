# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import MissingError
from odoo.fields import Domain

from odoo.addons.mail.tools.discuss import Store

from ..engine.links import linked
from .imap_email_source_links import LINKS
from .levels import SUBJECT

MOST = 100  # emails of a conversation that are shown: the newest
LOOKED_AT = 1_000  # envelopes; one email has many, and some only claim to belong here


class MailMessage(models.Model):
    """A synced email among the others of its conversation, as the user sees them.

    Only on the record, its contact and those of the same company: anybody can write
    References, and claims a conversation with others in vain (ID-6).
    """

    _inherit = "mail.message"

    def action_imap_conversation(self):
        """Open the conversation of an email, which a list of emails shows."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id(
            "imap_contact_sync.imap_conversation_action"
        )
        name = self.imap_subject or self.env._("Conversation")
        context = {"active_id": self.id, "active_ids": self.ids}
        return action | {"display_name": name, "name": name, "context": context}

    def imap_conversation(self):
        """The emails of the conversation, oldest first, for the web client's store,
        and what was answered in Odoo.

        :raises AccessError: the user does not see this email
        :raises MissingError: it is none
        """
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().imap_email_id:  # sudo: the user sees this message
            raise MissingError(self.env._("This is not a synchronised email."))
        messages = self._imap_conversation()
        messages |= self._imap_answers(messages)
        messages = messages.sorted(lambda each: (each.date, each.id))
        return {"data": Store().add(messages).get_result(), "messages": messages.ids}

    def _imap_conversation(self):
        """Each email of the conversation once, on this contact if it stands there.

        Only what the user sees links one email with another.
        """
        keys = self._imap_links().get(self, set())
        # sudo: which of these emails the user sees is asked below
        sources = self.env["imap.email.source"].sudo()
        emails = sources.search(sources._with_links(sources._linked(keys))).email_id
        found = self.search(
            self._imap_beside() & Domain("imap_email_id", "in", emails.ids),
            order="date desc, id desc",
            limit=LOOKED_AT,
        )
        reached = linked(keys, found._imap_links())
        by_email = {}
        here = self.sudo()._imap_place()  # sudo: the user sees this one
        for message in found.sudo().sorted(lambda each: each._imap_place() != here):
            if message.sudo(False) in reached:
                by_email.setdefault(message.imap_email_id, message.sudo(False))
        by_email.pop(self.sudo().imap_email_id, None)
        others = self.browse(message.id for message in by_email.values())
        others = others.sorted(lambda each: (each.date, each.id), reverse=True)
        messages = self | others[: MOST - 1]
        return messages.sorted(lambda each: (each.date, each.id))

    def _imap_answers(self, messages):
        """What was written in Odoo to answer these emails, as the user sees it."""
        # sudo: nobody reads the link itself; the user sees these emails
        answers = self.sudo().search(
            Domain("imap_answered_id", "in", messages.sudo().imap_email_id.ids),
            order="id desc",
            limit=MOST,
        )
        return self.search(self._imap_beside() & Domain("id", "in", answers.ids))

    def _imap_beside(self):
        """A domain: on this record, or on its contact's family."""
        record = self._imap_record()
        family = self._imap_family()
        return Domain("model", "=", record._name) & Domain("res_id", "=", record.id) | (
            Domain("model", "=", family._name) & Domain("res_id", "in", family.ids)
        )

    def _imap_family(self):
        """The contact, and those of the same company that the user may read."""
        contact = self._imap_record()._imap_contact().with_context(active_test=False)
        if not contact:
            return contact
        company = contact.sudo().commercial_partner_id  # sudo: only its id is used
        return contact | contact.search([("id", "child_of", company.id)])

    def _imap_links(self):
        """What links each envelope with others, as far as the user may know: who sees
        no more than who and when is not told what belongs together.

        :return: sets of keys by envelope
        """
        found = {
            envelope: [copy.source for copy in view.copies if copy.rank >= SUBJECT]
            for envelope, view in self._imap_views().items()
        }
        # sudo: the ledger has no rights of its own
        ledger = self.env["imap.email.source"].sudo()
        ledger.browse({id_ for ids in found.values() for id_ in ids}).fetch(LINKS)
        return {
            envelope: ledger.browse(ids)._links() for envelope, ids in found.items()
        }
