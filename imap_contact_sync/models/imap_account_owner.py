# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

USER_GROUP = "imap_contact_sync.group_user"
MANAGER_GROUP = "imap_contact_sync.group_manager"


class ImapAccount(models.Model):
    """Whether its owner may still have a mailbox, and who acts when he may not."""

    _inherit = "imap.account"

    may_pause = fields.Boolean(compute="_compute_may")
    may_disconnect = fields.Boolean(compute="_compute_may")

    @api.depends_context("uid")
    @api.depends(
        "is_owner", "user_id.active", "user_id.group_ids", "user_id.company_ids"
    )
    def _compute_may(self):
        manages = self.env.user.has_group(MANAGER_GROUP)
        for account in self:
            account.may_pause = account.is_owner or manages
            account.may_disconnect = account.is_owner or (
                manages and bool(account._leaver_sentence())
            )

    @api.depends(
        "run_ids.error_message",
        "company_id",
        "user_id.name",
        "user_id.active",
        "user_id.group_ids",
        "user_id.company_ids",
    )
    @api.depends_context("lang")
    def _compute_error_message(self):
        # Not written on the run: one that is going on has the row, and would
        # overwrite the sentence.
        for account in self:
            sentence = account._leaver_sentence()
            account.error_message = sentence or account.run_ids.error_message

    def _leaver_sentence(self):
        """Why the owner may have this mailbox no longer; ``False`` if he may."""
        account = self.sudo()  # sudo: the rights of the owner, who may be a colleague
        user, company = account.user_id, account.company_id
        # Archived companies are companies, too.
        companies = user.with_context(active_test=False).company_ids
        if not user.active:
            return self.env._(
                "%s no longer may connect mailboxes: this user is archived. A manager "
                "of email sharing can press Disconnect, and decide what becomes of "
                "the emails.",
                user.name,
            )
        if not user.has_group(USER_GROUP):
            return self.env._(
                "%s no longer may connect mailboxes: this user does not have the right "
                "“Integrate email”. Give it back, or let a manager of email sharing "
                "press Disconnect and decide what becomes of the emails.",
                user.name,
            )
        if company not in companies:
            return self.env._(
                "%(user)s no longer may connect mailboxes of %(company)s: this user "
                "does not work there any more. A manager of email sharing can press "
                "Disconnect, and decide what becomes of the emails.",
                user=user.name,
                company=company.name,
            )
        return False

    @api.model
    def _stop_leavers(self, users=None):
        """Erase the secrets of mailboxes whose owners may have them no longer.

        Their mail stays as it is: what is private is seen by nobody else, what is
        shared by those who saw it.

        :param users: only theirs; everybody's if not given
        """
        if not self.env.ref(USER_GROUP, raise_if_not_found=False):
            return  # the addon is being installed or uninstalled
        # sudo: whoever changes users need not see their mailboxes
        accounts = self.sudo().search(
            ["|", ("state", "!=", "draft"), ("secret", "!=", False)]
        )
        if users is not None:
            accounts = accounts.filtered(lambda account: account.user_id in users)
        leaving = accounts.filtered(lambda account: account._leaver_sentence())
        leaving._erase_secret()

    def _erase_secret(self):
        """Not a single connection more: a run that is going on ends at its next step.

        See ``imap.folder._advance``.
        """
        # sudo: neither the secret nor the state has an editor
        self.sudo().write({"secret": False, "state": "draft"})

    def _check_may_disconnect(self):
        """
        :raises AccessError: neither the owner nor, when he has left, a manager of the
            mailbox's company
        """
        self.check_access("read")
        if not all(account.may_disconnect for account in self):
            raise AccessError(
                self.env._(
                    "Only its owner disconnects a mailbox. A manager of email sharing "
                    "does when the owner may connect mailboxes no longer; until then "
                    "you can press Pause."
                )
            )
