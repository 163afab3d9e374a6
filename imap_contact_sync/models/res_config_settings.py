# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.authentication import SERVER_NAME
from .settings import DEFAULTS, PREFIX, TRUSTED_SERVERS, server_names


def limit_field(name, label):
    """A limit of ``settings.DEFAULTS`` as a field of the settings."""
    return fields.Integer(
        string=label,
        config_parameter=PREFIX + name,
        default=lambda self: DEFAULTS[name],
    )


class ResConfigSettings(models.TransientModel):
    """Settings > Mailboxes: what synchronising may cost."""

    _inherit = "res.config.settings"

    imap_run_seconds = limit_field("run_seconds", "Seconds per Run")
    imap_run_messages = limit_field("run_messages", "Emails per Run")
    imap_run_megabytes = limit_field("run_megabytes", "Megabytes per Run")
    imap_day_seconds = limit_field("day_seconds", "Seconds per Day")
    imap_day_messages = limit_field("day_messages", "Emails per Day")
    imap_day_megabytes = limit_field("day_megabytes", "Megabytes per Day")
    imap_largest_megabytes = limit_field("largest_megabytes", "Largest Email (MB)")
    imap_user_attempts = limit_field("user_attempts", "Connects of a User")
    imap_company_attempts = limit_field("company_attempts", "Connects of a Company")
    imap_user_searches = limit_field("user_searches", "Searches of a User")
    imap_sharing_default = fields.Selection(
        related="company_id.imap_sharing_default", readonly=False
    )
    imap_sharing_ceiling = fields.Selection(
        related="company_id.imap_sharing_ceiling", readonly=False
    )
    imap_sharing_choice = fields.Boolean(
        related="company_id.imap_sharing_choice", readonly=False
    )
    imap_own_domains = fields.Char(
        related="company_id.imap_own_domains", readonly=False
    )
    imap_own_domains_proposed = fields.Char(
        related="company_id.imap_own_domains_proposed"
    )
    imap_log_internal = fields.Boolean(
        related="company_id.imap_log_internal", readonly=False
    )
    imap_same_address = fields.Selection(
        related="company_id.imap_same_address", readonly=False
    )
    imap_new_contacts = fields.Selection(
        related="company_id.imap_new_contacts", readonly=False, required=True
    )
    imap_archived_contacts = fields.Boolean(
        related="company_id.imap_archived_contacts", readonly=False
    )
    imap_authserv_ids = fields.Char(
        string="Trusted Mail Servers", config_parameter=TRUSTED_SERVERS
    )
    imap_lanes = fields.Integer(
        string="Mailboxes Read at the Same Time",
        # The first lane may be switched off, and the other settings still be saved.
        default=lambda self: max(1, len(self._active_imap_lanes())),
    )

    imap_key_where = fields.Char(compute="_compute_imap_key")
    imap_key_trouble = fields.Char(compute="_compute_imap_key")
    imap_key_lost = fields.Boolean(compute="_compute_imap_key")
    imap_key_needs_copy = fields.Boolean(compute="_compute_imap_key")
    imap_key_outdated_count = fields.Integer(compute="_compute_imap_key")

    def _compute_imap_key(self):
        keys = self.env["imap.key"]
        trouble = keys._trouble()
        self.imap_key_where = keys._where()
        self.imap_key_trouble = trouble
        self.imap_key_lost = keys._trouble_reason() in ("no_key", "other_key")
        self.imap_key_needs_copy = keys._needs_copy()
        self.imap_key_outdated_count = 0 if trouble else len(keys._outdated())

    def _active_imap_lanes(self):
        # sudo: who may see the settings may know how many lanes there are
        return self.env["ir.cron"].sudo()._imap_lanes().filtered("active")

    @api.constrains("imap_lanes", *(f"imap_{name}" for name in DEFAULTS))
    def _check_imap_limits(self):
        names = ["imap_lanes", *(f"imap_{name}" for name in DEFAULTS)]
        for settings in self:
            for name in names:
                if settings[name] < 1:
                    raise ValidationError(
                        self.env._("%s must be at least 1.", self._fields[name].string)
                    )

    @api.constrains("imap_authserv_ids")
    def _check_imap_authserv_ids(self):
        for settings in self:
            for name in server_names(settings.imap_authserv_ids):
                if not SERVER_NAME.fullmatch(name):
                    raise ValidationError(
                        self.env._(
                            "“%s” is not the name of a mail server. Write names such "
                            "as mx.example.com, separated by commas.",
                            name,
                        )
                    )

    def set_values(self):
        result = super().set_values()
        # sudo: Odoo has checked that the user may change settings
        if self.imap_lanes != len(self._active_imap_lanes()):
            self.env["ir.cron"].sudo()._set_imap_lanes(self.imap_lanes)
        return result

    def action_imap_key_copied(self):
        """The administrator has a copy of the key."""
        self._check_imap_administrator()
        self.env["imap.key"]._confirm_copy()

    def action_imap_key_rotate(self):
        """Seal all passwords with the first key; pressing it again goes on."""
        self._check_imap_administrator()
        keys = self.env["imap.key"]
        if trouble := keys._trouble():
            raise UserError(trouble)
        left = keys._rotate()
        message = self.env._(
            "All passwords are encrypted with the new key. You can remove the older "
            "keys now."
        )
        if left:
            message = self.env._(
                "Somebody was saving his mailbox; passwords left: %s. Press the button "
                "again in a moment.",
                left,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left else "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_imap_key_accept(self):
        """The old key is lost: go on with this server's, and with new passwords."""
        self._check_imap_administrator()
        self.env["imap.key"]._accept()

    def _check_imap_administrator(self):
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._(
                    "Only an administrator decides about the key for mailbox "
                    "passwords. Ask one."
                )
            )
