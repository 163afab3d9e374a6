# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Header fields to the kind of a message: a newsletter, a list's, an automatic one.

Nothing in here raises for any input. A message says itself what it is, and nobody has
to: whoever leaves these fields out has sent an ordinary message. So the kind decides
who sees it, or that it is not kept, and nothing else.
"""

import re
from collections.abc import Mapping, Sequence

from .text import split_fields

# To everybody who has subscribed; only its publisher writes there.
NEWSLETTER = "newsletter"
MAILING_LIST = "mailing_list"  # by people to a group of people
AUTO_REPLY = "auto_reply"  # of an absent person, or of a machine; read receipts too
BOUNCE = "bounce"  # a mail server could not deliver something
CALENDAR = "calendar"  # an invitation, or an answer to one
KINDS = (NEWSLETTER, MAILING_LIST, AUTO_REPLY, BOUNCE, CALENDAR)
# Nobody has written them to somebody: they answer nothing and wait for no answer.
AUTOMATIC = (NEWSLETTER, AUTO_REPLY, BOUNCE)

# Fetched for messages that concern a contact, and for no others.
KIND_FIELDS = (
    "FROM LIST-ID LIST-POST LIST-UNSUBSCRIBE PRECEDENCE AUTO-SUBMITTED X-AUTOREPLY"
    " X-AUTORESPOND RETURN-PATH CONTENT-TYPE CONTENT-CLASS"
)
LOOKED_AT = 1_000  # characters of a field
COMMENT = re.compile(r"\([^()]*\)")
MAIL_SYSTEM = re.compile(r"(?:^|[\s<])(?:mailer-daemon|postmaster)@", re.ASCII)
REPORT_TYPE = re.compile(r";\s*report-type\s*=\s*\"?([\w.-]+)", re.ASCII)

Fields = Mapping[str, Sequence[str]]


def kind_of(content: bytes) -> str:
    """The kind of a message by its header fields; empty for an ordinary one."""
    fields = split_fields(content)
    if is_bounce(fields):
        return BOUNCE
    if is_calendar(fields):
        return CALENDAR
    if is_auto_reply(fields):
        return AUTO_REPLY
    return list_kind(fields) or (BOUNCE if has_no_sender(fields) else "")


def is_automatic(content: bytes) -> bool:
    """Whether a machine has written a message, which answers nothing and is not to be
    answered by another one (RFC 3834 2); also a ticket system's confirmation."""
    submitted = word(split_fields(content), "auto-submitted")
    return submitted not in ("", "no") or kind_of(content) in AUTOMATIC


def is_bounce(fields: Fields) -> bool:
    """A report about delivery (RFC 3464 2), or anything that a mail system itself
    writes (mailer-daemon by custom, postmaster by RFC 5321 4.5.1)."""
    return report_type(fields) == "delivery-status" or any(
        MAIL_SYSTEM.search(value[:LOOKED_AT].lower())
        for value in fields.get("from", ())
    )


def is_calendar(fields: Fields) -> bool:
    """An iMIP message (RFC 6047 2.4), or what Exchange marks as one.

    Most invitations have their calendar part beside a text, deeper in the message:
    their header shows nothing of it, and they are ordinary mail.
    """
    classes = word(fields, "content-class"), word(fields, "content-type")
    return (
        classes[0].startswith("urn:content-classes:calendarmessage")
        or classes[1] == "text/calendar"
    )


def is_auto_reply(fields: Fields) -> bool:
    """An automatic answer (RFC 3834 5: auto-replied), also as older programs mark it,
    or a receipt (RFC 8098 3).

    Exchange calls its out-of-office answers auto-generated, as the notices of a shop
    are called; nobody can answer the former (RFC 3834 3.3: an empty Return-Path).
    """
    submitted = word(fields, "auto-submitted")
    return (
        submitted == "auto-replied"
        or submitted == "auto-generated" and has_no_sender(fields)
        or word(fields, "precedence") == "auto_reply"
        or any(word(fields, name) not in ("", "no") for name in OLDER_SIGNS)
        or report_type(fields) == "disposition-notification"
    )  # fmt: skip


OLDER_SIGNS = ("x-autoreply", "x-autorespond")


def list_kind(fields: Fields) -> str:
    """To a list (RFC 2919, RFC 2369) whose members write to it, or to subscribers.

    Who may not post is told by ``List-Post: NO`` (RFC 2369 3.4). A list without that
    field is taken for a newsletter if one can unsubscribe from it, unless its
    Precedence says otherwise (RFC 3834 2 names list, bulk and junk).
    """
    post, precedence = word(fields, "list-post"), word(fields, "precedence")
    if post and post != "no" or precedence == "list":
        return MAILING_LIST
    if "list-unsubscribe" in fields or post or precedence in ("bulk", "junk"):
        return NEWSLETTER
    return MAILING_LIST if "list-id" in fields else ""


def has_no_sender(fields: Fields) -> bool:
    """Whether an answer would go to nobody: an empty reverse-path (RFC 5321 4.5.5)."""
    paths = [COMMENT.sub("", each[:LOOKED_AT]).split() for each in fields.get(
        "return-path", ())]  # fmt: skip
    return bool(paths) and "".join(paths[0]) == "<>"


def report_type(fields: Fields) -> str:
    """Of a multipart/report (RFC 6522 3), in lower case; else empty."""
    if word(fields, "content-type") != "multipart/report":
        return ""
    found = REPORT_TYPE.search(first(fields, "content-type"))
    return found[1] if found else ""


def word(fields: Fields, name: str) -> str:
    """What a field begins with, in lower case, comments and parameters left out."""
    words = COMMENT.sub(" ", first(fields, name)).partition(";")[0].split()
    return words[0] if words else ""


def first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")[:LOOKED_AT].lower()
