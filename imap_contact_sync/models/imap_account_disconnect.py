# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from .levels import EVERYTHING, METADATA, openness
from .record_fields import CONTACT


class ImapAccount(models.Model):
    """Disconnect: the secret goes at once, the mail as the owner decides.

    What is to go is hidden from everybody in the same transaction, by
    ``imap.email.source.doomed``, and deleted in batches: see ``imap_sync_erase``.
    """

    _inherit = "imap.account"

    has_mail = fields.Boolean(compute="_compute_mail_left", compute_sudo=True)
    is_erasing = fields.Boolean(compute="_compute_mail_left", compute_sudo=True)

    def _compute_mail_left(self):
        sources = self.env["imap.email.source"]
        for account in self:
            of_account = [("account_id", "=", account._origin.id)]
            for name, doomed in (("has_mail", False), ("is_erasing", True)):
                domain = [*of_account, ("doomed", "=", doomed)]
                account[name] = bool(sources.search(domain, limit=1))

    def action_disconnect(self):
        """Ask what becomes of the mail; nothing happens before that is confirmed.

        :raises AccessError: see ``_check_may_disconnect``
        """
        self.ensure_one()
        self._check_may_disconnect()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Disconnect %s", self.email),
            "res_model": "imap.disconnect",
            "view_mode": "form",
            "target": "new",
            "context": {"default_account_id": self.id},
        }

    def _disconnect(self, erase):
        """
        :param erase: which mail is deleted: ``private``, ``all`` or ``none``
        """
        self.ensure_one()
        self._erase_secret()
        self._decide_again()
        account = self.sudo()  # sudo: folders, sources and runs are nobody's to write
        # Whatever a run is writing of these folders right now fails by this. And when
        # the mailbox is connected again, it looks for what has been deleted.
        account.folder_ids.write({"floor_date": False})
        account._run()._record_disconnected()
        if erase == "none":
            return
        going = SQL("TRUE")
        if erase == "private":
            shared = self._shared_emails_sql(SQL("source.email_id"))
            going = SQL("(email_id IN (%s)) IS NOT TRUE", shared)
        if account._doom(going):
            # Deleted mail comes back only if the owner asks for an earlier date.
            account.sync_since = fields.Date.today()

    def _doom(self, condition):
        """Hide what is to go from everybody, in one statement, and have it deleted.

        :param condition: on the mailbox's sources, as SQL
        :return: whether there is anything
        """
        sources = self.env["imap.email.source"]
        sources.flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE imap_email_source SET doomed = TRUE
                WHERE account_id = %s AND doomed IS NOT TRUE AND %s""",
                self.id,
                condition,
            )
        )
        doomed = self.env.cr.rowcount
        sources.invalidate_model(["doomed"])
        if doomed:
            self.env.ref("imap_contact_sync.ir_cron_erase")._trigger()
        return bool(doomed)

    def _mail_counts(self):
        """``(private, shared, contacts)``: emails of which nobody else sees anything
        through this mailbox, the others, and on how many contacts those stand."""
        [(total, shared, contacts)] = self.env.execute_query(
            SQL(
                """SELECT (SELECT count(DISTINCT email_id) FROM imap_email_source
                        WHERE account_id = %s AND doomed IS NOT TRUE),
                    count(DISTINCT shared.email_id),
                    count(DISTINCT shared.res_id) FILTER (WHERE shared.model = %s)
                FROM (%s) AS shared""",
                self.id,
                CONTACT,
                self._shared_emails_sql(
                    SQL("source.email_id, named.model, named.res_id")
                ),
            )
        )
        return total - shared, shared, contacts

    def _shared_emails_sql(self, columns):
        """What others see anything of, through this mailbox, on some contact."""
        return SQL(
            """SELECT %s FROM imap_email_source source
            JOIN %s named ON named.source_id = source.id
            JOIN mail_message envelope ON envelope.imap_email_id = source.email_id
            AND envelope.model = named.model AND envelope.res_id = named.res_id
            WHERE source.account_id = %s AND %s""",
            columns,
            self.env["imap.email.source"]._named_sql(),
            self.id,
            self.env["imap.email.source"]._open_sql(self._open_to_others(), METADATA),
        )

    def _open_to_others(self):
        """``Openness``: what any colleague may see, everybody or a reader."""
        for model in ("imap.email.source", "mail.message"):
            self.env[model].flush_model()
        sharing = self._sharings(self.company_id.ids)[self.id]
        account = self.sudo()  # sudo: colleagues may be in other companies, too
        if account.reader_ids.filtered(
            lambda reader: (
                reader != account.user_id and account.company_id in reader.company_ids
            )
        ):
            sharing = sharing._replace(level=EVERYTHING)
        return openness([sharing], self.env["res.partner"]._imap_protected_ids())
