# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ImapEmail(models.Model):
    """One email of a company: its identity, without content.

    Copies of it in other folders and mailboxes are sources of the same record.
    """

    _name = "imap.email"
    _description = "Synchronised Email"
    _order = "date desc, id desc"

    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True
    )
    key = fields.Char(required=True, readonly=True, help="See Envelope.key.")
    message_id = fields.Char("Message-ID", readonly=True, help="For answers to it.")
    date = fields.Datetime(required=True, readonly=True)
    direction = fields.Selection(
        [("in", "Received"), ("out", "Sent")], required=True, readonly=True
    )
    is_automatic = fields.Boolean("Written by a Machine", readonly=True)
    email_from = fields.Char(readonly=True)
    author_id = fields.Many2one("res.partner", ondelete="set null", readonly=True)
    source_ids = fields.One2many("imap.email.source", "email_id", readonly=True)
    content_ids = fields.One2many("imap.email.content", "email_id", readonly=True)
    envelope_ids = fields.One2many("mail.message", "imap_email_id", readonly=True)

    _key_unique = models.Constraint(
        "UNIQUE(company_id, key)", "A company has each email once."
    )

    def unlink(self):
        """With an email go its contents, their files, and its envelopes."""
        self.content_ids.unlink()
        self.envelope_ids.unlink()
        return super().unlink()

    def _set_author(self, author):
        self.author_id = author
        self.envelope_ids.author_id = author

    def _forget_author(self):
        """Only a copy that is gone may have told who wrote it."""
        authors = [source._shown_author() for source in self.source_ids]
        if self.author_id and self.author_id not in authors:
            self._set_author(next(filter(None, authors), self.author_id.browse()))

    def _forget_unsourced(self):
        """Delete what no mailbox has any more: emails, contents, envelopes.

        An email that another mailbox still has keeps the contents of its copies
        there, and stands on the records that those copies name.
        """
        emails = self.sudo().exists()  # sudo: nobody deletes emails through the ORM
        gone = emails.filtered(lambda email: not email.source_ids)
        for email in emails - gone:
            sources = email.source_ids
            (email.content_ids - sources.content_id).unlink()
            email._forget_author()
            records = sources._named_records()
            email.envelope_ids.filtered(
                lambda envelope, records=records: envelope._imap_place() not in records
            ).unlink()
        gone.unlink()
