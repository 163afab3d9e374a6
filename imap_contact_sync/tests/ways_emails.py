# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Through the list of a contact's emails, and their conversation."""

from ..models import levels
from ..models.levels import EVERYTHING, METADATA
from ..models.mail_message_columns import COLUMNS
from .ways import COPIED, NEVER, SUBJECT, said, way


def _columns(mail, *names):
    return [value for row in mail.messages.read(names) for value in row.values()][1:]


@way(METADATA)
def column_direction(mail):
    return mail.messages.web_read({"imap_direction": {}})[0]["imap_direction"]


@way(METADATA)
def columns_who(mail):
    return all(_columns(mail, "imap_sender", "imap_contact", "imap_mark"))


@way(levels.SUBJECT)
def columns_of_all(mail):
    return said(_columns(mail, *COLUMNS))


@way(levels.SUBJECT)
def column_subject_as_superuser(mail):
    """What code of Odoo reads for the user."""
    return mail.messages.sudo()[:1].imap_subject


@way(EVERYTHING)
def column_recipients(mail):
    return said(_columns(mail, "imap_recipients"))


@way(EVERYTHING)
def column_mailbox(mail):
    return mail.messages[:1].imap_mailbox


@way(EVERYTHING)
def column_files(mail):
    return mail.messages[:1].imap_file_count


@way(EVERYTHING)
def columns_searched_and_read(mail):
    found = mail.env["mail.message"].web_search_read(
        [("imap_email_id", "!=", False)], {"imap_recipients": {}, "imap_subject": {}}
    )
    return COPIED in str(found)


@way(levels.SUBJECT, group="base.group_system")
def columns_export(mail):
    return said(mail.messages.export_data(["imap_subject"])["datas"])


@way(METADATA)
def column_search_direction(mail):
    domain = [("id", "in", mail.messages.ids), ("imap_direction", "=", "in")]
    return mail.env["mail.message"].search(domain)


@way(METADATA)
def contact_search_direction(mail):
    """Of the contacts with a received email."""
    domain = [("message_ids.imap_direction", "=", "in")]
    return mail.records.search(domain) & mail.contact


def _never_by(name):
    def searched(mail):
        domain = [("id", "in", mail.messages.ids), (name, "!=", False)]
        return mail.env["mail.message"].search(domain)

    def ordered(mail):
        domain = [("id", "in", mail.messages.ids)]
        return mail.env["mail.message"].search(domain, order=name)

    def grouped(mail):
        domain = [("id", "in", mail.messages.ids)]
        messages = mail.env["mail.message"]
        return messages.formatted_read_group(domain, [name], ["__count"])

    def aggregated(mail):
        domain = [("id", "in", mail.messages.ids)]
        messages = mail.env["mail.message"]
        rows = messages._read_group(domain, [], [f"{name}:max"])
        return [value for [value] in rows if value]

    def from_contact(mail):
        domain = [(f"message_ids.{name}", "ilike", SUBJECT)]
        return mail.records.search(domain)

    for function in (searched, ordered, grouped, aggregated, from_contact):
        function.__name__ = f"{name}_{function.__name__}"
        way(NEVER)(function)


for column in COLUMNS:
    if column != "imap_direction":
        _never_by(column)


@way(METADATA)
def contact_email_count(mail):
    return mail.contact.read(["imap_email_count"])[0]["imap_email_count"]


@way(NEVER)
def contact_search_email_count(mail):
    return mail.env["res.partner"].search([("imap_email_count", ">", 0)])


@way(METADATA)
def contact_emails(mail):
    """What the button opens."""
    domain = mail.contact.action_imap_emails()["domain"]
    return mail.env["mail.message"].search(domain)


@way(METADATA)
def conversation(mail):
    return mail.messages[:1].imap_conversation()["messages"]


@way(levels.SUBJECT)
def conversation_words(mail):
    return said(mail.messages[:1].imap_conversation())


@way(EVERYTHING)
def conversation_text(mail):
    return COPIED in str(mail.messages[:1].imap_conversation())


@way(levels.SUBJECT)
def conversation_name(mail):
    return said(mail.messages[:1].action_imap_conversation())


@way(METADATA)
def reply_to_the_sender(mail):
    return mail.messages[:1].imap_reply()["recipients"]


@way(levels.SUBJECT)
def reply_subject(mail):
    return said(mail.messages[:1].imap_reply(quoting=True))


@way(EVERYTHING)
def reply_to_all(mail):
    return COPIED in str(mail.messages[:1].imap_reply(True, True))
