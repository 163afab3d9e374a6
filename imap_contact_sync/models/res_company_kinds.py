# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..engine.choices import KEEP, OWNER_ONLY, SKIP
from ..engine.kind import AUTO_REPLY, BOUNCE, CALENDAR, MAILING_LIST, NEWSLETTER

FIELDS = {
    NEWSLETTER: "imap_newsletters",
    MAILING_LIST: "imap_mailing_lists",
    AUTO_REPLY: "imap_auto_replies",
    BOUNCE: "imap_bounces",
    CALENDAR: "imap_calendar",
}
TREATMENTS = [
    (KEEP, "Keep like other emails"),
    (OWNER_ONLY, "Keep for the owner only"),
    (SKIP, "Do not keep"),
]


def treatment(label, default):
    """What becomes of a kind of mail; its owner may open what is his only."""
    return fields.Selection(
        TREATMENTS,
        string=label,
        default=default,
        required=True,
        help="For emails that come from now on. Those that were not kept come with the "
        "next synchronisation when you choose otherwise.",
    )


class ResCompany(models.Model):
    """What becomes of bulk and automatic mail from and to contacts."""

    _inherit = "res.company"

    imap_newsletters = treatment("Newsletters", OWNER_ONLY)
    imap_mailing_lists = treatment("Mailing Lists and Groups", OWNER_ONLY)
    imap_auto_replies = treatment("Out-of-Office and Other Automatic Answers", KEEP)
    imap_bounces = treatment("Delivery Failures", OWNER_ONLY)
    imap_calendar = treatment("Calendar Messages", KEEP)

    def _imap_treatments(self):
        """One of ``TREATMENTS`` by kind of mail."""
        return {kind: self[name] for kind, name in FIELDS.items()}

    def _imap_kind_words(self):
        """Each kind of mail as it stands in a sentence."""
        return {
            NEWSLETTER: self.env._("a newsletter"),
            MAILING_LIST: self.env._("an email of a mailing list or group"),
            AUTO_REPLY: self.env._("an automatic answer"),
            BOUNCE: self.env._("a notice that an email could not be delivered"),
            CALENDAR: self.env._("a calendar message"),
        }

    def write(self, vals):
        """What was not kept comes back when it is to be kept."""
        if vals.keys().isdisjoint(FIELDS.values()):
            return super().write(vals)
        before = {company: company._imap_skipped_kinds() for company in self}
        result = super().write(vals)
        for company, kinds in before.items():
            if again := kinds - company._imap_skipped_kinds():
                # sudo: the setting is about mailboxes that its editor need not see
                accounts = self.env["imap.account"].sudo()
                own = accounts.search([("company_id", "=", company.id)])
                own._judge_skipped_again(sorted(again))
        return result

    def _imap_skipped_kinds(self):
        treatments = self._imap_treatments().items()
        return {kind for kind, treatment in treatments if treatment == SKIP}
