# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Several copies of one email in several mailboxes."""

from odoo.addons.mail.tools.discuss import Store

from ..models.levels import EVERYTHING, METADATA, SUBJECT
from .leaks import LeakCase, mutated
from .mail_server import mail
from .ways import WAYS


class TestSources(LeakCase):
    """Two copies of one email: the most open one decides, one's own comes first."""

    def in_both(self, change=lambda raw: raw, anna="private", ben="everything"):
        raw = self.letter(cc=f"{self.ben.login}, pfauenauge@nordwind.example")
        self.server.deliver(self.anna.login, raw)
        self.server.deliver(self.ben.login, change(raw))
        self.of_anna = self.connected(self.anna, sharing=anna)
        self.of_ben = self.connected(self.ben, sharing=ben)
        self.sync(self.of_anna, self.of_ben)
        return self.synced()

    @staticmethod
    def scanned(raw):
        """What a mail gateway makes of a body."""
        return raw.replace(b"<p>Kupferkessel</p>", b"<p>Kupferkessel (scanned)</p>")

    def bodies(self, mail, user):
        return mail.seen_by(user).env["imap.email.content"].search([]).mapped("body")

    def shown_body(self, user):
        [message] = self.shown(self.nora, user)
        return message["body"][1]

    def test_equal_copies_share_a_content_that_the_shared_one_opens(self):
        mail = self.in_both()
        self.assertEqual((len(mail.messages), len(mail.contents)), (1, 1))
        ways = ["message_search", "chatter", "content_browse_body", "file_raw"]
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))
        self.of_ben.sharing = "private"
        self.assert_sees_nothing(mail, self.carl)

    def test_the_most_open_copy_decides(self):
        mail = self.in_both(anna="private", ben="private")
        for of_anna, of_ben, level in (
            ("private", "metadata", METADATA),
            ("subject", "metadata", SUBJECT),
            ("everything", "subject", EVERYTHING),
        ):
            self.of_anna.sharing, self.of_ben.sharing = of_anna, of_ben
            with self.subTest(level):
                self.assert_sees(mail, self.carl, level)

    def test_a_choice_is_for_the_copies_of_who_chose(self):
        mail = self.in_both(anna="everything", ben="subject")
        message = mail.messages.with_user(self.anna)
        self.assertIn(self.ben.name, message.imap_share("private")["notice"])
        self.assert_sees(mail, self.carl, SUBJECT)
        self.of_ben.sharing = "private"
        self.assert_sees_nothing(mail, self.carl)
        self.assert_sees_all(mail, self.anna | self.ben)

    def test_readers_of_one_mailbox_read_its_copy(self):
        mail = self.in_both(self.scanned, ben="private")
        self.of_ben.reader_ids = self.rita
        [body] = self.bodies(mail, self.rita)
        self.assertIn("scanned", body)
        self.assertIn("scanned", self.shown_body(self.rita))
        self.assert_sees_nothing(mail, self.carl)

    def test_a_participant_that_one_copy_names_protects_all(self):
        """Anna's copy has Lena as Bcc; Ben's would stand open otherwise."""
        mail = self.in_both(
            lambda raw: raw.replace(b"To: ", b"Bcc: lena@nordwind.example\nTo: ", 1)
        )
        self.assert_sees(mail, self.carl, EVERYTHING)
        self.lena.imap_protected = True
        self.assert_sees_nothing(mail, self.carl | self.rita)

    def test_each_reads_only_copies_that_are_open_to_him(self):
        mail = self.in_both(self.scanned)
        self.assertEqual((len(mail.messages), len(mail.contents)), (1, 2))
        for user in self.ben | self.carl | self.mona | self.ada:
            [body] = self.bodies(mail, user)
            self.assertIn("scanned", body, user.login)
        self.assertEqual(len(self.bodies(mail, self.anna)), 2)
        [of_anna] = self.of_anna_only(mail)
        private = self.synced()
        private.contents = of_anna
        private.files = private.files.filtered(lambda each: each.res_id == of_anna.id)
        ways = {
            "content_read", "content_browse_body", "content_filtered_access",
            "content_export", "content_metadata", "content_search",
            "file_search", "file_read", "file_raw", "file_binary",
        }  # fmt: skip
        self.assert_sees_nothing(private, self.ben | self.carl | self.ada, ways)

    def of_anna_only(self, mail):
        sources = mail.emails.source_ids
        return sources.filtered(lambda each: each.account_id == self.of_anna).content_id

    def test_the_chatter_shows_ones_own_copy_first(self):
        self.in_both(self.scanned)
        self.assertNotIn("scanned", self.shown_body(self.anna))
        self.assertIn("scanned", self.shown_body(self.ben))
        self.assertIn("scanned", self.shown_body(self.carl))

    def formatted_by_superuser(self, mail, user):
        """The body that core gets when it formats what the user has found."""
        env = mail.seen_by(user).messages.sudo().env
        self.env.invalidate_all()
        stored = Store().add(env["mail.message"].browse(mail.messages.ids))
        return str(stored.get_result()["mail.message"][0]["body"])

    def test_formatting_as_superuser_shows_open_copies_only(self):
        raw = self.letter(cc=self.ben.login)
        self.server.deliver(self.ben.login, self.scanned(raw))
        self.sync(self.connected(self.ben, sharing="everything"))
        self.server.deliver(self.anna.login, raw)
        self.sync(self.connected(self.anna))
        mail = self.synced()
        self.assertEqual(len(mail.contents), 2)
        for user in self.ben | self.carl:
            self.assertIn("scanned", self.formatted_by_superuser(mail, user))
        self.assertNotIn("scanned", self.formatted_by_superuser(mail, self.anna))

    def test_the_own_copy_comes_first_whichever_was_read_first(self):
        raw = self.letter(cc=self.ben.login)
        self.server.deliver(self.ben.login, self.scanned(raw))
        self.sync(self.connected(self.ben, sharing="everything"))
        self.server.deliver(self.anna.login, raw)
        self.sync(self.connected(self.anna, sharing="everything"))
        self.assertIn("scanned", self.shown_body(self.ben))
        self.assertNotIn("scanned", self.shown_body(self.anna))

    def test_the_search_of_the_chatter_looks_only_into_open_copies(self):
        self.in_both(self.scanned)
        for user, count in ((self.anna, 1), (self.carl, 1), (self.ben, 1)):
            self.assertEqual(
                len(self.shown(self.nora, user, search_term="scan")), count
            )
        self.of_ben.sharing = "private"
        self.assertFalse(self.shown(self.nora, self.carl, search_term="scan"))

    def blind_copy(self):
        """Anna's sent copy names Nora as Bcc; the one that Ben got does not."""
        sent = mail(
            self.anna.login, f"{self.lena.email}, {self.ben.login}", "Secretly",
            message_id=f"<{self.mark}@test.example>", date=None,
        )  # fmt: skip
        blind = sent.replace(b"To: ", b"Bcc: nora@nordwind.example\nTo: ", 1)
        self.server.deliver(self.anna.login, blind, folder="Sent")
        self.server.deliver(self.ben.login, sent)
        self.sync(
            self.connected(self.anna), self.connected(self.ben, sharing="everything")
        )
        return self.synced()

    def test_a_blind_copy_is_known_to_the_mailbox_that_names_it_only(self):
        blind = self.blind_copy()
        self.assertEqual((len(blind.messages), len(blind.contents)), (1, 1))
        self.assertEqual(len(self.shown(self.nora, self.anna)), 1)
        plain = ("content_", "file_")  # Ben's copy is theirs to read, on Lena
        ways = [name for name in WAYS if not name.startswith(plain)]
        # These are about any mail, and Lena's stands open.
        for user in self.ben | self.carl | self.ada:
            known = self.open_ways(blind, user, ways)
            names = {
                "message_search_by_link", "message_search_by_type",
                "message_web_search_read", "message_read_group",
                "message_read_group_total", "message_formatted_read_group",
                "contact_search_message_type", "contact_search_message_link",
                "contact_search_any", "contact_search_count", "contact_name_search",
                "contact_web_search_read", "contact_read_group", "message_fetch_of_all",
            }  # fmt: skip
            self.assertLessEqual(known, names, user.login)
            self.assertFalse(self.shown(self.nora, user))
            body = self.formatted_by_superuser(blind, user)
            self.assertEqual(body, "You may not read this email.")
            self.assertEqual(len(self.shown(self.lena, user)), 1)
            for domain in ([("message_ids.message_type", "=", "imap_email")],):
                found = self.env["res.partner"].with_user(user).search(domain)
                self.assertEqual(found.ids, self.lena.ids)

    def test_that_a_copy_has_to_name_the_contact_is_needed(self):
        blind = self.blind_copy()
        for way in ("message_read", "contact_search_message_id"):
            self.assert_sees_nothing(blind, self.carl, [way])
            with mutated("named.res_id = %s", "%s > 0 LIMIT 1"):
                self.assertTrue(self.open_ways(blind, self.carl, [way]), way)
        with mutated("named.res_id = %s", "%s > 0 LIMIT 1"):
            body = self.formatted_by_superuser(blind, self.carl)
            self.assertNotEqual(body, "You may not read this email.")
