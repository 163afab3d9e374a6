# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..engine.cursor import UidSet
from ..engine.errors import FolderUnavailable
from .imap_folder_block import numbers_of, stretch
from .imap_sync import NoLongerConnected


class ImapFolder(models.Model):
    """Exactly what of a folder has been scanned, and what became of it.

    Invariant I4, per UIDVALIDITY and as sets of UIDs:
    ``scanned = kept + skipped (by reason) + failed``. Scanned and skipped are held
    in ``imap.folder.block``, kept are the rows of ``imap.email.source``, failed
    those of ``imap.failure``.
    """

    _inherit = "imap.folder"

    block_ids = fields.One2many(
        "imap.folder.block", "folder_id", readonly=True, groups=fields.NO_ACCESS
    )
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
        self.block_ids.unlink()
        self.env["imap.email.source"]._retire(self)
        self.write({"uidvalidity": uidvalidity, "again": False})
        self._forget_wishes(UidSet())
        self._count()

    def _reconsider(self, reason):
        """Let the scan meet again what it has skipped for this reason."""
        again = self._skipped().get(reason)
        if again:
            self.block_ids._remove(again)
            self._settle(again)
            self._count()

    def _move(self, cursor):
        """Write how far the scan has come; ``None`` if it has not begun."""
        if cursor:
            self._write_changed({"low_uid": cursor.low, "high_uid": cursor.high})

    def _advance(self, kept, skipped, failed=()):
        """What ``_record`` does, for a run.

        :raises NoLongerConnected: nothing of this folder may be written any more
        """
        ranges = [r for uids in (kept, *skipped.values()) for r in uids.ranges]
        written = UidSet.join(ranges) | UidSet.of(uid for uid, _error in failed)
        self._check_still_wanted(importing=True, uids=written)
        self._record(kept, skipped, failed)

    def _check_still_wanted(self, importing, uids=None):
        """
        :param importing: whether the owner has started the import; else it is the
            preview that goes on
        :param uids: what is about to be written, as ``UidSet``: of a folder that is
            not ticked, no more than its owner wants
        :raises NoLongerConnected: he has decided otherwise meanwhile
        """
        # Not from the cache, which is older than this transaction.
        [(state, selected, wanted, previewing)] = self.env.execute_query(
            SQL(
                """SELECT account.state, folder.selected, folder.wanted,
                    account.confirmed_date IS NULL
                FROM imap_folder folder
                JOIN imap_account account ON account.id = folder.account_id
                WHERE folder.id = %s""",
                self.id,
            )
        )
        if uids is not None:
            selected = selected or not uids - UidSet.parse(wanted)
        if (state, selected, previewing) != ("connected", True, not importing):
            raise NoLongerConnected

    def _record(self, kept, skipped, failed=()):
        """Record what became of messages, in the transaction that wrote them.

        A message that failed before and now does not leaves the failures, and one
        that was skipped before leaves its former reason.

        :param kept: ``UidSet``
        :param skipped: ``UidSet`` by reason
        :param failed: pairs of UID and error
        """
        settled = UidSet.join([*kept.ranges, *(r for s in skipped.values()
                                               for r in s.ranges)])  # fmt: skip
        mended = self.failure_ids.filtered(lambda each: each.uid in settled)
        mended.unlink()
        for uid, error in failed:
            self._record_failure(uid, error)
        scanned = settled | UidSet.of(uid for uid, _error in failed)
        if not scanned:
            return
        added, moved = self._add_to_blocks(scanned, skipped)
        news = sum(map(len, skipped.values())) - moved
        self.write(
            {
                "scanned_count": self.scanned_count + added,
                "kept_count": self.kept_count + len(kept),
                "skipped_count": self.skipped_count + news,
            }
        )
        self._settle(scanned)
        if mended or failed:
            self.failed_count = len(self.failure_ids)

    def _forget_copies(self, sources):
        """These copies are about to be deleted: their UIDs are scanned no longer.

        A mailbox that is connected again meanwhile scans from its start date.
        """
        uids = UidSet.of(
            source.uid for source in sources.filtered_domain(self._kept_domain())
        )
        for block in self.env["imap.folder.block"]._of(self, uids).values():
            block._remove(uids)
        self.write(
            {
                "scanned_count": self.scanned_count - len(uids),
                "kept_count": self.kept_count - len(uids),
                "floor_date": False,
            }
        )
        self._settle(uids)

    def _add_to_blocks(self, scanned, skipped):
        """:return: how many of the UIDs had not been scanned before, and how many
        were skipped before
        """
        blocks = self.env["imap.folder.block"]._of(self, scanned)
        added = moved = 0
        for number, block in blocks.items():
            here = scanned & stretch(number)
            added += len(here - block._uids())
            moved += block._add(
                here,
                {reason: uids & stretch(number) for reason, uids in skipped.items()},
            )
        return added, moved

    def _record_failure(self, uid, error):
        """A message could not be imported: say so, and go on behind it."""
        reason = self._failure_reason(error)
        known = self.failure_ids.filtered(lambda each: each.uid == uid)
        if known:
            known._record_again(reason)
        else:
            self.env["imap.failure"].create(
                {"folder_id": self.id, "uid": uid, "reason": reason}
            )

    def _failure_reason(self, error):
        own = self.with_context(lang=self.account_id._owner_lang())
        if isinstance(error, FolderUnavailable):
            return own.env._("The mail server refuses to give the message.")
        return own.env._("The message could not be read (%s).", type(error).__name__)

    def _scanned(self, uids=None):
        """The UIDs that have been scanned; only about these, if some are named."""
        if uids is None:
            return self.block_ids._uids()
        numbers = sorted(numbers_of(uids))
        blocks = self.env["imap.folder.block"].search(
            [("folder_id", "=", self.id), ("number", "in", numbers)]
        )
        return blocks._uids() & uids

    def _skipped(self):
        """The skipped UIDs as ``UidSet`` by reason."""
        return self.block_ids._skipped_uids()

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
        """Set the counters by counting; otherwise ``_advance`` keeps them."""
        self._write_changed(self._counts())

    def _counts(self):
        return {
            "scanned_count": len(self._scanned()),
            "skipped_count": sum(map(len, self._skipped().values())),
            "kept_count": self.env["imap.email.source"].search_count(
                self._kept_domain()
            ),
            "failed_count": len(self.failure_ids),
        }

    def _unaccounted(self):
        """The UIDs that break invariant I4: in no set, in two, or in one unscanned."""
        parts = [*self._skipped().values(), self._kept(), self._failed()]
        union, doubled = UidSet(), UidSet()
        for part in parts:
            doubled |= union & part
            union |= part
        scanned = self._scanned()
        return (scanned - union) | (union - scanned) | doubled

    def _accounting_gap(self):
        """How much breaks invariant I4: UIDs, and counters that tell otherwise."""
        wrong = [name for name, count in self._counts().items() if self[name] != count]
        return len(self._unaccounted()) + len(wrong)
