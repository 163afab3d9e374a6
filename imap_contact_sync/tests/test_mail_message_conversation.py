# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from ..models import mail_message_conversation
from .conversations import ConversationCase


class TestConversation(ConversationCase):
    """Replies are linked by References and In-Reply-To."""

    def test_without_references(self):
        """Each names what it answers, and none names what began it."""
        self.received("a")
        self.received("b", answers="a")
        self.received("c", answers="b")
        self.received("d", answers="c")
        self.received("x")
        self.sync(self.connected(self.anna))
        for letter in "abcd":
            self.assertEqual(self.conversation(letter), "abcd")
        self.assertEqual(self.conversation("x"), "x")

    def test_references_whose_beginning_is_cut_off(self):
        self.received("a")
        self.received("b", "a")
        self.received("c", "0", "b")  # what it names first is nowhere
        self.received("d", "b", "c")
        self.sync(self.connected(self.anna))
        self.assertEqual(self.conversation("a"), "abcd")

    def test_answers_to_an_email_that_is_not_kept(self):
        self.received("a", answers="0")
        self.received("b", answers="0")
        self.received("c", "1", "0")
        self.sync(self.connected(self.anna))
        self.assertEqual(self.conversation("a"), "abc")

    def test_across_sent_and_received_and_colleagues(self):
        """Anna asks, Nora answers Ben, and Ben writes to Nora."""
        asked = self.letter("a", self.anna.login, self.nora.email)
        self.server.deliver(self.anna.login, asked, folder="Sent")
        self.server.deliver(
            self.ben.login,
            self.letter("b", self.nora.email, self.ben.login, answers="a"),
        )
        self.server.deliver(
            self.ben.login,
            self.letter("c", self.ben.login, self.nora.email, answers="b"),
            folder="Sent",
        )
        first = self.connected(self.anna, sharing="everything")
        second = self.connected(self.ben, sharing="everything")
        self.sync(first, second)
        for user in (self.anna, self.ben, self.carl):
            self.assertEqual(self.conversation("b", user), "abc")
        second.with_user(self.ben).sharing = "private"
        self.assertEqual(self.conversation("a"), "a")
        second.with_user(self.ben).sharing = "metadata"
        self.assertEqual(self.conversation("a"), "a")

    def test_what_the_user_does_not_see_links_nothing(self):
        """Otherwise it would be told that there is something between."""
        self.received("a")
        self.received("c", answers="b")
        self.server.deliver(
            self.ben.login,
            self.letter("b", self.nora.email, self.ben.login, answers="a"),
        )
        self.sync(self.connected(self.anna), self.connected(self.ben))
        self.assertEqual(self.conversation("a"), "a")
        self.assertEqual(self.conversation("c"), "c")
        self.env["imap.account"].search([]).sharing = "subject"
        self.assertEqual(self.conversation("a"), "acb")

    def test_nobody_of_another_company_writes_himself_in(self):
        """Anybody can write References (ID-6)."""
        self.received("a")
        self.received("b", "a", answers="a", sender=self.lena)
        self.sync(self.connected(self.anna))
        self.assertEqual(self.conversation("a"), "a")
        self.assertEqual(self.conversation("b", contact=self.lena), "b")

    def test_people_of_the_same_company(self):
        company = self.new_contact("Nordwind", "hello@nordwind.example")
        company.is_company = True
        (self.nora | self.lena).parent_id = company
        self.received("a")
        self.received("b", answers="a", sender=self.lena)
        self.received("c", answers="b", sender=company)
        self.sync(self.connected(self.anna))
        self.assertEqual(self.conversation("a"), "abc")
        self.assertEqual(self.conversation("b", contact=self.lena), "abc")

    def test_of_a_long_one_the_newest_emails_and_this_one(self):
        """Each counts once, on however many contacts it stands."""
        company = self.new_contact("Nordwind", "hello@nordwind.example")
        company.is_company = True
        everybody = self.nora | self.lena | company
        (self.nora | self.lena).parent_id = company
        for letter in "abcdef":
            root = () if letter == "a" else ("a",)
            whole = self.letter(letter, self.nora.email, self.anna.login, *root)
            copied = f"Cc: {', '.join((everybody - self.nora).mapped('email'))}\n"
            self.server.deliver(self.anna.login, copied.encode() + whole)
        self.sync(self.connected(self.anna))
        self.assertEqual(len(self.envelopes(company)), 6)
        self.assertEqual(self.conversation("a"), "abcdef")
        with patch.object(mail_message_conversation, "MOST", 4):
            self.assertEqual(self.conversation("a"), "adef")
            self.assertEqual(self.conversation("f"), "cdef")

    def test_no_document_of_odoo(self):
        """References never lead to one (ID-6)."""
        message = self.nora.message_post(body="Your order", message_type="comment")
        self.received("a")
        whole = self.letter("b", self.nora.email, self.anna.login, answers="a")
        header = f"References: {message.message_id}\n".encode()
        self.server.deliver(self.anna.login, header + whole)
        before = self.nora.message_ids
        self.sync(self.connected(self.anna))
        self.assertEqual(self.conversation("a"), "ab")
        self.assertFalse((self.nora.message_ids - before).parent_id)
        self.assertFalse(message.child_ids)
