# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError

from .leaks import LeakCase, LetterCase
from .mail_server import mail
from .ways import BODY, FILE, SUBJECT

WHOLE = {"message_search", "chatter", "content_read", "file_raw"}
HIDDEN_PARTS = ("incoming_email_to", "incoming_email_cc", "attachment_ids")


class TestMark(LetterCase):
    """What the chatter says about who shares an email, and shows of it."""

    def shown_to(self, user):
        [message] = self.shown(self.nora, user)
        return message

    def sharing(self, user):
        return self.shown_to(user)["imap_sharing"]

    def test_private(self):
        values = self.sharing(self.anna)
        self.assertEqual(values["mark"], "Only you")
        self.assertEqual(values["title"], "Nobody else sees this email.")
        self.assertEqual(
            (values["level"], values["mine"], values["choice"], values["restricted"]),
            ("everything", True, False, True),
        )

    def test_metadata(self):
        self.account.sharing = "metadata"
        message = self.shown_to(self.carl)
        self.assertEqual(message["body"], "Only who wrote it and when is shared.")
        self.assertFalse(message["subject"])
        for name in HIDDEN_PARTS:
            self.assertFalse(message.get(name), name)
        self.assertEqual(
            message["imap_sharing"]["mark"], "Shared by Anna Berg: who and when"
        )
        self.assertEqual(message["imap_sharing"]["level"], "metadata")
        self.assertTrue(message["imap_sharing"]["restricted"])
        self.assertEqual(message["author_id"], self.nora.id)
        self.assertFalse(self.shown(self.nora, self.carl, search_term=SUBJECT))

    def test_subject(self):
        self.account.sharing = "subject"
        message = self.shown_to(self.carl)
        self.assertEqual(message["subject"], SUBJECT)
        self.assertEqual(message["body"], "Only the subject of this email is shared.")
        for name in HIDDEN_PARTS:
            self.assertFalse(message.get(name), name)
        self.assertEqual(
            message["imap_sharing"]["mark"], "Shared by Anna Berg: subject only"
        )

    def test_the_search_finds_what_is_shown(self):
        self.account.sharing = "subject"
        for word, count in ((SUBJECT, 1), (BODY, 0), (FILE, 0), ("pfauenauge", 0)):
            found = self.shown(self.nora, self.carl, search_term=word)
            self.assertEqual(len(found), count, word)
            self.assertEqual(len(self.shown(self.nora, self.anna, search_term=word)), 1)

    def test_everything(self):
        self.account.sharing = "everything"
        values = self.sharing(self.carl)
        self.assertEqual(values["mark"], "Shared by Anna Berg")
        self.assertFalse(values["restricted"])
        self.assertEqual((values["mine"], values["choice"]), (False, False))
        self.assertEqual(self.sharing(self.anna)["mark"], "Shared by you")

    def test_the_owner_is_told_what_others_see(self):
        for level, mark in [
            ("metadata", "Shared by you: who and when"),
            ("subject", "Shared by you: subject only"),
        ]:
            self.account.sharing = level
            self.assertEqual(self.sharing(self.anna)["mark"], mark)
            self.assertEqual(self.sharing(self.anna)["level"], "everything")

    def test_readers_are_named_to_the_owner(self):
        self.account.reader_ids = self.carl
        self.assertEqual(self.sharing(self.anna)["mark"], "Only you and your readers")
        self.assertIn("Carl Diaz", self.sharing(self.anna)["title"])
        values = self.sharing(self.carl)
        self.assertEqual((values["level"], values["restricted"]), ("everything", True))
        self.assertEqual(values["mark"], "Shared by Anna Berg")
        self.assertIn("as a reader", values["title"])


