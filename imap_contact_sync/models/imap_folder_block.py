# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..engine.cursor import UidSet

BLOCK = 4096  # UIDs


class ImapFolderBlock(models.Model):
    """The UID sets of a stretch of a folder: number n has the UIDs from n * BLOCK on.

    In stretches, so that the cost of ten new messages does not depend on how many
    the folder has.
    """

    _name = "imap.folder.block"
    _description = "UID Sets of a Stretch of a Folder"

    folder_id = fields.Many2one(
        "imap.folder", required=True, ondelete="cascade", readonly=True
    )
    number = fields.Integer(required=True, readonly=True)
    scanned = fields.Text(readonly=True)
    skipped = fields.Json(readonly=True)

    _number_unique = models.Constraint(
        "UNIQUE(folder_id, number)", "A folder has each stretch once."
    )

    @api.model
    def _of(self, folder, uids):
        """The blocks that have these UIDs, by number; missing ones are created."""
        numbers = sorted(numbers_of(uids))
        found = self.search([("folder_id", "=", folder.id), ("number", "in", numbers)])
        blocks = {block.number: block for block in found}
        created = self.create(
            [
                {"folder_id": folder.id, "number": number}
                for number in numbers
                if number not in blocks
            ]
        )
        return blocks | {block.number: block for block in created}

    def _uids(self):
        return UidSet.join(
            pair for block in self for pair in UidSet.parse(block.scanned).ranges
        )

    def _skipped_uids(self):
        """The skipped UIDs as ``UidSet`` by reason."""
        pairs = {}
        for block in self:
            for reason, text in (block.skipped or {}).items():
                pairs.setdefault(reason, []).extend(UidSet.parse(text).ranges)
        return {reason: UidSet.join(ranges) for reason, ranges in pairs.items()}

    def _add(self, scanned, skipped):
        """Add UIDs of this stretch; those that were skipped leave their reason.

        :param skipped: ``UidSet`` by reason, all of them scanned
        :return: how many were skipped before
        """
        self.ensure_one()
        known = UidSet.parse(self.scanned)
        former = self._skipped_uids() if known & scanned else {}
        moved = UidSet.join(
            r for uids in former.values() for r in (uids & scanned).ranges
        )
        reasons = without(self.skipped or {}, moved)
        for reason, uids in skipped.items():
            if uids:
                reasons[reason] = str(UidSet.parse(reasons.get(reason)) | uids)
        self.write({"scanned": str(known | scanned), "skipped": reasons})
        return len(moved)

    def _remove(self, uids):
        """Let the scan meet these UIDs again."""
        for block in self:
            known = UidSet.parse(block.scanned)
            reasons = without(block.skipped or {}, uids)
            block.write({"scanned": str(known - uids), "skipped": reasons})


def without(reasons, uids):
    """UID sets by reason, as text, without these UIDs."""
    if not uids:
        return dict(reasons)
    return {
        reason: str(left)
        for reason, text in reasons.items()
        if (left := UidSet.parse(text) - uids)
    }


def numbers_of(uids):
    """The numbers of the blocks that these UIDs are in."""
    return {
        number
        for low, high in uids.ranges
        for number in range(low // BLOCK, high // BLOCK + 1)
    }


def stretch(number):
    """The UIDs that a block may have."""
    return UidSet(((number * BLOCK, (number + 1) * BLOCK - 1),))
