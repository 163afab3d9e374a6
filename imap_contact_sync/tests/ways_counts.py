# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Without reading it: by counts, orders, groups and searches that match or do not."""

from odoo.fields import Domain

from ..models.levels import EVERYTHING, METADATA
from .ways import FILE, NEVER, SUBJECT, way

SYNCED = [("message_ids.message_type", "=", "imap_email")]


@way(NEVER)
def contact_attachment_count(mail):
    return mail.contact.message_attachment_count


@way(NEVER)
def contact_attachment_box(mail):
    return mail.contact._get_mail_thread_data_attachments()


@way(NEVER)
def contact_needs_action(mail):
    names = ["message_needaction", "message_has_error"]
    [values] = mail.contact.read(names)
    return values["message_needaction"] or values["message_has_error"]


@way(METADATA)
def contact_read(mail):
    [values] = mail.contact.read(["name", "message_ids", "has_message"])
    return set(values["message_ids"]) & set(mail.messages.ids)


@way(METADATA)
def contact_search_count(mail):
    return mail.records.search_count(SYNCED)


@way(METADATA)
def contact_web_search_read(mail):
    found = mail.records.web_search_read(SYNCED, {"name": {}})
    return found["length"] or found["records"]


@way(METADATA)
def contact_name_search(mail):
    return mail.records.name_search("", domain=SYNCED)


@way(METADATA)
def contact_read_group(mail):
    groups = mail.records.formatted_read_group(SYNCED, ["name"], ["__count"])
    return [group for group in groups if group["__count"]]


@way(METADATA)
def contact_search_any(mail):
    domain = [("message_ids", "any", [("email_from", "=ilike", "nora@%")])]
    return mail.records.search(
        [*domain, ("message_ids", "any", [("message_type", "=", "imap_email")])]
    )


@way(NEVER)
def contact_search_not_like(mail):
    """Which contacts have no message whose subject is not the word."""
    everybody = Domain("id", "=", mail.contact.id)
    other = Domain("message_ids", "any", Domain("subject", "not ilike", SUBJECT))
    word = Domain("message_ids", "any", Domain("subject", "=ilike", f"%{SUBJECT}%"))
    return mail.records.search(everybody & word & ~other)


@way(NEVER)
def contact_order_by_messages(mail):
    return mail.records.search(SYNCED, order="message_ids")


@way(NEVER)
def contact_group_by_messages(mail):
    return mail.records._read_group(SYNCED, ["message_ids"], ["__count"])


@way(METADATA)
def message_order_by_link(mail):
    domain = [("id", "in", mail.messages.ids)]
    return mail.env["mail.message"].search(domain, order="imap_email_id desc")


@way(METADATA)
def message_group_by_link(mail):
    domain = [("id", "in", mail.messages.ids)]
    return mail.env["mail.message"]._read_group(domain, ["imap_email_id"], ["__count"])


@way(NEVER)
def message_group_by_the_emails_date(mail):
    domain = [("id", "in", mail.messages.ids)]
    return mail.env["mail.message"]._read_group(
        domain, ["imap_email_id.date:day"], ["__count"]
    )


@way(NEVER)
def message_search_by_email(mail):
    domain = [("imap_email_id", "any", [("date", "!=", False)])]
    return mail.env["mail.message"].search(domain)


@way(METADATA)
def message_fetch_of_all(mail):
    domain = Domain("message_type", "=", "imap_email")
    return mail.env["mail.message"]._message_fetch(domain)["messages"]


@way(NEVER)
def message_fetch_by_word(mail):
    """Outside a chatter the contents are not searched."""
    found = mail.env["mail.message"]._message_fetch(None, search_term=SUBJECT)
    return found["count"] or found["messages"]


@way(EVERYTHING)
def content_search_any_file(mail):
    domain = [("attachment_ids", "any", [("name", "ilike", FILE)])]
    return mail.env["imap.email.content"].search(domain)


@way(EVERYTHING)
def content_order_by_subject(mail):
    domain = [("id", "in", mail.contents.ids)]
    return mail.env["imap.email.content"].search(domain, order="subject, body")


@way(EVERYTHING)
def content_web_read(mail):
    return mail.contents.web_read({"body": {}, "attachment_ids": {"fields": {}}})


@way(EVERYTHING)
def content_group_by_file(mail):
    domain = [("id", "in", mail.contents.ids)]
    model = mail.env["imap.email.content"]
    return model._read_group(domain, ["attachment_ids"], ["__count"])


@way(EVERYTHING)
def file_web_search_read(mail):
    found = mail.env["ir.attachment"].web_search_read(
        [("name", "=ilike", FILE)], {"name": {}, "checksum": {}}
    )
    return found["length"]


@way(EVERYTHING)
def file_search_not(mail):
    domain = ["!", ("id", "not in", mail.files.ids)]
    return mail.env["ir.attachment"].search(domain)


@way(EVERYTHING)
def file_order_by_text(mail):
    domain = [("id", "in", mail.files.ids)]
    return mail.env["ir.attachment"].search(domain, order="index_content, file_size")


@way(EVERYTHING)
def file_name_search(mail):
    return mail.env["ir.attachment"].name_search(FILE)


@way(EVERYTHING, group="base.group_allow_export")
def file_export(mail):
    return mail.files.export_data(["name", "datas"])["datas"]
