# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..engine.errors import NOT_REACHED, AdminMustAct, MailboxError, OwnerMustAct

POP_PORTS = (110, 995)


def kind_of(error):
    """What an error is, without any text of a server or a mail."""
    return error.reason if isinstance(error, MailboxError) else type(error).__name__


class ImapAccountRun(models.Model):
    """What went wrong, in sentences with the next step in them."""

    _inherit = "imap.account.run"

    error_reason = fields.Char(
        string="Exact Reason",
        groups="base.group_system",
        help="What went wrong, as the log of the server calls it.",
    )

    def _told(self, error):
        """The values that say what went wrong: to the owner, and to administrators."""
        return {"error_message": self._sentence(error), "error_reason": kind_of(error)}

    def _sentence(self, error):
        """What went wrong and what to do, for the owner."""
        reason = kind_of(error)
        account = self.account_id
        own = self.with_context(lang=account._owner_lang())
        sentences = own._sentences(account)
        if reason in NOT_REACHED:
            is_pop = account.port in POP_PORTS  # says nothing about what is there
            return sentences["pop_port" if is_pop else "not_reached"]
        sentence = sentences.get(reason, sentences["unexpected"])
        if not isinstance(error, (OwnerMustAct, AdminMustAct)):
            sentence += " " + own._next_step(account)
        if isinstance(error, MailboxError) and error.detail:
            sentence += " " + own._detail(reason, error.detail)
        return sentence

    def _next_step(self, account):
        """What comes after something that may pass by itself."""
        if account.state == "connected":
            return self.env._("It is tried again later.")
        return self.env._("Press Connect again in a while.")

    def _detail(self, reason, detail):
        if reason == "certificate":  # found on our side, in a TLS library's words
            return self.env._("What is wrong with it: “%s”", detail)
        return self.env._("The server says: “%s”", detail)

    def _sentences(self, account):
        """The sentence of every ``MailboxError.reason``."""
        host, port, login = account.host, account.port, account.login
        return {
            "not_reached": self.env._(
                "No IMAP server could be reached at %(host)s on port %(port)s with "
                "%(encryption)s. Check the server name and the encryption: SSL/TLS "
                "usually goes with port 993, STARTTLS with 143. If they are right, "
                "try again later, or ask an administrator, who finds the reason in "
                "the log of this server.",
                host=host,
                port=port,
                encryption=dict(
                    account._fields["encryption"]._description_selection(self.env)
                )[account.encryption],
            ),
            "pop_port": self.env._(
                "Port %(port)s is that of POP, another way to fetch mail. Use IMAP's "
                "port 993 with SSL/TLS, or 143 with STARTTLS.",
                port=port,
            ),
            "no_passwords": account._provider()._password_sentence()
            or self.env._("This provider takes no passwords. Use another mailbox."),
            "too_slow": self.env._("%s took too long to answer.", host),
            "out_of_bounds": self.env._(
                "%s sent far more than it was asked for, so the connection was ended. "
                "If this stays, ask the administrator of the mail server.",
                host,
            ),
            "too_many_folders": self.env._(
                "%s lists more than 2,000 folders, and that many cannot be looked "
                "after. Delete folders that you no longer need, or ask the "
                "administrator of the mail server to hide those of other people.",
                host,
            ),
            "connection_lost": self.env._(
                "The connection to %s was interrupted.", host
            ),
            "needs_encryption": self.env._(
                "%(host)s wants another encryption on port %(port)s before it takes a "
                "password. Choose the other one, or check the port.",
                host=host,
                port=port,
            ),
            "no_starttls": self.env._(
                "%s offers no encryption on this port, and a password is never sent "
                "without. Choose SSL/TLS with port 993.",
                host,
            ),
            "certificate": self.env._(
                "The certificate of %s is not trusted, so the password was not sent. "
                "Check the server name. If the mail server has a private certificate "
                "authority, ask its administrator for that one's certificate and "
                "paste it under Private Certificate Authority.",
                host,
            ),
            "preauth": self.env._(
                "%s answers in a way that is not safe (it opens a session before "
                "login). Ask the administrator of the mail server.",
                host,
            ),
            "login_disabled": self.env._(
                "%s does not allow anybody to log in with a password. Ask the "
                "administrator of the mail server to allow it for IMAP.",
                host,
            ),
            "login_not_understood": self.env._(
                "%s does not understand the ways in which a password can be sent "
                "safely. Ask the administrator of the mail server to offer "
                "AUTH=PLAIN.",
                host,
            ),
            "wrong_password": self.env._(
                "%(host)s refused the login %(login)s. Check login and password; many "
                "providers want an app password instead of your usual one.",
                host=host,
                login=login,
            ),
            "app_password": self.env._(
                "%s wants an app password. Create one in the security settings of "
                "your mail account and enter it here.",
                host,
            ),
            "imap_off": self.env._(
                "IMAP is switched off for this mailbox. Switch it on in the settings "
                "of the mailbox at your provider, and press Connect again."
            ),
            "web_login": self.env._(
                "%s wants you to log in on its website first. Do so in your browser, "
                "confirm that it is you, and press Connect again.",
                host,
            ),
            "server_busy": self.env._("%s is busy or limits connections.", host),
            "throttled": self.env._(
                "%s wants fewer requests, so it is left alone for a while.", host
            ),
            "renumbers": self.env._(
                "%s numbers the messages of a folder anew all the time. The folder "
                "is left alone until tomorrow; ask the administrator of the mail "
                "server.",
                host,
            ),
            "fetch_refused": self.env._(
                "%s refuses to give any message of a folder.",
                host,
            ),
            "command_refused": self.env._("%s refused to list the folders.", host),
            "folder_refused": self.env._("%s refused to open a folder.", host),
            "no_folders": self.env._("%s lists no folders at all.", host),
            "folder_gone": self.env._(
                "A folder that is ticked is no longer on %s. Untick it, or tick the "
                "one that took its place.",
                host,
            ),
            "unsafe_argument": self.env._(
                "Login or password has characters that this mail server cannot "
                "receive. Correct them."
            ),
            "no_password": self.env._(
                "Enter the password of the mailbox and press Connect."
            ),
            "secret_unreadable": self.env._(
                "The stored password cannot be read on this server any more. Enter "
                "it again and press Connect."
            ),
            **self.env["imap.key"]._sentences(),
            "unexpected": self.env._(
                "Something unexpected happened; the log of the server has the details."
            ),
        }
