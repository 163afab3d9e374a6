# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .levels import METADATA

# Its author is one contact; others may have his address.
SENT_BY_CONTACT = SQL(
    """EXISTS (SELECT FROM res_partner contact
        LEFT JOIN res_partner_email further ON further.partner_id = contact.id
        WHERE contact.id = envelope.res_id
        AND substring(email.email_from from '([^<>[:space:]]+)>?$')
            IN (contact.email_normalized, further.email_normalized))"""
)


class ResPartner(models.Model):
    """Who wrote to whom: in mailboxes, and in Odoo itself.

    Each table has the columns ``contact``, ``date``, ``ours`` (we wrote to the contact;
    otherwise he wrote) and ``personal`` (it was not a machine that wrote), of what the
    current user sees.
    """

    _inherit = "res.partner"

    @api.model
    def _imap_synced_sql(self, contacts):
        """Of the emails in mailboxes.

        :param contacts: of these only; of all if ``None``
        """
        ledger = self.env["imap.email.source"]
        openness = self.env["imap.account"]._openness()
        self.env["mail.message"].flush_model()
        self.env["imap.email"].flush_model()
        self.env["res.partner.email"].flush_model()
        self.env["res.partner"].flush_model(["email_normalized"])
        return SQL(
            """SELECT envelope.res_id AS contact, envelope.date,
                email.direction = 'out' AS ours,
                email.is_automatic IS NOT TRUE AS personal
            FROM mail_message envelope
            JOIN imap_email email ON email.id = envelope.imap_email_id
            WHERE envelope.model = 'res.partner' AND %s
            -- What somebody else wrote stands on him too, when he was copied.
            AND (email.direction = 'out' OR envelope.author_id = envelope.res_id
                OR envelope.author_id IS NOT NULL AND %s)
            AND %s""",
            self._imap_one_of_sql(SQL("envelope.res_id"), contacts),
            SENT_BY_CONTACT,
            ledger._names_record_sql("envelope", openness, METADATA),
        )

    @api.model
    def _imap_in_odoo_sql(self, contacts):
        """Of the emails that Odoo sent and received: its copies in a mailbox are not
        synchronised.

        They stand on records on which synchronised mail does. Others tell nothing:
        nobody waits for an answer to an invoice.

        :param contacts: of these only; of all if ``None``
        """
        self.env["mail.message"].flush_model()
        self.env["mail.notification"].flush_model()
        self.env["res.partner"].flush_model(["partner_share"])
        # Each model by itself: of models joined by OR, PostgreSQL reads all records.
        return SQL(" UNION ALL ").join(
            self._imap_in_chatters_sql(self.env[model], contacts)
            for model in self.env["imap.email.source"]._record_fields()
            if self.env[model].has_access("read")
        )

    @api.model
    def _imap_in_chatters_sql(self, records, contacts):
        """The same, of the records of one model that the user may read."""
        return SQL(
            """SELECT message.author_id AS contact, message.date, FALSE AS ours,
                TRUE AS personal
            FROM mail_message message
            JOIN res_partner author ON author.id = message.author_id
            WHERE message.message_type = 'email' AND author.partner_share
            AND message.imap_email_id IS NULL AND %(by)s AND %(readable)s
            UNION ALL
            SELECT sent.res_partner_id, message.date, TRUE, TRUE
            FROM mail_notification sent
            JOIN mail_message message ON message.id = sent.mail_message_id
            JOIN res_partner author ON author.id = message.author_id
            WHERE sent.notification_type = 'email'
            AND sent.notification_status IN ('ready', 'process', 'pending', 'sent')
            AND message.message_type IN ('comment', 'email', 'email_outgoing')
            -- A customer's answer goes to those who follow, too.
            AND author.partner_share IS NOT TRUE
            AND message.imap_email_id IS NULL AND %(to)s AND %(readable)s""",
            by=self._imap_one_of_sql(SQL("message.author_id"), contacts),
            to=self._imap_one_of_sql(SQL("sent.res_partner_id"), contacts),
            readable=SQL(
                "message.model = %s AND message.res_id IN %s",
                records._name,
                records._search([], active_test=False).subselect(),
            ),
        )

    @api.model
    def _imap_one_of_sql(self, column, contacts):
        if contacts is None:
            return SQL("%s IS NOT NULL", column)
        return SQL("%s = ANY(%s)", column, contacts.ids)
