# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..models.record_fields import CONTACT


class ImapExclusionAdd(models.TransientModel):
    """Says how many emails an entry of the never-log list removes, and adds it."""

    _name = "imap.exclusion.add"
    _description = "Add to the Never-Log List"

    pattern = fields.Char(string="Address or Domain", required=True)
    strict = fields.Boolean(
        string="Drop the Whole Email",
        help="An email with such an address in it gets onto no contact at all. "
        "Otherwise it still gets onto the other contacts in it.",
    )
    scope = fields.Selection(
        [("personal", "My mailboxes"), ("company", "All mailboxes of the company")],
        default="personal",
        required=True,
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    may_choose_scope = fields.Boolean(compute="_compute_may_choose_scope")
    consequence = fields.Text(compute="_compute_consequence")

    @api.depends_context("uid")
    def _compute_may_choose_scope(self):
        manages = self.env.user.has_group("imap_contact_sync.group_manager")
        self.may_choose_scope = manages

    @api.depends("pattern", "strict", "scope", "company_id")
    def _compute_consequence(self):
        for each in self:
            try:
                each.consequence = each._consequence()
            except ValidationError as error:
                each.consequence = error.args[0]

    def _consequence(self):
        """A sentence about what disappears, as far as the user may know of it."""
        envelopes = self._concerned()
        # sudo: only the links from envelopes that the user sees are read
        emails = envelopes.sudo().imap_email_id
        sentence = self.env._(
            "No email is there that you see. The entry is for those that come."
        )
        if emails:
            contacts = set(
                envelopes.filtered(lambda each: each.model == CONTACT).mapped("res_id")
            )
            sentence = self.env._(
                "%s will be removed at once.",
                self.env["imap.account"]._amount(len(emails), len(contacts)),
            )
        if self.scope == "company":
            sentence += " " + self.env._(
                "In mailboxes of colleagues, emails that you do not see are removed "
                "as well."
            )
        return sentence

    def _concerned(self):
        """The envelopes that the user sees and that the entry concerns.

        Of colleagues' mailboxes too if it is for the company; who counted more could
        find out by trying whom they write to.
        """
        exclusions = self.env["imap.exclusion"]
        pattern = exclusions._read_pattern(self.pattern)
        owner = Domain("user_id", "=", self.env.uid)
        if self.scope == "company":
            owner = Domain("company_id", "=", self.company_id.id)
        # sudo: counted is only what the user sees
        accounts = self.env["imap.account"].sudo().search(owner)
        found = Domain.FALSE
        for model in accounts.env["imap.email.source"]._record_fields():
            sources, records = exclusions._named(accounts, pattern, model)
            found |= (
                Domain("model", "=", model)
                & Domain("res_id", "in", records.ids)
                & Domain("imap_email_id", "in", sources.email_id.ids)
            )
        if self.strict:
            sources = exclusions._mentioned(accounts, pattern)
            found = Domain("imap_email_id", "in", sources.email_id.ids)
        return self.env["mail.message"].search(found)

    def action_confirm(self):
        """Add the entry: what it is about disappears.

        :raises AccessError: it is for a company and the user is not its manager
        """
        self.ensure_one()
        company = self.company_id.id if self.scope == "company" else False
        self.env["imap.exclusion"].create(
            {"pattern": self.pattern, "strict": self.strict, "company_id": company}
        )
