# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The same rows by COPY: what PostgreSQL itself needs, without any ORM.

One parse and one sanitise are included, and so are the files, written where Odoo
keeps them.
"""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

from odoo.modules.registry import Registry
from odoo.tools import config

from odoo.addons.imap_contact_sync.engine.message import (
    Attachment,
    ParsedMail,
    parse_message,
)

from ..mailbox import contact_address
from ..odoo_database import environment
from ..ours import BATCH, Received

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
NOW = "2025-02-03 04:05:06"
AUTHOR = "Somebody <somebody@firm.example>"


class Copier:
    """Writes mails of one folder for one company; ids of contacts by address."""

    def __init__(self, cr, folder: int, account: int, ids: dict[str, int]) -> None:
        self.cr = cr
        self.folder, self.account = folder, account
        self.ids = ids
        self.filestore = Path(config.filestore(cr.dbname))

    def write_mails(self, found: Sequence[Received]) -> None:
        parsed = [parse_message(each.mail.raw) for each in found]
        emails = self.new_ids("imap_email", len(found))
        contents = self.new_ids("imap_email_content", len(found))
        sources = self.new_ids("imap_email_source", len(found))
        pairs = [
            (place, self.ids[contact_address(contact)])
            for place, each in enumerate(found)
            for contact in each.mail.contacts
        ]
        first = {place: contact for place, contact in reversed(pairs)}
        self.insert("imap_email", self.emails(found, emails, first))
        self.insert("imap_email_content", self.contents(parsed, emails, contents))
        self.attach(parsed, contents)
        self.insert("imap_email_source", self.sources(found, emails, contents, sources))
        named = [{"source_id": sources[p], "partner_id": c} for p, c in pairs]
        self.insert("imap_email_source_partner_rel", named)
        envelopes = self.new_ids("mail_message", len(pairs))
        rows = [
            self.envelope(emails[place], contact, first[place]) | {"id": number}
            for (place, contact), number in zip(pairs, envelopes, strict=True)
        ]
        self.insert("mail_message", rows)

    def new_ids(self, table: str, count: int) -> list[int]:
        self.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)", (f"{table}_id_seq", count)
        )
        return [row[0] for row in self.cr.fetchall()]

    def insert(self, table: str, rows: list[dict]) -> None:
        if not rows:
            return
        columns = ", ".join(rows[0])
        lines = ("\t".join(map(as_text, each.values())) for each in rows)
        stream = io.StringIO("".join(f"{line}\n" for line in lines))
        # The cursor of psycopg2 below Odoo's.
        self.cr._obj.copy_expert(f"COPY {table} ({columns}) FROM STDIN", stream)

    def emails(self, found, emails, first) -> list[dict]:
        return [
            stamped(email) | {"company_id": 1, "direction": "in", "date": NOW,
                              "key": f"copy-{self.folder}-{each.uid}",
                              "email_from": AUTHOR, "author_id": first[place]}
            for place, (each, email) in enumerate(zip(found, emails, strict=True))
        ]  # fmt: skip

    def contents(self, parsed, emails, contents) -> list[dict]:
        return [
            stamped(content) | {"email_id": email, "digest": mail.digest,
                                "subject": mail.subject, "email_to": mail.email_to,
                                "email_cc": mail.email_cc, "body": mail.body}
            for mail, email, content in zip(parsed, emails, contents, strict=True)
        ]  # fmt: skip

    def sources(self, found, emails, contents, sources) -> list[dict]:
        same = {"folder_id": self.folder, "account_id": self.account, "uidvalidity": 1}
        rows = zip(found, emails, contents, sources, strict=True)
        return [
            stamped(source) | same | {"email_id": email, "content_id": content,
                                      "uid": each.uid, "size": len(each.mail.raw)}
            for each, email, content, source in rows
        ]  # fmt: skip

    def envelope(self, email: int, contact: int, author: int) -> dict:
        return stamped(0) | {
            "model": "res.partner", "res_id": contact, "imap_email_id": email,
            "message_type": "imap_email", "is_internal": True, "date": NOW,
            "author_id": author, "email_from": AUTHOR, "email_add_signature": False,
            "message_id": f"<copy-{email}-{contact}@imap-contact-sync>",
        }  # fmt: skip

    def attach(self, parsed: Sequence[ParsedMail], contents: list[int]) -> None:
        pairs = [
            (content, file)
            for mail, content in zip(parsed, contents, strict=True)
            for file in mail.attachments
        ]
        numbers = self.new_ids("ir_attachment", len(pairs))
        rows = [
            self.file(content, file) | {"id": number}
            for (content, file), number in zip(pairs, numbers, strict=True)
        ]
        self.insert("ir_attachment", rows)
        links = [
            {"imap_email_content_id": content, "ir_attachment_id": number}
            for (content, _file), number in zip(pairs, numbers, strict=True)
        ]
        self.insert("imap_email_content_ir_attachment_rel", links)

    def file(self, content: int, file: Attachment) -> dict:
        checksum = hashlib.sha1(file.content).hexdigest()
        path = self.filestore / checksum[:2] / checksum
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        return stamped(0) | {
            "name": file.name, "type": "binary", "mimetype": file.mimetype,
            "res_model": "imap.email.content", "res_id": content,
            "file_size": len(file.content), "checksum": checksum,
            "store_fname": f"{checksum[:2]}/{checksum}",
        }  # fmt: skip


def stamped(number: int) -> dict:
    return {"id": number, "create_uid": 1, "create_date": NOW,
            "write_uid": 1, "write_date": NOW}  # fmt: skip


def as_text(value: object) -> str:
    return str(value).translate(ESCAPES)


def write(
    registry: Registry, folder: int, found: Sequence[Received], ids: dict[str, int]
) -> None:
    """From received mails to committed rows, in batches."""
    with environment(registry) as env:
        account = env["imap.folder"].browse(folder).account_id.id
        copier = Copier(env.cr, folder, account, ids)
        for start in range(0, len(found), BATCH):
            copier.write_mails(found[start : start + BATCH])
            env.cr.commit()
