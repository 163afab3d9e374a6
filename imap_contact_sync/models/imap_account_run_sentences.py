# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..engine.errors import MailboxError


class ImapAccountRun(models.Model):
    """What went wrong, in sentences with the next step in them."""

    _inherit = "imap.account.run"

    def _sentence(self, error):
        """What went wrong and what to do, for the owner."""
        reason = error.reason if isinstance(error, MailboxError) else "unexpected"
        account = self.account_id
        own = self.with_context(lang=account._owner_lang())
        sentences = own._sentences(account)
        sentence = sentences.get(reason, sentences["unexpected"])
        if isinstance(error, MailboxError) and error.detail:
            sentence += " " + own.env._("The server says: “%s”", error.detail)
        return sentence

    def _sentences(self, account):
        """The sentence of every ``MailboxError.reason``."""
        host, port, login = account.host, account.port, account.login
        translate = self.env._
        return {
            "unknown_host": translate(
                "There is no mail server called %s. Check the spelling of the server "
                "name.",
                host,
            ),
            "bad_host": translate(
                "%s is not the name of a mail server. Enter a name such as "
                "imap.example.com.",
                host,
            ),
            "bad_port": translate(
                "Port %s is not a mail port. Use 993 for SSL/TLS or 143 for STARTTLS, "
                "or ask an administrator to allow this server.",
                port,
            ),
            "private_address": translate(
                "%s is inside a private network. Ask an administrator to allow this "
                "server.",
                host,
            ),
            "name_server": translate(
                "The address of %s cannot be looked up right now. It is tried again "
                "later.",
                host,
            ),
            "connection_refused": translate(
                "%(host)s does not accept connections on port %(port)s. Check the "
                "port.",
                host=host,
                port=port,
            ),
            "unreachable": translate(
                "%(host)s cannot be reached on port %(port)s. Check server and port, "
                "or try again later.",
                host=host,
                port=port,
            ),
            "no_answer": translate(
                "%(host)s does not answer on port %(port)s. Check server and port, or "
                "try again later.",
                host=host,
                port=port,
            ),
            "connection_lost": translate(
                "The connection to %s was interrupted. It is tried again later.", host
            ),
            "wrong_encryption": translate(
                "Port %(port)s of %(host)s does not speak %(encryption)s. Choose the "
                "other encryption, or check the port.",
                host=host,
                port=port,
                encryption=dict(
                    account._fields["encryption"]._description_selection(self.env)
                )[account.encryption],
            ),
            "no_starttls": translate(
                "%s offers no encryption on this port, and a password is never sent "
                "without. Choose SSL/TLS with port 993.",
                host,
            ),
            "tls_failed": translate(
                "No encrypted connection to %s could be made. Check encryption and "
                "port.",
                host,
            ),
            "certificate": translate(
                "The certificate of %s is not trusted, so the password was not sent. "
                "Check the server name, or ask an administrator to trust the "
                "server's certificate authority.",
                host,
            ),
            "preauth": translate(
                "%s answers in a way that is not safe (it opens a session before "
                "login). Ask the administrator of the mail server.",
                host,
            ),
            "not_imap": translate(
                "What answers on port %(port)s of %(host)s is not an IMAP server. "
                "Check server and port.",
                host=host,
                port=port,
            ),
            "wrong_password": translate(
                "%(host)s refused the login %(login)s. Check login and password; many "
                "providers want an app password instead of your usual one.",
                host=host,
                login=login,
            ),
            "app_password": translate(
                "%s wants an app password. Create one in the security settings of "
                "your mail account and enter it here.",
                host,
            ),
            "server_busy": translate(
                "%s is busy or limits connections. It is tried again later.", host
            ),
            "throttled": translate(
                "%s wants fewer requests. It is left alone for a while, and tried "
                "again after that.",
                host,
            ),
            "renumbers": translate(
                "%s numbers the messages of a folder anew all the time. The folder "
                "is left alone until tomorrow; ask the administrator of the mail "
                "server.",
                host,
            ),
            "fetch_refused": translate(
                "%s refuses to give any message of a folder. It is tried again later.",
                host,
            ),
            "command_refused": translate(
                "%s refused to list the folders. It is tried again later.", host
            ),
            "folder_refused": translate(
                "%s refused to open a folder. It is tried again later.", host
            ),
            "no_folders": translate(
                "%s lists no folders at all. It is tried again later.", host
            ),
            "folder_gone": translate(
                "A folder that is ticked is no longer on %s. Untick it, or tick the "
                "one that took its place.",
                host,
            ),
            "unsafe_argument": translate(
                "Login or password has characters that this mail server cannot "
                "receive. Correct them."
            ),
            "no_password": translate(
                "Enter the password of the mailbox and press Connect."
            ),
            "secret_unreadable": translate(
                "The stored password cannot be read on this server any more. Enter "
                "it again and press Connect."
            ),
            **self.env["imap.key"]._sentences(),
            "unexpected": translate(
                "Something unexpected happened; the log of the server has the "
                "details. It is tried again later."
            ),
        }