class TestChoice(LetterCase):
    """The owner's choice about one email."""

    def share(self, choice, user=None, **options):
        [message] = self.synced().messages
        return message.with_user(user or self.anna).imap_share(choice, **options)

    def opened(self, user):
        return self.open_ways(self.synced(), user, WHOLE)

    def test_everything_of_a_private_mailbox(self):
        self.assertEqual(self.share("everything"), {"notice": False})
        self.assertEqual(self.opened(self.carl), WHOLE)
        self.assertFalse(self.opened(self.portal))
        self.share("mailbox")
        self.assertFalse(self.opened(self.carl))

    def test_private_in_a_shared_mailbox(self):
        self.account.write(
            {"sharing": "everything", "reader_ids": [(6, 0, self.ben.ids)]}
        )
        self.assertEqual(self.share("private"), {"notice": False})
        for user in self.ben | self.carl:
            self.assertFalse(self.opened(user), user.login)
        [message] = self.shown(self.nora, self.anna)
        self.assertEqual(message["imap_sharing"]["choice"], "private")
        self.assertEqual(message["imap_sharing"]["mark"], "Only you")

    def test_the_ceiling_is_above_the_choice(self):
        self.env.company.imap_sharing_ceiling = "subject"
        notice = self.share("everything")["notice"]
        self.assertIn("policy", notice)
        self.assertEqual(self.opened(self.carl), {"message_search", "chatter"})
        self.env.company.imap_sharing_ceiling = "everything"
        self.assertEqual(self.opened(self.carl), {"message_search", "chatter"})

    def test_nobody_else_chooses(self):
        self.account.sharing = "everything"
        for user in self.carl | self.mona | self.ada:
            with self.assertRaisesRegex(AccessError, "not from a mailbox of yours"):
                self.share("private", user)
        self.account.sharing = "private"
        for user in self.carl | self.mona | self.ada | self.portal:
            with self.assertRaises(AccessError):
                self.share("everything", user)

    def test_readers_of_private_correspondence_are_not_named(self):
        self.account.reader_ids = self.carl
        self.nora.imap_protected = True
        [message] = self.shown(self.nora, self.anna)
        self.assertEqual(message["imap_sharing"]["mark"], "Only you")
        self.assertIn("Private correspondence", message["imap_sharing"]["title"])

    def test_where_owners_may_not_choose(self):
        self.env.company.imap_sharing_choice = False
        with self.assertRaisesRegex(AccessError, "has decided what mailboxes share"):
            self.share("everything")

    def test_the_choice_is_offered_to_who_may_choose(self):
        def offered(user):
            [message] = self.shown(self.nora, user)
            return message["imap_sharing"]["chooses"]

        self.account.sharing = "everything"
        self.assertEqual((offered(self.anna), offered(self.carl)), (True, False))
        self.account.sharing = "private"
        self.env.company.imap_sharing_choice = False
        self.assertFalse(offered(self.anna))

    def test_anything_else_is_refused(self):
        with self.assertRaises(ValidationError):
            self.share("metadata")

    def test_an_ordinary_message_is_nobodys_to_share(self):
        note = self.nora.message_post(body="Called her")
        with self.assertRaises(AccessError):
            note.with_user(self.anna).imap_share("private")


class TestCopies(LeakCase):
    """Choices, and copies in other folders and mailboxes."""

    def import_in(self, *users, **values):
        raw = self.letter(**values)
        for user in users:
            self.server.deliver(user.login, raw)
        accounts = [self.connected(user) for user in users]
        self.sync(*accounts)
        return raw, accounts

    def mine(self, user):
        return self.synced().messages.with_user(user)

    def test_a_later_copy_takes_the_choice(self):
        raw, [account] = self.import_in(self.anna)
        self.mine(self.anna).imap_share("everything")
        self.server.deliver(self.anna.login, raw, folder="Sent")
        self.sync(account)
        sources = self.synced().emails.source_ids
        self.assertEqual(sources.mapped("choice"), ["everything"] * 2)

    def test_a_renumbered_copy_keeps_the_choice(self):
        _raw, [account] = self.import_in(self.anna)
        self.mine(self.anna).imap_share("everything")
        self.folder(account).uidvalidity += 1  # the server's is another one now
        self.sync(account)
        [source] = self.synced().emails.source_ids
        self.assertGreater(source.uid, 0)
        self.assertEqual(source.choice, "everything")

    def test_a_colleagues_copy_takes_no_choice(self):
        _raw, _accounts = self.import_in(self.anna, self.ben)
        self.mine(self.anna).imap_share("everything")
        choices = {
            source.account_id.user_id.name: source.choice
            for source in self.synced().emails.source_ids
        }
        self.assertEqual(choices, {"Anna Berg": "everything", "Ben Castillo": False})

    def test_private_has_no_effect_while_a_colleagues_copy_is_open(self):
        _raw, [_of_anna, of_ben] = self.import_in(self.anna, self.ben)
        of_ben.sharing = "everything"
        notice = self.mine(self.anna).imap_share("private")["notice"]
        self.assertIn("Ben Castillo", notice)
        self.assertEqual(self.open_ways(self.synced(), self.carl, WHOLE), WHOLE)
        of_ben.sharing = "private"
        self.assertFalse(self.mine(self.anna).imap_share("private")["notice"])

    def test_the_mark_names_who_shares(self):
        _raw, [_of_anna, of_ben] = self.import_in(self.anna, self.ben)
        of_ben.sharing = "everything"
        marks = {
            user.name: self.shown(self.nora, user)[0]["imap_sharing"]["mark"]
            for user in self.anna | self.ben | self.carl
        }
        self.assertEqual(
            marks,
            {
                "Anna Berg": "Shared by Ben Castillo",
                "Ben Castillo": "Shared by you",
                "Carl Diaz": "Shared by Ben Castillo",
            },
        )


