# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailThread(models.AbstractModel):
    """Closes what core computes about messages in SQL of its own or as superuser."""

    _inherit = "mail.thread"

    def _visible_messages(self, domain):
        return self.env["mail.message"]._search(
            [("model", "=", self._name), *domain], bypass_access=True
        )

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
        return [("id", "in", self._visible_messages([]).subselect("res_id"))]

    def _message_compute_parent_id(self, parent_id):
        """A synced email is no parent: its name would tell who sees it not."""
        found = super()._message_compute_parent_id(parent_id)
        # sudo: only whether it is a synced one
        message = self.env["mail.message"].sudo().browse(found or [])
        return False if message.imap_email_id else found
