# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The leak matrix over the wire: every route that could show a mail."""

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .leaks import Onlookers
from .sessions import QUIET, Sessions
from .ways import BODY, COPIED, FILE, SUBJECT, WORDS, said


@tagged("post_install", "-at_install")
class TestEveryRoute(Sessions, Onlookers, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_once()

    def routes(self, mail):
        """Name and answer of each route that could show the mail."""
        message, file = mail.messages.id, mail.files[0].id
        yield "chatter", self.chatter()
        for word in (SUBJECT, BODY, COPIED, FILE):
            yield f"search for {word}", self.chatter(search_term=word)
        for chosen in ("received", "sent", "files", self.anna.id):
            yield f"filter {chosen}", self.chatter(chosen)
        yield "around", self.chatter(around=message)
        where = [self.account.id], SUBJECT
        yield "where", self.call("imap.account", "imap_where", *where)
        yield "read", self.call("mail.message", "read", [message], ["date"])
        yield "content", self.call("imap.email.content", "search_read", [])
        path = [["message_ids.imap_email_id.content_ids.body", "ilike", BODY]]
        yield "dotted", self.call("res.partner", "search", path)
        linked = [["message_ids", "in", [message]]]
        yield "linked", self.call("res.partner", "search", linked)
        yield "data", self.rpc("/mail/data", fetch_params=self.thread_data())
        yield "starred", self.rpc("/mail/starred/messages")
        yield "inbox", self.rpc("/mail/inbox/messages")
        yield (
            "recipients",
            self.rpc(
                "/mail/thread/recipients",
                thread_model="res.partner",
                thread_id=self.nora.id,
                message_id=message,
            ),
        )
        for name in ("get_suggested_recipients", "fields"):
            thread = {"thread_model": "res.partner"}
            if name != "fields":
                thread["thread_id"] = self.nora.id
            yield name, self.rpc(f"/mail/thread/recipients/{name}", **thread)
        yield "history", self.rpc("/mail/history/messages")
        yield "post with file", self.post_with(file)
        yield "translate", self.rpc("/mail/message/translate", message_id=message)
        yield "preview", self.rpc("/mail/link_preview", message_id=message)
        for each in mail.files:
            for url in self.addresses(each):
                answer = self.get(url)
                yield url, each.raw in answer.content or FILE in str(answer.headers)
        token = Request.csrf_token(self)
        answer = self.url_open(
            "/mail/attachment/zip",
            {"file_ids": str(file), "zip_name": "all.zip", "csrf_token": token},
        )
        yield "zip", answer.status_code == 200 and FILE.encode() in answer.content

    def addresses(self, file):
        """Everything under which a browser could ask for a file."""
        for route in ("content", "image"):
            yield f"/web/{route}/{file.id}"
            yield f"/web/{route}/{file.id}/{file.name}"
            yield f"/web/{route}/{file.id}-{file.checksum[:8]}"
            yield f"/web/{route}?model=ir.attachment&id={file.id}&field=datas"
            yield f"/web/{route}/ir.attachment/{file.id}/raw?download=1"
            yield f"/web/{route}/{file.id}?access_token={self.own_token()}"
            yield f"/web/{route}/{file.id}?access_token={file.access_token or ''}"
        yield f"/mail/attachment/pdf_first_page/{file.id}"

    def own_token(self):
        """Of a file that is anybody's."""
        file = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        [token] = file.generate_access_token()
        self.env.flush_all()
        return token

    def post_with(self, file):
        return self.rpc(
            "/mail/message/post",
            thread_model="res.partner",
            thread_id=self.theo.id,
            post_data={"body": "x", "attachment_ids": [file]},
        )

    def thread_data(self):
        wanted = ["attachments", "suggestedRecipients", "followers"]
        values = {"thread_model": "res.partner", "thread_id": self.nora.id}
        return [["mail.thread", values | {"request_list": wanted}]]

    def open_routes(self, mail, user):
        self.log_in(user)
        words = (*WORDS, f"'id': {mail.messages.id},")
        return {
            name
            for name, answer in self.routes(mail)
            if answer is True or any(word in str(answer) for word in words)
        }

    def test_private_mail_on_every_route(self):
        mail = self.imported()
        for user in self.carl | self.mona | self.ada | self.portal | self.public:
            with self.subTest(user.login), mute_logger(*QUIET):
                self.assertFalse(self.open_routes(mail, user))

    def test_owner_and_colleagues_on_every_route(self):
        mail = self.imported("everything")
        files = {f"/web/content/{each.id}" for each in mail.files}
        for user in self.anna | self.carl:
            with self.subTest(user.login):
                opened = self.open_routes(mail, user)
                expected = {"chatter", "around", "read", "content", "zip", *files}
                expected |= {f"search for {each}" for each in (SUBJECT, BODY, COPIED)}
                chosen = ("received", "files", self.anna.id)
                expected |= {f"filter {each}" for each in chosen}
                self.assertNotIn("filter sent", opened)
                self.assertLessEqual(expected, opened)
                self.assertFalse({"dotted", "translate"} & opened)
                self.assertEqual("where" in opened, user == self.anna)

    def test_shared_mail_on_every_route_as_a_stranger(self):
        mail = self.shared("everything", choice="everything")
        for user in self.portal | self.public:
            with self.subTest(user.login), mute_logger(*QUIET):
                self.assertFalse(self.open_routes(mail, user))

    def test_parts_of_it_on_every_route(self):
        """Who and when, and the subject from that level on; nothing else."""
        for level, word in (("metadata", set()), ("subject", {SUBJECT})):
            mail = self.imported(level)
            self.log_in(self.carl)
            found = dict(self.routes(mail))
            self.assertIn(f"'id': {mail.messages.id},", str(found["chatter"]))
            self.assertEqual(bool(found[f"search for {SUBJECT}"]["count"]), bool(word))
            for name, answer in found.items():
                told = set(said(answer)) | ({FILE} if answer is True else set())
                self.assertLessEqual(told, word, (level, name))
            self.assertEqual(set(said(found["chatter"])), word)
