# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    """The synced emails of a contact; of a company also those of its people."""

    _inherit = "res.partner"

    imap_email_count = fields.Integer(
        "Emails", compute="_compute_imap_email_count", groups="base.group_user"
    )

    @api.depends_context("uid", "su")
    def _compute_imap_email_count(self):
        """Counted as the user, in one query for all of them."""
        people = self._imap_people()
        counts = self._imap_counts(people)
        for partner in self:
            ids = people.get(partner._origin.id, ())
            partner.imap_email_count = sum(counts[id_] for id_ in ids)

    def _imap_people(self):
        """The ids of each contact and of those below it, that the user may read."""
        ids = self._origin.ids
        found = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", ids)] if ids else [("id", "=", False)], ["parent_id"]
        )
        # sudo: only which of these is above which
        parents = {each.id: each.parent_id.id for each in found.sudo()}
        people = {id_: [] for id_ in ids}
        for each in parents:
            above = each
            while above:
                if above in people:
                    people[above].append(each)
                above = parents.get(above)
        return people

    @api.model
    def _imap_counts(self, people):
        """How many envelopes the user sees on each contact."""
        messages = self.env["mail.message"]
        # The rights on the contacts have been applied to the ids.
        query = messages._search(self._imap_domain(people), bypass_access=True)
        found = SQL(
            "SELECT res_id, count(*) FROM (%s) AS envelope GROUP BY res_id",
            query.select("res_id"),
        )
        return Counter(dict(self.env.execute_query(found)))

    @api.model
    def _imap_domain(self, people):
        ids = {id_ for below in people.values() for id_ in below}
        return (
            Domain("model", "=", "res.partner")
            & Domain("res_id", "in", ids)
            & Domain("imap_email_id", "!=", False)
        )

    def action_imap_emails(self):
        """The list of emails that the button of a contact opens."""
        self.ensure_one()
        people = self._imap_people()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "imap_contact_sync.imap_message_action"
        )
        return action | {
            "display_name": self.env._("Emails of %s", self.display_name),
            "domain": list(self._imap_domain(people)),
            "context": {"imap_people": len(people.get(self.id, ())) > 1},
        }
