# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..engine.authentication import UNPROVEN
from ..engine.matching import Match
from .imap_account_address import PROPOSED
from .imap_sync_sender import is_from, name_claim

PROPOSED_LIMIT = 10  # of a mailbox; then its owner decides first


class ImapSync(models.AbstractModel):
    """What a mailbox's own addresses mean for emails that are there already, and
    which other ones its owner might write from."""

    _inherit = "imap.sync"

    def _emails(self, folder, mails):
        emails = super()._emails(folder, mails)
        for match, *_rest in mails:
            email = emails[match.envelope.key]
            self._correct_direction(folder.account_id, match, email)
        return emails

    def _correct_direction(self, account, match, email):
        """Colleagues may have the same email. What one of them has typed in as his
        address does not make it a sent one for them, unless it is the company's; and
        what a contact has written is received."""
        if email.direction == match.direction:
            return
        if match.direction == "out":
            decides = self._is_of_company(account, match)
        else:
            decides = bool(match.sender)
        owners = email.source_ids.account_id.user_id
        if decides or owners <= account.user_id:
            email.direction = match.direction

    def _is_of_company(self, account, match):
        own = account.company_id._imap_own_patterns()
        return bool(own.among([match.envelope.sender.email]))

    def _update_kept(self, sources, verdicts):
        """Own addresses may have come or gone since these were kept."""
        dropped = super()._update_kept(sources, verdicts)
        matches = [verdict for verdict in verdicts if isinstance(verdict, Match)]
        names = self._colleague_names(matches)
        for match in matches:
            source = sources[match.uid]
            self._correct_direction(source.account_id, match, source.email_id)
            if source.claim not in UNPROVEN:
                claim = name_claim(match, names)
                if claim != source.claim:
                    source.claim = claim
        self._update_authors([(match, sources[match.uid]) for match in matches])
        return dropped

    def _update_authors(self, copies):
        """Who has written what stands in the owner's folder of sent mail.

        :param copies: match and source of each, all of one folder
        """
        if not copies:
            return
        folder = copies[0][1].folder_id
        own = folder.account_id._proven_senders()
        senders = self._known_senders(folder, copies)
        for match, source in copies:
            content, email = source.content_id, source.email_id
            if content.author_proven and not is_from(match, own):
                self._retract_author(match, source)
            elif is_from(match, own) and senders[match.uid].proven:
                self._set_author(email, content, senders[match.uid])

    def _retract_author(self, match, source):
        """What proved the owner to be the author was an address of his no more, and
        no other mailbox of his proves it."""
        content, owner = source.content_id, source.account_id.user_id
        copies = self.env["imap.email.source"].search([("content_id", "=", content.id)])
        accounts = copies.account_id.filtered(lambda each: each.user_id == owner)
        if content.author_id != owner.partner_id or any(
            is_from(match, account._proven_senders()) for account in accounts
        ):
            return
        internal = self._internal_partners({match.sender} - {None})
        author = match.sender if match.sender not in internal else False
        content.write({"author_id": author or False, "author_proven": False})
        source.email_id._forget_author()

    def _verdicts(self, folder, surveyed):
        if folder.role == "sent":
            self._propose_addresses(folder.account_id, surveyed)
        return super()._verdicts(folder, surveyed)

    def _propose_addresses(self, account, surveyed):
        """Ask the owner whether he writes from the addresses that are seen as senders
        in his folder of sent mail.

        Not whether he is somebody else: a contact, a colleague with a user or a mailbox
        of his own. Nor when he is himself in the
        header: then somebody else may have written, and the email lie there because
        he has moved it.
        """
        own = account._own_addresses()
        senders = {
            sender.email
            for each in surveyed
            if own.isdisjoint(each.emails) and (sender := each.envelope().sender)
        }
        decided = self.env["imap.account.address"].search(
            [("account_id", "=", account.id)]
        )
        senders -= set(decided.mapped("email_normalized"))
        room = PROPOSED_LIMIT - decided.mapped("state").count(PROPOSED)
        if not senders or room <= 0:
            return
        book = account._address_book(senders)
        theirs = set(book.owners.values()) - {account.user_id.partner_id.id}
        senders -= book.everybody.keys() | {
            email for email, owner in book.owners.items() if owner in theirs
        }
        decided.create(
            [
                {"account_id": account.id, "email": email, "state": PROPOSED}
                for email in sorted(senders)[:room]
            ]
        )
