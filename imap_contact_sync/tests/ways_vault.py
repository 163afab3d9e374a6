# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""To the content and its files."""

from ..models.levels import EVERYTHING
from .ways import BODY, FILE, INSIDE, NEVER, PICTURE, SUBJECT, said, way


@way(EVERYTHING)
def content_search(mail):
    return mail.env["imap.email.content"].search([("id", "in", mail.contents.ids)])


@way(EVERYTHING)
def content_search_words(mail):
    return mail.env["imap.email.content"].search(
        ["|", ("subject", "ilike", SUBJECT), ("body", "ilike", BODY)]
    )


@way(EVERYTHING)
def content_search_file_name(mail):
    domain = [("attachment_ids.name", "=", FILE)]
    return mail.env["imap.email.content"].search(domain)


@way(EVERYTHING)
def content_search_count(mail):
    return mail.env["imap.email.content"].search_count([])


@way(EVERYTHING)
def content_web_search_read(mail):
    found = mail.env["imap.email.content"].web_search_read([], {"subject": {}})
    return found["length"]


@way(EVERYTHING)
def content_read(mail):
    return mail.contents.read(["subject", "body"])


@way(EVERYTHING)
def content_browse_subject(mail):
    return mail.contents[:1].subject


@way(EVERYTHING)
def content_browse_body(mail):
    return mail.contents[:1].body


@way(EVERYTHING)
def content_browse_files(mail):
    return mail.contents[:1].attachment_ids


@way(EVERYTHING)
def content_read_group(mail):
    return mail.env["imap.email.content"]._read_group([], ["subject"], ["__count"])


@way(EVERYTHING)
def content_formatted_read_group(mail):
    model = mail.env["imap.email.content"]
    return model.formatted_read_group([], ["email_to"], ["__count"])


@way(EVERYTHING, group="base.group_allow_export")
def content_export(mail):
    return mail.contents.export_data(["subject", "attachment_ids/name"])["datas"]


@way(EVERYTHING)
def content_metadata(mail):
    return mail.contents.get_metadata()


@way(EVERYTHING)
def content_name_search(mail):
    return mail.env["imap.email.content"].name_search("")


@way(NEVER)
def content_display_name(mail):
    return said(mail.contents[:1].sudo().display_name)


@way(EVERYTHING)
def content_filtered_access(mail):
    return mail.contents._filtered_access("read")


@way(NEVER)
def content_copy(mail):
    return mail.contents[:1].copy()


@way(NEVER)
def email_search(mail):
    return mail.env["imap.email"].search([])


@way(NEVER)
def email_read(mail):
    return mail.emails.read(["email_from", "date"])


@way(NEVER)
def source_search(mail):
    return mail.env["imap.email.source"].search([])


@way(NEVER)
def source_read_sender(mail):
    names = ["sender_verdict", "claim", "email_from", "thread_key", "message_key"]
    return mail.emails.sudo().source_ids.sudo(False).read(names)


@way(NEVER)
def source_group_by_sender(mail):
    sources = mail.env["imap.email.source"]
    return sources._read_group([], ["sender_verdict", "claim"], ["__count"])


@way(EVERYTHING)
def content_search_author(mail):
    domain = [("author_id", "=", mail.contact.id)]
    return mail.env["imap.email.content"].search(domain)


@way(EVERYTHING)
def content_browse_author(mail):
    return mail.contents[:1].author_id


@way(NEVER)
def dotted_from_message_to_sender(mail):
    path = "imap_email_id.source_ids.sender_verdict"
    return mail.env["mail.message"].search([(path, "!=", False)])


@way(NEVER)
def dotted_from_message_to_content(mail):
    path = "imap_email_id.content_ids.subject"
    return mail.env["mail.message"].search([(path, "ilike", SUBJECT)])


@way(NEVER)
def dotted_from_contact_to_content(mail):
    path = "message_ids.imap_email_id.content_ids.body"
    return mail.records.search([(path, "ilike", BODY)])


@way(EVERYTHING)
def file_search(mail):
    return mail.env["ir.attachment"].search([("id", "in", mail.files.ids)])


@way(EVERYTHING)
def file_search_name(mail):
    return mail.env["ir.attachment"].search([("name", "in", [FILE, PICTURE])])


@way(NEVER)
def file_search_text(mail):
    return mail.env["ir.attachment"].search([("index_content", "ilike", INSIDE)])


@way(EVERYTHING)
def file_search_model(mail):
    domain = [("res_model", "=", "imap.email.content")]
    return mail.env["ir.attachment"].search(domain)


@way(EVERYTHING)
def file_search_count(mail):
    domain = [("res_model", "=like", "imap%")]
    return mail.env["ir.attachment"].search_count(domain)


@way(EVERYTHING)
def file_read(mail):
    return mail.files.read(["name", "datas", "mimetype"])


@way(EVERYTHING)
def file_raw(mail):
    return mail.files[:1].raw


@way(EVERYTHING)
def file_name(mail):
    return mail.files[:1].display_name


@way(NEVER)
def file_token(mail):
    return mail.files[:1].generate_access_token()


@way(EVERYTHING)
def file_copy(mail):
    return mail.files[:1].copy({"res_model": False, "res_id": False}).raw


@way(EVERYTHING)
def file_read_group(mail):
    domain = [("res_model", "=", "imap.email.content")]
    return mail.env["ir.attachment"]._read_group(domain, ["name"], ["__count"])


@way(EVERYTHING)
def file_binary(mail):
    binary = mail.env["ir.binary"]
    return binary._find_record(res_model="ir.attachment", res_id=mail.files[:1].id)
