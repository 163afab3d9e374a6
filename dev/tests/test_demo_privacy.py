# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who sees what of the demo's mail, asked through real sessions of its people.

The demo's own staff, contacts, levels and messages; only the mailboxes have other
logins, so that a demo that is being served keeps its own.
"""

import os
from datetime import UTC, datetime

from odoo.tests import HttpCase, tagged

from odoo.addons.imap_contact_sync.tests import mail_server
from odoo.addons.imap_contact_sync.tests.common import without_limits
from odoo.addons.imap_contact_sync.tests.sessions import Sessions

from dev.demo_database import PASSWORD, SHARING, create_people
from dev.sample_mail import mailboxes

CRON = "imap_contact_sync.ir_cron_sync"
SYNCED = [["message_type", "=", "imap_email"]]
FILES = [["res_model", "=", "imap.email.content"]]


@tagged("post_install", "-at_install")
class TestDemoPrivacy(Sessions, HttpCase):
    """Anna shares everything, Ben nothing; Maria manages, Ines administers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        create_people(cls.env)
        cls.anna, cls.ben, cls.maria = (
            cls.env.ref(f"imap_contact_sync_demo.user_{name}")
            for name in ("anna", "ben", "maria")
        )
        cls.ines = cls.env.ref("base.user_admin")
        cls.public = cls.env.ref("base.public_user")
        cls.lena = cls.env["res.partner"].search([("name", "=", "Lena Fischer")])
        cls.customer = cls.env["res.users"].create(
            {
                "name": cls.lena.name,
                "login": "lena",
                "password": PASSWORD,
                "partner_id": cls.lena.id,
                "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
            }
        )
        server = mail_server.MailServer()
        built = mailboxes.build(datetime.now(UTC).date())
        for employee in SHARING:
            cls.connect(server, employee, built)
        for _attempt in range(20):
            cls.env.ref(CRON).method_direct_trigger()
        cls.env.invalidate_all()

    @classmethod
    def connect(cls, server, employee, built):
        name = employee.email.partition("@")[0]
        login = f"{name}-{os.urandom(4).hex()}@test.example"
        for folder in ("INBOX", "Sent"):  # what is read without anybody's ticks
            mails = (each.raw for each in built[name].folders[folder])
            server.deliver(login, *mails, folder=folder)
        user = cls.env.ref(f"imap_contact_sync_demo.user_{name}")
        account = cls.env["imap.account"].with_user(user).create(
            {
                "email": employee.email, "login": login, "host": server.host,
                "port": server.ssl_port, "password": mail_server.PASSWORD,
                "sharing": SHARING[employee],
            }
        )  # fmt: skip
        with without_limits():
            account.action_connect()
        assert not account.error_message, account.error_message
        account.action_start_import()

    def password(self, _user):
        return PASSWORD

    def open_sources(self, user):
        """What the levels say, without the code that decides it."""
        if user in (self.customer, self.public):
            return self.env["imap.email.source"]
        owners = self.anna | user
        return self.env["imap.email.source"].search(
            [("account_id.user_id", "in", owners.ids)]
        )

    def expected(self, user):
        """Ids of the messages, contents and files that the user may see."""
        sources = self.open_sources(user)
        named = {
            (source.email_id.id, contact)
            for source in sources
            for contact in source.partner_ids.ids
        }
        messages = self.env["mail.message"].search(SYNCED)
        files = self.env["ir.attachment"].search(FILES)
        return (
            {
                each.id
                for each in messages
                if (each.imap_email_id.id, each.res_id) in named
            },
            set(sources.content_id.ids),
            {each.id for each in files if each.res_id in sources.content_id.ids},
        )

    def everybody(self):
        return self.anna | self.ben | self.maria | self.ines | self.customer

    def searches(self):
        yield "mail.message", SYNCED
        yield "imap.email.content", []
        yield "ir.attachment", FILES

    def test_there_is_mail_of_each_kind(self):
        everything = self.expected(self.ben)
        shared = self.expected(self.anna)
        for whole, part in zip(everything, shared, strict=True):
            self.assertTrue(part)
            self.assertTrue(whole - part)
        self.assertEqual(len(self.env["imap.failure"].search([])), 0)

    def test_every_kind_of_rpc_finds_what_one_may_see(self):
        for user in self.everybody():
            self.log_in(user)
            for (model, domain), ids in zip(
                self.searches(), self.expected(user), strict=True
            ):
                for ask in (
                    self.by_session, self.by_jsonrpc, self.by_xmlrpc, self.by_json2,
                ):  # fmt: skip
                    found = ask(user, model, "search", None, {"domain": domain})
                    name = user.login, model, ask.__name__
                    self.assertEqual(set(found or ()), ids, name)
                    count = ask(user, model, "search_count", None, {"domain": domain})
                    self.assertEqual(count or 0, len(ids), name)

    def test_what_is_hidden_is_not_read_by_its_number(self):
        whole = self.expected(self.ben)
        for user in (self.everybody() - self.ben) | self.public:
            self.log_in(user)
            for (model, _domain), all_ids, ids in zip(
                self.searches(), whole, self.expected(user), strict=True
            ):
                for id_ in sorted(all_ids - ids)[:12]:
                    fields = ["create_date"]
                    answer = self.call(model, "read", [id_], fields)
                    self.assertFalse(answer, (user.login, model, id_))

    def test_files_are_given_to_who_may_see_them(self):
        shared = sorted(self.expected(self.anna)[2])
        private = sorted(self.expected(self.ben)[2].difference(shared))
        files = self.env["ir.attachment"].browse([*shared[:10], *private[:10]])
        for user in self.everybody() | self.public:
            self.log_in(user)
            open_ids = self.expected(user)[2]
            for file in files:
                plain, guessed, image = (
                    self.get(f"/web/{address}").content == file.raw
                    for address in (
                        f"content/{file.id}",
                        f"content/{file.id}?access_token=x",
                        f"image/{file.id}",
                    )
                )
                may = file.id in open_ids
                self.assertEqual(plain, may, (user.login, file.name))
                self.assertLessEqual(guessed | image, may, (user.login, file.name))

    def test_chatters_show_what_one_may_see(self):
        messages = self.env["mail.message"].search(SYNCED)
        for user in self.ben | self.maria | self.customer:
            self.log_in(user)
            open_ids, contents, _files = self.expected(user)
            hidden = self.env["imap.email.content"].search(
                [("id", "not in", list(contents))]
            )
            known = {
                each.subject for each in self.env["imap.email.content"].browse(contents)
            }
            words = {each.subject for each in hidden if each.subject} - known
            for contact in sorted(set(messages.mapped("res_id"))):
                page = self.rpc(
                    "/mail/thread/messages", thread_model="res.partner",
                    thread_id=contact, fetch_params={"limit": 500},
                )  # fmt: skip
                ids = {each.id for each in messages if each.res_id == contact}
                shown = set(page["messages"] if page else []) & set(messages.ids)
                self.assertEqual(shown, ids & open_ids, (user.login, contact))
                for word in words:
                    self.assertNotIn(f"'subject': {word!r}", str(page))
