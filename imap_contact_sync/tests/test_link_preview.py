# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .hostile_html import Canary
from .leaks import Onlookers
from .sessions import Sessions


@tagged("post_install", "-at_install")
class TestLinkPreview(Sessions, Onlookers, HttpCase):
    """HTML-8: the server follows no link of an email: it may confirm something."""

    def letter(self, **extra):
        link = f'<p><a href="{self.canary.address}/confirm">Confirm</a></p>'
        return super().letter(html=link, **extra)

    def test_html_8_no_preview_asks_for_a_page(self):
        with Canary() as self.canary:
            self.import_letter()
            mail = self.imported("everything")
            self.assertIn("/confirm", mail.contents.body)
            for author in self.lena, self.anna.partner_id:
                mail.messages.author_id = author
                for user in self.ada | self.anna:
                    self.log_in(user)
                    self.rpc("/mail/link_preview", message_id=mail.messages.id)
            self.assertEqual(self.canary.requests, [])
            self.log_in(self.ada)
            posted = self.nora.with_user(self.ada).message_post(
                body=mail.contents.body, body_is_html=True
            )
            self.rpc("/mail/link_preview", message_id=posted.id)
            self.assertIn("confirm", self.canary.paths)
