# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..engine.cursor import UidSet
from ..engine.envelope import read_addresses


class ImapEmailSource(models.Model):
    """Contacts are taken off copies at once: by a rule, or by their owner."""

    _inherit = "imap.email.source"

    withheld_ids = fields.Many2many(
        "res.partner",
        "imap_email_source_withheld_rel",
        "source_id",
        "partner_id",
        readonly=True,
        context={"active_test": False},
        help="Contacts that the header fields name and that a rule or the owner took "
        "out. When a rule goes, the copy is judged again; and a protected one of "
        "them still protects the email.",
    )

    def _withhold(self, contacts, reason):
        """Take contacts off these copies.

        A copy that names nobody any more goes, with what nobody else has of its
        email; its UID is skipped for the reason.

        :param contacts: of ``res.partner``
        """
        emails = self.email_id
        self._move_to_withheld(contacts)
        self.filtered(lambda source: not source.partner_ids)._drop(reason)
        emails._forget_unsourced()

    def _move_to_withheld(self, contacts):
        self.flush_recordset(["partner_ids", "withheld_ids"])
        named = SQL(
            "source_id = ANY(%s) AND partner_id = ANY(%s)", self.ids, contacts.ids
        )
        self.env.cr.execute(
            SQL(
                """WITH taken AS (
                    DELETE FROM imap_email_source_partner_rel WHERE %s
                    RETURNING source_id, partner_id)
                INSERT INTO imap_email_source_withheld_rel (source_id, partner_id)
                SELECT source_id, partner_id FROM taken ON CONFLICT DO NOTHING""",
                named,
            )
        )
        self.invalidate_recordset(["partner_ids", "withheld_ids"])

    def _drop(self, reason):
        """Delete these copies; their UIDs are skipped for the reason."""
        emails = self.email_id
        uids_by_folder = self._uids_by_folder()
        self.unlink()
        for folder, uids in uids_by_folder.items():
            folder.kept_count -= len(uids)
            folder._record(UidSet(), {reason: uids})
        emails._forget_unsourced()

    def _uids_by_folder(self):
        """The UIDs of these copies, as ``UidSet``, by the folder that keeps them."""
        uids = {}
        for source in self:
            folder = source.folder_id
            if source.uid > 0 and source.uidvalidity == folder.uidvalidity:
                uids.setdefault(folder, []).append(source.uid)
        return {folder: UidSet.of(each) for folder, each in uids.items()}

    def _stored_addresses(self):
        """The normalised addresses in the header fields that are stored of a copy."""
        texts = (
            self.email_id.email_from,
            self.content_id.email_to,
            self.content_id.email_cc,
        )
        return [each.email for each in read_addresses(filter(None, texts))]
