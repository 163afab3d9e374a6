# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the filter of the chatter could tell of a synced email."""

from ..models.levels import EVERYTHING, METADATA
from .ways import BODY, way


def _filtered(mail, chosen, **options):
    return mail.env["mail.message"]._message_fetch(
        None, thread=mail.contact, imap_filter=chosen, **options
    )


@way(METADATA)
def filter_received(mail):
    return _filtered(mail, "received")["messages"]


@way(METADATA)
def filter_owner(mail):
    users = mail.env["res.users"].sudo().search([])
    return [user for user in users.ids if _filtered(mail, user)["messages"]]


@way(METADATA)
def filter_owners(mail):
    return mail.contact.imap_mailbox_owners()


@way(EVERYTHING)
def filter_files(mail):
    return _filtered(mail, "files")["messages"]


@way(EVERYTHING)
def filter_files_of_all(mail):
    """A search that every email meets whose subject one sees."""
    return _filtered(mail, "files", search_term="%").get("count")


@way(EVERYTHING)
def filter_search(mail):
    return _filtered(mail, "received", search_term=BODY).get("count")
