# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Through what a user makes of it: replies, posts, links and copies."""

from markupsafe import Markup

from odoo.addons.mail.tools.discuss import Store

from ..models.levels import EVERYTHING, METADATA
from .ways import NEVER, said, way


@way(METADATA)
def message_parent_of_an_own_one(mail):
    own = mail.env["mail.message"].create(
        {"body": "mine", "parent_id": mail.messages[:1].id}
    )
    read = own.web_read({"parent_id": {"fields": {"date": {}}}})
    grouped = mail.env["mail.message"]._read_group(
        [("id", "=", own.id)], ["parent_id.date:day"], ["__count"]
    )
    return [row["parent_id"]["date"] for row in read] + [
        day for day, _count in grouped if day
    ]


@way(METADATA)
def notification_of_own(mail):
    return mail.env["mail.notification"].create(
        {
            "mail_message_id": mail.messages[:1].id,
            "res_partner_id": mail.env.user.partner_id.id,
            "notification_type": "inbox",
        }
    )


@way(METADATA)
def composer_reply(mail):
    composer = mail.env["mail.compose.message"].create(
        {"parent_id": mail.messages[:1].id, "composition_mode": "comment"}
    )
    return (
        said([composer.subject, composer.body])
        or composer.partner_ids
        or (composer.model and (composer.model, composer.res_ids))
    )


@way(EVERYTHING)
def file_as_one_of_an_own_message(mail):
    own = mail.env["mail.message"].create(
        {"body": "mine", "attachment_ids": [(4, mail.files[:1].id)]}
    )
    return own.attachment_ids


def _posted(mail, body="mine", **values):
    """What the chatter shows of a post of one's own."""
    own = mail.env["mail.message"].create({"body": body, **values})
    return Store().add(own).get_result()


@way(EVERYTHING)
def file_shown_with_an_own_message(mail):
    """The chatter formats attachments as superuser."""
    return said(_posted(mail, attachment_ids=[(6, 0, mail.files.ids)]))


@way(NEVER)
def file_of_an_own_message_on_the_content(mail):
    """Core asks for no right on files that are of the message's own record."""
    return said(
        _posted(
            mail,
            model="imap.email.content",
            res_id=mail.contents[:1].id,
            attachment_ids=[(6, 0, mail.files.ids)],
        )
    )


@way(EVERYTHING, group="base.group_partner_manager")
def file_shown_with_a_post(mail):
    posted = mail.contact.message_post(body="mine", attachment_ids=mail.files.ids)
    return said(Store().add(posted).get_result())


@way(EVERYTHING)
def file_added_to_an_own_message(mail):
    own = mail.env["mail.message"].create({"body": "mine"})
    own.write({"attachment_ids": [(4, mail.files[:1].id)]})
    return said(Store().add(own).get_result())


@way(EVERYTHING)
def file_of_a_finished_activity(mail):
    """Core posts the feedback as superuser, with any file that is named."""
    activity = mail.contact.sudo().activity_schedule(
        "mail.mail_activity_data_todo", user_id=mail.env.uid
    )
    own = mail.env["mail.activity"].browse(activity.id)
    posted = own.action_feedback(attachment_ids=mail.files.ids)
    message = mail.env["mail.message"].browse(posted)
    return said(Store().add(message).get_result())


@way(METADATA)
def message_linked_by_an_own_one(mail):
    [id_] = mail.messages.ids
    link = (
        '<a class="o_message_redirect" data-oe-model="mail.message" data-oe-id="%s"/>'
    )
    stored = _posted(mail, body=Markup(link) % id_)
    return [each for each in stored["mail.message"] if each["id"] == id_]


@way(EVERYTHING)
def composer_with_its_files(mail):
    composer = mail.env["mail.compose.message"].create(
        {"attachment_ids": [(6, 0, mail.files.ids)]}
    )
    return said(composer.web_read({"attachment_ids": {"fields": {"name": {}}}}))


@way(METADATA)
def recipients_of_a_reply(mail):
    message = mail.env["mail.message"]._get_with_access(mail.messages[:1].id)
    return message and mail.contact._message_get_suggested_recipients(
        reply_message=message
    )


@way(NEVER)
def recipients_of_a_post(mail):
    """The chatter proposes who was in the last message; here the copied address."""
    return said(mail.contact._message_get_suggested_recipients(reply_discussion=True))


@way(NEVER)
def message_copy(mail):
    return mail.messages[:1].copy()


@way(NEVER, group="base.group_partner_manager")
def contact_copy(mail):
    copied = mail.contact.copy()
    return copied.message_ids.filtered(
        lambda message: message.message_type == "imap_email"
    )
