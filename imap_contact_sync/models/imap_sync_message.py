# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from functools import partial

from odoo import models

from ..engine.cursor import UidSet
from ..engine.errors import FolderUnavailable
from ..engine.matching import EXPUNGED, Match, batches, skipped_by_reason
from ..engine.survey import survey
from .imap_sync import concerns_more
from .imap_sync_large import WHOLE_MESSAGE


class ImapSync(models.AbstractModel):
    """The messages of a window: headers, verdicts, then the bodies of matches."""

    _inherit = "imap.sync"

    def _sync_window(self, folder, visit, uids, cursor):
        """Each batch of matches is one transaction; with the last one the cursor
        moves behind the window.

        :param uids: what to read, as ``UidSet``
        :param cursor: the cursor behind the window
        :return: how far the scan has come: not behind it when a limit was reached
        """
        fetched = visit.session.headers(uids)
        read = UidSet.of(header.uid for header in fetched.found)
        version, again = folder.rules_version, folder._again() & uids
        done = folder._scanned(read)
        done -= UidSet.of(folder._failures_due().mapped("uid")) | again
        done -= folder._wanted_new(uids)
        failed = [(uid, FolderUnavailable("fetch_refused")) for uid in fetched.refused]
        surveyed = [survey(each) for each in fetched.found if each.uid not in done]
        verdicts, unread = self._isolated(
            folder, surveyed, partial(self._verdicts, folder)
        )
        failed += unread
        verdicts, unread = self._treated(folder, visit, verdicts, again)
        failed += unread
        if again:
            verdicts, failed = self._judge_kept(folder, again, verdicts, failed)
        folder._advance(UidSet(), skipped_by_reason(verdicts), failed)
        matches = [verdict for verdict in verdicts if isinstance(verdict, Match)]
        if not self._import(folder, visit, matches, version):
            self._commit(len(read))
            return folder._cursor()
        gone = folder._failed() & uids - read - fetched.refused
        folder._advance(UidSet(), {EXPUNGED: gone})
        folder._settle(again - read)  # what was expunged stays what it was
        folder._forget_wishes(uids)
        folder._move(cursor)
        visit.steps += 1
        self._commit(len(read))
        return cursor

    def _verdicts(self, folder, surveyed):
        uids = UidSet.of(each.uid for each in surveyed)
        before, standing = self._named_before(folder, surveyed)
        wanted = folder._wanted_new(uids)
        verdicts = folder.account_id._verdicts(surveyed, before, wanted, standing)
        self._bring_back(folder, wanted, verdicts)
        return verdicts

    def _import(self, folder, visit, matches, version):
        """Write the matches, the newest first; of equal copies one body is fetched.

        :param version: of the rules by which they are matches
        :return: whether all were written before a limit was reached or a rule changed
        """
        rest = sorted(matches, key=lambda match: -match.uid)
        while rest := self._without_known(folder, rest):
            first = {}
            for match in rest:
                first.setdefault(match.envelope.copy_key, match)
            for batch in batches(first.values()):
                if visit.is_over or folder.rules_version != version:
                    return False
                self._import_batch(folder, visit, batch)
            if folder.rules_version != version:
                return False
            rest = [
                match for match in rest if first[match.envelope.copy_key] is not match
            ]
        return True

    def _without_known(self, folder, matches):
        """Record the copies of what this mailbox has; the others are returned."""
        known, failed = self._isolated(
            folder, matches, partial(self._keep_known, folder)
        )
        kept = UidSet.of(match.uid for match in known)
        folder._advance(kept, {}, failed)
        settled = kept | UidSet.of(uid for uid, _error in failed)
        return [match for match in matches if match.uid not in settled]

    def _import_batch(self, folder, visit, batch):
        """Fetch, write and record some matches: one transaction."""
        small = [match for match in batch if match.envelope.size <= WHOLE_MESSAGE]
        large = [match for match in batch if match.envelope.size > WHOLE_MESSAGE]
        fetched = visit.session.messages({match.uid for match in small})
        found = {message.uid: message for message in fetched.found}
        pairs = [(match, found[match.uid]) for match in small if match.uid in found]
        failed = [(uid, FolderUnavailable("fetch_refused")) for uid in fetched.refused]
        kept = []
        for items, step in (
            (pairs, partial(self._post, folder)),
            (large, partial(self._post_large, folder, visit.session)),
        ):
            done, worse = self._isolated(folder, items, step)
            kept, failed = kept + done, failed + worse
        kept = UidSet.of(match.uid for match in kept)
        gone = UidSet.of(match.uid for match in batch) - kept
        gone -= UidSet.of(uid for uid, _error in failed)
        folder._advance(kept, {EXPUNGED: gone}, failed)
        visit.messages += len(batch)
        visit.steps += 1
        self._commit(len(batch))

    def _isolated(self, folder, items, step):
        """A step for many messages. The broad handler of the message level.

        When it fails, it is tried with halves until the bad message stands alone.

        :param items: values with a ``uid``, or pairs whose first has one
        :return: the step's list, and pairs of UID and error of what failed
        """
        if not items:
            return [], []
        try:
            with self.env.cr.savepoint():
                return step(items), []
        except Exception as error:
            if concerns_more(error):
                raise
            if len(items) == 1:
                self._log(f"Folder {folder.id} UID %s", uid_of(items[0]), error)
                return [], [(uid_of(items[0]), error)]
        half = len(items) // 2
        done, failed = self._isolated(folder, items[:half], step)
        more, worse = self._isolated(folder, items[half:], step)
        return done + more, failed + worse


def uid_of(item):
    return item[0].uid if isinstance(item, tuple) else item.uid
