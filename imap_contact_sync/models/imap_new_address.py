# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.cursor import UidSet
from .imap_folder_late import SETTLED

KEPT = timedelta(days=7)
NUMBERS = UidSet(((1, 2**31 - 1),))  # of rows


class ImapNewAddress(models.Model):
    """Addresses that appeared on contacts, to be looked for in past mail.

    Rows are only added. Each folder remembers which of them it has searched, as a set
    of their ids: a row may become visible after one with a higher id.
    """

    _name = "imap.new.address"
    _description = "Address That Appeared on a Contact"
    _log_access = False
    _rec_name = "email"

    email = fields.Char(required=True, readonly=True, help="Normalised.")
    company_id = fields.Many2one(
        "res.company",
        readonly=True,
        ondelete="cascade",
        help="Of the contact: only its mailboxes, and those of its branches, are "
        "searched. Empty: all.",
    )
    moment = fields.Datetime(required=True, readonly=True)

    @api.model
    def _remember(self, named):
        """Let the next run of each mailbox look for these addresses.

        In one INSERT; also where there is no mailbox: this transaction may have begun
        before the first one was connected, and its contacts, which no run sees yet,
        are missing from what is scanned meanwhile.

        :param named: set of pairs: address, and the id of the contact's company or
            ``False``
        """
        rows = sorted((email, company or 0) for email, company in named)
        if rows:
            emails, ids = zip(*rows, strict=True)
            self.env.cr.execute(
                SQL(
                    """INSERT INTO imap_new_address (email, company_id, moment)
                    SELECT email, nullif(company, 0), now() AT TIME ZONE 'UTC'
                    FROM unnest(%s::text[], %s::int[]) AS named(email, company)""",
                    list(emails),
                    list(ids),
                )
            )

    @api.model
    def _ids_beyond(self, searched, company=None, before=None):
        """The rows that are not among those searched, as ``UidSet`` of their ids.

        :param searched: ``UidSet``
        :param company: whose mailboxes search; all if there is none
        :param before: only those that were written before that moment
        """
        # Ranges, since an import may have added a million of them.
        rows = self.env.execute_query(
            SQL(
                """SELECT min(id), max(id)
                FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS stretch
                    FROM imap_new_address WHERE %s) AS numbered
                GROUP BY stretch""",
                self._condition(NUMBERS - searched, company, before),
            )
        )
        return UidSet.join(rows)

    def _condition(self, ids, company=None, before=None):
        ranges = (SQL("id BETWEEN %s AND %s", *pair) for pair in ids.ranges)
        parts = [SQL("(%s)", SQL(" OR ").join(ranges) if ids else SQL("FALSE"))]
        if company:
            lineage = company._imap_lineage()
            parts.append(SQL("(company_id IS NULL OR company_id = ANY(%s))", lineage))
        if before:
            parts.append(SQL("moment < %s", before))
        return SQL(" AND ").join(parts)

    @api.model
    def _emails(self, ids, company, most):
        """The addresses in rows with these ids, at most so many."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT email FROM imap_new_address WHERE %s LIMIT %s",
                self._condition(ids, company),
                most,
            )
        )
        return [email for [email] in rows]

    @api.autovacuum
    def _gc_searched(self):
        """Delete the rows that every folder of their company has searched.

        All wait a day, for folders that begin meanwhile (see ``_remember``). The others
        wait a week for folders that nobody can read, or that are not ticked now; these
        then judge all of their messages again.
        """
        now, everything = fields.Datetime.now(), self._ids_beyond(UidSet())
        overdue = self._ids_beyond(UidSet(), before=now - KEPT)
        waiting = everything - self._ids_beyond(UidSet(), before=now - SETTLED)
        for company, folders in self._folders_by_company():
            theirs = self._ids_beyond(UidSet(), company)
            for text, some in folders.grouped("searched_addresses").items():
                unsearched = theirs - UidSet.parse(text)
                waiting |= unsearched - overdue
                for folder in some if unsearched & overdue else ():
                    folder._judge_all_again()
        if gone := everything - waiting:
            self.env.cr.execute(
                SQL("DELETE FROM imap_new_address WHERE %s", self._condition(gone))
            )

    def _folders_by_company(self):
        """Pairs: a company, and its folders of which something is scanned."""
        folders = self.env["imap.folder"].search([("scanned_count", ">", 0)])
        return folders.grouped(lambda each: each.account_id.company_id).items()
