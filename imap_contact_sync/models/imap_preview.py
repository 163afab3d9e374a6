# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import fields, models
from odoo.tools import format_date, formatLang

from ..engine.matching import OLDER, Match


class ImapPreview(models.Model):
    """What the first import of a mailbox would keep, counted from header fields.

    Written by runs, in a row of its own: that of ``imap.account.run`` is locked
    meanwhile. Nothing but counts is stored, and they go when the import begins.
    """

    _name = "imap.preview"
    _description = "Preview of a First Import"
    _rec_name = "account_id"

    account_id = fields.Many2one(
        "imap.account", required=True, ondelete="cascade", readonly=True
    )
    is_complete = fields.Boolean(help="All ticked folders have been looked through.")
    expected_count = fields.Integer(
        help="How many messages the ticked folders have since the start date, about."
    )
    seen_count = fields.Integer(help="Emails since the start date.")
    kept_count = fields.Integer(help="Those of them that contacts are in.")

    _account_unique = models.Constraint(
        "UNIQUE(account_id)", "A mailbox has one preview."
    )

    def _restart(self, forget=False):
        """Count anew: other folders, another start date, or another server.

        The form saves what is left out together with the folders: that stays.

        :param forget: what is left out, too
        """
        if forget:
            self._lines().unlink()
        self._lines().email_count = 0
        self.account_id.invalidate_recordset(["preview_line_ids"])  # it has a domain
        self.account_id.folder_ids.preview_uid = 0
        self.write(
            {
                "is_complete": False,
                "expected_count": 0,
                "seen_count": 0,
                "kept_count": 0,
            }
        )

    def _lines(self):
        """Those of contacts without emails, too."""
        lines = self.env["imap.preview.line"]
        return lines.search([("account_id", "in", self.account_id.ids)])

    def _count(self, verdicts, counted):
        """Add what has been decided about some messages.

        :param verdicts: ``Match`` and ``Skip``
        :param counted: the keys of the emails counted before, which may stand in
            several folders; those of these verdicts are added
        """
        matches = []
        for match in (each for each in verdicts if isinstance(each, Match)):
            if match.envelope.key not in counted:
                counted.add(match.envelope.key)
                matches.append(match)
        alone = [each for each in verdicts
                 if not isinstance(each, Match) and each.reason != OLDER]  # fmt: skip
        self.seen_count += len(matches) + len(alone)
        self.kept_count += len(matches)
        self._lines()._count(
            self.account_id, Counter(each for match in matches for each in match.posted)
        )

    def _sentence(self):
        """What will be kept and what not, for the owner."""
        since = format_date(self.env, self.account_id.sync_since, date_format="long")
        if not self.is_complete:
            return self.env._(
                "Looking through the headers of your emails since %(since)s: %(seen)s "
                "so far. Nothing is stored before you start the import.",
                since=since,
                seen=self._number(self.seen_count),
            )
        if not self.kept_count:
            return self.env._(
                "%(seen)s since %(since)s, and none of them with a contact: nothing "
                "will be kept. If that is a surprise, look whether the right folders "
                "are ticked and the contacts have their email addresses.",
                seen=self._emails(self.seen_count),
                since=since,
            )
        return self.env._(
            "%(seen)s since %(since)s: %(kept)s with %(contacts)s will be kept; "
            "%(rest)s stay private and are never stored.",
            seen=self._emails(self.seen_count),
            since=since,
            kept=self._number(self.kept_count),
            contacts=self._contacts(len(self._lines().filtered("email_count"))),
            rest=self._number(self.seen_count - self.kept_count),
        )

    def _number(self, count):
        return formatLang(self.env, count, digits=0)

    def _emails(self, count):
        return self.env["imap.account"]._amount_of_emails(count)

    def _contacts(self, count):
        return self.env["imap.account"]._amount_of_contacts(count)
