# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.controllers.google_translate import GoogleTranslateController

from .leaks import Onlookers
from .sessions import QUIET, Sessions
from .ways import BODY, COPIED, FILE, SUBJECT, said

FORMS = {"%d", " %d", "+%d", "%d ", "0%d"}  # what Python reads as the same number


@tagged("post_install", "-at_install")
class TestRoutes(Sessions, Onlookers, HttpCase):
    """What a real session of each user gets from the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_once()

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
