# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .levels import EVERYTHING, METADATA, SUBJECT
from .mail_message import UNSYNCED

TEXTS = ("subject", "body", "email_to", "email_cc")


class MailMessage(models.Model):
    """The pages of a chatter: in the order of the dates, and its search."""

    _inherit = "mail.message"

    @api.model
    def _message_fetch(
        self, domain, *, thread=None, search_term=None, is_notification=None,
        before=None, after=None, around=None, limit=30,
    ):  # fmt: skip
        """Threads with synced mail are in the order of the dates, not of the ids.

        History arrives later than newer mail, and so has the higher ids. The
        search also looks into the contents that the user may read.

        :return: core's; ``imap_dated`` tells the web client which order it is
        """
        options = {
            "search_term": search_term, "is_notification": is_notification,
            "before": before, "after": after, "around": around, "limit": limit,
        }  # fmt: skip
        domain = Domain(True if domain is None else domain)
        if not thread:
            return super()._message_fetch(domain, thread=thread, **options)
        if not self._has_synced(thread):
            found = super()._message_fetch(domain & UNSYNCED, thread=thread, **options)
            self._read_found(found["messages"])
            return found
        found = {"imap_dated": True}
        domain &= Domain("res_id", "=", thread.id) & Domain("model", "=", thread._name)
        domain &= Domain("message_type", "!=", "user_notification")
        if is_notification is not None:
            operator = "=" if is_notification else "!="
            domain &= Domain("message_type", operator, "notification")
        if search_term:
            matches = super()._message_fetch(
                domain & UNSYNCED, thread=thread, search_term=search_term,
                is_notification=is_notification, limit=None,
            )["messages"]  # fmt: skip
            matches |= self._synced_matches(domain, search_term)
            found["count"] = len(matches)
            domain &= Domain("id", "in", matches.ids)
        found["messages"] = self._page_by_date(domain, before, after, around, limit)
        if (before or after) and not self._date_of(before or after):
            found["imap_gone"] = True
        return found

    @api.model
    def _has_synced(self, thread):
        """Whether the thread has synced mail that the user may know of.

        Asked without the rights on the thread, which the caller has checked.
        """
        self.flush_model(["model", "res_id", "imap_email_id"])

        def found(condition):
            return self.env.execute_query(
                SQL(
                    """SELECT 1 FROM mail_message WHERE model = %s AND res_id = %s
                    AND imap_email_id IS NOT NULL AND %s LIMIT 1""",
                    thread._name,
                    thread.id,
                    condition,
                )
            )

        # First whether there is any at all, which takes a fiftieth of the time.
        return bool(
            found(SQL("TRUE"))
            and (self.env.su or found(self._visible_envelope_sql(self._table)))
        )

    @api.model
    def _synced_matches(self, domain, search_term):
        """Envelopes of a thread that match in what the user sees of them."""
        envelopes = self.search(domain & Domain("imap_email_id", "!=", False))
        views = envelopes._imap_views()
        matching = self._contents_that_match(views, search_term)
        return envelopes.filtered(
            lambda envelope: any(
                copy.content in matching
                for copy in (views[envelope].copies if envelope in views else ())
            )
        )

    @api.model
    def _contents_that_match(self, views, search_term):
        """The ids of contents that match in what is shown of them."""
        pattern = search_term.replace(" ", "%")
        shown = {EVERYTHING: set(), SUBJECT: set(), METADATA: set()}
        for view in views.values():
            for copy in view.copies:
                shown[copy.rank].add(copy.content)
        # sudo: what of these contents the user sees has been decided
        contents = self.env["imap.email.content"].sudo()
        # sudo: these files are the contents', of which the user sees everything
        files = (
            self.env["ir.attachment"]
            .sudo()
            ._search(
                Domain("res_model", "=", contents._name)
                & Domain("res_id", "in", shown[EVERYTHING])
                & Domain("name", "ilike", pattern)
            )
        )
        whole = Domain.OR(Domain(name, "ilike", pattern) for name in TEXTS)
        found = contents._search(
            Domain("id", "in", shown[EVERYTHING]) & whole
            | Domain("id", "in", shown[SUBJECT]) & Domain("subject", "ilike", pattern)
            | Domain("id", "in", files.subselect("res_id"))
        )
        return set(found.get_result_ids())

    @api.model
    def _page_by_date(self, domain, before, after, around, limit):
        if around is not None:
            older = self._dated(domain, "<=", around, "DESC", limit // 2)
            messages = older + self._dated(domain, ">", around, "ASC", limit // 2)
        elif after:
            messages = self._dated(domain, ">", after, "ASC", limit)
        else:
            messages = self._dated(domain, "<", before or None, "DESC", limit)
        return messages.sorted(lambda each: (each.date, each.id), reverse=True)

    @api.model
    def _dated(self, domain, operator, reference, direction, limit):
        """Messages before or after another one in (date, id) order."""
        if reference is not None:
            domain &= self._beside(operator, reference)
        # In the order of ``_imap_dated_index``: visibility is decided of the emails on
        # the way to the limit, not of all that the thread has.
        order = f"date {direction}, id {direction}"
        messages = self.search(domain, order=order, limit=limit)
        self._read_found(messages)
        return messages

    @api.model
    def _read_found(self, messages):
        """Read what a search has found; ``fetch`` would check it again."""
        messages.sudo().fetch()  # sudo: the search has checked

    @api.model
    def _date_of(self, reference):
        """Only of one that the user may see: the page would tell its date."""
        return self.search([("id", "=", reference)]).date

    @api.model
    def _beside(self, operator, reference):
        by_id = Domain("id", operator, reference)
        date = self._date_of(reference)
        if not date:
            return by_id
        return Domain("date", operator.rstrip("="), date) | (
            Domain("date", "=", date) & by_id
        )
