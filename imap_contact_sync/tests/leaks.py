# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every way in which a user could learn of a synced email, and who tries them.

A way is a function of the mail (``SyncedMail``) as one user has it. It answers with
whatever it finds; an answer that is not empty is something that the user sees. Ways
that name no id can also be compared before and after an import.
"""

import os
from dataclasses import dataclass
from unittest.mock import patch

from odoo import models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import mute_logger

from .common import ImapSyncCase, SyncedPeople
from .mail_server import mail

SUBJECT, BODY, COPIED = "Zirbenholz", "Kupferkessel", "pfauenauge"
FILE, INSIDE = "Quittengelee.txt", "Marzipanschwein"
PICTURE = "Rosengarten.png"
WORDS = (SUBJECT, BODY, COPIED, FILE, INSIDE, PICTURE)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
CLOSED = (AccessError, MissingError, UserError, ValueError, AttributeError, TypeError)

WAYS = {}


def way(function):
    WAYS[function.__name__] = function
    return function


@dataclass
class SyncedMail:
    """Records of one email; ``seen_by`` turns them to a user's."""

    contact: models.Model
    messages: models.Model
    emails: models.Model
    contents: models.Model
    files: models.Model

    @property
    def env(self):
        return self.contact.env

    def seen_by(self, user):
        def turned(records):
            return records.with_user(user).sudo(False)

        return SyncedMail(**{name: turned(each) for name, each in vars(self).items()})


def said(answer):
    """Whether a canary word is in an answer."""
    return [word for word in WORDS if word in str(answer)]


# The envelope: messages


@way
def message_search(mail):
    return mail.env["mail.message"].search([("id", "in", mail.messages.ids)])


@way
def message_search_by_link(mail):
    return mail.env["mail.message"].search([("imap_email_id", "!=", False)])


@way
def message_search_by_type(mail):
    return mail.env["mail.message"].search([("message_type", "=", "imap_email")])


@way
def message_search_count(mail):
    domain = [("res_id", "=", mail.contact.id), ("model", "=", "res.partner")]
    return mail.env["mail.message"].search_count(
        [*domain, ("message_type", "=", "imap_email")]
    )


@way
def message_search_read(mail):
    return mail.env["mail.message"].search_read(
        [("id", "in", mail.messages.ids)], ["date", "author_id", "email_from"]
    )


@way
def message_web_search_read(mail):
    found = mail.env["mail.message"].web_search_read(
        [("message_type", "=", "imap_email")], {"date": {}, "imap_email_id": {}}
    )
    return found["length"] or found["records"]


@way
def message_read(mail):
    return mail.messages.read(["date", "email_from"])


@way
def message_read_everything(mail):
    return mail.messages[:1].read()


@way
def message_web_read(mail):
    return mail.messages.web_read({"date": {}, "author_id": {"fields": {"name": {}}}})


@way
def message_browse_date(mail):
    return mail.messages[:1].date


@way
def message_browse_author(mail):
    return mail.messages[:1].email_from or mail.messages[:1].author_id


@way
def message_browse_name(mail):
    return mail.messages[:1].display_name


@way
def message_name_search(mail):
    ids = {id_ for id_, _name in mail.env["mail.message"].name_search("", limit=None)}
    return ids & set(mail.messages.ids)


@way
def message_read_group(mail):
    return mail.env["mail.message"]._read_group(
        [("imap_email_id", "!=", False)], ["author_id"], ["__count", "date:max"]
    )


@way
def message_formatted_read_group(mail):
    return mail.env["mail.message"].formatted_read_group(
        [("message_type", "=", "imap_email")], ["email_from"], ["__count"]
    )


@way
def message_read_group_total(mail):
    [(count,)] = mail.env["mail.message"]._read_group(
        [("imap_email_id", "!=", False)], [], ["__count"]
    )
    return count


@way
def message_export(mail):
    return mail.messages.export_data(["id", "date", "email_from"])["datas"]


@way
def message_metadata(mail):
    return mail.messages.get_metadata()


@way
def message_filtered_access(mail):
    return mail.messages._filtered_access("read")


@way
def message_get_with_access(mail):
    return mail.env["mail.message"]._get_with_access(mail.messages[:1].id)


@way
def message_get_with_access_to_react(mail):
    message = mail.messages[:1]
    return mail.env["mail.message"]._get_with_access(message.id, mode="create")


@way
def message_star(mail):
    return mail.messages[:1].toggle_message_starred()


@way
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


