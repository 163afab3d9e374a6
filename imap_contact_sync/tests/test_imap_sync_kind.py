# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields

from ..engine.kind import KIND_FIELDS
from ..models.res_company_kinds import FIELDS
from .leaks import LeakCase
from .mail_server import mail
from .test_imap_account_where import WhereCase

SIGNS = {
    "newsletter": b"List-Unsubscribe: <https://nordwind.example/leave>",
    "mailing_list": b"List-Id: Sales <sales.nordwind.example>",
    "auto_reply": b"Auto-Submitted: auto-replied",
    "bounce": b"Return-Path: <>",
    "calendar": b"Content-Class: urn:content-classes:calendarmessage",
}
WORDS = {
    "newsletter": "a newsletter",
    "mailing_list": "an email of a mailing list or group",
    "auto_reply": "an automatic answer",
    "bounce": "a notice that an email could not be delivered",
    "calendar": "a calendar message",
}


def signed(letter, kind):
    """The letter as one of this kind."""
    return SIGNS[kind] + b"\n" + letter if kind in SIGNS else letter


def choose(account, treatment, *kinds):
    company = account.sudo().company_id
    company.write({FIELDS[kind]: treatment for kind in kinds or FIELDS})


class KindCase(LeakCase):
    """Anna's mailbox shares everything."""

    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna, sharing="everything")

    def deliver(self, *kinds, **extra):
        """A mail from Nora of each of these kinds, its name being the subject."""
        letters = [
            signed(
                mail(self.nora.email, self.anna.login, kind, **extra),
                kind.removesuffix(" 2"),
            )
            for kind in kinds
        ]
        self.server.deliver(self.anna.login, *letters)

    def seen(self, user):
        """The subjects on Nora that a user sees."""
        messages = self.chatter(self.nora, user)
        return {each["subject"] for each in messages if each.get("subject")}

    def sharing(self, user, kind):
        [found] = [
            each["imap_sharing"]
            for each in self.chatter(self.nora, user)
            if each.get("subject") == kind
        ]
        return found

    def envelope(self, kind):
        return self.envelopes(self.nora).filtered(
            lambda each: each.imap_email_id.content_ids.subject == kind
        )

    def sources(self, kind):
        return self.envelope(kind).imap_email_id.source_ids


class TestTreatments(KindCase):
    def test_as_a_company_begins(self):
        self.deliver(*SIGNS, "ordinary")
        self.sync(self.account)
        self.assertEqual(self.seen(self.anna), {*SIGNS, "ordinary"})
        self.assertEqual(self.seen(self.carl), {"ordinary", "auto_reply", "calendar"})
        for kind in ("newsletter", "mailing_list", "bounce"):
            values = self.sharing(self.anna, kind)
            self.assertEqual(values["mark"], "Only you")
            self.assertEqual(
                values["title"],
                "Nobody else sees this email: it is kept private because it is "
                f"{WORDS[kind]}.",
            )
        self.assertEqual(self.sharing(self.anna, "calendar")["mark"], "Shared by you")

    def test_each_kind_has_each_treatment(self):
        choose(self.account, "owner_only")
        self.deliver(*SIGNS)
        self.sync(self.account)
        self.assertEqual(
            (self.seen(self.anna), self.seen(self.carl)), ({*SIGNS}, set())
        )
        choose(self.account, "keep")
        self.deliver(*(f"{kind} 2" for kind in SIGNS))
        self.sync(self.account)
        self.assertEqual(self.seen(self.carl), {f"{kind} 2" for kind in SIGNS})
        # What was decided before stays.
        self.assertFalse(self.seen(self.carl) & {*SIGNS})

    def test_skipped_kinds(self):
        choose(self.account, "skip")
        self.deliver(*SIGNS, "ordinary")
        self.sync(self.account)
        self.assertEqual(self.seen(self.anna), {"ordinary"})
        numbers = {kind: str(uid) for uid, kind in enumerate(SIGNS, 1)}
        self.assertEqual(self.skipped(self.account), numbers)
        # Decided on header fields (I2): one body, that of what is kept.
        self.assertEqual(self.server.last_bodies(self.anna.login), 1)
        self.assertFalse(self.env["imap.email"].search([("key", "=", "newsletter")]))

    def test_only_one_kind_is_skipped(self):
        choose(self.account, "skip", "newsletter")
        self.deliver(*SIGNS)
        self.sync(self.account)
        self.assertEqual(self.skipped(self.account), {"newsletter": "1"})

    def test_what_was_skipped_comes_when_the_choice_changes(self):
        choose(self.account, "skip", "newsletter", "bounce")
        self.deliver("newsletter", "bounce")
        self.sync(self.account)
        self.assertFalse(self.seen(self.anna))
        choose(self.account, "owner_only", "newsletter")
        self.run_cron()
        self.assertEqual(self.seen(self.anna), {"newsletter"})
        self.assertFalse(self.seen(self.carl))
        self.assertEqual(self.skipped(self.account), {"bounce": "2"})

    def test_what_is_kept_stays_when_its_kind_is_skipped(self):
        self.deliver("newsletter", "ordinary")
        self.sync(self.account)
        choose(self.account, "skip", "newsletter")
        self.account.sudo()._judge_kept_again()
        self.sync(self.account)
        self.assertEqual(self.seen(self.anna), {"newsletter", "ordinary"})

    def test_what_concerns_no_contact_is_not_asked_about(self):
        stranger = signed(mail("eve@else.example", self.anna.login), "newsletter")
        self.server.deliver(self.anna.login, stranger)
        self.assertFalse(self.asked())
        self.deliver("ordinary", "newsletter")
        self.assertEqual(len(self.asked()), 1)

    def asked(self):
        """The commands by which the next run asks for the kinds of messages."""
        return [line for line in self.said(self.account) if KIND_FIELDS in line]

    def test_the_preview_counts_what_would_be_kept(self):
        choose(self.account, "skip", "newsletter")
        self.deliver("newsletter", "ordinary", "bounce")
        self.run_cron()
        preview = self.account.sudo()._preview()
        self.assertEqual((preview.seen_count, preview.kept_count), (3, 2))

    def test_settings(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.imap_newsletters, "owner_only")
        settings.imap_newsletters = "skip"
        settings.execute()
        self.assertEqual(self.env.company._imap_skipped_kinds(), {"newsletter"})


