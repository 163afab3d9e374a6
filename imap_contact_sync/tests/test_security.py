# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import new_test_user

from odoo.addons.mail.tools.discuss import Store

from ..models.imap_email_content import ImapEmailContent
from ..models.mail_message import MailMessage
from ..models.mail_message_store import MailMessage as MailMessageStore
from ..models.mail_thread import MailThread
from .leaks import CLOSED, LeakCase, LetterCase
from .mail_server import mail
from .ways import WAYS, WORDS

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
    (MailMessageStore, "_message_fetch", "chatter_search_body"),
    (MailMessageStore, "_to_store", "chatter_of_superuser_formatting"),
]


@contextmanager
def without(model_class, name):
    """Core's own method in the place of an override."""
    override = vars(model_class)[name]
    delattr(model_class, name)
    try:
        yield
    finally:
        setattr(model_class, name, override)


class TestWhoSeesWhat(LetterCase):
    """The matrix: every way, every kind of user, both levels."""

    def test_private_mail_is_its_owners_only(self):
        mail = self.imported()
        self.assert_sees_nothing(mail, self.colleagues | self.strangers)

    def test_the_owner_sees_it_in_every_way(self):
        self.assert_sees_all(self.imported(), self.anna)

    def test_shared_mail_is_every_colleagues(self):
        self.assert_sees_all(self.imported("everything"), self.colleagues)

    def test_shared_mail_is_no_strangers(self):
        self.assert_sees_nothing(self.imported("everything"), self.strangers)

    def test_lowering_and_raising_the_level_work_at_once(self):
        mail = self.imported("everything")
        ways = ["message_search", "content_read", "file_raw", "chatter"]
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))
        self.account.sharing = "private"
        self.assert_sees_nothing(mail, self.carl, ways)
        self.account.sharing = "everything"
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))

    def test_every_guard_is_needed(self):
        """The matrix finds a leak as soon as one override is taken away."""
        mail = self.imported()
        for model_class, name, opened in GUARDS:
            with self.subTest(name, opened=opened):
                self.assertFalse(self.open_ways(mail, self.carl, [opened]))
                with without(model_class, name):
                    self.assertTrue(self.open_ways(mail, self.carl, [opened]))

    def test_the_search_of_message_ids_is_needed(self):
        mail = self.imported()
        ways = {"contact_search_message_id", "contact_search_has_messages"}
        self.assert_sees_nothing(mail, self.carl, ways)
        with patch.object(
            self.env["res.partner"]._fields["message_ids"], "search", None
        ):
            self.assertEqual(self.open_ways(mail, self.carl, ways), ways)

    def test_every_override_that_shows_is_needed(self):
        mail = self.imported()
        for model_class, name, opened in SHOWING:
            with self.subTest(name):
                self.assertTrue(self.open_ways(mail, self.anna, [opened]))
                with without(model_class, name):
                    self.assertFalse(self.open_ways(mail, self.anna, [opened]))


