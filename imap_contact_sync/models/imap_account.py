# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import escape_psql

ENCRYPTIONS = [("ssl", "SSL/TLS"), ("starttls", "STARTTLS")]
PORTS = {"ssl": 993, "starttls": 143}
DEFAULT_HISTORY = timedelta(days=90)
# What makes the next run come at once.
STARTING = {"folder_ids", "usual_folder_ids", "rare_folder_ids", "sync_since"}


class ImapAccount(models.Model):
    """One mailbox of one user: only what people set.

    What a run finds out is in ``imap.account.run`` and ``imap.folder``, so that a
    running synchronisation never blocks its owner's Save.
    """

    _name = "imap.account"
    _description = "Mailbox"
    _order = "name, id"

    name = fields.Char(
        string="Label",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="How you call this mailbox, for example Work.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The mailbox belongs to the user who connected it.",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        required=True,
        index=True,
        ondelete="restrict",
    )
    email = fields.Char(string="Email Address", required=True)
    login = fields.Char(
        compute="_compute_login",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="What the mail server calls you; usually the email address.",
    )
    host = fields.Char(
        string="IMAP Server",
        required=True,
        help="The name of the incoming mail server, for example imap.gmail.com.",
    )
    port = fields.Integer(
        compute="_compute_port",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    encryption = fields.Selection(
        ENCRYPTIONS,
        default="ssl",
        required=True,
        help="SSL/TLS is usual on port 993, STARTTLS on port 143.",
    )
    state = fields.Selection(
        [
            ("draft", "Not Connected"),
            ("connected", "Connected"),
            ("paused", "Paused"),
            ("error", "Needs You"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    folder_ids = fields.One2many("imap.folder", "account_id", copy=False)
    sync_since = fields.Date(
        string="Emails Since",
        default=lambda self: fields.Date.today() - DEFAULT_HISTORY,
        required=True,
        help="Emails from before this day are left alone.",
    )
    run_ids = fields.One2many("imap.account.run", "account_id", copy=False)
    last_sync_date = fields.Datetime(related="run_ids.last_sync_date")
    last_sync_status = fields.Selection(related="run_ids.status")
    next_sync_date = fields.Datetime(related="run_ids.next_sync_date")
    error_message = fields.Text(compute="_compute_error_message", compute_sudo=True)
    error_reason = fields.Char(
        related="run_ids.error_reason", groups="base.group_system"
    )
    is_owner = fields.Boolean(compute="_compute_is_owner")

    @api.depends("email")
    def _compute_name(self):
        for account in self:
            account.name = account.name or account.email

    @api.depends("email")
    def _compute_login(self):
        for account in self:
            account.login = account.login or account.email

    @api.depends("encryption")
    def _compute_port(self):
        for account in self:
            if not account.port or account.port in PORTS.values():
                account.port = PORTS.get(account.encryption, PORTS["ssl"])

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_owner(self):
        for account in self:
            account.is_owner = account.user_id == self.env.user

    @api.constrains("state")
    def _check_connected_once_more(self):
        # Whoever stops a mailbox need not be entitled to connect it.
        self.filtered(lambda each: each.state == "connected")._check_connected_once()

    @api.constrains("host", "login", "company_id")
    def _check_connected_once(self):
        manager = "imap_contact_sync.group_manager"
        for account in self:
            # sudo: the other mailbox may belong to somebody else
            others = self.sudo().search_count(
                [
                    ("id", "!=", account.id),
                    ("company_id", "=", account.company_id.id),
                    ("state", "!=", "draft"),
                    ("host", "=ilike", escape_psql(account.host)),
                    ("login", "=ilike", escape_psql(account.login)),
                ]
            )
            if others and not self.env.user.has_group(manager):
                raise ValidationError(
                    self.env._(
                        "The mailbox %(login)s on %(host)s is already connected in "
                        "this company. Ask its owner to share it, or a manager of "
                        "email sharing to connect it a second time.",
                        login=account.login,
                        host=account.host,
                    )
                )

    @api.constrains("company_id", "user_id")
    def _check_company(self):
        for account in self:
            if account.company_id not in account.user_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(company)s. Choose a company of "
                        "the mailbox's owner.",
                        user=account.user_id.name,
                        company=account.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A mailbox belongs to who creates it, whatever the values say."""
        for vals in vals_list:
            vals["user_id"] = self.env.uid
            vals |= {"state": "draft", "confirmed_date": False}
            vals["host"] = (vals.get("host") or "").strip().rstrip(".").lower()
        accounts = super().create(vals_list)
        # sudo: users may not write what a run finds out
        self.env["imap.account.run"].sudo().create(
            [{"account_id": account.id} for account in accounts]
        )
        return accounts

    def write(self, vals):
        if not self.env.su and {"user_id", "state", "confirmed_date"} & vals.keys():
            raise AccessError(
                self.env._(
                    "The owner and the state of a mailbox cannot be edited. Use the "
                    "buttons on the mailbox instead."
                )
            )
        if "company_id" in vals and self.folder_ids:
            raise UserError(
                self.env._(
                    "The company of a mailbox stays once it was connected. Delete "
                    "this mailbox and connect it again in the other company."
                )
            )
        if vals.get("host"):
            vals = dict(vals, host=vals["host"].strip().rstrip(".").lower())
        result = super().write(vals)
        connected = self.filtered(lambda account: account.state == "connected")
        if connected and STARTING & vals.keys():
            connected._start_soon()
        return result

    def copy_data(self, default=None):
        raise UserError(
            self.env._("A mailbox cannot be duplicated. Create a new one instead.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_being_read(self):
        # A run holds its row; its sources and our cascade would wait for each other.
        runs = self._run()
        if runs.try_lock_for_update() != runs:
            raise UserError(
                self.env._(
                    "The mailbox is being read right now. Press Pause, wait a "
                    "moment, and delete it then."
                )
            )

    def unlink(self):
        """With the mailbox goes its mail, except what colleagues' copies keep."""
        # sudo: emails and sources are nobody's to delete through the ORM
        emails = self.env["imap.email.source"].sudo().search(
            [("account_id", "in", self.ids)]
        ).email_id  # fmt: skip
        result = super().unlink()
        emails._forget_unsourced()
        return result
