# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..engine.errors import AdminMustAct
from .server_keys import (
    CREATED,
    ENVIRONMENT,
    FILE,
    KEY_FILE_OPTION,
    KEYS_OPTION,
    OPTION,
    created_path,
    key_source,
)


class ImapKey(models.AbstractModel):
    """What people are told about the keys. Where they are, only administrators."""

    _inherit = "imap.key"

    @api.model
    def _sentences(self):
        """The sentence of every reason why a password is neither sealed nor opened."""
        return {
            "no_key": self.env._(
                "This server has lost the key that mailbox passwords are encrypted "
                "with. Ask an administrator to restore it; Settings > Mailboxes tells "
                "how. Then everything goes on by itself."
            ),
            "bad_key": self.env._(
                "The key for mailbox passwords cannot be read on this server, or is "
                "no key. Ask an administrator to correct it; Settings > Mailboxes "
                "tells where it is looked for."
            ),
            "no_key_file": self.env._(
                "No key for mailbox passwords could be made: Odoo's data folder "
                "cannot be written to. Ask an administrator to set %(option)s in the "
                "configuration file of Odoo.",
                option=KEYS_OPTION,
            ),
            "other_key": self.env._(
                "This server has another key than the one that mailbox passwords are "
                "encrypted with. Ask an administrator to restore it; Settings > "
                "Mailboxes tells how. Then everything goes on by itself."
            ),
            "key_missing": self.env._(
                "The password was encrypted with a key that this server does not "
                "have. Ask an administrator to add that key, or enter the password "
                "again."
            ),
            "neutralized": self.env._(
                "This database is a copy for tests: it connects to no mail server. "
                "Use the mailbox in the real database."
            ),
        }

    @api.model
    def _trouble(self):
        """Why no password can be read or saved now; ``False`` if it can."""
        reason = self._trouble_reason()
        return reason and (self._sentences() | self._admin_sentences())[reason]

    @api.model
    def _trouble_reason(self):
        try:
            self._check_not_neutralized()
            self._box()
        except AdminMustAct as error:
            return error.reason
        return False

    def _admin_sentences(self):
        """The same for who can mend it."""
        return {
            "no_key": self.env._(
                "The key that mailbox passwords are encrypted with is gone. Restore "
                "it from your copy: as %(file)s, or with %(option)s in the "
                "configuration file of Odoo. Nothing is lost until you decide so: "
                "the encrypted passwords stay.",
                file=created_path(),
                option=KEYS_OPTION,
            ),
            "bad_key": self.env._(
                "%(where)s What is there cannot be read, or is no key. Correct it, "
                "and restart Odoo.",
                where=self._where(),
            ),
            "other_key": self.env._(
                "%(where)s It is another key than the one that mailbox passwords are "
                "encrypted with. Restore the right one, or put it behind the new one, "
                "separated by a comma. Nothing is lost until you decide so: the "
                "encrypted passwords stay.",
                where=self._where(),
            ),
        }

    @api.model
    def _where(self):
        """Where this server has its key from, as a sentence for administrators."""
        source = key_source()
        if not source:
            return self.env._(
                "There is no key yet. One is made in %s when the first password is "
                "saved, unless you configure your own.",
                created_path(),
            )
        return {
            ENVIRONMENT: self.env._(
                "The key is in the environment variable %s.", KEYS_OPTION.upper()
            ),
            FILE: self.env._(
                "The key is in the file %(path)s, named by %(option)s.",
                path=source.path,
                option=KEY_FILE_OPTION,
            ),
            OPTION: self.env._(
                "The key is in the configuration file of Odoo, as %s.", KEYS_OPTION
            ),
            CREATED: self.env._(
                "The key is in the file %s, which was made when the first password "
                "was saved.",
                source.path,
            ),
        }[source.kind]
