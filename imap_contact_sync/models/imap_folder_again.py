# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from ..engine.cursor import UidSet


class ImapFolder(models.Model):
    """The rules have changed: some messages are to be judged again.

    They stay what they are, kept or skipped, until the run has their new verdict.
    """

    _inherit = "imap.folder"

    again = fields.Text(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="UIDs that are scanned and that the next run judges again, as a set.",
    )
    rules_version = fields.Integer(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="How often the rules have changed: what was judged before is void.",
    )

    def _again(self):
        return UidSet.parse(self.again)

    def _change_rules(self):
        """To be called before rules of these folders' mailboxes are changed.

        A run that has judged by the former rules must not write its verdicts any
        more: of what it writes now, the transaction fails; later on it finds another
        version.
        """
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """UPDATE imap_folder SET rules_version = COALESCE(rules_version, 0) + 1
                WHERE id = ANY(%s)""",
                self.ids,
            )
        )
        self.invalidate_recordset(["rules_version"])

    def _judge_again(self, uids):
        """Let the next run judge these messages again, by their header fields.

        :param uids: ``UidSet``; what is not scanned is left out, and what has failed
            is tried again anyway
        """
        self.ensure_one()
        uids = self._scanned(uids) - self._failed()
        if uids:
            self.again = str(self._again() | uids)

    def _settle(self, uids):
        """These messages have their verdict."""
        if self.again:
            self._write_changed({"again": str(self._again() - uids) or False})
        self._forget_wishes(uids)

    def _kept_sources(self, uids=None):
        """The copies that are kept of these UIDs, or of all."""
        domain = self._kept_domain()
        if uids is not None:
            domain = [*domain, ("uid", "in", list(uids))]
        return self.env["imap.email.source"].search(domain)
