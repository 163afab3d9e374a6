# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""To the envelope, through messages."""

from ..models.levels import METADATA
from .ways import NEVER, way


@way(METADATA)
def message_search(mail):
    return mail.env["mail.message"].search([("id", "in", mail.messages.ids)])


@way(METADATA)
def message_search_by_link(mail):
    return mail.env["mail.message"].search([("imap_email_id", "!=", False)])


@way(METADATA)
def message_search_by_type(mail):
    return mail.env["mail.message"].search([("message_type", "=", "imap_email")])


@way(METADATA)
def message_search_count(mail):
    domain = [("res_id", "=", mail.contact.id), ("model", "=", mail.contact._name)]
    return mail.env["mail.message"].search_count(
        [*domain, ("message_type", "=", "imap_email")]
    )


@way(METADATA)
def message_search_read(mail):
    return mail.env["mail.message"].search_read(
        [("id", "in", mail.messages.ids)], ["date", "author_id", "email_from"]
    )


@way(METADATA)
def message_web_search_read(mail):
    found = mail.env["mail.message"].web_search_read(
        [("message_type", "=", "imap_email")], {"date": {}, "imap_email_id": {}}
    )
    return found["length"] or found["records"]


@way(METADATA)
def message_read(mail):
    return mail.messages.read(["date", "email_from"])


@way(METADATA)
def message_read_everything(mail):
    return mail.messages[:1].read()


@way(METADATA)
def message_web_read(mail):
    return mail.messages.web_read({"date": {}, "author_id": {"fields": {"name": {}}}})


@way(METADATA)
def message_browse_date(mail):
    return mail.messages[:1].date


@way(METADATA)
def message_browse_author(mail):
    return mail.messages[:1].email_from or mail.messages[:1].author_id


@way(NEVER)
def message_browse_name(mail):
    return mail.messages[:1].display_name


@way(METADATA)
def message_name_search(mail):
    ids = {id_ for id_, _name in mail.env["mail.message"].name_search("", limit=None)}
    return ids & set(mail.messages.ids)


@way(METADATA)
def message_read_group(mail):
    return mail.env["mail.message"]._read_group(
        [("imap_email_id", "!=", False)], ["author_id"], ["__count", "date:max"]
    )


@way(METADATA)
def message_formatted_read_group(mail):
    return mail.env["mail.message"].formatted_read_group(
        [("message_type", "=", "imap_email")], ["email_from"], ["__count"]
    )


@way(METADATA)
def message_read_group_total(mail):
    [(count,)] = mail.env["mail.message"]._read_group(
        [("imap_email_id", "!=", False)], [], ["__count"]
    )
    return count


@way(METADATA, group="base.group_system")
def message_export(mail):
    return mail.messages.export_data(["id", "date", "email_from"])["datas"]


@way(METADATA)
def message_metadata(mail):
    return mail.messages.get_metadata()


@way(METADATA)
def message_filtered_access(mail):
    return mail.messages._filtered_access("read")


@way(METADATA)
def message_get_with_access(mail):
    return mail.env["mail.message"]._get_with_access(mail.messages[:1].id)


@way(METADATA, group="base.group_partner_manager")
def message_get_with_access_to_react(mail):
    message = mail.messages[:1]
    return mail.env["mail.message"]._get_with_access(message.id, mode="create")


@way(METADATA)
def message_star(mail):
    return mail.messages[:1].toggle_message_starred()
