# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

RETIRED = Domain("uid", "<", 0)  # see ``_retire`` of sources


class ImapSync(models.AbstractModel):
    """Copies of messages that a mailbox has already: in another folder, or before a
    renumbering."""

    _inherit = "imap.sync"

    def _keep_known(self, folder, matches):
        """Add a source for the copies of what this mailbox has already.

        An equal copy in the same mailbox is the same message in another folder, or
        after a renumbering; its body is not fetched again. Only in the same mailbox:
        a forged copy must not open another person's content (ID-8).

        :return: the matches that were known
        """
        known = self._known_copies(folder.account_id, matches)
        found = [match for match in matches if match.envelope.copy_key in known]
        sources = [(match, known[match.envelope.copy_key]) for match in found]
        senders = self._known_senders(folder, sources)
        self._add_copies(
            folder,
            [
                (match, source.email_id, source.content_id, senders[match.uid])
                for match, source in sources
            ],
        )  # fmt: skip
        return found

    def _known_copies(self, account, matches):
        """A source by ``Envelope.copy_key``."""
        sources = self.env["imap.email.source"].search(
            [
                ("account_id", "=", account.id),
                ("email_id.company_id", "=", account.company_id.id),
                ("email_id.key", "in", [match.envelope.key for match in matches]),
            ]
        )
        return {source._copy_key(): source for source in sources}

    def _retired(self, folder, copies):
        """The sources of an earlier numbering, as lists by email and content."""
        emails = [email.id for _match, email, *_rest in copies]
        rows = self.env["imap.email.source"].search(
            RETIRED & Domain("folder_id", "=", folder.id)
            & Domain("email_id", "in", emails)
        )  # fmt: skip
        found = {}
        for row in rows:
            found.setdefault((row.email_id, row.content_id), []).append(row)
        return found

    def _retired_by_uid(self, folder, surveyed):
        """The sources of an earlier numbering of these messages, by their new UID.

        Whom they name stays, also who would not be chosen any more.
        """
        ledger = self.env["imap.email.source"]
        mine = RETIRED & Domain("folder_id", "=", folder.id)
        if not surveyed or not ledger.search(mine, limit=1):
            return {}
        envelopes = [each.envelope() for each in surveyed]
        keys = [envelope.key for envelope in envelopes]
        rows = ledger.search(mine & Domain("email_id.key", "in", keys))
        by_copy = rows.grouped(lambda row: row._copy_key())
        return {
            envelope.uid: by_copy[envelope.copy_key]
            for envelope in envelopes
            if envelope.copy_key in by_copy
        }
