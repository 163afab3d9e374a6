# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from functools import partial

from odoo import models

from ..engine.cursor import WINDOW, UidSet
from ..engine.matching import Match, Skip


class ImapSync(models.AbstractModel):
    """What was judged by former rules is judged again, by its header fields.

    No body is fetched of what is kept already.
    """

    _inherit = "imap.sync"

    def _sync_again(self, folder, visit, cursor):
        """In windows, until the visit is over; the rest with the next run."""
        before = folder._again()
        while before and not visit.is_over:
            self._sync_window_retried(folder, visit, before.first(WINDOW), cursor)
            left = folder._again()
            if not before - left:  # never again and again
                break
            before = left

    def _named_before(self, folder, surveyed):
        """What kept copies name, of those to be judged again, and of those that had
        another number before.

        :return: the contacts' ids by UID, and the records of other models by UID
        """
        sources = self._retired_by_uid(folder, surveyed)
        if again := folder._again() & UidSet.of(each.uid for each in surveyed):
            sources |= {each.uid: each for each in folder._kept_sources(again)}
        contacts = {uid: some.partner_ids.ids for uid, some in sources.items()}
        records = {uid: some._further_records() for uid, some in sources.items()}
        return contacts, records

    def _judge_kept(self, folder, again, verdicts, failed):
        """Bring copies that are kept in line with their new verdicts.

        A copy stays as it is where its header cannot be read.

        :param again: the UIDs to be judged again, as ``UidSet``
        :param failed: pairs of UID and error
        :return: what is still to be recorded of verdicts and failures
        """
        sources = {each.uid: each for each in folder._kept_sources(again)}
        theirs = [verdict for verdict in verdicts if verdict.uid in sources]
        dropped, unsettled = self._isolated(
            folder, theirs, partial(self._update_kept, sources)
        )
        # What could not be written is judged again with the next run.
        settled = UidSet.of(sources) - UidSet.of(uid for uid, _error in unsettled)
        folder._settle(settled)
        folder.kept_count -= len(dropped)
        others = [verdict for verdict in verdicts if verdict.uid not in sources]
        return others + dropped, [pair for pair in failed if pair[0] not in sources]

    def _update_kept(self, sources, verdicts):
        """:return: the verdicts of copies that are gone now"""
        ledger = self.env["imap.email.source"]
        emails = ledger.union(*(sources[each.uid] for each in verdicts)).email_id
        matches = [verdict for verdict in verdicts if isinstance(verdict, Match)]
        for match in matches:
            sources[match.uid].write(sources[match.uid]._kept_values(match))
        copies = [(match, sources[match.uid]) for match in matches]
        self._add_envelopes(
            ledger.union(*sources.values()).account_id,
            [(match, each.email_id, each.content_id) for match, each in copies],
        )
        self._name_late_authors(copies)
        dropped = [verdict for verdict in verdicts if isinstance(verdict, Skip)]
        ledger.union(*(sources[each.uid] for each in dropped)).unlink()
        emails._forget_unsourced()
        return dropped
