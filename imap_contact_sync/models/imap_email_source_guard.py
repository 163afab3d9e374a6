# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL


class ImapEmailSource(models.Model):
    """Participants on whom an email does not stand, and who may be protected."""

    _inherit = "imap.email.source"

    guard_ids = fields.Many2many(
        "res.partner",
        "imap_email_source_guard_rel",
        "source_id",
        "partner_id",
        readonly=True,
        context={"active_test": False},
        help="Contacts of the header fields that this copy does not stand on: archived "
        "ones, colleagues, those of whose address another one is preferred, and those "
        "behind the last one that is counted. When one is protected, the email is.",
    )

    def _kept_values(self, match):
        """What is written of the records of a copy that is kept already and is judged
        again. Who protects it goes on doing so, whatever his address is now."""
        named = {*match.contacts}
        withheld = {*self.withheld_ids.ids, *match.withheld} - named
        guards = {*self.guard_ids.ids, *match.besides} - named - withheld
        return {
            "partner_ids": [Command.set(named)],
            "withheld_ids": [Command.set(withheld)],
            "guard_ids": [Command.set(guards)],
            **self._kept_record_values(match),
        }

    @api.model
    def _keep_private(self, contacts):
        """Leave the emails in which there are these contacts to their owners alone.

        For those that go: what they have closed stays closed. The owner can choose
        again.
        """
        relations = [
            self._fields[name].relation
            for name in ("partner_ids", "withheld_ids", "guard_ids")
        ]
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM imap_email_source WHERE email_id IN (
                    SELECT email_id FROM imap_email_source WHERE id IN (%s))""",
                SQL(" UNION ALL ").join(
                    SQL(
                        "SELECT source_id FROM %s WHERE partner_id = ANY(%s)",
                        SQL.identifier(relation),
                        contacts.ids,
                    )
                    for relation in relations
                ),
            )
        )
        self.browse(id_ for [id_] in rows).write(
            {"choice": "private", "choice_conversation": False, "private_kind": False}
        )
