# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Codes of what a reader is told beside a message: how it differs from what he would
see in his mail program. ``imap_email_content_notes.py`` has the sentences."""

SIGNED = "signed"  # shown; the signature was not checked
SMIME_ENCRYPTED = "smime_encrypted"
PGP_ENCRYPTED = "pgp_encrypted"
SMIME_UNREADABLE = "smime_unreadable"  # neither signed nor encrypted mail, or broken
TNEF_UNREADABLE = "tnef_unreadable"  # a winmail.dat, or some of it
TOO_COMPLEX = "too_complex"  # more parts or depth than any honest mail has
HEADER_CUT = "header_cut"
TEXT_CUT = "text_cut"  # the whole text is a file
FILES_CUT = "files_cut"  # more files than are kept
EVENT_CANCELLED = "event_cancelled"
EVENT_ACCEPTED = "event_accepted"
EVENT_DECLINED = "event_declined"
EVENT_TENTATIVE = "event_tentative"
EVENT_REPEATS = "event_repeats"
NOTES = (
    SIGNED, SMIME_ENCRYPTED, PGP_ENCRYPTED, SMIME_UNREADABLE, TNEF_UNREADABLE,
    TOO_COMPLEX, HEADER_CUT, TEXT_CUT, FILES_CUT, EVENT_CANCELLED, EVENT_ACCEPTED,
    EVENT_DECLINED, EVENT_TENTATIVE, EVENT_REPEATS,
)  # fmt: skip