@way
def notification_of_own(mail):
    return mail.env["mail.notification"].create(
        {
            "mail_message_id": mail.messages[:1].id,
            "res_partner_id": mail.env.user.partner_id.id,
            "notification_type": "inbox",
        }
    )


@way
def composer_reply(mail):
    composer = mail.env["mail.compose.message"].create(
        {"parent_id": mail.messages[:1].id, "composition_mode": "comment"}
    )
    return (
        said([composer.subject, composer.body])
        or composer.partner_ids
        or (composer.model and (composer.model, composer.res_ids))
    )


# The contact


@way
def contact_messages(mail):
    return mail.contact.message_ids & mail.messages


@way
def contact_messages_web_read(mail):
    spec = {"message_ids": {"fields": {"date": {}, "message_type": {}}}}
    [values] = mail.contact.web_read(spec)
    return [row for row in values["message_ids"] if row["id"] in mail.messages.ids]


@way
def contact_messages_export(mail):
    columns = ["message_ids/.id", "message_ids/date", "message_ids/message_type"]
    rows = mail.contact.export_data(columns)["datas"]
    return [row for row in rows if row[-1]]


@way
def contact_search_message_id(mail):
    domain = [("message_ids", "in", mail.messages.ids)]
    return mail.env["res.partner"].search(domain)


@way
def contact_search_has_messages(mail):
    domain = [("id", "=", mail.contact.id), ("message_ids", "!=", False)]
    return mail.env["res.partner"].search(domain)


@way
def contact_search_message_type(mail):
    domain = [("message_ids.message_type", "=", "imap_email")]
    return mail.env["res.partner"].search(domain)


@way
def contact_search_message_link(mail):
    return mail.env["res.partner"].search([("message_ids.imap_email_id", "!=", False)])


@way
def contact_search_message_date(mail):
    domain = [("id", "=", mail.contact.id), ("message_ids.date", "!=", False)]
    return mail.env["res.partner"].search(domain)


@way
def contact_search_not_any(mail):
    domain = [("id", "=", mail.contact.id)]
    without = [*domain, ("message_ids", "not any", [("date", "!=", False)])]
    readable = mail.env["res.partner"].search(domain)
    return readable - mail.env["res.partner"].search(without)


@way
def contact_has_message(mail):
    [values] = mail.contact.read(["has_message"])
    return values["has_message"]


@way
def contact_search_has_message(mail):
    domain = [("id", "=", mail.contact.id), ("has_message", "=", True)]
    return mail.env["res.partner"].search(domain)


@way
def contact_search_has_no_message(mail):
    domain = [("id", "=", mail.contact.id)]
    without = [*domain, ("has_message", "=", False)]
    readable = mail.env["res.partner"].search(domain)
    return readable - mail.env["res.partner"].search(without)


@way
def contact_child_of_message(mail):
    domain = [("child_ids.message_ids.message_type", "=", "imap_email")]
    return mail.env["res.partner"].search(domain)


# The chatter


def _shown(mail, found):
    from odoo.addons.mail.tools.discuss import Store

    messages = found["messages"]
    stored = Store().add(messages).get_result().get("mail.message", [])
    return [each for each in stored if each["id"] in mail.messages.ids]


@way
def chatter(mail):
    fetch = mail.env["mail.message"]._message_fetch
    return _shown(mail, fetch(None, thread=mail.contact))


@way
def chatter_around(mail):
    fetch = mail.env["mail.message"]._message_fetch
    return _shown(mail, fetch(None, thread=mail.contact, around=mail.messages[:1].id))


def _chatter_finds(mail, word):
    found = mail.env["mail.message"]._message_fetch(
        None, thread=mail.contact, search_term=word
    )
    return _shown(mail, found) or found["count"]


@way
def chatter_search_subject(mail):
    return _chatter_finds(mail, SUBJECT.lower())


@way
def chatter_search_body(mail):
    return _chatter_finds(mail, BODY)


@way
def chatter_search_copied(mail):
    return _chatter_finds(mail, COPIED)


@way
def chatter_search_file(mail):
    return _chatter_finds(mail, FILE)


@way
def chatter_count_of_all(mail):
    """A search that every email meets."""
    return _chatter_finds(mail, "%")


@way
def chatter_of_superuser_formatting(mail):
    """Core also formats as superuser what the user has found."""
    from odoo.addons.mail.tools.discuss import Store

    return said(Store().add(mail.messages.sudo()).get_result())


# The vault


@way
def content_search(mail):
    return mail.env["imap.email.content"].search([("id", "in", mail.contents.ids)])


