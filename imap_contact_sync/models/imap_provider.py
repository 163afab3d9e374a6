# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from ..engine.authentication import SERVER_NAME
from .imap_account import ENCRYPTIONS

DOMAIN_MARK = "{domain}"  # in a host name: the domain of the address
SEPARATORS = re.compile(r"[\s,;]+")


class ImapProvider(models.Model):
    """A mail provider: where its IMAP server is, and what it wants of its customers.

    Those that are shipped are facts, written anew by updates; an administrator adds
    the domains of the company to one, or a provider. Only administrators do: passwords
    go to the server that is named here.
    """

    _name = "imap.provider"
    _description = "Mail Provider"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    domains = fields.Text(
        help="What is behind the @ in addresses of this provider, separated by blanks."
    )
    own_domains = fields.Text(
        help="Further domains whose mail is at this provider, for example the "
        "company's. Updates leave them alone.",
    )
    host = fields.Char(
        string="IMAP Server",
        help="Without one the provider offers no IMAP. {domain} stands for what is "
        "behind the @ of the address.",
    )
    port = fields.Integer()
    encryption = fields.Selection(ENCRYPTIONS)
    other_host = fields.Char(
        string="Other Server", help="Tried when the first one cannot be reached."
    )
    other_port = fields.Integer()
    other_encryption = fields.Selection(ENCRYPTIONS)
    login_form = fields.Selection(
        [("email", "The whole address"), ("local", "What is before the @")],
        string="Login",
        default="email",
        required=True,
    )
    credential = fields.Selection(
        [
            ("usual", "The usual password"),
            ("app", "An app password"),
            ("app_if_two", "An app password for who logs in with two factors"),
            ("code", "An authorization code"),
            ("separate", "A separate password for mail programs"),
            ("none", "None: the provider refuses passwords"),
            ("no_imap", "None: the provider offers no IMAP"),
        ],
        string="Password",
        default="usual",
        required=True,
    )
    must_switch_on = fields.Boolean(
        string="IMAP is Off at First",
        help="Customers switch IMAP on in the settings of their mailbox.",
    )
    help_url = fields.Char(string="Where to Get the Password")

    @api.constrains("domains", "own_domains", "host", "other_host")
    def _check_names(self):
        for provider in self:
            hosts = [provider.host or "", provider.other_host or ""]
            names = [each.replace(DOMAIN_MARK, "example") for each in hosts if each]
            for name in (*names, *provider._domains()):
                if not SERVER_NAME.fullmatch(name):
                    raise ValidationError(
                        self.env._(
                            "“%s” is not the name of a server or domain. Write names "
                            "such as example.com.",
                            name,
                        )
                    )

    @api.constrains("help_url")
    def _check_help_url(self):
        for provider in self:
            if provider.help_url and not provider.help_url.startswith("https://"):
                raise ValidationError(
                    self.env._("Write an address that begins with https://.")
                )

    def _domains(self):
        """Of one provider, or none."""
        text = f"{self.own_domains or ''} {self.domains or ''}".lower()
        return [each for each in SEPARATORS.split(text) if each]

    @api.model
    def _of_address(self, email):
        """The provider of an address; none if its domain is not known."""
        domain = (email_normalize(email) or "").rpartition("@")[2]
        return self.browse(self._ids_by_domain().get(domain, ()))

    @api.model
    def _of_host(self, host):
        """The provider whose server this is; none if it is not known."""
        host = (host or "").strip().lower()
        return self.search([("host", "=", host)], limit=1) if host else self

    @api.model
    @tools.ormcache()
    def _ids_by_domain(self):
        """Provider ids by domain. What an administrator has added comes first."""
        with_domains = ["|", ("domains", "!=", False), ("own_domains", "!=", False)]
        # sudo: the same for every user
        providers = self.sudo().search(with_domains)
        return {
            domain: provider.id
            for provider in providers.sorted(lambda each: bool(each.own_domains))
            for domain in provider._domains()
        }

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _login(self, email):
        """What the provider calls the owner of an address."""
        return email.partition("@")[0] if self.login_form == "local" else email

    def _offers_passwords(self):
        return self.credential not in ("none", "no_imap")

    def _advice(self):
        """What an owner has to know before he connects, as a sentence or nothing."""
        self.ensure_one()
        first = self.must_switch_on and self.env._(
            "First switch IMAP on in the settings of your mailbox."
        )
        return " ".join(filter(None, [first, self._password_sentence()]))

    def _password_sentence(self):
        name = self.name
        return {
            "app": self.env._(
                "%s takes an app password here, not your usual one. Create one in the "
                "security settings of your account.",
                name,
            ),
            "app_if_two": self.env._(
                "If you log in to %s with a second factor, create an app password in "
                "the security settings of your account and enter it here.",
                name,
            ),
            "code": self.env._(
                "%s takes an authorization code here, not your usual password. Create "
                "one in the settings of your mailbox.",
                name,
            ),
            "separate": self.env._(
                "%s takes the password for mail programs here, not that of its "
                "website. Set one in the settings of your mailbox.",
                name,
            ),
            "none": self.env._(
                "%s does not let other programs log in with a password, so its "
                "mailboxes cannot be connected. Use a mailbox of another provider.",
                name,
            ),
            "no_imap": self.env._(
                "%s offers no IMAP, so its mailboxes cannot be connected. Use a "
                "mailbox of another provider.",
                name,
            ),
        }.get(self.credential, "")
