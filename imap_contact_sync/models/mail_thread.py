# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain


class MailThread(models.AbstractModel):
    """Closes what core computes about messages in SQL of its own or as superuser."""

    _inherit = "mail.thread"

    message_ids = fields.One2many(search="_search_message_ids")

    def _visible_messages(self, domain):
        """A query for messages of this model, without the rights on the records."""
        domain = Domain(domain) & Domain("model", "=", self._name)
        domain &= Domain("res_id", "!=", 0)  # neither NULL: for NOT IN
        return self.env["mail.message"]._search(domain, bypass_access=True)

    def _search_message_ids(self, operator, value):
        """Core looks ids up as superuser, and so tells where a hidden one stands."""
        if operator not in ("any", "any!", "in"):
            return NotImplemented
        domain = Domain("message_type", "!=", "user_notification")
        if operator == "in":
            found = Domain("id", "in", set(value) - {False})
            result = self._with_messages(domain & found)
            return result | ~self._with_messages(domain) if False in value else result
        found = value if isinstance(value, Domain) else Domain("id", "in", value)
        return self._with_messages(domain & found)

    def _with_messages(self, domain):
        return Domain("id", "in", self._visible_messages(domain).subselect("res_id"))

    @api.depends_context("uid", "su")
    def _compute_has_message(self):
        self.env["mail.message"].flush_model()
        query = self._visible_messages([("res_id", "in", self.ids)])
        rows = self.env.execute_query(query.select("DISTINCT res_id"))
        with_message = {res_id for [res_id] in rows}
        for record in self:
            record.has_message = record.id in with_message

    def _search_has_message(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._with_messages([])

    def _compute_message_needaction(self):
        """Core counts every unread notification, whether or not the message shows."""
        super()._compute_message_needaction()
        waiting = self.filtered("message_needaction")
        if not waiting:
            return
        domain = Domain("res_id", "in", waiting.ids) & Domain("needaction", "=", True)
        domain &= Domain("message_type", "!=", "user_notification")
        query = waiting._visible_messages(domain)
        counts = Counter(
            row[0] for row in self.env.execute_query(query.select("res_id"))
        )
        for record in waiting:
            record.message_needaction_counter = counts[record.id]
            record.message_needaction = bool(counts[record.id])

    def _message_compute_parent_id(self, parent_id):
        """A synced email is no parent: its name would tell who sees it not."""
        found = super()._message_compute_parent_id(parent_id)
        # sudo: only whether it is a synced one
        message = self.env["mail.message"].sudo().browse(found or [])
        return False if message.imap_email_id else found
