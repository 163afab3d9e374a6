# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.cursor import UidSet
from .unsigned import Unsigned32

HIGHEST_NUMBER = 2**32 - 1  # of a UID or UIDVALIDITY (RFC 3501 9)
MOST_WISHES = 1_000  # in one folder at a time


class ImapFolder(models.Model):
    """Single messages that the owner wants to keep: of a folder that is not ticked,
    from before the start date, or such as he has removed or as have failed.

    Nothing but their UIDs is written. The next run reads them, and judges them by all
    other rules.
    """

    _inherit = "imap.folder"

    wanted = fields.Text(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="UIDs that the owner wants to be kept, as a set.",
    )
    wanted_uidvalidity = Unsigned32(
        readonly=True, groups=fields.NO_ACCESS, help="By which they are numbered."
    )

    def action_keep(self, uidvalidity, uid):
        """Have one message read with the next run, which starts now.

        :param uidvalidity: by which the message was found under this UID
        :return: a sentence
        :raises UserError: nothing is read of this folder now
        """
        self.ensure_one()
        self.account_id._check_is_owner()
        self._check_keepable(uidvalidity, uid)
        # sudo: what a run is to read is nobody's to write; its owner may ask for one
        self.sudo()._want(uidvalidity, UidSet.of([uid]))
        self.account_id._start_soon()
        return self.env._("It is being read, and is on its contact in a moment.")

    def _check_keepable(self, *numbers):
        account = self.account_id
        is_read = account.state == "connected" and account.confirmed_date
        if not is_read or not self._is_readable():
            raise UserError(
                self.env._(
                    "Nothing is read of the folder %(folder)s now. Look at the mailbox "
                    "%(mailbox)s: what is wrong is told on it.",
                    folder=self.name,
                    mailbox=account.name,
                )
            )
        if not all(type(each) is int and 0 < each <= HIGHEST_NUMBER
                   for each in numbers):  # fmt: skip
            raise UserError(self.env._("There is no such message. Look for it again."))

    def _want(self, uidvalidity, uids):
        known = UidSet()
        if self.wanted_uidvalidity == uidvalidity:
            known = UidSet.parse(self.wanted)
        if len(known | uids) > MOST_WISHES:
            raise UserError(
                self.env._(
                    "So many emails of this folder are waiting to be read that there "
                    "can be no more. Wait until the next synchronisation is over."
                )
            )
        self.write({"wanted": str(known | uids), "wanted_uidvalidity": uidvalidity})

    def _is_readable(self):
        return self.selectable and not self.gone

    def _wanted(self):
        """The wishes that are not granted yet, as ``UidSet``."""
        if self.wanted_uidvalidity != self.uidvalidity:
            return UidSet()
        return UidSet.parse(self.wanted)

    def _wanted_unticked(self):
        """The folders that are read for single messages only."""
        return self.filtered(
            lambda each: each.wanted and not each.selected and each._is_readable()
        )

    def _wanted_new(self, uids):
        """Which of these UIDs are wanted and not kept already, as ``UidSet``."""
        wanted = self._wanted() & uids
        return wanted and wanted - UidSet.of(self._kept_sources(wanted).mapped("uid"))

    def _forget_wishes(self, uids):
        if self.wanted:
            self._write_changed({"wanted": str(self._wanted() - uids) or False})

    def _renumber_unticked(self, uidvalidity):
        """As the server numbers it now; once it is ticked, its scan begins anew."""
        if self.uidvalidity != uidvalidity:
            self._write_changed({"low_uid": 0, "high_uid": 0})
            self._forget_scan(uidvalidity)
        self._forget_wishes(UidSet())
