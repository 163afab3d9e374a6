# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

ALL, COMPANY, PERSON, RECENT = "all", "company", "person", "recent"
NEVER = fields.Datetime.to_datetime("1970-01-01")


class ResCompany(models.Model):
    """Which of the contacts of an email address get its emails."""

    _inherit = "res.company"

    imap_same_address = fields.Selection(
        [
            (ALL, "All of them"),
            (COMPANY, "Those of the mailbox's company before those of none"),
            (PERSON, "People before companies"),
            (RECENT, "The one most recently used"),
        ],
        string="Contacts of One Address",
        default=ALL,
        required=True,
        groups="base.group_user",
        help="Which contacts get the emails of an address that several have. Where "
        "several are equal, all of them do. It is for emails that come from now on; "
        "past ones stay where they are.",
    )
    imap_archived_contacts = fields.Boolean(
        string="Archived contacts get emails",
        groups="base.group_user",
        help="Otherwise no new emails get onto an archived contact. Past ones stay "
        "where they are, and those that came meanwhile stay skipped.",
    )

    def _imap_lineage(self):
        """The ids of the company and of those that it is a branch of: whose contacts
        are its contacts, by Odoo's own rule for them. Archived ones, too."""
        # sudo: who works in a branch need not see the company above it
        path = self.sudo().parent_path or ""
        return [int(id_) for id_ in path.split("/") if id_]

    def _imap_choose(self, contacts):
        """Leave of contacts with the same address those that are preferred.

        Never one at random: of several that are equal none is left out.

        :param contacts: ids by address
        :return: the same
        """
        self.ensure_one()
        several = {email: ids for email, ids in contacts.items() if len(ids) > 1}
        if not several or self.imap_same_address == ALL:
            return contacts
        ranks = self._imap_ranks({id_ for ids in several.values() for id_ in ids})
        return contacts | {
            email: tuple(
                id_ for id_ in ids if ranks[id_] == max(ranks[each] for each in ids)
            )
            for email, ids in several.items()
        }

    def _imap_prefers_used(self):
        """Whether another contact of the same address may be preferred tomorrow."""
        return self.imap_same_address == RECENT

    def _imap_ranks(self, ids):
        """By contact id; the higher one is preferred."""
        partners = self.env["res.partner"].browse(ids)
        if self.imap_same_address == COMPANY:
            # Of a branch: its own before those of the company above it.
            return {each.id: len(each.company_id._imap_lineage()) for each in partners}
        if self.imap_same_address == PERSON:
            return {each.id: not each.is_company for each in partners}
        return self._imap_last_used(partners)

    def _imap_last_used(self, partners):
        """When each has got its last message that is no synchronised email: those
        would make the one that got the last email get the next one, too."""
        last = self.env["mail.message"]._read_group(
            [
                ("model", "=", "res.partner"),
                ("res_id", "in", partners.ids),
                ("imap_email_id", "=", False),
            ],
            ["res_id"],
            ["date:max"],
        )
        return dict.fromkeys(partners.ids, NEVER) | dict(last)
