# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time
from contextlib import contextmanager
from datetime import UTC, datetime

from odoo import models
from odoo.exceptions import UserError

from ..engine.cursor import UidSet
from ..engine.errors import MailboxError
from ..engine.query import MOST_WORDS, NotSearchable, read_query
from ..engine.survey import survey
from .unlogged import unlogged
from .where_hit import Hit, Look

_logger = logging.getLogger(__name__)

SEARCH_SECONDS = 25  # for all mailboxes together: somebody is waiting (NET-8)
SHORTEST_LOOK = 2  # seconds, below which no mailbox or folder is begun
MOST_HITS = 50
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class ImapAccount(models.Model):
    """ "Where is my email?": looks into the owner's mailboxes, by SEARCH.

    Only for their owner. What is found is told and forgotten (I2): neither the
    database nor the log gets any of it.
    """

    _inherit = "imap.account"

    def imap_where(self, text):
        """Look for emails in these mailboxes, or in all that the user has.

        :param text: see ``engine.query``
        :return: ``hits``, the newest first, and ``notes``, sentences about the search
        :raises UserError: it cannot be looked for, or not now
        """
        self._check_is_owner()
        query = self._read_query(text)
        accounts = self or self.search([("user_id", "=", self.env.uid)])
        open_accounts = accounts.filtered(lambda each: each._is_searchable())
        notes = [each._unsearchable_note() for each in accounts - open_accounts]
        if not accounts:
            notes.append(self.env._("You have no mailbox yet. Connect one first."))
        if not open_accounts:
            return {"hits": [], "notes": notes}
        with unlogged():
            open_accounts._count_search()
            with self._nothing_written():
                looks = open_accounts._looks(query)
                found = [
                    pair
                    for account, look in looks.items()
                    for pair in account._told_hits(look)
                ]
        found.sort(key=lambda pair: pair[0].envelope.date or LONG_AGO, reverse=True)
        notes += [account._look_note(look) for account, look in looks.items()]
        if len(found) > MOST_HITS or any(look.more for look in looks.values()):
            notes.append(
                self.env._(
                    "These are the newest, and there are more. Enter more of what you "
                    "look for to find others."
                )
            )
        return {"hits": [told for _hit, told in found[:MOST_HITS]], "notes": notes}

    @contextmanager
    def _nothing_written(self):
        """What is found gets into no table, whatever code is asked about it."""
        with self.env.cr.savepoint():
            self.env.cr.execute("SET TRANSACTION READ ONLY")
            yield

    def _read_query(self, text):
        try:
            return read_query(text if isinstance(text, str) else "")
        except NotSearchable as error:
            raise UserError(self._query_sentences()[str(error)]) from None

    def _query_sentences(self):
        return {
            "empty": self.env._(
                "Enter an address, a subject or a Message-ID to look for."
            ),
            "control": self.env._(
                "This text has a line break or another sign in it that no email can be "
                "looked for by. Type it anew."
            ),
            "long": self.env._("This text is too long. Enter less of it."),
            "many": self.env._(
                "These are too many addresses. Enter %s at most.", MOST_WORDS
            ),
        }

    def _is_searchable(self):
        """Whether the mailbox may be looked into now, as a run would be."""
        return (
            self.state in ("connected", "paused")
            and self.is_connectable
            and not self._leaver_sentence()
            and not self._run()._resting_until()
        )

    def _unsearchable_note(self):
        trouble = self._leaver_sentence() or self.error_message
        if self.state in ("connected", "paused") and self._run()._resting_until():
            trouble = self.env._("It is left alone for a while; why, is told on it.")
        return self.env._(
            "%(mailbox)s was not looked into. %(trouble)s",
            mailbox=self.name,
            trouble=trouble or self.env._("Press Connect on it first."),
        )

    def _looks(self, query):
        """``Look`` by mailbox; each gets an equal share of the time that is left."""
        end = time.monotonic() + SEARCH_SECONDS
        looks = {}
        for number, account in enumerate(self):
            share = (end - time.monotonic()) / (len(self) - number)
            looks[account] = account._look_into(query, max(share, 0))
        return looks

    def _look_into(self, query, seconds):
        end = time.monotonic() + seconds
        folders = self._folders_to_look_into()
        look = Look(total=len(folders))
        if seconds < SHORTEST_LOOK:
            return look
        try:
            with self._open_session__(seconds) as session:
                for folder in folders:
                    if end - time.monotonic() < SHORTEST_LOOK:
                        break
                    self._look_into_folder__(session, query, folder, look)
        except MailboxError as error:
            _logger.info("Mailbox %s: search: %s", self.id, error.reason)
            if end - time.monotonic() >= SHORTEST_LOOK:
                look.trouble = self._run()._sentence(error)
        return look

    def _folders_to_look_into(self):
        """Ticked ones and usual ones first; those that cannot be opened are left out.

        A copy in a ticked folder tells more than the same one elsewhere.
        """
        # sudo: what is known of the user's own folders
        folders = self.sudo().folder_ids.filtered(lambda each: each._is_readable())
        return folders.sorted(lambda each: (not each.selected, each.sequence, each.id))

    def _look_into_folder__(self, session, query, folder, look):
        try:
            opened = session.open(folder._raw_path())
            found = session.search(query.terms, opened.exists, MOST_HITS)
            fetched = session.headers(UidSet.of(found.uids))
        except MailboxError as error:
            if error.concerns_mailbox:
                raise
            look.refused.append(folder.name)
            return
        look.read += 1
        look.more |= found.more
        for header in fetched.found:
            surveyed = survey(header)
            hit = Hit(folder, opened.uidvalidity, surveyed, surveyed.envelope())
            if query.means(hit.envelope):
                look.hits.append(hit)

    def _look_note(self, look):
        """How much of the mailbox was looked into."""
        if look.trouble:
            return self.env._(
                "%(mailbox)s: looked into %(read)s of %(total)s folders. %(trouble)s",
                mailbox=self.name, read=look.read, total=look.total,
                trouble=look.trouble,
            )  # fmt: skip
        if look.refused:
            return self.env._(
                "%(mailbox)s: looked into %(read)s of %(total)s folders. The mail "
                "server does not let us into: %(folders)s.",
                mailbox=self.name, read=look.read, total=look.total,
                folders=", ".join(look.refused),
            )  # fmt: skip
        if look.read < look.total:
            return self.env._(
                "%(mailbox)s: looked into %(read)s of %(total)s folders, then the time "
                "was up. Enter more of what you look for, or try again.",
                mailbox=self.name, read=look.read, total=look.total,
            )  # fmt: skip
        return self.env._(
            "%(mailbox)s: looked into all %(total)s folders.",
            mailbox=self.name,
            total=look.total,
        )
