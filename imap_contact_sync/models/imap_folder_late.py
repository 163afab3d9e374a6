# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from functools import reduce
from operator import and_

from odoo import fields, models

from ..engine.addresses import read_addresses
from ..engine.cursor import UidSet
from ..engine.late import is_searchable
from ..engine.matching import EXPUNGED, OLDER
from ..engine.net.search import Known

# No transaction takes that long: an id that has not appeared until then never will.
SETTLED = timedelta(days=1)
AVOIDED = timedelta(days=1)  # SEARCH, at a server that has not answered one
KNOWN = 3  # messages by which a server shows that it finds addresses
LOOKED_AT = 20  # copies among which these are chosen


class ImapFolder(models.Model):
    """Contacts and addresses that came later: which of them a folder has looked for.

    See ``imap.new.address``.
    """

    _inherit = "imap.folder"

    searched_addresses = fields.Text(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Ids of the rows of imap.new.address that were looked for, as a set.",
    )
    settling_row = fields.Integer(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The highest of these ids at a moment: one that is lower and has not "
        "appeared within a day never will.",
    )
    settling_date = fields.Datetime(readonly=True, groups=fields.NO_ACCESS)
    search_date = fields.Datetime(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="When a SEARCH began that the server has not answered.",
    )

    def _searched(self):
        return UidSet.parse(self.searched_addresses)

    def _new_addresses(self):
        """The rows that one of these folders, of one mailbox, has not looked for.

        One query, however many folders there are.

        :return: ``UidSet`` of ids
        """
        if not self:
            return UidSet()
        known = map(UidSet.parse, set(self.mapped("searched_addresses")))
        company = self.account_id.company_id
        return self.env["imap.new.address"]._ids_beyond(reduce(and_, known), company)

    def _with_new_addresses(self):
        """The folders that have to be opened although they have no new mail."""
        begun = self.filtered("scanned_count")
        rows = begun._new_addresses()
        return begun.filtered(lambda folder: rows and rows - folder._searched())

    def _has_more_to_judge(self):
        """What a run that is over leaves for the next one, below the cursor."""
        is_late = self.account_id.confirmed_date and self._new_addresses()
        return self._is_again_due() or bool(is_late)

    def _remember_searched(self, rows):
        """Note what has been looked for.

        Gaps, of other companies' rows and of ids that were never used, are closed when
        they are a day old: the set stays short.

        :param rows: ``UidSet`` of ids, all that are new
        """
        searched, now = self._searched() | rows, fields.Datetime.now()
        values = {}
        if not self.settling_date or self.settling_date < now - SETTLED:
            values = {"settling_row": searched.span.stop - 1, "settling_date": now}
            if self.settling_row:
                searched |= UidSet(((1, self.settling_row),))
        self.write({"searched_addresses": str(searched), **values})

    def _is_search_avoided(self):
        """Whether the server has left a SEARCH unanswered, in any folder: another one
        would take the connection, and all that was to be read by it."""
        last = fields.Datetime.now() - AVOIDED
        dates = self.account_id.folder_ids.filtered("search_date").mapped("search_date")
        return any(each > last for each in dates)

    def _judge_all_again(self):
        """Let the next runs judge all that an address may have an effect on."""
        skipped = self._skipped()
        never = skipped.get(OLDER, UidSet()) | skipped.get(EXPUNGED, UidSet())
        self._judge_again(self._scanned() - never)

    def _known_messages(self):
        """``Known`` messages, from the newest copies that are kept."""
        newest = self.env["imap.email.source"].search(
            self._kept_domain(), order="uid desc", limit=LOOKED_AT
        )
        return list(filter(None, map(known_message, newest)))[:KNOWN]


def known_message(source):
    """``None`` if what is stored of a copy does not tell."""
    content = source.content_id
    senders = read_addresses(filter(None, [source.email_id.email_from]))
    recipients = read_addresses(filter(None, [content.email_to, content.email_cc]))
    sender = next((each.email for each in senders), "")
    recipient = next(
        (each.email for each in recipients if is_searchable(each.email)), ""
    )
    # An own sender of the copy: it is not like the email that it is a copy of.
    if source.email_from or not recipient or not sender or not is_searchable(sender):
        return None
    return Known(source.uid, sender, recipient)
