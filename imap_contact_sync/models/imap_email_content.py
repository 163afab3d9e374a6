# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .levels import EVERYTHING


class ImapEmailContent(models.Model):
    """The vault: what an email says. Equal copies of two mailboxes share one.

    Reading is decided in SQL by ``_readable_domain``, for search and for access
    alike, on top of the access rights; a record rule alone leaves doors open (see
    ``MailMessage``).
    """

    _name = "imap.email.content"
    _description = "Content of an Email"

    email_id = fields.Many2one(
        "imap.email", required=True, index=True, ondelete="cascade", readonly=True
    )
    digest = fields.Char(required=True, readonly=True)
    subject = fields.Char(readonly=True)
    email_to = fields.Char(string="To", readonly=True)
    email_cc = fields.Char(string="Cc", readonly=True)
    reply_to = fields.Char(
        readonly=True, help="If answers go elsewhere than to the sender."
    )
    author_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="set null", readonly=True
    )
    author_proven = fields.Boolean(
        readonly=True, help="It stands in the sent folder of its author, a colleague."
    )
    # The importer has sanitised it, once; see engine/html.py.
    body = fields.Html(sanitize=False, readonly=True)
    notes = fields.Char(readonly=True, help="Codes of engine/notes.py, with commas.")
    # Without the bypass each reading would check every attachment of the database;
    # with it only those of contents that have been found readable.
    attachment_ids = fields.Many2many(
        "ir.attachment", readonly=True, bypass_search_access=True
    )

    _digest_unique = models.Constraint(
        "UNIQUE(email_id, digest)", "An email has each distinct copy once."
    )

    @api.model
    def _readable_domain(self):
        """The contents of the user's own mailboxes, and those shared with him.

        What a colleague shares is read through a record that the email stands on
        and that the user may read.
        """
        openness = self.env["imap.account"]._openness()
        sources = self.env["imap.email.source"]
        readable = sources._readable_sql("named")

        def to_sql(model, alias, query):
            return SQL(
                """(SELECT TRUE FROM imap_email_source source
                    WHERE source.content_id = %s AND %s
                    AND (source.account_id = ANY(%s) OR EXISTS (
                        SELECT 1 FROM %s named
                        JOIN mail_message envelope
                        ON envelope.imap_email_id = source.email_id
                        AND envelope.model = named.model
                        AND envelope.res_id = named.res_id
                        WHERE named.source_id = source.id AND %s))
                    LIMIT 1)""",
                SQL.identifier(alias, "id"),
                sources._open_sql(openness, EVERYTHING),
                list(openness.own),
                sources._named_sql(),
                readable,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su:
            domain = Domain(domain) & self._readable_domain()
        return super()._search(domain, *args, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su:
            return result
        rest = self - result[0] if result else self
        # sudo: the condition is that of the user; it must not be added twice
        readable = rest.sudo().search(
            Domain("id", "in", rest.ids) & self._readable_domain()
        )
        hidden = rest - readable.sudo(False)
        if not hidden:
            return result
        forbidden = hidden | result[0] if result else hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )
