# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from functools import partial

from odoo import fields, models

from ..engine.errors import FolderUnavailable, RetryLater
from ..engine.late import can_be_searched, search_late

_logger = logging.getLogger(__name__)

MOST_ASKED = 5_000  # addresses: whether they are contacts' is asked of no more


class ImapSync(models.AbstractModel):
    """Contacts and addresses that came later bring their past mail.

    Found by SEARCH, or by reading all header fields again; then judged like everything
    else that is judged again, inside the mailbox's own rules.
    """

    _inherit = "imap.sync"

    def _sync_new(self, folder, visit, cursor, uidnext, present):
        """What is scanned from now on is judged by the addresses of now."""
        if not folder.scanned_count and (rows := folder._new_addresses()):
            folder._remember_searched(rows)
            self._commit()
        return super()._sync_new(folder, visit, cursor, uidnext, present)

    def _sync_late(self, folder, visit):
        """Find what new addresses are in, among what has been scanned."""
        if not visit.is_over:
            self._retried(self._find_late, folder, visit)

    def _find_late(self, folder, visit):
        rows = folder._new_addresses()
        if not rows:
            return
        emails = self._late_emails(folder, rows) if folder.scanned_count else []
        if emails:
            uids = self._search_late(folder, visit, emails)
            if uids is None:
                folder._judge_all_again()
            else:
                folder._judge_again(uids)
        folder._remember_searched(rows)
        visit.steps += 1
        self._commit()

    def _late_emails(self, folder, rows):
        """The new addresses that are a contact's, from the mailbox's point of view, or
        that close what is kept already.

        Of very many, some may be nobody's: then too much is read.
        """
        account, addresses = folder.account_id, self.env["imap.new.address"]
        emails = addresses._emails(rows, account.company_id, MOST_ASKED)
        if len(emails) == MOST_ASKED:
            return emails
        book = account._address_book(emails)
        protected = account.env["res.partner"]._imap_protected_ids()
        return sorted(book.outside.intersection(emails) | book.of_any(protected))

    def _search_late(self, folder, visit, emails):
        """:return: ``UidSet``; ``None`` if the server cannot be relied on for it"""
        if not can_be_searched(emails) or folder._is_search_avoided():
            return None
        opened, scanned = visit.open(folder._raw_path()), folder._scanned()
        # More than between the cursors: a start date may have changed meanwhile.
        search = partial(
            search_late, visit.session, emails, folder._known_messages(),
            opened.exists, scanned.span,
        )  # fmt: skip
        return self._search_marked(folder, search)

    def _search_marked(self, folder, search):
        """A SEARCH that leaves a mark for the next visit when none comes of it: it may
        take too long, or kill the worker."""
        self._mark_search(folder, fields.Datetime.now())
        found = None
        try:
            found = search()
        except FolderUnavailable as error:
            _logger.info("Folder %s: search: %s", folder.id, error.reason)
        except RetryLater as error:
            if error.reason == "throttled":  # it was not about the SEARCH
                self._mark_search(folder, False)
            raise
        self._mark_search(folder, False)
        return found

    def _mark_search(self, folder, moment):
        folder.search_date = moment
        self._commit()
