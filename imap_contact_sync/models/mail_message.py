# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd
from odoo.tools import SQL

from .levels import METADATA

UNSYNCED = Domain("imap_email_id", "=", False)


def leaves_out_synced(domain):
    """Whether a domain finds no synced email, whatever else it says."""
    domain = Domain(domain)
    parts = domain.children if isinstance(domain, DomainAnd) else (domain,)
    return UNSYNCED in parts


class MailMessage(models.Model):
    """The envelope of a synced email on a record: that, date, author, link.

    The record is a contact, or what a glue addon adds (``imap.record``).

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

    # Whether a thread has any: what opening a chatter asks first.
    _imap_thread_index = models.Index("(res_id, model) WHERE imap_email_id IS NOT NULL")
    # The newest of a thread that has some: core's index is in the order of the ids.
    _imap_dated_index = models.Index("(res_id, model, date, id)")

    @api.model
    def _visible_envelope_sql(self, alias):
        """Whether the current user may see the message's row at all."""
        openness = self.env["imap.account"]._openness()
        return SQL(
            "(%s IS NULL OR %s)",
            SQL.identifier(alias, "imap_email_id"),
            self.env["imap.email.source"]._names_record_sql(alias, openness, METADATA),
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        # Also when access is bypassed: that is how ``message_ids.body`` searches.
        if not self.env.su and not leaves_out_synced(domain):
            domain = Domain(domain) & Domain.custom(
                to_sql=lambda model, alias, query: self._visible_envelope_sql(alias)
            )
        return super()._search(domain, *args, **kwargs)

    def _synced(self):
        """Those of this set that are envelopes, whoever may see them."""
        return self._rows_of(SQL("imap_email_id IS NOT NULL"))

    def _hidden(self):
        """Those of this set that do not exist for the current user."""
        synced = self._synced()
        if not synced:
            return synced
        visible = self._visible_envelope_sql("mail_message")
        return synced._rows_of(SQL("%s IS NOT TRUE", visible))

    def _rows_of(self, condition):
        """Those of this set whose rows meet a condition in SQL, asked as nobody."""
        self.flush_recordset(["imap_email_id", "model", "res_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM mail_message WHERE id = ANY(%s) AND %s",
                list(self._origin._ids),
                condition,
            )
        )
        return self.browse(id_ for [id_] in rows)

    def _get_forbidden_access(self, operation):
        """Hidden ones are forbidden; a synced one is nobody's to change."""
        changing = operation in ("write", "unlink")
        closed = self._synced() if changing else self._hidden()
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
        if not self.env.su and (synced := self._synced()):
            synced.check_access("read")
        return super().fetch(field_names)

    @api.model_create_multi
    def create(self, vals_list):
        defaults = {
            name: self.env.context.get(f"default_{name}")
            for name in ("imap_email_id", "message_type")
        }
        for vals in vals_list:
            self._check_not_forged(defaults | vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_not_forged(vals)
        return super().write(vals)

    @api.model
    def _check_not_forged(self, vals):
        """Only the run makes envelopes: type and link together, as superuser.

        Core posts as superuser with the type that the browser names, so the type
        alone is refused to everybody.
        """
        linked = bool(vals.get("imap_email_id"))
        typed = vals.get("message_type") == "imap_email"
        if (linked or typed) and not (linked and typed and self.env.su):
            raise AccessError(
                self.env._("Only a connected mailbox can add synchronised emails.")
            )
