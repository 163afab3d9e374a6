# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
from datetime import timedelta

from odoo import fields, models

from ..engine.cursor import UidSet
from ..engine.matching import EXPUNGED

CHECK_EVERY = timedelta(days=7)


class ImapFolder(models.Model):
    """The weekly self-check: what the server has, against what has been scanned.

    A message may become visible late, below a UID that has been scanned already, on
    servers that hand out UIDs before they show the message.
    """

    _inherit = "imap.folder"

    next_check_date = fields.Datetime(string="Next Check", readonly=True)

    def _is_check_due(self):
        return (
            bool(self.next_check_date) and self.next_check_date <= fields.Datetime.now()
        )

    def _is_again_due(self):
        """Whether messages below the cursor are to be read, or judged, again."""
        due = self._failures_due() or self.again or self._wanted()
        return self._is_check_due() or bool(due)

    def _plan_check(self):
        """A week from now, give or take a day, so that not all fall on one hour."""
        wait = CHECK_EVERY * random.uniform(6 / 7, 8 / 7)
        moment = fields.Datetime.now() + wait
        self.next_check_date = moment.replace(microsecond=0)

    def _mend(self, present):
        """Find what has to be scanned again.

        :param present: the UIDs that the server has, as ``UidSet``
        :return: those of them that are in no set, or in a wrong one, as ``UidSet``;
            also what was taken for expunged and is there
        """
        if wrong := self._unaccounted():
            self.failure_ids.filtered(lambda each: each.uid in wrong).unlink()
            self.block_ids._remove(wrong)
            # A message that has a source is kept, whatever else was written of it.
            if kept := self._kept() & wrong:
                self._add_to_blocks(kept, {})
        cursor = self._cursor()
        seen = UidSet.join([(max(cursor.low, cursor.floor), cursor.high)])
        # A server in trouble gives nothing, as if the message was deleted.
        if there := self._skipped().get(EXPUNGED, UidSet()) & present & seen:
            self.block_ids._remove(there)
        self._count()
        return (present & seen) - self._scanned()
