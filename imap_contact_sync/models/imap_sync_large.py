# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from itertools import chain

from markupsafe import Markup

from odoo import models
from odoo.tools import format_list, human_size

from ..engine.large import parse_large
from ..engine.message import ParsedMail, header_only
from ..engine.structure import attached_files
from .settings import megabytes

WHOLE_MESSAGE = 4 * 2**20  # octets; larger ones come in pieces


class ImapSync(models.AbstractModel):
    """Large messages: in pieces, and above the limit as a note of what is in them."""

    _inherit = "imap.sync"

    def _post_large(self, folder, session, matches):
        """Fetch these messages one by one and write them.

        :return: the matches, without those that were expunged meanwhile
        """
        limit = megabytes(self.env, "largest_megabytes")
        kept = []
        for match in matches:
            if match.envelope.size > limit:
                mail = self._header_only(folder, session, match)
            else:
                pieces = session.chunks(match.uid, match.envelope.size)
                first = next(pieces, None)
                if first is None:
                    continue
                mail = parse_large(chain([first], pieces))
            moment = match.envelope.date or session.received_date(match.uid)
            self._write_mails(folder, [(match, moment, mail)])
            kept.append(match)
        return kept

    def _header_only(self, folder, session, match):
        """What is known of a message that is too large to fetch."""
        envelope = match.envelope
        own = self.with_context(lang=folder.account_id._owner_lang())
        note = own.env._(
            "This message of %(size)s is larger than the limit of this server. "
            "Read it in the mailbox.",
            size=human_size(envelope.size),
        )
        files = attached_files(session.structure(match.uid))
        names = [f"{file.name} ({human_size(file.size)})" for file in files]
        if names:
            note += " " + own.env._(
                "Attached are: %s", format_list(own.env, names, "unit-short")
            )
        return ParsedMail(
            subject=envelope.subject,
            email_from=str(envelope.sender or ""),
            email_to=", ".join(map(str, envelope.parties["to"])),
            email_cc=", ".join(map(str, envelope.parties["cc"])),
            body=Markup("<p>%s</p>") % note,
            attachments=(),
            reply_to=", ".join(map(str, envelope.parties["reply-to"])),
            evidence=header_only(session.sender_fields(match.uid)).evidence,
        )