class TestConversation(LeakCase):
    """One choice for all emails of a conversation, later ones included."""

    def receive(self, name, *references):
        """A mail of Nora's, as an answer to others."""
        whole = mail(
            self.nora.email, self.anna.login, name,
            message_id=f"<{name}-{self.mark}@nordwind.example>",
        )  # fmt: skip
        ids = " ".join(f"<{each}-{self.mark}@nordwind.example>" for each in references)
        header = f"References: {ids}\n".encode() if references else b""
        self.server.deliver(self.anna.login, header + whole)

    def readable(self, user):
        contents = self.env["imap.email.content"].with_user(user).sudo(False)
        return sorted(contents.search([]).mapped("subject"))

    def message(self, subject):
        self.env.invalidate_all()
        [content] = self.contents(self.nora).filtered(
            lambda each: each.subject == subject
        )
        return content.email_id.envelope_ids.with_user(self.anna)

    def test_the_whole_conversation(self):
        self.receive("first")
        self.receive("second", "first")
        self.receive("other")
        account = self.connected(self.anna)
        self.sync(account)
        self.message("second").imap_share("everything", conversation=True)
        self.assertEqual(self.readable(self.carl), ["first", "second"])
        self.receive("third", "first", "second")
        self.sync(account)
        self.assertEqual(self.readable(self.carl), ["first", "second", "third"])
        self.message("first").imap_share("mailbox", conversation=True)
        self.receive("fourth", "first", "third")
        self.sync(account)
        self.assertEqual(self.readable(self.carl), [])

    def test_on_other_contacts_nothing_is_opened(self):
        """Anybody can name an email in References, and so claim its conversation."""
        whole = mail(
            self.lena.email, self.anna.login, "of Lena",
            message_id=f"<first-{self.mark}@nordwind.example>",
        )  # fmt: skip
        self.server.deliver(self.anna.login, whole)
        self.receive("claimed", "first")
        self.sync(self.connected(self.anna))
        self.message("claimed").imap_share("everything", conversation=True)
        self.assertEqual(self.readable(self.carl), ["claimed"])

    def test_the_choice_in_a_company_is_none_in_another(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.anna.company_ids += other
        self.carl.company_ids += other
        self.receive("first")
        self.sync(self.connected(self.anna))
        self.message("first").imap_share("everything", conversation=True)
        self.server.deliver(self.ben.login)  # so that there is such a mailbox
        elsewhere = self.connected(self.anna, company_id=other.id, login=self.ben.login)
        source = self.env["imap.email.source"].search([], limit=1)
        email = source.email_id.copy({"company_id": other.id, "key": "elsewhere"})
        content = source.content_id.copy({"email_id": email.id})
        copied = source.copy(
            {
                "email_id": email.id, "content_id": content.id, "choice": False,
                "account_id": elsewhere.id, "choice_conversation": False,
                "folder_id": self.folder(elsewhere).id,
            }
        )  # fmt: skip
        self.assertFalse(copied.choice)
        copied.unlink()

    def test_one_email_says_nothing_about_the_others(self):
        self.receive("first")
        self.receive("second", "first")
        account = self.connected(self.anna)
        self.sync(account)
        self.message("second").imap_share("everything")
        self.receive("third", "first", "second")
        self.sync(account)
        self.assertEqual(self.readable(self.carl), ["second"])
