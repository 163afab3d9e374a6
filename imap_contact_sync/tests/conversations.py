# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields

from .leaks import LeakCase
from .mail_server import mail


class ConversationCase(LeakCase):
    """Emails that answer each other; each is known by one letter."""

    def setUp(self):
        super().setUp()
        self.written = 0

    def number(self, letter):
        return f"<{letter}.{self.mark}@nordwind.example>"

    def letter(self, letter, sender, to, *references, answers=None):
        """A mail that was written after those before it.

        :param references: letters, in the order of the header field
        :param answers: the letter in In-Reply-To
        """
        more = {}
        if references:
            more["references"] = " ".join(map(self.number, references))
        if answers:
            more["in_reply_to"] = self.number(answers)
        self.written += 1
        date = fields.Datetime.now() - timedelta(hours=9, minutes=-self.written)
        return mail(
            sender, to, letter, message_id=self.number(letter), date=date, **more
        )

    def received(self, letter, *references, sender=None, **more):
        whole = self.letter(
            letter, (sender or self.nora).email, self.anna.login, *references, **more
        )
        self.server.deliver(self.anna.login, whole)

    def subjects(self, user):
        contents = self.env["imap.email.content"].with_user(user).sudo(False)
        return "".join(sorted(contents.search([]).mapped("subject")))

    def envelope(self, letter, contact=None, user=None):
        self.env.invalidate_all()
        found = self.envelopes(contact or self.nora).filtered(
            lambda each: each.sudo().imap_email_id.content_ids[0].subject == letter
        )
        return found.with_user(user or self.anna)

    def conversation(self, letter, user=None, contact=None):
        """The letters of the others, as the client gets them."""
        message = self.envelope(letter, contact, user)
        found = message.browse(message.imap_conversation()["messages"])
        return "".join(each.sudo(False).imap_subject or "-" for each in found)