@way
def content_search_words(mail):
    return mail.env["imap.email.content"].search(
        ["|", ("subject", "ilike", SUBJECT), ("body", "ilike", BODY)]
    )


@way
def content_search_file_name(mail):
    domain = [("attachment_ids.name", "=", FILE)]
    return mail.env["imap.email.content"].search(domain)


@way
def content_search_count(mail):
    return mail.env["imap.email.content"].search_count([])


@way
def content_web_search_read(mail):
    found = mail.env["imap.email.content"].web_search_read([], {"subject": {}})
    return found["length"]


@way
def content_read(mail):
    return mail.contents.read(["subject", "body"])


@way
def content_browse_subject(mail):
    return mail.contents[:1].subject


@way
def content_browse_body(mail):
    return mail.contents[:1].body


@way
def content_browse_files(mail):
    return mail.contents[:1].attachment_ids


@way
def content_read_group(mail):
    return mail.env["imap.email.content"]._read_group([], ["subject"], ["__count"])


@way
def content_formatted_read_group(mail):
    model = mail.env["imap.email.content"]
    return model.formatted_read_group([], ["email_to"], ["__count"])


@way
def content_export(mail):
    return mail.contents.export_data(["subject", "attachment_ids/name"])["datas"]


@way
def content_metadata(mail):
    return mail.contents.get_metadata()


@way
def content_name_search(mail):
    return mail.env["imap.email.content"].name_search("")


@way
def content_display_name(mail):
    return said(mail.contents[:1].sudo().display_name)


@way
def content_filtered_access(mail):
    return mail.contents._filtered_access("read")


@way
def content_copy(mail):
    return mail.contents[:1].copy()


@way
def email_search(mail):
    return mail.env["imap.email"].search([])


@way
def email_read(mail):
    return mail.emails.read(["email_from", "date"])


@way
def source_search(mail):
    return mail.env["imap.email.source"].search([])


@way
def dotted_from_message_to_content(mail):
    path = "imap_email_id.content_ids.subject"
    return mail.env["mail.message"].search([(path, "ilike", SUBJECT)])


@way
def dotted_from_contact_to_content(mail):
    path = "message_ids.imap_email_id.content_ids.body"
    return mail.env["res.partner"].search([(path, "ilike", BODY)])


# The files


@way
def file_search(mail):
    return mail.env["ir.attachment"].search([("id", "in", mail.files.ids)])


@way
def file_search_name(mail):
    return mail.env["ir.attachment"].search([("name", "in", [FILE, PICTURE])])


@way
def file_search_text(mail):
    return mail.env["ir.attachment"].search([("index_content", "ilike", INSIDE)])


@way
def file_search_model(mail):
    domain = [("res_model", "=", "imap.email.content")]
    return mail.env["ir.attachment"].search(domain)


@way
def file_search_count(mail):
    domain = [("res_model", "=like", "imap%")]
    return mail.env["ir.attachment"].search_count(domain)


@way
def file_read(mail):
    return mail.files.read(["name", "datas", "mimetype"])


@way
def file_raw(mail):
    return mail.files[:1].raw


@way
def file_name(mail):
    return mail.files[:1].display_name


@way
def file_token(mail):
    return mail.files[:1].generate_access_token()


@way
def file_copy(mail):
    return mail.files[:1].copy({"res_model": False, "res_id": False}).raw


@way
def file_read_group(mail):
    domain = [("res_model", "=", "imap.email.content")]
    return mail.env["ir.attachment"]._read_group(domain, ["name"], ["__count"])


@way
def file_as_one_of_an_own_message(mail):
    own = mail.env["mail.message"].create(
        {"body": "mine", "attachment_ids": [(4, mail.files[:1].id)]}
    )
    return own.attachment_ids


@way
def file_binary(mail):
    binary = mail.env["ir.binary"]
    return binary._find_record(res_model="ir.attachment", res_id=mail.files[:1].id)


# Closed to those who may read the mail as well: no mail of a contact's contact, the
# ledger, what would change or copy something, and a message's name, its subject.
ALWAYS_CLOSED = {
    "contact_child_of_message",
    "content_copy",
    "content_display_name",
    "dotted_from_contact_to_content",
    "dotted_from_message_to_content",
    "email_read",
    "email_search",
    "file_token",
    "message_browse_name",
    "source_search",
}
# Ways that need a right of their own.
NEEDED_GROUPS = {
    "contact_messages_export": "base.group_allow_export",
    "content_export": "base.group_allow_export",
    "message_export": "base.group_system",
    "message_get_with_access_to_react": "base.group_partner_manager",
}


