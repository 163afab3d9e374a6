# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from itertools import pairwise
from unittest.mock import patch

from ..models import imap_email_source_links
from .conversations import ConversationCase


class TestChoices(ConversationCase):
    """What is chosen for a conversation holds for all that links lead to."""

    def chain(self, letters="abcd"):
        self.received(letters[0])
        for before, letter in pairwise(letters):
            self.received(letter, answers=before)

    def test_the_whole_chain_is_shared(self):
        self.chain()
        self.received("x")
        account = self.connected(self.anna)
        self.sync(account)
        self.envelope("d").imap_share("everything", conversation=True)
        self.assertEqual(self.subjects(self.carl), "abcd")
        self.received("e", answers="d")
        self.received("f", answers="e")
        self.sync(account)
        self.assertEqual(self.subjects(self.carl), "abcdef")

    def test_later_emails_of_a_private_one_whatever_their_order(self):
        """One that comes first may answer one that comes behind it."""
        self.chain("ab")
        account = self.connected(self.anna, sharing="everything")
        self.sync(account)
        self.envelope("b").imap_share("private", conversation=True)
        self.assertEqual(self.subjects(self.carl), "")
        self.received("e", answers="d")
        self.received("d", answers="c")
        self.received("c", answers="b")
        self.received("x")
        self.sync(account)
        self.assertEqual(self.subjects(self.carl), "x")

    def test_a_chain_is_removed_and_stays_away(self):
        self.chain()
        self.received("x")
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.envelope("c").imap_conversation_count(), 4)
        self.envelope("c").imap_remove(conversation=True)
        self.received("e", answers="b")
        self.sync(account)
        self.assertEqual(self.subjects(self.anna), "x")
        self.assertEqual(len(self.envelopes(self.nora)), 1)
        self.assert_accounting()

    def test_a_stranger_does_not_make_two_conversations_one(self):
        """He was copied in on both, and names both in what he writes to Anna."""
        self.received("a")
        self.received("b")
        self.received("c", "a", answers="b", sender=self.lena)
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.envelope("a").imap_conversation_count(), 1)
        self.envelope("a").imap_share("everything", conversation=True)
        self.assertEqual(self.subjects(self.carl), "a")
        self.received("d", answers="b")
        self.sync(account)
        self.assertEqual(self.subjects(self.carl), "a")

    def test_what_is_a_colleagues_stays_as_it_is(self):
        self.chain("ab")
        self.server.deliver(
            self.ben.login,
            self.letter("c", self.nora.email, self.ben.login, answers="b"),
        )
        mine, others = self.connected(self.anna), self.connected(self.ben)
        self.sync(mine, others)
        self.envelope("a").imap_share("everything", conversation=True)
        self.assertEqual(self.subjects(self.carl), "ab")
        self.envelope("a").imap_remove(conversation=True)
        self.assertEqual(self.subjects(self.ben), "c")

    def test_what_is_about_to_be_deleted_is_not_counted(self):
        self.chain("ab")
        account = self.connected(self.anna)
        self.sync(account)
        self.envelope("b").sudo().imap_email_id.source_ids.doomed = True
        self.assertEqual(self.envelope("a").imap_conversation_count(), 1)

    def test_at_most_so_many_links(self):
        self.chain()
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.envelope("a").imap_conversation_count(), 4)
        with patch.object(imap_email_source_links, "MOST_LINKS", 2):
            self.assertLess(self.envelope("a").imap_conversation_count(), 4)

    def test_keys_of_other_mailboxes(self):
        self.chain("ab")
        self.server.deliver(
            self.ben.login,
            self.letter("c", self.nora.email, self.ben.login, answers="b"),
        )
        mine, others = self.connected(self.anna), self.connected(self.ben)
        self.sync(mine, others)
        sources = self.env["imap.email.source"].search([("account_id", "=", mine.id)])
        everywhere = sources._linked(sources._links())
        here = sources._linked(sources._links(), mine)
        self.assertEqual((len(here), len(everywhere)), (2, 3))
        self.assertEqual(sources._linked([]), set())
