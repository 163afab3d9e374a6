# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .levels import EVERYTHING

DIRECTIONS = {"sent": "out", "received": "in"}


class MailMessage(models.Model):
    """Which emails of a contact a user wants to see, as far as he sees them at all.

    A filter tells nothing that the chatter does not show on each email: its direction,
    the files beside the text, and whose mailbox the mark names.
    """

    _inherit = "mail.message"

    @api.model
    def _message_fetch(self, domain, *, thread=None, imap_filter=None, **options):
        """
        :param imap_filter: only these emails, and nothing else: ``sent``, ``received``,
            ``files``, or the id of the user in whose mailbox they are
        :raises ValidationError: there is no such filter
        """
        if imap_filter is not None:
            domain = Domain(True if domain is None else domain)
            domain &= self._imap_filter_domain(thread, imap_filter)
        return super()._message_fetch(domain, thread=thread, **options)

    @api.model
    def _imap_filter_domain(self, thread, chosen):
        if isinstance(chosen, str) and chosen in DIRECTIONS:
            direction = Domain("direction", "=", DIRECTIONS[chosen])
            return Domain("imap_email_id", "any!", direction)
        if thread and chosen == "files":
            return Domain("id", "in", self._with_files(self._imap_views_on(thread)))
        if thread and type(chosen) is int:
            owners = self._imap_owners(self._imap_views_on(thread))
            return Domain("id", "in", owners.get(chosen, []))
        raise ValidationError(
            self.env._("There is no such filter. Reload the page, and choose again.")
        )

    @api.model
    def _imap_views_on(self, thread):
        """``View`` by envelope, of all emails on a record that the user sees."""
        domain = Domain("model", "=", thread._name) & Domain("res_id", "=", thread.id)
        return self.search(domain & Domain("imap_email_id", "!=", False))._imap_views()

    @api.model
    def _with_files(self, views):
        """The ids of envelopes beside which the user sees files."""
        shown = {
            envelope.id: view.best.content
            for envelope, view in views.items()
            if view.best.rank == EVERYTHING
        }
        # sudo: of these contents the user sees everything
        contents = self.env["imap.email.content"].sudo()
        domain = [("id", "in", list(shown.values())), ("attachment_ids", "!=", False)]
        found = set(contents.search(domain).ids)
        return [envelope for envelope, content in shown.items() if content in found]

    @api.model
    def _imap_owners(self, views):
        """The ids of envelopes by the users whose mailboxes the marks name."""
        accounts = self.env["imap.account"]
        owners = {}
        for envelope, view in views.items():
            named, _rank = self._imap_named(view)
            told = {copy.account for copy in (view.own, named) if copy}
            for owner in {accounts._sharing_of(each).owner for each in told}:
                owners.setdefault(owner, []).append(envelope.id)
        return owners
