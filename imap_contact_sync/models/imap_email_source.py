# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from .levels import CHOSEN
from .unsigned import Unsigned32


def any_of(ids):
    """ANY of some ids, as one value: PostgreSQL plans each element of a list, which
    takes longer than reading a page."""
    array = ",".join(map(str, ids))
    return SQL("ANY((SELECT %s::int[])::int[])", f"{{{array}}}")


class Copy(NamedTuple):
    """One copy of an email, as far as a user sees it on one record.

    ``rank`` is what the user sees, ``public`` what everybody does who can open the
    record; ``choice`` is its owner's for this email, or is made for its ``kind``;
    ``guarded`` one that has a protected participant.
    """

    envelope: int
    source: int
    account: int
    content: int
    choice: str | None
    kind: str | None
    mine: bool
    rank: int
    public: int
    guarded: bool


class ImapEmailSource(models.Model):
    """Ledger: this UID of this folder is that email.

    Who may see an email is decided by the sources of it that he may see.
    """

    _name = "imap.email.source"
    _description = "Copy of an Email in a Mailbox"

    email_id = fields.Many2one(
        "imap.email", required=True, ondelete="cascade", readonly=True
    )
    content_id = fields.Many2one(
        "imap.email.content",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    folder_id = fields.Many2one(
        "imap.folder", required=True, ondelete="cascade", readonly=True
    )
    account_id = fields.Many2one(
        "imap.account", required=True, index=True, ondelete="cascade", readonly=True
    )
    uidvalidity = Unsigned32(readonly=True)
    uid = Unsigned32(
        string="UID", required=True, readonly=True, help="Negative: see _retire."
    )
    size = Unsigned32(readonly=True, help="Octets on the server (RFC822.SIZE).")
    gmail_message = fields.Char(readonly=True, help="Gmail's number (X-GM-MSGID).")
    gmail_thread = fields.Char(readonly=True, help="Gmail's number (X-GM-THRID).")
    partner_ids = fields.Many2many(
        "res.partner",
        "imap_email_source_partner_rel",
        "source_id",
        "partner_id",
        readonly=True,
        context={"active_test": False},
        help="The contacts that the header fields of this copy name.",
    )

    choice = fields.Selection(
        [("private", "Only the Owner"), ("everything", "Everything")],
        readonly=True,
        help="What the owner chose for this email; else the mailbox decides.",
    )
    choice_conversation = fields.Boolean(
        readonly=True, help="The choice is for later mail of the conversation, too."
    )
    doomed = fields.Boolean(
        readonly=True, help="Is going to be deleted, and is hidden until then."
    )

    _message_unique = models.Constraint(
        "UNIQUE(folder_id, uidvalidity, uid)", "A message of a folder is one email."
    )
    _visibility_index = models.Index("(email_id, account_id)")
    # Asked for with each window of headers (see ``_retire``).
    _retired_index = models.Index("(folder_id) WHERE uid < 0")
    _choice_index = models.Index("(account_id) WHERE choice IS NOT NULL")
    _doomed_index = models.Index("(account_id, email_id) WHERE doomed IS TRUE")

    def _retire(self, folder):
        """A folder was renumbered: its UIDs say nothing any more.

        A retired source has a negative number, unlike any message. It still is a
        copy of its email in the mailbox, until the rescan gives it its new number.
        """
        self.flush_model(["uid", "folder_id"])
        self.env.cr.execute(
            SQL(
                "UPDATE imap_email_source SET uid = -id WHERE folder_id = %s", folder.id
            )
        )
        self.invalidate_model(["uid"])

    def _copy_key(self):
        """Equal to ``Envelope.copy_key`` of the message that it is."""
        return self.email_id.key, self.gmail_message or str(self.size)

    def _open_sql(self, openness, level):
        """Whether a row called "source" is open to somebody at a level.

        Precedence: doomed, own, a protected participant, the owner's choice for the
        email, the mailbox's level; the company's ceiling is in the lists.

        :param openness: ``Openness``
        :param level: its rank, from ``METADATA`` on
        """
        return SQL(
            """(source.doomed IS NOT TRUE AND (source.account_id = %s OR (
                source.choice IS NULL AND source.account_id = %s
                OR source.choice = %s AND source.account_id = %s) %s))""",
            any_of(openness.own),
            any_of(openness.open_by_default(level)),
            CHOSEN,
            any_of(openness.open_by_choice(level)),
            self._unprotected_sql(openness.protected),
        )

    def _unprotected_sql(self, protected):
        """Whether no copy of the email has a protected participant."""
        if not protected:
            return SQL()
        return SQL(
            """AND (SELECT TRUE FROM imap_email_source copy
                JOIN imap_email_source_partner_rel guarded
                ON guarded.source_id = copy.id
                WHERE copy.email_id = source.email_id
                AND guarded.partner_id = ANY(%s) LIMIT 1) IS NULL
            AND (SELECT TRUE FROM imap_email_source copy
                JOIN imap_email_source_withheld_rel guarded
                ON guarded.source_id = copy.id
                WHERE copy.email_id = source.email_id
                AND guarded.partner_id = ANY(%s) LIMIT 1) IS NULL
            AND (SELECT TRUE FROM imap_email_source copy
                JOIN imap_email_source_guard_rel guarded
                ON guarded.source_id = copy.id
                WHERE copy.email_id = source.email_id
                AND guarded.partner_id = ANY(%s) LIMIT 1) IS NULL""",
            protected,
            protected,
            protected,
        )

    @api.model
    def _copies_of(self, envelopes, openness, everybody):
        """What of each envelope is open, copy by copy.

        :param openness: that of the user
        :param everybody: that of whoever can open the contact
        :return: ``Copy`` of each source that names the envelope's record and of
            which the user sees anything
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT envelope.id, source.id, source.account_id,
                    source.content_id, source.choice, source.private_kind,
                    NOT (TRUE %s)
                FROM mail_message envelope JOIN imap_email_source source
                ON source.email_id = envelope.imap_email_id
                WHERE envelope.id = ANY(%s) AND source.doomed IS NOT TRUE
                AND (source.account_id = ANY(%s) OR envelope.id = ANY(%s)) AND %s
                ORDER BY source.id""",
                self._unprotected_sql(openness.protected),
                envelopes.ids,
                list(openness.own),
                self._on_readable(envelopes),
                self._names_sql("envelope"),
            )
        )
        copies = (
            Copy(
                envelope, source, account, content, choice, kind,
                mine=account in openness.own,
                rank=openness.rank_of(account, choice, guarded),
                public=everybody.rank_of(account, choice, guarded),
                guarded=guarded,
            )
            for envelope, source, account, content, choice, kind, guarded in rows
        )  # fmt: skip
        return [copy for copy in copies if copy.rank]
