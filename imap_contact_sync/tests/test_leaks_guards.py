# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mutations: the matrix finds a leak as soon as one thing that closes it is gone."""

from unittest.mock import patch

from ..models.imap_account_sharing import ImapAccount
from ..models.imap_email_content import ImapEmailContent
from ..models.levels import EVERYTHING, Openness, Sharing, openness
from ..models.mail_message import MailMessage
from ..models.mail_message_page import MailMessage as MailMessagePage
from ..models.mail_message_store import MailMessage as MailMessageStore
from ..models.mail_thread import MailThread
from .leaks import LetterCase, mutated, without
from .ways import SUBJECT

# Each override that hides mail, and one way that is open without it.
GUARDS = [
    (MailMessage, "_search", "message_search_count"),
    (MailMessage, "_search", "contact_search_message_type"),
    (MailMessage, "_get_forbidden_access", "message_read"),
    (MailMessage, "_get_with_access", "message_get_with_access"),
    (MailMessage, "fetch", "message_browse_date"),
    (MailThread, "_compute_has_message", "contact_has_message"),
    (MailThread, "_search_has_message", "contact_search_has_message"),
    (ImapEmailContent, "_search", "content_search_words"),
    (ImapEmailContent, "_search", "content_browse_subject"),
    (ImapEmailContent, "_check_access", "file_raw"),
    (ImapEmailContent, "_check_access", "content_filtered_access"),
]
# Each override that shows mail to who may see it, and a way that needs it.
SHOWING = [
    (MailMessagePage, "_message_fetch", "chatter_search_body"),
    (MailMessageStore, "_to_store", "chatter_tells_content"),
]
# A piece of the SQL and what stands there instead, how the letter is shared, and
# ways that are open to a colleague then.
SHARED = {"sharing": "everything", "readers": True}
ROWS = {"message_search", "content_read"}
PIECES = [
    (
        "source.doomed IS NOT TRUE", "TRUE",
        SHARED | {"doomed": True}, ROWS | {"chatter_tells_content"},
    ),
    ("source.choice IS NULL", "TRUE", SHARED | {"choice": "private"}, ROWS),
    ("source.choice = %s", "%s IS NOT NULL", {}, ROWS),
    (
        "LIMIT 1) IS NULL", "LIMIT 1) IS NOT FALSE",
        SHARED | {"protected": True}, ROWS | {"chatter_tells_content"},
    ),
]  # fmt: skip
# What the chatter decides in Python, with one argument that is always the same, and
# how the letter is shared; the colleague reads it then.
RANK = Openness.rank_of
RANKS = [
    (lambda seen, account, choice, _guarded: RANK(seen, account, choice, False),
     SHARED | {"protected": True}),
    (lambda seen, account, _choice, guarded: RANK(seen, account, None, guarded),
     SHARED | {"choice": "private"}),
    (lambda seen, account, _choice, guarded: RANK(seen, account, "everything", guarded),
     {"sharing": "metadata"}),
]  # fmt: skip


class TestGuards(LetterCase):
    def assert_opens(self, mail, user, ways, mutation):
        self.assert_sees_nothing(mail, user, ways)
        with mutation:
            self.assertEqual(self.open_ways(mail, user, ways), set(ways))

    def test_every_guard_is_needed(self):
        mail = self.imported()
        for model_class, name, way in GUARDS:
            with self.subTest(name, opened=way):
                self.assert_opens(mail, self.carl, [way], without(model_class, name))

    def test_the_search_of_message_ids_is_needed(self):
        ways = {"contact_search_message_id", "contact_search_has_messages"}
        field = self.env["res.partner"]._fields["message_ids"]
        mutation = patch.object(field, "search", None)
        self.assert_opens(self.imported(), self.carl, ways, mutation)

    def test_every_override_that_shows_is_needed(self):
        mail = self.imported()
        for model_class, name, opened in SHOWING:
            with self.subTest(name):
                self.assertTrue(self.open_ways(mail, self.anna, [opened]))
                with without(model_class, name):
                    self.assertFalse(self.open_ways(mail, self.anna, [opened]))

    def test_every_condition_is_needed(self):
        for piece, instead, settings, ways in PIECES:
            with self.subTest(piece):
                mail = self.shared(**settings)
                self.assert_opens(mail, self.carl, ways, mutated(piece, instead))

    def test_every_part_of_the_rank_is_needed(self):
        for changed, settings in RANKS:
            with self.subTest(str(settings)):
                mail = self.shared(**settings)
                mutation = patch.object(Openness, "rank_of", changed)
                self.assert_opens(mail, self.carl, {"chatter_tells_content"}, mutation)

    def test_the_companys_ceiling_is_needed(self):
        def uncapped(sharing, user):
            return EVERYTHING if user in sharing.readers else sharing.level

        mail = self.shared("everything", readers=True, ceiling="metadata")
        ways = {"content_read", "chatter_tells_content", "file_raw"}
        for user in self.carl | self.rita:
            mutation = patch.object(Sharing, "default_rank", uncapped)
            self.assert_opens(mail, user, ways, mutation)

    def test_the_limit_to_internal_users_is_needed(self):
        """Core lets an author read his messages: here the customer (F8)."""

        def anybody(self, user):
            sharings = self._sharings(user._get_company_ids())
            return openness(sharings.values(), [], user.id)

        mail = self.shared("everything")
        ways = {"message_read", "message_browse_date", "chatter_tells_content"}
        mutation = patch.object(ImapAccount, "_openness_of", anybody)
        self.assert_opens(mail, self.portal, ways, mutation)

    def test_the_rank_of_a_copy_is_needed(self):
        mail = self.shared(sharing="metadata")
        ways = {"chatter_tells_subject", "chatter_tells_content", "chatter_search_body"}
        mutation = patch.object(Openness, "rank_of", lambda *_copy: EVERYTHING)
        self.assert_opens(mail, self.carl, ways, mutation)

    def test_the_level_of_what_the_chatter_shows_is_needed(self):
        values = MailMessageStore._content_values
        for level, ways in (
            ("metadata", {"chatter_tells_subject", "chatter_tells_content"}),
            ("subject", {"chatter_tells_content", "chatter_of_the_user_tells_content"}),
        ):
            mutation = patch.object(
                MailMessageStore,
                "_content_values",
                lambda self, content, _level: values(self, content, EVERYTHING),
            )
            with self.subTest(level):
                self.assert_opens(self.imported(level), self.carl, ways, mutation)

    def test_a_file_on_the_contact_is_found(self):
        """F6: where core puts the attachments of a post."""
        mail = self.imported()
        ways = {
            "file_search", "file_raw", "file_search_name", "file_binary",
            "contact_attachment_count", "contact_attachment_box",
        }  # fmt: skip
        self.assert_sees_nothing(mail, self.carl, ways)
        mail.files.write({"res_model": "res.partner", "res_id": self.nora.id})
        self.assertEqual(self.open_ways(mail, self.carl, ways), ways)

    def test_content_in_the_message_is_found(self):
        """F7: where core keeps it, every contact's search finds its words."""
        mail = self.imported("metadata")
        ways = ["contact_search_not_like"]
        self.assert_sees_nothing(mail, self.carl, ways)
        mail.messages.subject = SUBJECT
        self.assertTrue(self.open_ways(mail, self.carl, ways))
