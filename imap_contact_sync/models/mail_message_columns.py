# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.mail import email_split_tuples

from .levels import EVERYTHING, SUBJECT

DIRECTIONS = [("in", "Received"), ("out", "Sent")]
COLUMNS = (
    "imap_direction", "imap_sender", "imap_subject", "imap_recipients", "imap_mailbox",
    "imap_mark", "imap_file_count", "imap_contact",
)  # fmt: skip


class MailMessage(models.Model):
    """The columns of a list of envelopes: what the user who asks sees of each.

    They are computed for this user, and stored nowhere. Nobody can search, sort or
    group by them, but for the direction, which whoever sees an envelope knows.
    """

    _inherit = "mail.message"

    imap_direction = fields.Selection(
        DIRECTIONS,
        string="Direction",
        compute="_compute_imap_columns",
        search="_search_imap_direction",
    )
    imap_sender = fields.Char("Email Sender", compute="_compute_imap_columns")
    imap_subject = fields.Char("Email Subject", compute="_compute_imap_columns")
    imap_recipients = fields.Char("Email Recipients", compute="_compute_imap_columns")
    imap_mailbox = fields.Char("Mailbox", compute="_compute_imap_columns")
    imap_mark = fields.Char("Who Sees It", compute="_compute_imap_columns")
    imap_file_count = fields.Integer("Files", compute="_compute_imap_columns")
    imap_contact = fields.Char("Contact", compute="_compute_imap_columns")

    @api.depends_context("uid", "lang")
    @api.depends("imap_email_id", "res_id")
    def _compute_imap_columns(self):
        views = self.sudo(False)._imap_views()
        best = self._imap_best(views)
        for message in self:
            values = dict.fromkeys(COLUMNS, False)
            asked = message.sudo(False)
            if view := views.get(asked):
                values |= asked._imap_column_values(view, *best[asked])
            message.update(values)

    def _imap_column_values(self, view, content, copy):
        """Of one envelope that the user sees.

        :param view: ``View`` of the user
        :param content: what he reads, as superuser
        :param copy: the copy that it is from, as superuser
        """
        self.ensure_one()
        envelope = self.sudo()  # sudo: the record that a visible envelope stands on
        record = self._imap_record().sudo()
        recipients = [
            *email_split_tuples(content.email_to or ""),
            *email_split_tuples(content.email_cc or ""),
        ]
        marks = self._imap_mark_values(view, recipients)
        values = {
            "imap_direction": marks["imap_direction"],
            "imap_mark": self._imap_mark(view),
            "imap_contact": record[record._rec_name],
            "imap_sender": copy._shown_author().name
            or copy.email_from
            or envelope.email_from,
        }
        if view.best.rank >= SUBJECT:
            values["imap_subject"] = content.subject
        if view.best.rank >= EVERYTHING:
            values["imap_mailbox"] = marks["imap_mailbox"]
            values["imap_recipients"] = ", ".join(marks["imap_recipients"])
            values["imap_file_count"] = len(content.attachment_ids)
        return values

    @api.model
    def _search_imap_direction(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: emails have no rights of their own; their envelopes have
        emails = self.env["imap.email"].sudo()._search([("direction", "in", value)])
        found = Domain("imap_email_id", "in", emails)
        return found | Domain("imap_email_id", "=", False) if False in value else found
