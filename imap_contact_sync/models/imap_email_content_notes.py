# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..engine import notes


class ImapEmailContent(models.Model):
    """What a reader is told beside an email: how it differs from the original."""

    _inherit = "imap.email.content"

    def _note_sentences(self):
        """The sentences of its notes, in the user's language."""
        if not self.notes:
            return []
        sentences = self._sentences_by_note()
        codes = self.notes.split(",")
        return [sentences[code] for code in codes if code in sentences]

    def _sentences_by_note(self):
        return {
            notes.SIGNED: self.env._(
                "This email is signed; the signature was not checked. Open it in your "
                "mail program to check it."
            ),
            notes.SMIME_ENCRYPTED: self.env._(
                "This email is encrypted with S/MIME; open it in your mail program."
            ),
            notes.PGP_ENCRYPTED: self.env._(
                "This email is encrypted with PGP; open it in your mail program."
            ),
            notes.SMIME_UNREADABLE: self.env._(
                "This email is an S/MIME file that cannot be read here; open it in "
                "your mail program."
            ),
            notes.TNEF_UNREADABLE: self.env._(
                "Outlook packed this email into the file winmail.dat, which cannot be "
                "read completely; open it in Outlook, or ask the sender to send it as "
                "HTML."
            ),
            notes.TOO_COMPLEX: self.env._(
                "This email has too many parts to be shown; open it in your mail "
                "program."
            ),
            notes.HEADER_CUT: self.env._(
                "The header of this email is unusually long, and only its beginning "
                "was read; open it in your mail program to see all of it."
            ),
            notes.TEXT_CUT: self.env._(
                "Only the beginning of this email is shown; open the attached file to "
                "read all of it."
            ),
            notes.FILES_CUT: self.env._(
                "This email has more files than are kept here; open it in your mail "
                "program to see all of them."
            ),
            notes.EVENT_CANCELLED: self.env._("The appointment is cancelled."),
            notes.EVENT_ACCEPTED: self.env._("The invitation is accepted."),
            notes.EVENT_DECLINED: self.env._("The invitation is declined."),
            notes.EVENT_TENTATIVE: self.env._(
                "The invitation is accepted tentatively."
            ),
            notes.EVENT_REPEATS: self.env._(
                "The appointment repeats; the calendar file says how often."
            ),
        }
