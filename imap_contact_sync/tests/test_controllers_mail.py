# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import xmlrpc.client
from unittest.mock import patch

from odoo.http import Request
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.controllers.google_translate import GoogleTranslateController

from .leaks import Onlookers
from .sessions import QUIET, Sessions
from .ways import BODY, COPIED, FILE, SUBJECT, WORDS, said

FORMS = {"%d", " %d", "+%d", "%d ", "0%d"}  # what Python reads as the same number


@tagged("post_install", "-at_install")
class TestRoutes(Sessions, Onlookers, HttpCase):
    """What a real session of each user gets from the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_once()

    def chatter(self, **fetch_params):
        return self.rpc(
            "/mail/thread/messages",
            thread_model="res.partner",
            thread_id=self.nora.id,
            fetch_params=fetch_params,
        )

    def routes(self, mail):
        """Name and answer of each route that could show the mail."""
        message, file = mail.messages.id, mail.files[0].id
        yield "chatter", self.chatter()
        for word in (SUBJECT, BODY, COPIED, FILE):
            yield f"search for {word}", self.chatter(search_term=word)
        yield "around", self.chatter(around=message)
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
        for user in self.carl | self.ada | self.portal | self.public:
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
                self.assertLessEqual(expected, opened)
                self.assertFalse({"dotted", "translate"} & opened)

    def test_the_chatter_shows_the_content(self):
        mail = self.imported()
        self.log_in(self.anna)
        answer = self.chatter()
        [message] = answer["data"]["mail.message"]
        self.assertEqual(message["subject"], SUBJECT)
        self.assertIn(BODY, message["body"][1])
        self.assertEqual(
            message["incoming_email_cc"], [["", f"{COPIED}@nordwind.example"]]
        )
        [file] = answer["data"]["ir.attachment"]
        self.assertEqual(file["name"], FILE)
        self.assertFalse([key for key in file if "token" in key])
        self.assertIn(f'src="/web/image/{mail.files[1].id}"', message["body"][1])
        self.assertNotIn("access_token", message["body"][1])

    def test_link_to_a_message_tells_nothing_of_a_hidden_one(self):
        message = self.imported().messages.id
        for user in self.carl | self.public:
            self.log_in(user)
            for form in FORMS:
                answer = self.url_open(
                    "/mail/view",
                    allow_redirects=False,
                    params={"message_id": form % message},
                    method="GET",
                )
                place = answer.headers.get("Location", "")
                self.assertNotIn(str(self.nora.id), place.split("redirect")[0], form)
                self.assertNotIn("res.partner", place, form)
                self.assertNotIn("res_id", place, form)
            answer = self.get(f"/mail/message/{message}")
            self.assertNotIn("res.partner", answer.headers.get("Location", ""))

    def test_link_to_a_message_leads_its_owner_to_the_contact(self):
        message = self.imported().messages.id
        self.log_in(self.anna)
        for url in (f"/mail/view?message_id={message}", f"/mail/message/{message}"):
            answer = self.url_open(url, allow_redirects=False)
            self.assertIn(str(self.nora.id), answer.headers["Location"])

    def test_link_without_a_number(self):
        self.log_in(self.carl)
        for value in ("", "x", "9" * 9):
            answer = self.get(f"/mail/view?message_id={value}")
            self.assertEqual(answer.status_code, 303)

    def test_a_hidden_message_takes_no_reaction_and_no_edit(self):
        mail = self.imported()
        message = mail.messages.id
        for user in self.ben | self.carl | self.ada | self.portal:
            self.log_in(user)
            for route, params in (
                ("reaction", {"content": "+", "action": "add"}),
                ("update_content", {"update_data": {"body": "changed"}}),
            ):
                answer = self.rpc(
                    f"/mail/message/{route}", message_id=message, **params
                )
                self.assertIsNone(answer, (user.login, route))
            self.call("mail.message", "toggle_message_starred", [message])
        self.env.invalidate_all()
        self.assertFalse(mail.messages.body)
        self.assertFalse(mail.messages.reaction_ids)
        self.assertFalse(mail.messages.starred_partner_ids)

    def test_nobody_edits_a_synced_mail(self):
        """Not even who wrote it; core lets authors edit what they wrote."""
        mail = self.imported("everything")
        mail.messages.author_id = self.anna.partner_id
        for user in self.anna | self.ada:
            self.log_in(user)
            self.assertIsNone(
                self.rpc(
                    "/mail/message/update_content",
                    message_id=mail.messages.id,
                    update_data={"body": "changed", "attachment_ids": []},
                )
            )
            for file in mail.files:
                self.assertIsNone(
                    self.rpc("/mail/attachment/delete", attachment_id=file.id)
                )
        self.env.invalidate_all()
        self.assertFalse(mail.messages.body)
        self.assertEqual(len(mail.files.exists()), 2)

    def test_no_post_looks_like_a_synced_mail(self):
        email = self.imported("everything").emails
        self.log_in(self.ben)
        values = {
            "thread_model": "res.partner",
            "thread_id": self.theo.id,
            "post_data": {"body": "forged", "message_type": "imap_email"},
        }
        self.assertIsNone(self.rpc("/mail/message/post", **values))
        values["post_data"]["message_type"] = "comment"
        context = {"default_imap_email_id": email.id}
        self.rpc("/mail/message/post", **values, context=context)
        self.env.invalidate_all()
        self.assertFalse(self.envelopes(self.theo))
        domain = [("message_type", "=", "imap_email"), ("imap_email_id", "=", False)]
        self.assertFalse(self.env["mail.message"].search(domain))

    def test_no_synced_mail_is_sent_to_a_translation_service(self):
        message = self.imported().messages.id
        self.log_in(self.anna)
        with patch.object(GoogleTranslateController, "_post") as sent:
            self.rpc("/mail/message/translate", message_id=message)
            sent.assert_not_called()
            posted = self.nora.message_post(body="Guten Tag")
            self.rpc("/mail/message/translate", message_id=posted.id)
            sent.assert_called()

    def test_xml_rpc(self):
        mail = self.imported()
        password = "carl@test.example"
        self.env.flush_all()
        for model, method, *args in (
            ("mail.message", "search", [("imap_email_id", "!=", False)]),
            ("mail.message", "read", mail.messages.ids, ["date"]),
            ("mail.message", "export_data", mail.messages.ids, ["date"]),
            ("imap.email.content", "search_read", []),
            ("imap.email.content", "read", mail.contents.ids, ["body"]),
            (
                "res.partner",
                "search",
                [("message_ids.message_type", "=", "imap_email")],
            ),
            ("ir.attachment", "read", mail.files.ids, ["datas"]),
        ):
            call = (self.env.cr.dbname, self.carl.id, password, model, method, args)
            try:
                with mute_logger(*QUIET):
                    answer = self.xmlrpc_object.execute_kw(*call)
            except xmlrpc.client.Fault as fault:
                self.assertFalse(said(fault.faultString))
                answer = None
            self.assertFalse(answer, (model, method))

    def test_errors_in_debug_mode_name_no_content(self):
        mail = self.imported()
        self.log_in(self.ada, debug="1")
        with patch("odoo.addons.base.models.ir_rule._logger.info"):
            for model, ids in (
                ("imap.email.content", mail.contents.ids),
                ("mail.message", mail.messages.ids),
                ("ir.attachment", mail.files.ids),
            ):
                with mute_logger(*QUIET):
                    with self.assertRaises(JsonRpcException) as caught:
                        self.make_jsonrpc_request(
                            f"/web/dataset/call_kw/{model}/read",
                            {"model": model, "method": "read", "args": [ids],
                             "kwargs": {}},
                        )  # fmt: skip
                self.assertFalse(said(caught.exception))
