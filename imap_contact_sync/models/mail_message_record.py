# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..engine.records import Record


class MailMessage(models.Model):
    """The record that a synced email stands on."""

    _inherit = "mail.message"

    @api.model
    def _add_envelopes(self, wanted):
        """One envelope on each record that has none of an email yet (I3).

        :param wanted: pairs of email and ``Record``
        """
        present = self.search_fetch(
            [("imap_email_id", "in", list({email.id for email, _record in wanted}))],
            ["imap_email_id", "model", "res_id"],
        )
        there = {(each.imap_email_id, each._imap_place()) for each in present}
        missing = sorted(wanted - there, key=lambda pair: (pair[0].id, pair[1]))
        self.create([self._envelope_values(*pair) for pair in missing])

    @api.model
    def _envelope_values(self, email, record):
        """Record, date, author, link; each other value turns a side effect off.

        The Message-ID is our own: with the real one Odoo's mail gateway would drop
        the copy of the same mail that reaches an alias (I7).
        """
        place = f"{record.model.replace('.', '-')}-{record.id}"
        return {
            "model": record.model,
            "res_id": record.id,
            "imap_email_id": email.id,
            "message_type": "imap_email",
            "subtype_id": False,
            "is_internal": True,
            "date": email.date,
            "author_id": email.author_id.id,
            "email_from": email.email_from,
            "message_id": f"<imap-{email.id}-{place}@imap-contact-sync>",
            "reply_to": False,
            "email_add_signature": False,
        }

    def _imap_place(self):
        """``Record`` of an envelope."""
        return Record(self.model, self.res_id)

    def _imap_record(self):
        """The record that an envelope stands on, which the user sees, as himself."""
        envelope = self.sudo()  # sudo: where a visible envelope stands
        return self.env[envelope.model].browse(envelope.res_id)

    def _imap_records(self):
        """The records of these envelopes that the user may read, by model."""
        # sudo: only where envelopes stand that the user sees
        groups = self.sudo().grouped("model")
        found = {}
        for model, envelopes in groups.items():
            records = self.env[model].browse(set(envelopes.mapped("res_id"))).exists()
            if readable := records._filtered_access("read"):
                found[model] = readable.sorted("id")
        return found
