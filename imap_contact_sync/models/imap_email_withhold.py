# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..engine.addresses import read_addresses
from ..engine.cursor import UidSet


class ImapEmailSource(models.Model):
    """Records are taken off copies at once: by a rule, or by their owner."""

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

    def _withhold(self, records, reason):
        """Take records off these copies.

        A copy that names nobody any more goes, with what nobody else has of its
        email; its UID is skipped for the reason.

        :param records: contacts, or of another model that mail stands on
        """
        emails = self.email_id
        self._move_to_withheld(records)
        self.filtered(lambda source: not source._named_records())._drop(reason)
        emails._forget_unsourced()

    def _move_to_withheld(self, records):
        names = self._record_fields()[records._name]
        named, withheld = self._fields[names.named], self._fields[names.withheld]
        self.flush_recordset([names.named, names.withheld])
        self.env.cr.execute(
            SQL(
                """WITH taken AS (
                    DELETE FROM %(named)s
                    WHERE source_id = ANY(%(sources)s) AND %(record)s = ANY(%(ids)s)
                    RETURNING source_id, %(record)s)
                INSERT INTO %(withheld)s (source_id, %(record)s)
                SELECT source_id, %(record)s FROM taken ON CONFLICT DO NOTHING""",
                named=SQL.identifier(named.relation),
                withheld=SQL.identifier(withheld.relation),
                record=SQL.identifier(named.column2),
                sources=self.ids,
                ids=records.ids,
            )
        )
        self.invalidate_recordset([names.named, names.withheld])

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
