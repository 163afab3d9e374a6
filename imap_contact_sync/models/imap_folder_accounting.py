# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..engine.cursor import UidSet
from ..engine.errors import FolderUnavailable, MessageUnreadable


class ImapFolder(models.Model):
    """Exactly what of a folder has been scanned, and what became of it.

    Invariant I4, per UIDVALIDITY and as sets of UIDs:
    ``scanned = kept + skipped (by reason) + failed``. Scanned and skipped are held
    here, kept are the rows of ``imap.email.source``, failed those of
    ``imap.failure``.
    """

    _inherit = "imap.folder"

    scanned_uids = fields.Text(readonly=True)
    skipped_uids = fields.Json(readonly=True)
    scanned_count = fields.Integer(string="Scanned", readonly=True)
    kept_count = fields.Integer(string="Kept", readonly=True)
    skipped_count = fields.Integer(string="Skipped", readonly=True)
    failed_count = fields.Integer(string="Failed", readonly=True)
    failure_ids = fields.One2many("imap.failure", "folder_id", readonly=True)

    def _forget_scan(self, uidvalidity):
        """Begin again: the server has numbered its messages anew.

        Sources of the old numbering stay until the rescan meets their emails again,
        so that nothing is posted twice and nothing vanishes meanwhile.
        """
        self.failure_ids.unlink()
        self.env["imap.email.source"]._retire(self)
        self.write(
            {"uidvalidity": uidvalidity, "scanned_uids": False, "skipped_uids": False}
        )
        self._count()

    def _reconsider(self, reason):
        """Let the scan meet again what it has skipped for this reason."""
        skipped = self._skipped()
        again = skipped.pop(reason, UidSet())
        if again:
            self.write(
                {
                    "scanned_uids": str(self._scanned() - again),
                    "skipped_uids": {name: str(uids) for name, uids in skipped.items()},
                }
            )
            self._count()

    def _advance(self, cursor, scanned, skipped):
        """Record a window, in the transaction that wrote its emails.

        :param scanned: the window's UIDs that the server had, as ``UidSet``
        :param skipped: ``UidSet`` by reason
        """
        reasons = dict(self.skipped_uids or {})
        for reason, uids in skipped.items():
            if not uids:
                continue
            reasons[reason] = str(UidSet.parse(reasons.get(reason)) | uids)
        self.write(
            {
                "low_uid": cursor.low,
                "high_uid": cursor.high,
                "scanned_uids": str(self._scanned() | scanned),
                "skipped_uids": reasons,
            }
        )
        self._count()

    def _scanned(self):
        return UidSet.parse(self.scanned_uids)

    def _skipped(self):
        """The skipped UIDs as ``UidSet`` by reason."""
        return {
            reason: UidSet.parse(text)
            for reason, text in (self.skipped_uids or {}).items()
        }

    def _kept_domain(self):
        return [
            ("folder_id", "=", self.id),
            ("uidvalidity", "=", self.uidvalidity),
            ("uid", ">", 0),
        ]

    def _kept(self):
        sources = self.env["imap.email.source"].search_fetch(
            self._kept_domain(), ["uid"]
        )
        return UidSet.of(sources.mapped("uid"))

    def _failed(self):
        return UidSet.of(self.failure_ids.mapped("uid"))

    def _count(self):
        self._write_changed(
            {
                "scanned_count": len(self._scanned()),
                "skipped_count": sum(map(len, self._skipped().values())),
                "kept_count": self.env["imap.email.source"].search_count(
                    self._kept_domain()
                ),
                "failed_count": len(self.failure_ids),
            }
        )

    def _accounting_gap(self):
        """UIDs that break invariant I4: in no set, in two, or in one unscanned."""
        parts = [*self._skipped().values(), self._kept(), self._failed()]
        union = UidSet()
        for part in parts:
            union |= part
        doubled = sum(map(len, parts)) - len(union)
        return len(self._scanned() - union) + len(union - self._scanned()) + doubled

    def _record_failure(self, uid, error):
        """A message could not be imported: say so, and go on behind it."""
        self.env["imap.failure"].create(
            {"folder_id": self.id, "uid": uid, "reason": self._failure_reason(error)}
        )

    @api.model
    def _failure_reason(self, error):
        if isinstance(error, MessageUnreadable) and error.reason == "too_large":
            return self.env._("The message is larger than the limit.")
        if isinstance(error, FolderUnavailable):
            return self.env._("The mail server refuses to give the message.")
        return self.env._("The message could not be read (%s).", type(error).__name__)