class Onlookers(SyncedPeople):
    """Nora has never been written to, and one colleague of each kind looks on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        silent = cls.env["res.partner"].with_context(
            mail_create_nolog=True, tracking_disable=True
        )
        cls.nora = silent.create(
            {"name": "Nora Lind", "email": "nora@nordwind.example"}
        )
        cls.mona, cls.ada, cls.portal = cls.new_users(
            {
                "name": "Mona Roth",
                "group": "imap_contact_sync.group_manager",
            },
            {"name": "Ada Stone", "group": "base.group_system"},
            {
                "name": cls.nora.name,
                "group": "base.group_portal",
                "partner_id": cls.nora.id,
            },
        )
        cls.nora.email = "nora@nordwind.example"
        domain = [("model", "=", "res.partner"), ("res_id", "=", cls.nora.id)]
        cls.env["mail.message"].search(domain).unlink()
        cls.public = cls.env.ref("base.public_user")
        cls.colleagues = cls.ben | cls.carl | cls.mona | cls.ada
        cls.strangers = cls.portal | cls.public

    @classmethod
    def new_users(cls, *people):
        """Users made at once, since one by one they take most of a test's time."""
        values = []
        for person in people:
            login = f"{person['name'].split()[0].lower()}@test.example"
            group = cls.env.ref(person.pop("group"))
            values.append(
                person
                | {
                    "login": login,
                    "email": login,
                    "password": login,
                    "group_ids": [(6, 0, group.ids)],
                }
            )
        users = cls.env["res.users"].with_context(
            no_reset_password=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        return users.create(values)

    def letter(self, **extra):
        """A mail from Nora to Anna that has every canary word."""
        values = {
            "html": f'<p>{BODY}</p><img src="cid:garden">',
            "cc": f"{COPIED}@nordwind.example",
            "files": [
                (FILE, "text/plain", INSIDE.encode()),
                (PICTURE, "image/png", PIXEL),
            ],
            "message_id": f"<{self.mark}@nordwind.example>",
        }
        whole = mail(self.nora.email, self.anna.login, SUBJECT, BODY, **values | extra)
        name = f'filename="{PICTURE}"\n'.encode()
        return whole.replace(name, name + b"Content-ID: <garden>\n")

    def synced(self, contact=None):
        """The mail on a contact, as superuser."""
        messages = self.envelopes(contact or self.nora)
        emails = messages.imap_email_id
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "imap.email.content"),
                ("res_id", "in", emails.content_ids.ids),
            ],
            order="id",
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return SyncedMail(
            contact or self.nora, messages, emails, emails.content_ids, files
        )

    def imported(self, sharing="private"):
        """Nora's letter, in Anna's mailbox with this level."""
        self.account.sharing = sharing
        return self.synced()

    def import_letter(self):
        self.mark = os.urandom(4).hex()
        self.anna.login = self.anna.email = f"anna-{self.mark}@test.example"
        self.server.deliver(self.anna.login, self.letter())
        type(self).account = self.connected(self.anna)
        self.sync(self.account)

    def open_ways(self, mail, user, ways=None):
        """The names of the ways through which the user sees something."""
        return {name for name in ways or WAYS if self.answer(mail, user, name)}

    def answer(self, mail, user, name):
        """What one way finds; as in a request of its own, nothing is in cache."""
        self.env.invalidate_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"):
                found = WAYS[name](mail.seen_by(user))
                return str(found) if found else None
        except CLOSED:
            return None
        finally:
            self.env.transaction.clear()
            savepoint.close(rollback=True)

    def shown(self, contact, user, **parameters):
        """The synced mail in the chatter of a contact, as the user gets it."""
        return [
            message
            for message in self.chatter(contact, user, **parameters)
            if message["message_type"] == "imap_email"
        ]

    def assert_sees_all(self, mail, users):
        for user in users:
            with self.subTest(user.login):
                closed = WAYS.keys() - self.open_ways(mail, user)
                missing = {
                    name
                    for name, group in NEEDED_GROUPS.items()
                    if not user.has_group(group)
                }
                self.assertEqual(closed, ALWAYS_CLOSED | missing)

    def assert_sees_nothing(self, mail, users, ways=None):
        for user in users:
            with self.subTest(user.login):
                self.assertFalse(self.open_ways(mail, user, ways))


class LeakCase(Onlookers, ImapSyncCase):
    """Without any mail yet."""


class LetterCase(LeakCase):
    """All tests of a class look at the same letter, which was read once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        with patch("odoo.modules.module.current_test", case):
            case.import_letter()
