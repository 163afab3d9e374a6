# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import is_html_empty
from odoo.tools.mail import email_split_tuples

from odoo.addons.mail.tools.discuss import Store


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
        """Envelopes of a thread whose content the user may read and that match."""
        pattern = search_term.replace(" ", "%")
        names = [
            "subject", "body", "email_to", "email_cc", "attachment_ids.name",
        ]  # fmt: skip
        envelopes = self.search(domain & Domain("imap_email_id", "!=", False))
        # sudo: only the link from envelope to email is read
        emails = envelopes.sudo().imap_email_id
        contents = self.env["imap.email.content"].search(
            Domain("email_id", "in", emails.ids)
            & Domain.OR(Domain(name, "ilike", pattern) for name in names)
        )
        matching = set(contents.sudo().email_id.ids)
        return envelopes.filtered(
            lambda envelope: envelope.sudo().imap_email_id.id in matching
        )

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
        contents = {}
        if store.target.channel is None and store.target.subchannel is None:
            contents = (synced - synced._hidden())._contents()
        for message in synced:
            store.add(message, self._store_values(contents.get(message)))

    def _contents(self):
        """The content that the user reads, by envelope: his own copy first."""
        # sudo: only the link from envelope to email is read
        emails = {each: each.sudo().imap_email_id.id for each in self}
        contents = self.env["imap.email.content"]._by_email(list(emails.values()))
        return {each: contents.get(email) for each, email in emails.items()}

    @api.model
    def _store_values(self, content):
        if not content:
            return {"body": self.env._("You may not read this email.")}
        # sudo: who may read the content may read its files, as with core's messages
        attachments = content.sudo().attachment_ids
        return {
            # The web client takes a message without a body for a removed one.
            "body": self.env._("This email has no text.")
            if is_html_empty(content.body)
            else content.body,
            "subject": content.subject,
            "incoming_email_to": email_split_tuples(content.email_to or ""),
            "incoming_email_cc": email_split_tuples(content.email_cc or ""),
            "attachment_ids": Store.Many(
                attachments, self._store_attachment_fields(), sort="id"
            ),
        }

    @api.model
    def _store_attachment_fields(self):
        """Core's, without the tokens that open a file to anybody for weeks."""
        return [
            "checksum", "create_date", "file_size", "has_thumbnail", "mimetype",
            "name", "type", "url", Store.One("thread", [], as_thread=True),
        ]  # fmt: skip
