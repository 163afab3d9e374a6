# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who tries every way to a synced email, and what each of them must find."""

import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import SQL, mute_logger

from ..models.imap_email_source import ImapEmailSource
from ..models.levels import EVERYTHING
from . import (
    ways_contact,
    ways_counts,
    ways_emails,
    ways_filter,
    ways_message,
    ways_reply,
    ways_vault,
)
from .common import ImapSyncCase, SyncedPeople
from .mail_server import mail
from .ways import (
    BODY,
    COPIED,
    FILE,
    INSIDE,
    PICTURE,
    PIXEL,
    SUBJECT,
    WAYS,
    SyncedMail,
)

# Importing them fills WAYS.
TRIED = (
    ways_contact, ways_counts, ways_emails, ways_filter, ways_message, ways_reply,
    ways_vault,
)  # fmt: skip
CLOSED = (AccessError, MissingError, UserError, ValueError, AttributeError, TypeError)


@contextmanager
def without(model_class, name):
    """Core's own method in the place of an override."""
    override = vars(model_class)[name]
    delattr(model_class, name)
    try:
        yield
    finally:
        setattr(model_class, name, override)


@contextmanager
def mutated(piece, instead):
    """A piece of the SQL that decides about sources is something else."""
    used = []

    def changed(code="", *params):
        if isinstance(code, str) and piece in code:
            used.append(code)
            code = code.replace(piece, instead)
        return SQL(code, *params)

    changed.identifier = SQL.identifier
    ledger = ImapEmailSource.__module__
    with patch(f"{ledger}.SQL", changed), patch(f"{ledger}_record.SQL", changed):
        yield
    assert used, piece


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
        cls.mona, cls.ada, cls.rita, cls.portal = cls.new_users(
            {
                "name": "Mona Roth",
                "group": "imap_contact_sync.group_manager",
            },
            {"name": "Ada Stone", "group": "base.group_system"},
            {"name": "Rita Vogel", "group": "base.group_user"},
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
        cls.colleagues = cls.ben | cls.carl | cls.mona | cls.ada | cls.rita
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

    def letter(self, sender=None, **extra):
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
        sender = sender or self.nora.email
        whole = mail(sender, self.anna.login, SUBJECT, BODY, **values | extra)
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
        return self.shared(sharing=sharing)

    def shared(
        self, sharing="private", choice=False, readers=False, protected=False,
        ceiling="everything", doomed=False,
    ):  # fmt: skip
        """Nora's letter after its owner, a manager and the company have decided.

        :param readers: whether Rita is one
        :param ceiling: the company's, set after the owner's decision
        """
        company = self.account.sudo().company_id
        company.imap_sharing_ceiling = "everything"
        readers = self.rita if readers else self.rita.browse()
        self.account.write({"sharing": sharing, "reader_ids": [(6, 0, readers.ids)]})
        self.nora.imap_protected = protected
        mail = self.synced()
        mail.emails.source_ids.write({"choice": choice, "doomed": doomed})
        company.imap_sharing_ceiling = ceiling
        self.env.flush_all()
        return mail

    def import_letter(self):
        self.server.deliver(self.anna.login, self.letter())
        type(self).account = self.connected(self.anna)
        self.sync(self.account)

    @classmethod
    def import_once(cls):
        """What ``import_letter`` does, for all tests of the class."""
        case = cls()
        case.mark = os.urandom(4).hex()
        for user in (cls.anna, cls.ben):
            name = user.name.split()[0].lower()
            user.login = user.email = f"{name}-{case.mark}@test.example"
        with patch("odoo.modules.module.current_test", case):
            case.import_letter()

    def open_ways(self, mail, user, ways=None):
        """The names of the ways through which the user sees something."""
        return {name for name in ways or WAYS if self.answer(mail, user, name)}

    def answer(self, mail, user, name):
        """What one way finds; as in a request of its own, nothing is in cache."""
        self.env.invalidate_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"):
                found = WAYS[name].find(mail.seen_by(user))
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

    def assert_sees(self, mail, user, level, ways=None):
        """Every way is open or closed as it has to be at this level (a rank)."""
        ways = {name: WAYS[name] for name in ways or WAYS}
        expected = {name for name, way in ways.items() if way.is_open(user, level)}
        self.assertEqual(self.open_ways(mail, user, ways), expected, user.login)

    def assert_sees_all(self, mail, users):
        for user in users:
            with self.subTest(user.login):
                self.assert_sees(mail, user, EVERYTHING)

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
        cls.import_once()
