# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

MOMENTS = (
    "imap_received_date", "imap_sent_date", "imap_unanswered_date", "imap_awaited_date",
)  # fmt: skip
COMPARISONS = ("<", "<=", ">", ">=")


def searched(name):
    """The search method of one of the moments."""

    def search(self, operator, value):
        return self._search_imap_moment(name, operator, value)

    return search


class ResPartner(models.Model):
    """When a contact wrote last, and was written to; who waits for whom.

    Only of emails that the current user sees, in mailboxes and in Odoo, and stored
    nowhere: they reveal no others. The superuser, too, sees what a user called OdooBot
    does, which is what is open to everybody; scheduled actions and automation rules run
    as he.
    """

    _inherit = "res.partner"

    imap_received_date = fields.Datetime(
        "Last Email Received",
        compute="_compute_imap_moments",
        search=searched("imap_received_date"),
        groups="base.group_user",
        help="When this contact wrote the newest email that you see.",
    )
    imap_sent_date = fields.Datetime(
        "Last Email Sent",
        compute="_compute_imap_moments",
        search=searched("imap_sent_date"),
        groups="base.group_user",
        help="When you or a colleague wrote to this contact, as far as you see it.",
    )
    imap_unanswered_date = fields.Datetime(
        "Waiting for Our Answer Since",
        compute="_compute_imap_moments",
        search=searched("imap_unanswered_date"),
        groups="base.group_user",
        help="When this contact wrote the first email that none of ours has followed. "
        "Automatic answers, newsletters and delivery failures do not count.",
    )
    imap_awaited_date = fields.Datetime(
        "Waiting for Their Answer Since",
        compute="_compute_imap_moments",
        search=searched("imap_awaited_date"),
        groups="base.group_user",
        help="When we wrote the first email that none of theirs has followed. "
        "Automatic answers, newsletters and delivery failures do not count.",
    )

    @api.depends_context("uid")
    def _compute_imap_moments(self):
        """In one query for all of them."""
        rows = self.env.execute_query(
            SQL("SELECT * FROM (%s) AS moments", self._imap_moments_sql(self._origin))
        )
        known = {row[0]: row[1:] for row in rows}
        nothing = (False,) * len(MOMENTS)
        for partner in self:
            moments = known.get(partner._origin.id, nothing)
            partner.update(
                {
                    name: moment or False
                    for name, moment in zip(MOMENTS, moments, strict=True)
                }
            )

    @api.model
    def _imap_moments_sql(self, contacts=None):
        """The id and the moments of each contact that has any.

        :param contacts: of these only
        """
        return SQL(
            """SELECT contact, max(date) FILTER (WHERE NOT ours) AS imap_received_date,
                max(date) FILTER (WHERE ours) AS imap_sent_date,
                min(date) FILTER (WHERE NOT ours AND personal AND (last_sent IS NULL
                    OR date > last_sent)) AS imap_unanswered_date,
                min(date) FILTER (WHERE ours AND personal AND (last_received IS NULL
                    OR date > last_received)) AS imap_awaited_date
            FROM (SELECT said.*,
                    max(date) FILTER (WHERE ours AND personal)
                        OVER (PARTITION BY contact) AS last_sent,
                    max(date) FILTER (WHERE NOT ours AND personal)
                        OVER (PARTITION BY contact) AS last_received
                FROM (%s UNION ALL %s) AS said) AS seen
            GROUP BY contact""",
            self._imap_synced_sql(contacts),
            self._imap_in_odoo_sql(contacts),
        )

    @api.model
    def _search_imap_moment(self, name, operator, value):
        column = SQL.identifier(name)
        if operator in COMPARISONS:
            return self._imap_moment_domain(
                SQL("%s %s %s", column, SQL(operator), value)
            )
        if operator != "in":
            return NotImplemented
        moments = [each for each in value if each]
        found = self._imap_moment_domain(
            SQL("%s = ANY(%s::timestamp[])", column, moments)
        )
        if len(moments) == len(value):
            return found
        return found | ~self._imap_moment_domain(SQL("%s IS NOT NULL", column))

    @api.model
    def _imap_moment_domain(self, condition):
        """The contacts of whose moments a condition in SQL is true."""
        moments = self._imap_moments_sql()
        return Domain(
            "id",
            "in",
            SQL("(SELECT contact FROM (%s) AS moments WHERE %s)", moments, condition),
        )
