# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from .unsigned import Unsigned32


class ImapEmailSource(models.Model):
    """Ledger: this UID of this folder is that email.

    Who may see an email is decided by the sources of it that he may see.
    """

    _name = "imap.email.source"
    _description = "Copy of an Email in a Mailbox"

    email_id = fields.Many2one(
        "imap.email", required=True, ondelete="cascade", readonly=True
    )
    content_id = fields.Many2one(
        "imap.email.content",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    folder_id = fields.Many2one(
        "imap.folder", required=True, ondelete="cascade", readonly=True
    )
    account_id = fields.Many2one(
        "imap.account", required=True, index=True, ondelete="cascade", readonly=True
    )
    uidvalidity = Unsigned32(readonly=True)
    uid = Unsigned32(
        string="UID", required=True, readonly=True, help="Negative: see _retire."
    )
    size = Unsigned32(readonly=True, help="Octets on the server (RFC822.SIZE).")
    gmail_message = fields.Char(readonly=True, help="Gmail's number (X-GM-MSGID).")
    gmail_thread = fields.Char(readonly=True, help="Gmail's number (X-GM-THRID).")
    partner_ids = fields.Many2many(
        "res.partner",
        "imap_email_source_partner_rel",
        "source_id",
        "partner_id",
        readonly=True,
        help="The contacts that the header fields of this copy name.",
    )

    _message_unique = models.Constraint(
        "UNIQUE(folder_id, uidvalidity, uid)", "A message of a folder is one email."
    )
    _visibility_index = models.Index("(email_id, account_id)")

    def _retire(self, folder):
        """A folder was renumbered: its UIDs say nothing any more.

        A retired source has a negative number, unlike any message. It still is a
        copy of its email in the mailbox, until the rescan gives it its new number.
        """
        self.flush_model(["uid", "folder_id"])
        self.env.cr.execute(
            SQL(
                "UPDATE imap_email_source SET uid = -id WHERE folder_id = %s", folder.id
            )
        )
        self.invalidate_model(["uid"])

    def _names_contact_sql(self, email, contact, accounts):
        """Whether a copy in one of these mailboxes names the contact.

        Scalar sub-selects on purpose: with EXISTS PostgreSQL hashes the sources of
        all mailboxes for every page of a chatter, and with a join it reads all mail
        of the contact again for each of its messages.
        """
        return SQL(
            """(SELECT TRUE FROM imap_email_source source
                WHERE source.email_id = %s AND source.account_id = ANY(%s)
                AND (SELECT TRUE FROM imap_email_source_partner_rel named
                    WHERE named.source_id = source.id AND named.partner_id = %s)
                LIMIT 1)""",
            email,
            accounts,
            contact,
        )
