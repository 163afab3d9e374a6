# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Synchronised mail of the past, made by SQL in a database that has none yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from odoo.tools import SQL

STAMPS = "create_uid, create_date, write_uid, write_date"
STAMPED = "1, now(), 1, now()"
FROM = "Somebody <somebody@firm.example>"
NUMBERED = ("imap_email", "imap_email_content", "imap_email_source")


@dataclass(frozen=True)
class Past:
    """What there is, as three queries; an email has a number ``n`` from 1 on.

    ``emails``: n, date, author, body. ``contacts``: n, contact; those that the email
    names. ``sources``: id, n, folder; its copies in mailboxes, all with the same
    content.
    """

    emails: str
    contacts: str
    sources: str

    def insert(self, cr, values: Mapping[str, object]) -> None:
        """Make the rows; values are those of the queries' parameters."""
        for statement in self.statements():
            cr.execute(statement, values)
        for table in NUMBERED:
            last = SQL("(SELECT max(id) FROM %s)", SQL.identifier(table))
            cr.execute(SQL("SELECT setval(%s, %s)", f"{table}_id_seq", last))

    def statements(self) -> tuple[str, ...]:
        return (
            f"""INSERT INTO imap_email
                (id, company_id, key, date, direction, email_from, author_id, {STAMPS})
            SELECT n, 1, 'old-' || n, date, 'in', '{FROM}', author, {STAMPED}
            FROM ({self.emails}) email""",
            f"""INSERT INTO imap_email_content
                (id, email_id, digest, subject, email_to, body, {STAMPS})
            SELECT n, n, md5(n::text), 'Old letter ' || n,
                'owner@our-company.example', body, {STAMPED}
            FROM ({self.emails}) email""",
            f"""INSERT INTO imap_email_source
                (id, email_id, content_id, folder_id, account_id, uidvalidity, uid,
                size, {STAMPS})
            SELECT source.id, n, n, folder, account_id, 1, 10000000 + source.id, 2000,
                {STAMPED}
            FROM ({self.sources}) source
            JOIN imap_folder ON imap_folder.id = folder""",
            f"""INSERT INTO imap_email_source_partner_rel (source_id, partner_id)
            SELECT id, contact
            FROM ({self.sources}) source JOIN ({self.contacts}) named USING (n)""",
            f"""INSERT INTO mail_message
                (model, res_id, imap_email_id, message_type, is_internal, date,
                author_id, email_from, message_id, {STAMPS})
            SELECT 'res.partner', contact, n, 'imap_email', TRUE, date, author,
                '{FROM}', '<old-' || n || '-' || contact || '@imap-contact-sync>',
                {STAMPED}
            FROM ({self.emails}) email JOIN ({self.contacts}) named USING (n)
            ORDER BY n""",
        )
