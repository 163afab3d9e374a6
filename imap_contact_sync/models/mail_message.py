# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import email_split_tuples

from odoo.addons.mail.tools.discuss import Store


class MailMessage(models.Model):
    """The envelope of a synced email on a contact: record, date, author, link.

    Whether it exists for a user at all is decided in SQL by overriding the access
    methods. A record rule would not do: ``fetch`` runs as superuser, the dotted
    search ``message_ids.body`` bypasses rules, and ``_get_with_access`` falls back
    to the rights on the contact (odoo/addons/mail/models/mail_message.py).
    """

    _inherit = "mail.message"

    imap_email_id = fields.Many2one(
        "imap.email", readonly=True, copy=False, ondelete="cascade"
    )
    message_type = fields.Selection(
        selection_add=[("imap_email", "Synchronised Email")],
        ondelete={"imap_email": "cascade"},
    )

    # Exactly once per email and contact (I3); also finds an email's envelopes.
    _imap_envelope_unique = models.UniqueIndex(
        "(imap_email_id, model, res_id) WHERE imap_email_id IS NOT NULL"
    )

    @api.model
    def _visible_envelope_sql(self, alias):
        """Whether the current user may see the message's row at all."""
        own, shared = self.env["imap.account"]._readable_ids()
        email = SQL.identifier(alias, "imap_email_id")
        return SQL(
            "(%s IS NULL OR %s)",
            email,
            self.env["imap.email.source"]._names_contact_sql(
                email, SQL.identifier(alias, "res_id"), own + shared
            ),
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        # Also when access is bypassed: that is how ``message_ids.body`` searches.
        if not self.env.su:
            domain = Domain(domain) & Domain.custom(
                to_sql=lambda model, alias, query: self._visible_envelope_sql(alias)
            )
        return super()._search(domain, *args, **kwargs)

    def _synced(self):
        """The ids of the synced ones, each with whether the user may see it."""
        self.flush_recordset(["imap_email_id", "res_id"])
        visible = self._visible_envelope_sql("mail_message")
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT id, COALESCE(%s, FALSE) FROM mail_message
                    WHERE id = ANY(%s) AND imap_email_id IS NOT NULL""",
                    visible,
                    list(self._origin._ids),
                )
            )
        )

    def _hidden(self):
        """The messages of this set that do not exist for the current user."""
        synced = self._synced()
        return self.browse(id_ for id_, visible in synced.items() if not visible)

    def _get_forbidden_access(self, operation):
        """Hidden ones are forbidden; a synced one is nobody's to change."""
        synced = self._synced()
        closed = self.browse(
            id_
            for id_, visible in synced.items()
            if not visible or operation in ("write", "unlink")
        )
        return closed + super(MailMessage, self - closed)._get_forbidden_access(
            operation
        )

    @api.model
    def _get_with_access(self, message_id, mode="read", **kwargs):
        # Core falls back to the rights on the contact.
        message = super()._get_with_access(message_id, mode=mode, **kwargs)
        return message - message.sudo(False)._hidden() if message else message

    def fetch(self, field_names=None):
        # Core reads as superuser, trusting that somebody else has checked.
        if not self.env.su and self._hidden():
            raise self._make_access_error("read")
        return super().fetch(field_names)

    def export_data(self, fields_to_export):
        self.check_access("read")
        return super().export_data(fields_to_export)

    def get_metadata(self):
        self.check_access("read")
        return super().get_metadata()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_not_forged(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_forged(vals)
        return super().write(vals)

    @api.model
    def _check_not_forged(self, vals):
        forged = "imap_email_id" in vals or vals.get("message_type") == "imap_email"
        if forged and not self.env.su:
            raise AccessError(
                self.env._("Only a connected mailbox can add synchronised emails.")
            )

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
        if search_term:
            ordinary = super()._message_fetch(
                domain, thread=thread, search_term=search_term,
                is_notification=is_notification, limit=None,
            )["messages"]  # fmt: skip
            synced = self._synced_matches(domain, search_term)
            found["count"] = len(ordinary | synced)
            domain &= Domain("id", "in", (ordinary | synced).ids)
        domain &= Domain("message_type", "!=", "user_notification")
        if is_notification is not None:
            operator = "=" if is_notification else "!="
            domain &= Domain("message_type", operator, "notification")
        found["messages"] = self._page_by_date(domain, before, after, around, limit)
        return found

    @api.model
    def _has_synced(self, thread):
        domain = Domain("model", "=", thread._name) & Domain("res_id", "=", thread.id)
        # sudo: whether the order is by date is no secret, and costs one index look-up
        return self.sudo().search_count(
            domain & Domain("imap_email_id", "!=", False), limit=1
        )

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
            messages = self._dated(domain, "<", before, "DESC", limit)
        return messages.sorted(lambda each: (each.date, each.id), reverse=True)

    @api.model
    def _dated(self, domain, operator, reference, direction, limit):
        """Messages before or after another one in (date, id) order."""
        # sudo: the reference may be any message; only its date is compared
        date = self.sudo().browse(reference or []).exists().date
        if date:
            strict = operator.rstrip("=")
            domain &= Domain("date", strict, date) | (
                Domain("date", "=", date) & Domain("id", operator, reference)
            )
        return self.search(
            domain, limit=limit, order=f"date {direction}, id {direction}"
        )

    def _to_store(self, store, fields, **kwargs):
        """Add the content to each envelope, for the user who asks and may read it.

        Stores that go over the bus reach many users, and get a placeholder.
        """
        whole = "message_format" in fields
        super()._to_store(store, fields, **kwargs)
        # sudo: only which of them are synced, and the link to their email
        synced = {each: each.imap_email_id.id for each in self.sudo()}
        synced = {each.sudo(False): email for each, email in synced.items() if email}
        if not whole or not synced:
            return
        contents = {}
        if store.target.is_current_user(self.env):
            contents = self.env["imap.email.content"].search(
                [("email_id", "in", list(synced.values()))]
            )._own_first()  # fmt: skip
        for message, email in synced.items():
            store.add(message, self._store_values(contents.get(email)))

    @api.model
    def _store_values(self, content):
        if not content:
            return {"body": self.env._("You may not read this email.")}
        return {
            "body": content.body,
            "subject": content.subject,
            "incoming_email_to": email_split_tuples(content.email_to or ""),
            "incoming_email_cc": email_split_tuples(content.email_cc or ""),
            "attachment_ids": Store.Many(content.attachment_ids, sort="id"),
        }
