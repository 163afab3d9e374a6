# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The least that can be done in Odoo: one parse, one sanitise, batched creates.

The same rows and files as the addon writes, with nothing looked up or checked.
"""

from collections.abc import Sequence

from odoo.modules.registry import Registry

from odoo.addons.imap_contact_sync.engine.message import ParsedMail, parse_message

from ..mailbox import contact_address
from ..odoo_database import environment
from ..ours import BATCH, Received

RELATION = "imap_email_content_ir_attachment_rel"


class Floor:
    """Writes mails of one folder for one company; ids of contacts by address."""

    def __init__(self, env, folder: int, ids: dict[str, int]) -> None:
        self.env = env
        self.folder = env["imap.folder"].browse(folder)
        self.ids = ids

    def write_mails(self, found: Sequence[Received]) -> None:
        parsed = [parse_message(each.mail.raw) for each in found]
        emails = self.env["imap.email"].create([self.email(each) for each in found])
        contents = self.env["imap.email.content"].create(
            [self.content(*each) for each in zip(emails, parsed, strict=True)]
        )
        self.attach(contents, parsed)
        self.env["imap.email.source"].create(
            [self.source(*each) for each in zip(found, contents, strict=True)]
        )
        self.env["mail.message"].create(
            [
                self.envelope(email, contact)
                for email, each in zip(emails, found, strict=True)
                for contact in self.contacts(each)
            ]
        )

    def contacts(self, received: Received) -> list[int]:
        return [self.ids[contact_address(each)] for each in received.mail.contacts]

    def email(self, received: Received) -> dict:
        return {
            "company_id": 1,
            "key": f"floor-{self.folder.id}-{received.uid}",
            "date": "2025-02-03 04:05:06",
            "direction": "in",
            "email_from": "Somebody <somebody@firm.example>",
            "author_id": self.contacts(received)[0],
        }

    def content(self, email, mail: ParsedMail) -> dict:
        return {
            "email_id": email.id,
            "digest": mail.digest,
            "subject": mail.subject,
            "email_to": mail.email_to,
            "email_cc": mail.email_cc,
            "body": mail.body,
        }

    def attach(self, contents, parsed: Sequence[ParsedMail]) -> None:
        values = [
            {
                "name": file.name,
                "raw": file.content,
                "mimetype": file.mimetype,
                "res_model": contents._name,
                "res_id": content.id,
            }
            for content, mail in zip(contents, parsed, strict=True)
            for file in mail.attachments
        ]
        models = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        files = models.create(values)
        pairs = [(each.res_id, each.id) for each in files]
        if pairs:
            self.env.flush_all()
            rows = ", ".join(["%s"] * len(pairs))
            self.env.cr.execute(f"INSERT INTO {RELATION} VALUES {rows}", pairs)

    def source(self, received: Received, content) -> dict:
        return {
            "email_id": content.email_id.id,
            "content_id": content.id,
            "folder_id": self.folder.id,
            "account_id": self.folder.account_id.id,
            "uidvalidity": 1,
            "uid": received.uid,
            "size": len(received.mail.raw),
            "partner_ids": [(6, 0, self.contacts(received))],
        }

    def envelope(self, email, contact: int) -> dict:
        return {
            "model": "res.partner",
            "res_id": contact,
            "imap_email_id": email.id,
            "message_type": "imap_email",
            "subtype_id": False,
            "is_internal": True,
            "date": email.date,
            "author_id": email.author_id.id,
            "email_from": email.email_from,
            "message_id": f"<floor-{email.id}-{contact}@imap-contact-sync>",
            "reply_to": False,
            "email_add_signature": False,
        }


def write(
    registry: Registry, folder: int, found: Sequence[Received], ids: dict[str, int]
) -> None:
    """From received mails to committed rows, in batches."""
    with environment(registry) as env:
        floor = Floor(env, folder, ids)
        for start in range(0, len(found), BATCH):
            floor.write_mails(found[start : start + BATCH])
            env.flush_all()
            env.cr.commit()
