# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

from ..engine.cursor import UidSet

ADDRESS = "email_normalized"  # of contacts, and of their further addresses


class ImapAccount(models.Model):
    """A rule changes that says which emails stand on which contacts.

    What it takes away goes at once, in the same transaction; what it lets in comes
    with the next run.
    """

    _inherit = "imap.account"

    def _apply_rule(self, sources, records, reason, whole=None):
        """Take records off copies in these mailboxes, as superuser.

        A record may be named by another address, too: all of the copies are judged
        again.

        :param sources: those that name the records
        :param records: of one model
        :param reason: why a message is skipped that names nobody any more
        :param whole: copies that go entirely
        """
        ledger = self.env["imap.email.source"]
        whole = whole or ledger
        self.folder_ids._change_rules()
        again = (sources | whole)._uids_by_folder()
        whole._drop(reason)
        (sources - whole)._withhold(records, reason)
        for folder, uids in again.items():
            folder._judge_again(uids)
        self._start_connected_soon()

    def _judge_skipped_again(self, reasons):
        """Let what was skipped for these reasons, or stands on fewer contacts than it
        names, come back with the next run."""
        self.folder_ids._change_rules()
        sources = self.env["imap.email.source"].search(
            Domain("account_id", "in", self.ids)
            & Domain.OR(
                Domain(each.withheld, "!=", False)
                for each in self.env["imap.email.source"]._record_fields().values()
            )
        )
        again = sources._uids_by_folder()
        for folder in self.folder_ids:
            skipped = folder._skipped()
            uids = again.get(folder, UidSet())
            for reason in reasons:
                uids |= skipped.get(reason, UidSet())
            folder._judge_again(uids)
        self._start_connected_soon()

    def _judge_kept_again(self):
        """Let the next run judge all that is kept."""
        self.folder_ids._change_rules()
        for folder in self.folder_ids:
            folder._judge_again(folder._kept())
        self._start_connected_soon()

    def _imap_staff(self):
        """The contacts behind addresses of internal users and of these mailboxes."""
        contacts = self.env["res.partner"].with_context(active_test=False)
        further = self.env["res.partner.email"]
        own = contacts.search([("partner_share", "=", False)])
        emails = {*own._imap_addresses()}
        emails |= {account._proven_address() for account in self}
        same = [(ADDRESS, "in", list(emails - {False}))]
        return own | contacts.search(same) | further.search(same).partner_id

    def _start_connected_soon(self):
        if connected := self.filtered(lambda account: account.state == "connected"):
            connected._start_soon()