class TestEveryRelation(LetterCase):
    """Paths that are generated from the registry, so that new models are covered."""

    HUBS = ("mail.message", "ir.attachment")
    TEXTS = ("subject", "body", "email_to", "email_cc", "name", "index_content")

    def depth(self, model):
        return 3 if model == "res.partner" or self.is_hub(model) else 2

    def is_hub(self, model):
        return model in self.HUBS or model.startswith("imap.")

    def relations(self, model):
        """Relation fields of a model that lead to a message or to our models."""
        for field in model._fields.values():
            if not field.relational or not field._description_searchable:
                continue
            if field.comodel_name and self.is_hub(field.comodel_name):
                yield field

    def paths(self, model, depth, seen=()):
        """Dotted paths through hubs that end in a text field."""
        if not depth:
            return
        for field in self.relations(model):
            comodel = self.env[field.comodel_name]
            path = (*seen, field.name)
            for name in self.TEXTS:
                text = comodel._fields.get(name)
                if text is not None and text._description_searchable:
                    yield ".".join((*path, name))
            if path.count(field.name) == 1:
                yield from self.paths(comodel, depth - 1, path)

    def all_paths(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not model._abstract and model._auto:
                yield from (
                    (name, path) for path in self.paths(model, self.depth(name))
                )
                if self.is_hub(name):
                    texts = set(self.TEXTS) & model._fields.keys()
                    yield from ((name, text) for text in sorted(texts))

    def finds(self, user, model, path):
        """Whether a search over the path finds one of the words."""
        model = self.env[model].with_user(user).sudo(False)
        domain = Domain.OR(Domain(path, "ilike", word) for word in WORDS)
        try:
            return model.search_count(domain, limit=1)
        except CLOSED:
            return 0

    def test_no_path_finds_a_word(self):
        self.imported()
        paths = sorted(set(self.all_paths()))
        long = ("res.partner", "message_ids.imap_email_id.content_ids.body")
        self.assertLessEqual({("res.partner", "message_ids.body"), long}, set(paths))
        # As superuser some are found: what the test looks for is there.
        self.assertTrue(self.finds_as_superuser(*long))
        for user in self.carl | self.portal:
            for model, path in paths:
                self.assertFalse(self.finds(user, model, path), (model, path))

    def finds_as_superuser(self, model, path):
        domain = Domain.OR(Domain(path, "ilike", word) for word in WORDS)
        return self.env[model].search_count(domain)


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

    def test_a_blind_copy_is_known_to_the_mailbox_that_names_it_only(self):
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
        blind = self.synced()
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
            }  # fmt: skip
            self.assertLessEqual(known, names, user.login)
            self.assertFalse(self.shown(self.nora, user))
            body = self.formatted_by_superuser(blind, user)
            self.assertEqual(body, "You may not read this email.")
            self.assertEqual(len(self.shown(self.lena, user)), 1)
            for domain in ([("message_ids.message_type", "=", "imap_email")],):
                found = self.env["res.partner"].with_user(user).search(domain)
                self.assertEqual(found.ids, self.lena.ids)


class TestCompanies(LetterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere"})

    def test_a_user_of_another_company_sees_nothing(self):
        outsider = new_test_user(
            self.env, "olga@test.example", "base.group_user,base.group_allow_export",
            company_id=self.other.id, company_ids=[(6, 0, self.other.ids)],
        )  # fmt: skip
        self.assert_sees_nothing(self.imported("everything"), outsider)

    def test_who_loses_the_company_loses_its_mail(self):
        mail = self.imported()
        self.anna.company_ids += self.other
        ways = ["message_search", "content_read", "file_raw", "chatter"]
        self.assertEqual(self.open_ways(mail, self.anna, ways), set(ways))
        self.anna.write({"company_id": self.other.id})
        self.anna.company_ids = self.other
        self.assert_sees_nothing(mail, self.anna)

    def test_the_switched_on_companies_change_nothing(self):
        mail = self.imported("everything")
        for user in self.anna | self.carl:
            user.company_ids += self.other
            for companies in (
                self.other,
                self.env.company,
                self.other | self.env.company,
            ):
                env = mail.messages.with_user(user).with_context(
                    allowed_company_ids=companies.ids
                ).env  # fmt: skip
                self.env.invalidate_all()
                self.assertTrue(env["mail.message"].browse(mail.messages.ids).date)
                self.assertTrue(env["imap.email.content"].search([]))
                self.assertTrue(env["ir.attachment"].browse(mail.files.ids)[0].raw)

    def test_a_contact_that_is_hidden_by_a_rule_hides_its_mail(self):
        mail = self.imported("everything")
        self.env["ir.rule"].create(
            {
                "name": "Not Nora",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.nora.id})]",
            }
        )
        self.assert_sees_nothing(mail, self.carl)

    def test_a_contact_of_another_company_hides_its_mail(self):
        mail = self.imported("everything")
        self.portal.unlink()  # who has an account stays in its company
        self.nora.company_id = self.other
        self.assert_sees_nothing(mail, self.ada)

    def test_an_archived_contact_keeps_its_mail_to_the_same_people(self):
        mail = self.imported("everything")
        self.portal.active = False
        self.nora.active = False
        ways = ["message_search", "content_read", "file_raw", "chatter"]
        self.assertEqual(self.open_ways(mail, self.carl, ways), set(ways))
        self.account.sharing = "private"
        self.assert_sees_nothing(mail, self.carl)
