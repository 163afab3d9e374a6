# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

MANAGER_GROUP = "imap_contact_sync.group_manager"
LONG = timedelta(days=1)


class ImapAccountRun(models.Model):
    """Who is told when a mailbox is not read any more, and when it is again.

    Once for each incident: the owner when he must act, he and the managers when it has
    lasted for a day. By a job of its own: a run has other things to do, and may be what
    does not work.
    """

    _inherit = "imap.account.run"

    trouble_date = fields.Datetime(
        string="In Trouble Since",
        index="btree_not_null",
        help="The first failure since the last run that went well.",
    )
    warned = fields.Selection(
        [("owner", "The owner"), ("all", "The owner and the managers")],
        help="Who has been told of the trouble that there is.",
    )
    warned_date = fields.Datetime()

    def write(self, vals):
        """Trouble begins with the first failure, and ends when all is well."""
        status = vals.get("status")
        if status in ("retry", "stopped"):
            now = fields.Datetime.now()
            fresh = self.filtered(lambda run: not run.trouble_date)
            super(ImapAccountRun, fresh).write({"trouble_date": now})
        elif status:
            vals = vals | {"trouble_date": False}
        return super().write(vals)

    @api.model
    def _cron_watch(self):
        """Tell what has to be told; what a run is writing now waits for an hour."""
        for domain, tell in (
            (self._recovered_domain(), "_tell_recovery"),
            (self._long_domain(), "_warn_all"),
            (self._stopped_domain(), "_warn_owner"),
        ):
            for run in self.search(domain).try_lock_for_update(allow_referencing=True):
                getattr(run, tell)()

    def _stopped_domain(self):
        return [("status", "=", "stopped"), ("warned", "=", False)]

    def _long_domain(self):
        """Also what is overdue for a day, since then nothing reads it."""
        long_ago = fields.Datetime.now() - LONG
        connected = Domain("account_id.state", "=", "connected")
        silent = connected & Domain("next_sync_date", "<", long_ago)
        failing = Domain("trouble_date", "<", long_ago)
        return (
            Domain("warned", "in", [False, "owner"])
            & Domain("account_id.state", "!=", "paused")
            & (silent | failing)
        )

    def _recovered_domain(self):
        return [("warned", "!=", False), ("status", "=", "ok"),
                ("account_id.state", "=", "connected")]  # fmt: skip

    def _warn_owner(self):
        self._tell(self.account_id.user_id, "_trouble_words")
        self._remember_warning("owner")

    def _warn_all(self):
        users = self._managers()
        if not self.warned:
            users |= self.account_id.user_id
        self._tell(users, "_trouble_words")
        self._remember_warning("all")

    def _remember_warning(self, warned):
        self.write({"warned": warned, "warned_date": fields.Datetime.now()})

    def _tell_recovery(self):
        # Connect alone is no proof.
        if self.last_sync_date and self.last_sync_date > self.warned_date:
            users = self.account_id.user_id
            if self.warned == "all":
                users |= self._managers()
            self._tell(users, "_recovery_words")
            self.warned = False

    def _managers(self):
        group = self.env.ref(MANAGER_GROUP)
        company = self.account_id.company_id
        return group.all_user_ids.filtered(lambda user: company in user.company_ids)

    def _tell(self, users, words):
        """Notify users as they like it, each in his language."""
        for user in users.filtered("active"):
            run = self.with_context(lang=user.lang)
            subject, body = getattr(run, words)()
            run.env["mail.thread"].message_notify(
                model="imap.account",
                res_id=self.account_id.id,
                partner_ids=user.partner_id.ids,
                subject=subject,
                body=Markup("<p>%s</p>") % body,
                author_id=self.env.ref("base.partner_root").id,
            )

    def _trouble_words(self):
        account = self.account_id
        names = {"mailbox": account.email, "owner": account.user_id.name}
        reason = account.error_message or account.silence or ""
        return (
            self.env._("The mailbox %(mailbox)s is not read", **names),
            self.env._(
                "Emails of the mailbox %(mailbox)s of %(owner)s do not reach the "
                "contacts at the moment. %(reason)s",
                reason=reason,
                **names,
            ),
        )

    def _recovery_words(self):
        account = self.account_id
        names = {"mailbox": account.email, "owner": account.user_id.name}
        return (
            self.env._("The mailbox %(mailbox)s is read again", **names),
            self.env._(
                "All is well with the mailbox %(mailbox)s of %(owner)s again. What "
                "came in meanwhile reaches the contacts now.",
                **names,
            ),
        )
