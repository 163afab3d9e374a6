# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..engine.net.authorities import BadAuthorities, checked_authorities

EXPIRES_SOON = timedelta(days=14)


class ImapAccount(models.Model):
    """The certificate authority of one mailbox's server, if it is a private one."""

    _inherit = "imap.account"

    ca_certificate = fields.Text(
        string="Private Certificate Authority",
        copy=False,
        help="Only for a server whose certificate no public authority has issued. "
        "These certificates (PEM) are trusted for this mailbox, and no others.",
    )
    ca_notice = fields.Char(compute="_compute_ca_notice")

    @api.depends("ca_certificate")
    def _compute_ca_notice(self):
        now = datetime.now(UTC)
        for account in self:
            account.ca_notice = account._authority_sentence(now)

    def _authority_sentence(self, now):
        """What the owner should know about the certificates; ``False`` if nothing."""
        if not self.ca_certificate:
            return False
        try:
            ends = checked_authorities(self.ca_certificate, now)
        except BadAuthorities as error:
            return self._authority_sentences()[error.args[0]]
        if ends - now > EXPIRES_SOON:
            return False
        return self.env._(
            "A certificate of the private authority expires on %(day)s, and then the "
            "mailbox is no longer read. Ask the administrator of the mail server for "
            "the next one, and paste it below.",
            day=format_date(self.env, ends.date()),
        )

    def _authority_sentences(self):
        return {
            "too_long": self.env._(
                "These are too many certificates. Paste only that of the authority "
                "that issued the mail server's, at most 64 kB."
            ),
            "private_key": self.env._(
                "There is a private key in what you pasted. It must never leave its "
                "server: paste only the certificate of the authority, and tell the "
                "administrator of the mail server that somebody gave you the key."
            ),
            "unreadable": self.env._(
                "This is no certificate in PEM form. It begins with -----BEGIN "
                "CERTIFICATE----- and ends with -----END CERTIFICATE-----. Ask the "
                "administrator of the mail server for that of the authority."
            ),
            "expired": self.env._(
                "A certificate of the private authority has expired. Ask the "
                "administrator of the mail server for the one that is valid now."
            ),
        }

    @api.constrains("ca_certificate")
    def _check_ca_certificate(self):
        for account in self.filtered("ca_certificate"):
            try:
                checked_authorities(account.ca_certificate, datetime.now(UTC))
            except BadAuthorities as error:
                sentence = account._authority_sentences()[error.args[0]]
                raise ValidationError(sentence) from None

    def _secret_goes_to(self):
        """Who gets the password: if one of these changes, somebody else might."""
        return self._secret_place(), self.encryption, self.ca_certificate
