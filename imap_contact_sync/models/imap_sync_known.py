# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


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
        return {
            (source.email_id.key, source.gmail_message or str(source.size)): source
            for source in sources
        }

    def _retired(self, folder, copies):
        """The sources of an earlier numbering, as lists by email and content."""
        rows = self.env["imap.email.source"].search(
            [
                ("folder_id", "=", folder.id),
                ("uid", "<", 0),
                ("email_id", "in", [email.id for _match, email, *_rest in copies]),
            ]
        )
        found = {}
        for row in rows:
            found.setdefault((row.email_id, row.content_id), []).append(row)
        return found
