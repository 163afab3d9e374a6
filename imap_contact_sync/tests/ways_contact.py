# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""To the envelope, through the contact and its chatter."""

from odoo.addons.mail.tools.discuss import Store

from ..models import levels
from ..models.levels import EVERYTHING, METADATA
from .ways import BODY, COPIED, FILE, NEVER, SUBJECT, said, way


@way(METADATA)
def contact_messages(mail):
    return mail.contact.message_ids & mail.messages


@way(METADATA)
def contact_messages_web_read(mail):
    spec = {"message_ids": {"fields": {"date": {}, "message_type": {}}}}
    [values] = mail.contact.web_read(spec)
    return [row for row in values["message_ids"] if row["id"] in mail.messages.ids]


@way(METADATA, group="base.group_allow_export")
def contact_messages_export(mail):
    columns = ["message_ids/.id", "message_ids/date", "message_ids/message_type"]
    rows = mail.contact.export_data(columns)["datas"]
    return [row for row in rows if row[-1]]


@way(METADATA)
def contact_search_message_id(mail):
    domain = [("message_ids", "in", mail.messages.ids)]
    return mail.records.search(domain)


@way(METADATA)
def contact_search_has_messages(mail):
    domain = [("id", "=", mail.contact.id), ("message_ids", "!=", False)]
    return mail.records.search(domain)


@way(METADATA)
def contact_search_message_type(mail):
    domain = [("message_ids.message_type", "=", "imap_email")]
    return mail.records.search(domain)


@way(METADATA)
def contact_search_message_link(mail):
    return mail.records.search([("message_ids.imap_email_id", "!=", False)])


@way(METADATA)
def contact_search_message_date(mail):
    domain = [("id", "=", mail.contact.id), ("message_ids.date", "!=", False)]
    return mail.records.search(domain)


@way(METADATA)
def contact_search_not_any(mail):
    domain = [("id", "=", mail.contact.id)]
    without = [*domain, ("message_ids", "not any", [("date", "!=", False)])]
    readable = mail.records.search(domain)
    return readable - mail.records.search(without)


@way(METADATA)
def contact_has_message(mail):
    [values] = mail.contact.read(["has_message"])
    return values["has_message"]


@way(METADATA)
def contact_search_has_message(mail):
    domain = [("id", "=", mail.contact.id), ("has_message", "=", True)]
    return mail.records.search(domain)


@way(METADATA)
def contact_search_has_no_message(mail):
    domain = [("id", "=", mail.contact.id)]
    without = [*domain, ("has_message", "=", False)]
    readable = mail.records.search(domain)
    return readable - mail.records.search(without)


@way(NEVER)
def contact_child_of_message(mail):
    domain = [("child_ids.message_ids.message_type", "=", "imap_email")]
    return mail.records.search(domain)


def _shown(mail, found):
    messages = found["messages"]
    stored = Store().add(messages).get_result().get("mail.message", [])
    return [each for each in stored if each["id"] in mail.messages.ids]


@way(METADATA)
def chatter(mail):
    fetch = mail.env["mail.message"]._message_fetch
    return _shown(mail, fetch(None, thread=mail.contact))


@way(METADATA)
def chatter_around(mail):
    fetch = mail.env["mail.message"]._message_fetch
    return _shown(mail, fetch(None, thread=mail.contact, around=mail.messages[:1].id))


def _chatter_finds(mail, word):
    found = mail.env["mail.message"]._message_fetch(
        None, thread=mail.contact, search_term=word
    )
    return _shown(mail, found) or found["count"]


@way(levels.SUBJECT)
def chatter_search_subject(mail):
    return _chatter_finds(mail, SUBJECT.lower())


@way(EVERYTHING)
def chatter_search_body(mail):
    return _chatter_finds(mail, BODY)


@way(EVERYTHING)
def chatter_search_copied(mail):
    return _chatter_finds(mail, COPIED)


@way(EVERYTHING)
def chatter_search_file(mail):
    return _chatter_finds(mail, FILE)


@way(levels.SUBJECT)
def chatter_count_of_all(mail):
    """A search that every email meets."""
    return _chatter_finds(mail, "%")


def _formatted(mail):
    """Core also formats as superuser what the user has found."""
    return said(Store().add(mail.messages.sudo()).get_result())


@way(METADATA)
def chatter_tells_claim(mail):
    """Whether its sender is only claimed; the answer may be that he is not."""
    messages = Store().add(mail.messages.sudo()).get_result()["mail.message"]
    return [each["imap_claimed"] for each in messages if "imap_claimed" in each]


@way(levels.SUBJECT)
def chatter_tells_subject(mail):
    return SUBJECT in _formatted(mail)


@way(EVERYTHING)
def chatter_tells_content(mail):
    return set(_formatted(mail)) - {SUBJECT}


@way(EVERYTHING)
def chatter_of_the_user_tells_content(mail):
    return set(said(Store().add(mail.messages).get_result())) - {SUBJECT}
