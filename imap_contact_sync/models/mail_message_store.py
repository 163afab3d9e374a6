# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import is_html_empty
from odoo.tools.mail import email_split_tuples

from odoo.addons.mail.tools.discuss import Store

from .levels import EVERYTHING, METADATA, SUBJECT

TEXTS = ("subject", "body", "email_to", "email_cc", "attachment_ids.name")


class MailMessage(models.Model):
    """What the chatter shows: pages in the order of the dates, and the contents."""

    _inherit = "mail.message"

    @api.model
    def _message_fetch(
        self, domain, *, thread=None, search_term=None, is_notification=None,
        before=None, after=None, around=None, limit=30,
    ):  # fmt: skip
        """Threads with synced mail are in the order of the dates, not of the ids.

        History arrives later than newer mail, and so has the higher ids. The
        search also looks into the contents that the user may read.
        """
        if not thread or not self._has_synced(thread):
            return super()._message_fetch(
                domain, thread=thread, search_term=search_term,
                is_notification=is_notification, before=before, after=after,
                around=around, limit=limit,
            )  # fmt: skip
        found = {}
        domain = Domain(True if domain is None else domain)
        domain &= Domain("res_id", "=", thread.id) & Domain("model", "=", thread._name)
        domain &= Domain("message_type", "!=", "user_notification")
        if is_notification is not None:
            operator = "=" if is_notification else "!="
            domain &= Domain("message_type", operator, "notification")
        if search_term:
            matches = super()._message_fetch(
                domain, thread=thread, search_term=search_term,
                is_notification=is_notification, limit=None,
            )["messages"]  # fmt: skip
            matches |= self._synced_matches(domain, search_term)
            found["count"] = len(matches)
            domain &= Domain("id", "in", matches.ids)
        found["messages"] = self._page_by_date(domain, before, after, around, limit)
        return found

    @api.model
    def _has_synced(self, thread):
        """Whether the thread has synced mail that the user may know of.

        Asked without the rights on the thread, which the caller has checked.
        """
        domain = Domain("model", "=", thread._name) & Domain("res_id", "=", thread.id)
        domain &= Domain("imap_email_id", "!=", False)
        return bool(self._search(domain, limit=1, bypass_access=True).get_result_ids())

    @api.model
    def _synced_matches(self, domain, search_term):
        """Envelopes of a thread that match in what the user sees of them."""
        envelopes = self.search(domain & Domain("imap_email_id", "!=", False))
        views = envelopes._imap_views()
        texts = self._contents_that_match(views, EVERYTHING, search_term, TEXTS)
        subjects = self._contents_that_match(views, SUBJECT, search_term, ["subject"])
        return envelopes.filtered(
            lambda envelope: any(
                copy.content in texts | subjects
                for copy in (views[envelope].copies if envelope in views else ())
            )
        )

    @api.model
    def _contents_that_match(self, views, level, search_term, names):
        """The ids of contents that are shown at this level and match."""
        pattern = search_term.replace(" ", "%")
        ids = {
            copy.content
            for view in views.values()
            for copy in view.copies
            if copy.rank == level
        }
        # sudo: what of these contents the user sees has been decided in SQL
        contents = (
            self.env["imap.email.content"]
            .sudo()
            ._search(
                Domain("id", "in", ids)
                & Domain.OR(Domain(name, "ilike", pattern) for name in names)
            )
        )
        return set(contents.get_result_ids())

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
        return self.search(
            domain, limit=limit, order=f"date {direction}, id {direction}"
        )

    @api.model
    def _beside(self, operator, reference):
        by_id = Domain("id", operator, reference)
        # Only one that the user may see: the page would tell its date.
        date = self.search([("id", "=", reference)]).date
        if not date:
            return by_id
        return Domain("date", operator.rstrip("="), date) | (
            Domain("date", "=", date) & by_id
        )

    def _to_store(self, store, fields, **kwargs):
        """Add the content to each envelope, for the user who asks and may read it."""
        whole = "message_format" in fields
        result = super()._to_store(store, fields, **kwargs)
        if whole:
            # Core also formats as superuser; what is shown is what the user may see.
            self.sudo(False)._contents_to_store(store)
        return result

    def _contents_to_store(self, store):
        """Stores that go over the bus reach many users, and get a placeholder."""
        synced = self._synced()
        if not synced:
            return
        views = {}
        if store.target.channel is None and store.target.subchannel is None:
            views = synced._imap_views()
        # sudo: what of these contents the user sees has been decided in SQL
        contents = self.env["imap.email.content"].sudo()
        contents = contents.browse({view.best.content for view in views.values()})
        by_id = {content.id: content for content in contents}
        for message in synced:
            values = {"body": self.env._("You may not read this email.")}
            if view := views.get(message):
                content = by_id[view.best.content]
                values = self._content_values(content, view.best.rank)
                values["imap_sharing"] = self._imap_sharing_values(view)
            store.add(message, values)

    @api.model
    def _content_values(self, content, level):
        """What a user who sees this level of it gets."""
        if level == METADATA:
            return {"body": self.env._("Only who wrote it and when is shared.")}
        if level == SUBJECT:
            return {
                "subject": content.subject,
                "body": self.env._("Only the subject of this email is shared."),
            }
        return {
            # The web client takes a message without a body for a removed one.
            "body": self.env._("This email has no text.")
            if is_html_empty(content.body)
            else content.body,
            "subject": content.subject,
            "incoming_email_to": email_split_tuples(content.email_to or ""),
            "incoming_email_cc": email_split_tuples(content.email_cc or ""),
            "attachment_ids": Store.Many(
                content.attachment_ids, self._store_attachment_fields(), sort="id"
            ),
        }

    @api.model
    def _store_attachment_fields(self):
        """Core's, without the tokens that open a file to anybody for weeks."""
        return [
            "checksum", "create_date", "file_size", "has_thumbnail", "mimetype",
            "name", "type", "url", Store.One("thread", [], as_thread=True),
        ]  # fmt: skip
