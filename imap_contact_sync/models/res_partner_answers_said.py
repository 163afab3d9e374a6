# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..engine.authentication import UNPROVEN
from .levels import METADATA

SENDER = SQL("lower(substring(email.email_from from '([^<>[:space:]]+)>?$'))")
# Its author is one contact; others may have his address.
HAS_ADDRESS = SQL(
    """EXISTS (SELECT FROM res_partner contact
        LEFT JOIN res_partner_email further ON further.partner_id = contact.id
        WHERE contact.id = envelope.res_id
        AND %s IN (contact.email_normalized, further.email_normalized))""",
    SENDER,
)
# A user, or somebody of the company's own domains, who perhaps has no mailbox here.
BY_COLLEAGUE = SQL(
    """(%s IN (SELECT email_normalized FROM res_partner
            WHERE partner_share IS FALSE AND email_normalized IS NOT NULL)
        OR %s ~ ('[@.](' || replace(
            replace(company.imap_own_domains, '.', '\\.'), ', ', '|') || ')$'))""",
    SENDER,
    SENDER,
)
# Anybody can write an address of ours as the sender's.
CREDIBLE = SQL(
    """EXISTS (SELECT FROM imap_email_source copy
        JOIN imap_email_content content ON content.id = copy.content_id
        WHERE copy.email_id = email.id
        AND (content.author_proven OR copy.claim IS NULL OR copy.claim != ALL(%s)))""",
    list(UNPROVEN),
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
        for model in ("mail.message", "imap.email", "imap.email.content", ledger._name):
            self.env[model].flush_model()
        self.env["res.partner.email"].flush_model()
        self.env["res.partner"].flush_model(["email_normalized", "partner_share"])
        self.env["res.company"].flush_model(["imap_own_domains"])
        return SQL(
            """SELECT contact, date, ours, personal
            FROM (SELECT envelope.res_id AS contact, envelope.date,
                    email.is_automatic IS NOT TRUE AS personal,
                    (email.direction = 'out' OR %(by_colleague)s
                        AND NOT %(has_address)s) AND %(credible)s AS ours,
                    -- What somebody else wrote stands on him too, when he was copied.
                    email.direction = 'in' AND (envelope.author_id = envelope.res_id
                        OR %(has_address)s AND (envelope.author_id IS NOT NULL
                            OR %(credible)s)) AS theirs
                FROM mail_message envelope
                JOIN imap_email email ON email.id = envelope.imap_email_id
                JOIN res_company company ON company.id = email.company_id
                WHERE envelope.model = 'res.partner' AND %(chosen)s AND %(open)s
            ) AS wrote WHERE ours OR theirs""",
            credible=CREDIBLE,
            by_colleague=BY_COLLEAGUE,
            has_address=HAS_ADDRESS,
            chosen=self._imap_one_of_sql(SQL("envelope.res_id"), contacts),
            open=ledger._names_record_sql("envelope", openness, METADATA),
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
