# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.links import linked

LINKS = ("thread_key", "message_key", "parent_key")
MOST_LINKS = 5_000  # keys of one conversation: anybody can write References (I10)


class ImapEmailSource(models.Model):
    """Which emails belong to one conversation, as this copy tells.

    Copies of one identity need not be alike, and anybody can write References: what a
    copy claims is its own, and counts for those who see this copy (ID-6, ID-8).
    Copies that have one of their three keys in common belong together, and so does
    what is linked with them in turn.
    """

    _inherit = "imap.email.source"

    thread_key = fields.Char(readonly=True, help="See Envelope.thread_key.")
    message_key = fields.Char(readonly=True, help="See Envelope.message_key.")
    parent_key = fields.Char(readonly=True, help="See Envelope.parent_key.")

    _thread_index = models.Index("(thread_key, account_id)")
    _message_index = models.Index("(message_key, account_id)")
    _parent_index = models.Index("(parent_key, account_id)")

    def _links(self):
        """The keys of these copies."""
        return {each[name] for each in self for name in LINKS} - {False}

    def _with_links(self, keys):
        """A domain: copies with one of these keys."""
        return Domain.OR(Domain(name, "in", list(keys)) for name in LINKS)

    def _linked(self, keys, accounts=None):
        """The keys of all copies that any number of links leads to from some keys.

        :param accounts: the mailboxes that have them; all if not given
        """
        self.flush_model([*LINKS, "account_id"])
        within = SQL("TRUE")
        if accounts is not None:
            within = SQL("source.account_id = ANY(%s)", accounts.ids)
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE linked(key) AS (
                    SELECT unnest(%s::varchar[])
                    UNION
                    SELECT further.key
                    FROM linked
                    JOIN imap_email_source source ON %s AND (
                        source.thread_key = linked.key
                        OR source.message_key = linked.key
                        OR source.parent_key = linked.key
                    )
                    CROSS JOIN LATERAL (VALUES
                        (source.thread_key), (source.message_key), (source.parent_key)
                    ) AS further(key)
                    WHERE further.key IS NOT NULL
                )
                SELECT key FROM linked LIMIT %s
                """,
                list(keys),
                within,
                MOST_LINKS,
            )
        )
        return {key for (key,) in self.env.cr.fetchall()}

    def _of_conversation(self, record):
        """The copies of all emails of the conversation that name a record, in these
        sources' owner's mailboxes.

        What names others leads nowhere: he who writes References to two conversations
        with somebody else does not make them one.
        """
        keys, owners = self._links(), self.account_id.user_id
        accounts = self.env["imap.account"].search([("user_id", "in", owners.ids)])
        found = self.search(
            self._with_links(self._linked(keys, accounts))
            & Domain("email_id.company_id", "in", self.email_id.company_id.ids)
            & Domain("account_id", "in", accounts.ids)
            & Domain("doomed", "=", False)
        )._naming(record)
        links = {each: each._links() for each in found}
        return found.browse(each.id for each in linked(keys, links))
