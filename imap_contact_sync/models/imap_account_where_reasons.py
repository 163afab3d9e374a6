# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC

from odoo import models
from odoo.tools import format_datetime

from ..engine.cursor import UidSet
from ..engine.kind import KINDS
from ..engine.matching import (
    IN_ODOO,
    INTERNAL,
    NEVER_LOG,
    OLDER,
    PARTICIPANT_FIELDS,
    Match,
    Skip,
)
from .imap_account_where_sentences import Reason

SUBJECT_LENGTH = 300


class ImapAccount(models.Model):
    """Why a message that was found is, or is not, on a contact.

    What a run would decide is asked of the run's own code; nothing is written.
    """

    _inherit = "imap.account"

    def _told_hits(self, look):
        """Pairs of ``Hit`` and what the owner is told of it."""
        account = self.sudo()  # sudo: what is known of the user's own mailbox
        distinct = look.distinct
        sync = account.env["imap.sync"]
        copies = sync._known_copies(account, [hit for hit, _names in distinct])
        verdicts = account._verdicts_of_hits([hit for hit, _names in distinct])
        return [
            (
                hit,
                self._told_hit(
                    hit,
                    names,
                    self._reason(hit, copies.get(hit.envelope.copy_key), verdicts[hit]),
                ),
            )
            for hit, names in distinct
        ]

    def _verdicts_of_hits(self, hits):
        """``(verdict as of a wanted one, verdict)`` by hit.

        In groups, as a UID is one message's of one folder only.
        """
        by_folder = {}
        for hit in hits:
            by_folder.setdefault(hit.folder, []).append(hit)
        found = {}
        for group in by_folder.values():
            surveyed = [hit.surveyed for hit in group]
            wanted = self._verdicts(surveyed, None, UidSet.of(hit.uid for hit in group))
            usual = self._verdicts(surveyed)
            found |= dict(zip(group, zip(wanted, usual, strict=True), strict=True))
        return found

    def _told_hit(self, hit, names, reason):
        envelope = hit.envelope
        obstacle = reason.keepable and self._obstacle_to_keeping()
        sentence = " ".join(filter(None, [reason.sentence, obstacle]))
        date = envelope.date
        return {
            "subject": envelope.subject[:SUBJECT_LENGTH],
            "sender": str(envelope.sender or "")[:SUBJECT_LENGTH],
            "date": date
            and format_datetime(
                self.env, date.astimezone(UTC).replace(tzinfo=None), dt_format="short"
            ),
            "mailbox": self.name,
            "folder": ", ".join(names),
            "kind": reason.kind,
            "sentence": sentence,
            "contacts": list(reason.contacts),
            "new_contact": reason.new_contact,
            "keep": reason.keepable
            and not obstacle
            and [hit.folder.id, hit.uidvalidity, hit.uid],
        }

    def _reason(self, hit, copy, verdicts):
        """
        :param copy: a source of the same message in the mailbox, if it is kept
        :param verdicts: see ``_verdicts_of_hits``
        """
        wanted, usual = verdicts
        if copy:
            return self._kept_reason(copy)
        if not isinstance(wanted, Match):
            return self._rule_reason(hit, wanted.reason)
        if failure := hit.failure:
            return self._failed_reason(failure)
        if hit.is_numbered and hit.uid in hit.folder._wanted():
            return self._waiting_reason(is_wanted=True)
        return self._missing_reason(hit, wanted, usual)

    def _rule_reason(self, hit, reason):
        """A rule keeps the message off all contacts, whatever its owner wants."""
        account = self.sudo()  # sudo: the rules that hold for the user's own mailbox
        everybody = hit.envelope.emails()
        if reason == NEVER_LOG:
            entries = account.env["imap.exclusion"]._entries_naming(account, everybody)
            return Reason("never_log", self._never_log_sentence(entries))
        emails = hit.envelope.emails(*PARTICIPANT_FIELDS)
        if reason == IN_ODOO:
            return self._in_odoo_reason(emails)
        if reason == INTERNAL:
            own = account._own_addresses().issuperset(emails)
            return Reason("internal", self._internal_sentence(own))
        book = account._address_book(emails)
        outside = [email for email in emails if not book.is_internal(email)]
        return self._no_contact_reason(outside)

    def _missing_reason(self, hit, wanted, usual):
        """It is no rule of whose emails are kept that keeps it off its contacts."""
        # sudo: what the user himself has removed
        if isinstance(self.sudo()._without_removed([wanted], ())[0], Skip):
            return self._removed_reason(wanted)
        if not hit.folder.selected:
            return self._unticked_reason(hit.folder)
        # What the server has received before that day is not even read.
        floor = hit.folder.floor_uid if hit.is_numbered and hit.folder._cursor() else 0
        if hit.uid < floor or usual == Skip(hit.uid, OLDER):
            return self._older_reason()
        if hit.folder.error_message:
            return self._unreadable_reason(hit.folder)
        before = hit.skipped
        if before.intersection(KINDS):
            return self._kind_reason(before)
        return self._late_reason(before) if before else self._waiting_reason()
