# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..engine.kind import KINDS


class ImapEmailSource(models.Model):
    """Copies that are their owner's only because of what kind of mail they are."""

    _inherit = "imap.email.source"

    private_kind = fields.Selection(
        [(each, each.replace("_", " ").capitalize()) for each in KINDS],
        readonly=True,
        help="Why it is private, until its owner chooses who sees it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        sources = super().create(vals_list)
        sources.filtered("private_kind")._follow_equal_copies()
        return sources

    def _follow_equal_copies(self):
        """An owner who moves a newsletter that he has opened closes it not again.

        Only what is equal to the last octet is opened by that (ID-8).
        """
        contents, owners = self.content_id, self.account_id.user_id
        others = self.search(
            [
                ("content_id", "in", contents.ids),
                ("account_id.user_id", "in", owners.ids),
                ("id", "not in", self.ids),
            ]
        )
        choices = {
            (each.content_id, each.account_id.user_id): each._choice_values()
            | {"private_kind": each.private_kind}
            for each in others
        }
        for source in self if choices else ():
            if found := choices.get((source.content_id, source.account_id.user_id)):
                source.write(found)
