# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import models

from ..engine.authentication import (
    COLLEAGUE,
    OTHER_ADDRESS,
    UNKNOWN,
    UNPROVEN,
    judge,
    name_key,
    names_other_address,
)


class Sender(NamedTuple):
    """Who wrote a copy of an email.

    ``author``: id of a contact, or of the mailbox's owner if ``proven``.
    """

    author: int | bool
    proven: bool
    claim: str | bool = False
    verdict: str = UNKNOWN


class ImapSync(models.AbstractModel):
    """Who wrote the messages of a batch, in as many queries as for one."""

    _inherit = "imap.sync"

    def _senders(self, folder, mails):
        """``Sender`` by UID.

        The owner wrote what stands in his own sent folder under an address of his.
        From alone proves nothing: anybody can write a colleague's name (ID-2).

        :param mails: match, moment and ``ParsedMail`` of each
        """
        account = folder.account_id
        owner = account.user_id.partner_id.id
        own = account._proven_senders() if folder.role == "sent" else set()
        trust = account._trust()
        senders = {match.sender for match, *_rest in mails} - {None}
        internal = self._internal_partners(senders)
        names = self._colleague_names([match for match, *_rest in mails])
        found = {}
        for match, _moment, mail in mails:
            verdict, claim = judge(mail.evidence, trust)
            author = match.sender if match.sender not in internal else False
            found[match.uid] = (
                Sender(owner, proven=True)
                if is_from(match, own) and claim not in UNPROVEN
                else Sender(
                    author or False, False, claim or name_claim(match, names), verdict
                )
            )
        return found

    def _known_senders(self, folder, known):
        """The same, of messages of which this mailbox has an equal copy.

        :param known: match and source of that copy
        """
        account = folder.account_id
        own = account._proven_senders() if folder.role == "sent" else set()
        return {
            match.uid: Sender(account.user_id.partner_id.id, proven=True)
            if is_from(match, own) and source.claim not in UNPROVEN
            else Sender(
                source.content_id.author_id.id,
                source.content_id.author_proven,
                source.claim,
                source.sender_verdict,
            )
            for match, source in known
        }

    def _name_late_authors(self, copies):
        """Who wrote kept copies and has become a contact since.

        :param copies: match and source
        """
        nameless = [
            (match, source)
            for match, source in copies
            if match.sender and not source.content_id.author_id
        ]
        internal = self._internal_partners({match.sender for match, _copy in nameless})
        for match, source in nameless:
            author = match.sender if match.sender not in internal else False
            sender = Sender(author, False, source.claim, source.sender_verdict)
            self._set_author(source.email_id, source.content_id, sender)

    def _internal_partners(self, ids):
        """Those of these contacts who are or were internal users."""
        users = self.env["res.users"].with_context(active_test=False)
        found = users.search([("partner_id", "in", list(ids)), ("share", "=", False)])
        return set(found.partner_id.ids)

    def _colleague_names(self, matches):
        """The addresses of colleagues, and of contacts of the same name, by the keys
        of their names, as far as these messages have senders of such names."""
        wanted = {
            name_key(match.envelope.sender.name)
            for match in matches
            if match.envelope.sender
        } - {""}
        if not wanted:
            return {}
        users = self.env["res.users"].search_fetch(
            [("share", "=", False)], ["partner_id"]
        )
        users.partner_id.fetch(["name"])  # not every column of everybody
        colleagues = users.partner_id.filtered(
            lambda each: name_key(each.name) in wanted
        )
        names = {}
        senders = self.env["res.partner"].browse(
            match.sender for match in matches if match.sender and colleagues
        )
        for partner in colleagues:
            names.setdefault(name_key(partner.name), set())
        for partner in colleagues | senders:
            if (key := name_key(partner.name or "")) in names:
                names[key].update(partner._imap_addresses())
        return names


def is_from(match, addresses):
    sender = match.envelope.sender
    return bool(sender) and sender.email in addresses


def name_claim(match, names):
    """What is wrong with the name that a sender gives himself (ID-4)."""
    sender = match.envelope.sender
    if not sender or not sender.name or match.direction == "out":
        return False
    if names_other_address(sender):
        return OTHER_ADDRESS
    addresses = names.get(name_key(sender.name))
    return COLLEAGUE if addresses and sender.email not in addresses else False
