# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The leak matrix over the wire: every kind of RPC, as every kind of user."""

from odoo.tests import HttpCase, tagged

from ..models.levels import EVERYTHING, LEVELS, METADATA, PRIVATE, rank
from .leaks import Onlookers
from .sessions import Sessions
from .ways import BODY, FILE, INSIDE, NEVER, SUBJECT

LINKED = [["imap_email_id", "!=", False]]
SYNCED = [["message_ids.message_type", "=", "imap_email"]]
TYPED = [["message_type", "=", "imap_email"]]
CONTENT = "imap.email.content"


def calls(mail):
    """``(level, model, method, ids, named arguments)``; the level that opens it."""
    messages, contents = mail.messages.ids, mail.contents.ids
    contact, files = mail.contact.ids, mail.files.ids
    deep = [["message_ids.imap_email_id.content_ids.body", "ilike", BODY]]
    named, dated = {"name": {}}, {"date": {}}
    quince = [["name", "=", FILE]]
    return [
        (METADATA, "mail.message", "search", None, {"domain": LINKED}),
        (METADATA, "mail.message", "search_count", None, {"domain": TYPED}),
        (METADATA, "mail.message", "read", messages, {"fields": ["date"]}),
        (METADATA, "mail.message", "web_read", messages, {"specification": dated}),
        (
            METADATA, "mail.message", "web_search_read", None,
            {"domain": LINKED, "specification": dated},
        ),
        (
            METADATA, "mail.message", "formatted_read_group", None,
            {"domain": LINKED, "groupby": ["author_id"], "aggregates": ["__count"]},
        ),
        (METADATA, "res.partner", "search", None, {"domain": SYNCED}),
        (METADATA, "res.partner", "name_search", None, {"name": "", "domain": SYNCED}),
        (
            METADATA, "res.partner", "search_count", None,
            {"domain": [["id", "in", contact], ["has_message", "=", True]]},
        ),
        (EVERYTHING, CONTENT, "search_read", None, {"domain": [], "fields": ["body"]}),
        (EVERYTHING, CONTENT, "read", contents, {"fields": ["subject"]}),
        (
            EVERYTHING, CONTENT, "formatted_read_group", None,
            {"domain": [], "groupby": ["subject"], "aggregates": ["__count"]},
        ),
        (
            EVERYTHING, CONTENT, "search_count", None,
            {"domain": [["subject", "=ilike", f"%{SUBJECT}%"]]},
        ),
        (EVERYTHING, "ir.attachment", "read", files, {"fields": ["name", "datas"]}),
        (EVERYTHING, "ir.attachment", "search", None, {"domain": quince}),
        (
            NEVER, "ir.attachment", "search_count", None,
            {"domain": [["index_content", "ilike", INSIDE]]},
        ),
        (EVERYTHING, "ir.attachment", "web_read", files, {"specification": named}),
        (NEVER, "res.partner", "search", None, {"domain": deep}),
        (NEVER, "imap.email", "search", None, {"domain": []}),
        (NEVER, "imap.email.source", "search_read", None, {"domain": []}),
        (NEVER, "mail.message", "copy", messages, {}),
        (NEVER, CONTENT, "copy", contents, {}),
        (NEVER, CONTENT, "write", contents, {"vals": {"subject": "x"}}),
        (NEVER, "mail.message", "write", messages, {"vals": {"body": "x"}}),
        (NEVER, "mail.message", "unlink", messages, {}),
        (NEVER, "ir.attachment", "generate_access_token", files, {}),
        (NEVER, "mail.message", "_search", None, {"domain": []}),
    ]  # fmt: skip


@tagged("post_install", "-at_install")
class TestRpc(Sessions, Onlookers, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_once()

    def kinds(self):
        return (self.by_session, self.by_jsonrpc, self.by_xmlrpc, self.by_json2)

    def assert_answers(self, mail, user, level):
        """Each call finds something from its level on, and nothing below."""
        self.log_in(user)
        for number, (needed, model, method, ids, named) in enumerate(calls(mail)):
            for ask in self.kinds():
                answer = ask(user, model, method, ids, named)
                if method == "web_search_read":
                    answer = answer and answer["length"]
                self.assertEqual(
                    bool(answer), level >= needed,
                    (user.login, ask.__name__, number, model, method, answer),
                )  # fmt: skip

    def test_owner(self):
        self.assert_answers(self.imported(), self.anna, EVERYTHING)

    def test_reader(self):
        self.assert_answers(self.shared(readers=True), self.rita, EVERYTHING)

    def test_colleague(self):
        for level in LEVELS:
            with self.subTest(level):
                self.assert_answers(self.imported(level), self.carl, rank(level))

    def test_manager_and_administrator(self):
        mail = self.imported("private")
        for user in self.mona | self.ada:
            self.assert_answers(mail, user, PRIVATE)

    def test_customer(self):
        mail = self.shared("everything", choice="everything")
        self.assert_answers(mail, self.portal, PRIVATE)

    def test_visitor(self):
        mail = self.shared("everything", choice="everything")
        self.authenticate(None, None)
        for _level, model, method, ids, named in calls(mail):
            self.assertFalse(self.by_session(self.public, model, method, ids, named))

    def test_a_finished_activity_gives_out_no_file(self):
        """Core posts what the feedback names, as superuser."""
        mail = self.imported()
        self.log_in(self.carl)
        activity = self.theo.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.carl.id
        )
        self.env.flush_all()
        named = {"attachment_ids": mail.files.ids}
        args = ("mail.activity", "action_feedback", [activity.id])
        self.assertIsNone(self.call(*args, **named))
        page = {"thread_model": "res.partner", "thread_id": self.theo.id}
        self.assertNotIn(FILE, str(self.rpc("/mail/thread/messages", **page)))
