# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import models

LATE = timedelta(days=2)  # mail on its way, and clocks that are wrong


class ImapSync(models.AbstractModel):
    """Rules are asked about emails that have arrived, and not about history.

    Nor about what a machine has written, or Odoo itself: a rule that answers would
    answer what answers again (RFC 3834 2).
    """

    _inherit = "imap.sync"

    def _add_copies(self, folder, copies):
        wanted = self.env["base.automation"]._models_with_rules()
        arrived = self._arrived(folder, copies) if wanted else {}
        emails = self.env["imap.email"].union(*arrived)
        before = emails.envelope_ids
        arrivals = self.env["imap.arrival"]
        was_open = before._imap_open_to_everybody(folder.account_id)
        result = super()._add_copies(folder, copies)
        if emails:
            emails.invalidate_recordset(["envelope_ids"])
            # Another mailbox may have had it first, and shares it with nobody.
            arrivals._wait(
                folder.account_id,
                (emails.envelope_ids - was_open).filtered(
                    lambda each: (
                        each.model in wanted
                        and each._imap_is_from_or_to(arrived[each.imap_email_id])
                    )
                ),
            )
        return result

    def _arrived(self, folder, copies):
        """The matches of what is new since the last run, by email.

        That was not there when the mailbox was connected, was not moved there, and is
        not judged or looked for again. What failed before is new when it comes.
        """
        if not folder.selected:
            return {}
        account = folder.account_id
        last = account.last_sync_date or account.confirmed_date
        again, failed = folder._wanted(), folder._failed()
        own = self._odoos_message_ids(match for match, *_rest in copies)
        return {
            email: match
            for match, email, *_rest in copies
            if (match.uid > folder.high_uid or match.uid in failed)
            and match.uid not in again
            and not match.automatic
            and match.envelope.message_id not in own
            and (not last or email.date >= last - LATE)
        }

    def _odoos_message_ids(self, matches):
        """Those of Odoo's own messages, on whatever record they stand."""
        ids = {match.envelope.message_id for match in matches} - {""}
        # sudo: whether there is such a message
        messages = self.env["mail.message"].sudo()
        found = messages.search_fetch([("message_id", "in", list(ids))], ["message_id"])
        return set(found.mapped("message_id"))
