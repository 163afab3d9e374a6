# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.mail.tools.discuss import Store

from ..engine.authentication import AMBIGUOUS, COLLEAGUE, FAILED, OTHER_ADDRESS


class MailMessage(models.Model):
    """Who wrote a synced email, as the copy tells that a user sees."""

    _inherit = "mail.message"

    def _imap_sender_values(self, source):
        """What the web client shows of the sender.

        :param source: the copy, as superuser
        """
        claim = source._shown_claim()
        values = {"imap_claimed": self._imap_claim_sentence(claim)}
        if source.email_from:
            values["email_from"] = source.email_from
        author = source._shown_author()
        # sudo: only whether it is another one than formatting has added
        if author != self.sudo().author_id:
            values["author_id"] = Store.One(author, self._store_author_fields())
        return values

    @api.model
    def _store_author_fields(self):
        """Core's, of an author (``_to_store_defaults``)."""
        return [
            "avatar_128", "is_company", "name", Store.One("main_user_id", ["share"]),
        ]  # fmt: skip

    @api.model
    def _imap_claim_sentence(self, claim):
        """What is wrong with the sender and what to do, or ``False``."""
        if not claim:
            return False
        return {
            FAILED: self.env._(
                "The mail provider could not confirm that this email is from the "
                "sender it names. Ask the sender in another way before you rely on it."
            ),
            AMBIGUOUS: self.env._(
                "This email does not name exactly one sender, as forged emails do. Ask "
                "the sender in another way before you rely on it."
            ),
            OTHER_ADDRESS: self.env._(
                "The sender's name is an email address, but not the one the email "
                "comes from. Look at both before you answer."
            ),
            COLLEAGUE: self.env._(
                "The sender has the name of a colleague, but not a known address of "
                "this colleague. Ask your colleague before you rely on it."
            ),
        }[claim]