class TestOwner(KindCase):
    """An owner may open what is his only for its kind, as any other email."""

    def setUp(self):
        super().setUp()
        self.deliver("newsletter")
        self.sync(self.account)

    def share(self, choice):
        self.envelope("newsletter").with_user(self.anna).imap_share(choice)

    def test_he_opens_it(self):
        for choice in ("mailbox", "everything"):
            self.share(choice)
            self.assertEqual(self.seen(self.carl), {"newsletter"})
            self.assertFalse(self.sources("newsletter").private_kind)
        self.share("private")
        self.assertFalse(self.seen(self.carl))
        self.assertEqual(
            self.sharing(self.anna, "newsletter")["title"],
            "Nobody else sees this email.",
        )

    def copied(self):
        """The same mail in another folder as well."""
        with self.server.client(self.anna.login) as client:
            client.create("Archive")
            client.select("INBOX")
            client.copy("1", "Archive")
        self.account.action_connect()
        self.folder(self.account, "Archive").selected = True
        self.sync(self.account)
        self.assertEqual(len(self.sources("newsletter")), 2)
        return self.sources("newsletter").mapped(
            lambda each: (each.choice, each.private_kind)
        )

    def test_a_further_copy_of_what_he_has_opened_stays_open(self):
        self.share("mailbox")
        self.assertEqual(self.copied(), [(False, False)] * 2)

    def test_a_further_copy_of_what_he_has_opened_to_all(self):
        self.share("everything")
        self.assertEqual(self.copied(), [("everything", False)] * 2)

    def test_a_further_copy_of_what_is_private_is_private(self):
        self.assertEqual(self.copied(), [("private", "newsletter")] * 2)

    def test_after_a_renumbering(self):
        self.share("mailbox")
        self.server.renumber(self.anna.login, 4711)
        self.sync(self.account)
        [source] = self.sources("newsletter")
        self.assertEqual((source.choice, source.uidvalidity), (False, 4711))

    def test_nobody_else_is_told_the_kind(self):
        """What its title tells the owner reaches nobody else, nor the kind itself."""
        [source] = self.sources("newsletter")
        for user in self.colleagues | self.strangers:
            values = self.chatter(self.nora, user)
            self.assertNotIn("newsletter", str(values))
        self.assertEqual(source.private_kind, "newsletter")

    def test_a_direct_copy_is_open_and_that_of_the_list_is_not(self):
        """A customer writes to Anna and to a list that she is on."""
        extra = {"message_id": f"<{self.mark}@nordwind.example>",
                 "date": fields.Datetime.now() - timedelta(hours=1)}  # fmt: skip
        for order in (("mailing_list", "direct"), ("direct", "mailing_list")):
            extra["message_id"] = f"<{order[0]}-{self.mark}@nordwind.example>"
            for each in order:
                self.deliver(each, **extra)
                self.sync(self.account)
            [email] = self.envelopes(self.nora)[0].imap_email_id
            choices = {
                each.content_id.subject: each.choice for each in email.source_ids
            }
            self.assertEqual(choices, {"direct": False, "mailing_list": "private"})
            self.assertIn("direct", self.seen(self.carl))
            self.assertNotIn("mailing_list", self.seen(self.carl))


class TestWhere(WhereCase):
    def test_skipped_for_its_kind(self):
        for number, kind in enumerate(SIGNS, 1):
            with self.subTest(kind):
                choose(self.account, "skip", kind)
                self.deliver(signed(self.letter(subject=f"Zirbe {kind}"), kind))
                self.sync(self.account)
                hit = self.assert_told(
                    kind,
                    f"^It is {WORDS[kind]}, and the company keeps no emails of this",
                    keeps=True,
                    text=f"Zirbe {kind}",
                )
                self.keep(hit)
                self.assert_told("kept", "It stands on Lena", text=f"Zirbe {kind}")
                self.assertEqual(len(self.envelopes(self.lena)), number)

    def test_kept_on_wish_is_the_owners_only(self):
        choose(self.account, "skip", "newsletter")
        self.deliver(signed(self.letter(), "newsletter"))
        self.sync(self.account)
        self.keep(self.hit())
        [source] = self.envelopes(self.lena).imap_email_id.source_ids
        self.assertEqual(
            (source.choice, source.private_kind), ("private", "newsletter")
        )
