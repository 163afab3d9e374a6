# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requirements ID-6 to ID-9: what a forged copy or a forged reference can do."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.message import Attachment, ParsedMail

from .hypothesis_profile import examples
from .mail_server import mail
from .test_sender_author import SenderCase, authenticated

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=3)
FILES = st.builds(Attachment, TEXTS, TEXTS, st.binary(max_size=3), TEXTS, st.booleans())
MAILS = st.builds(
    ParsedMail, TEXTS, st.just(""), TEXTS, TEXTS, TEXTS,
    st.lists(FILES, max_size=3).map(tuple),
)  # fmt: skip


class TestDigest(BaseCase):
    """ID-8: equal for equal content only, wherever one piece ends."""

    @examples
    @given(MAILS, MAILS)
    def test_equal_only_for_equal_content(self, one, other):
        self.assertEqual(one == other, one.digest == other.digest)

    def test_every_piece_counts(self):
        file = Attachment("a.txt", "text/plain", b"x", "1", False)
        mail = ParsedMail("s", "f", "t", "c", "b", (file,))
        others = [
            *(replace(mail, **{name: "z"}) for name in
              ("subject", "email_to", "email_cc", "body")),
            *(replace(mail, attachments=(replace(file, **values),)) for values in (
                {"name": "z"}, {"mimetype": "z"}, {"content": b"z"},
                {"content_id": "z"}, {"inline": True})),
            replace(mail, notes=("signed",)),
            replace(mail, attachments=()),
            replace(mail, attachments=(file, file)),
        ]  # fmt: skip
        digests = {each.digest for each in [mail, *others]}
        self.assertEqual(len(digests), len(others) + 1)
        # Who sent it stands in the ledger, by copy.
        self.assertEqual(replace(mail, email_from="z").digest, mail.digest)

    def test_no_piece_passes_for_the_end_of_another(self):
        file = Attachment("a", "b", b"c")
        whole = ParsedMail("s", "", "t", "c", "b", (file, file))
        pieces = [
            ParsedMail("s\0t", "", "", "c", "b", (file, file)),
            ParsedMail("s", "", "t", "c", "b\0a\0b\0c", (file,)),
            ParsedMail("st", "", "", "c", "b", (file, file)),
            replace(whole, attachments=(Attachment("a\0b", "", b"c"), file)),
            replace(whole, attachments=(Attachment("a", "b\0", b"c"), file)),
            replace(whole, attachments=(Attachment("ab", "", b"c"), file)),
        ]
        for one, other in combinations([whole, *pieces], 2):
            self.assertNotEqual(one.digest, other.digest)


class TestKey(BaseCase):
    """ID-7: a Message-ID that somebody has used before is no other email's."""

    FIELDS = (
        ("Message-ID", ("<1@a.example>", "<2@a.example>")),
        ("From", ("a@a.example", "b@a.example")),
        ("Date", ("Mon, 2 Mar 2026 10:00:00 +0100", "Mon, 2 Mar 2026 10:00:01 +0100")),
    )

    def test_each_identity_is_another(self):
        names = [name for name, _values in self.FIELDS]
        keys = set()
        for values in product(*(values for _name, values in self.FIELDS)):
            lines = [
                f"{name}: {value}\n" for name, value in zip(names, values, strict=True)
            ]
            content = "".join(lines).encode()
            keys.add(parse_envelope(1, 1, content).key)
            # To, Subject and the like may differ between copies of the same.
            further = content + b"Subject: x\nTo: c@a.example\n"
            keys.add(parse_envelope(2, 9, further).key)
        self.assertEqual(len(keys), 8)


class TestAddresses(SenderCase):
    """ID-9: equal as a whole and normalised, or somebody else's."""

    SAME = (
        "lena@nordwind.example", "LENA@NordWind.Example", "<lena@nordwind.example>",
        "Lena <lena@nordwind.example>", "lena@nordwind.example (Lena)",
        "(x) lena@nordwind.example", "'lena@nordwind.example'",
    )  # fmt: skip
    OTHERS = (
        "lena+news@nordwind.example", "l.ena@nordwind.example",
        "(x) lena+news@nordwind.example", "(x) l.ena@nordwind.example",
        "lena@nordwind.example.",
        "lena@mail.nordwind.example", "xlena@nordwind.example", "lena@nordwind.exampl",
        "lena@nordwind.example.evil.example", '"lena@nordwind.example"@evil.example',
        '"lena@nordwind.example" <x@evil.example>', "lena@nordw\u0456nd.example",
        "lena@xn--nordwnd-4uf.example", '"lena x"@nordwind.example',
        "lena(x)@nordwind.example.evil.example", "lena%nordwind.example@evil.example",
        "@nordwind.example,@a:lena@evil.example", "lena@@nordwind.example",
    )  # fmt: skip

    def test_table(self):
        senders = [*self.SAME, *self.OTHERS]
        letters = [
            self.letter("x@y.example", subject=str(number)).replace(
                b"From: x@y.example", f"From: {sender}".encode()
            )
            for number, sender in enumerate(senders)
        ]
        self.receive(*letters)
        expected = sorted(map(str, range(len(self.SAME))))
        self.assertEqual(self.subjects(self.lena), expected)
        authors = {
            each.imap_email_id.content_ids.subject
            for each in self.envelopes(self.theo)
            if each.author_id
        }
        self.assertEqual(authors, set(expected))
        self.assertEqual(len(self.envelopes(self.theo)), len(senders))


class TestReferences(SenderCase):
    """ID-6: what is named in References is neither found nor opened."""

    def test_documents_of_odoo(self):
        posted = self.theo.message_post(body="Ours", message_type="comment")
        before = self.env["mail.message"].search([], order="id desc", limit=1)
        names = (
            f"<{self.mark}.openerp-{self.theo.id}-res.partner@corp.example>",
            f"<{self.mark}.openerp-12-sale.order@corp.example>",
            posted.message_id,
        )
        for number, name in enumerate(names):
            letter = mail(
                self.lena.email, self.anna.login, f"Re {number}",
                references=name, in_reply_to=name,
            )  # fmt: skip
            self.server.deliver(self.anna.login, letter)
        self.sync(self.connected(self.anna))
        added = self.env["mail.message"].search([("id", ">", before.id)])
        synced = added.filtered("imap_email_id")
        self.assertEqual(len(synced), 3)
        self.assertEqual({(each.model, each.res_id) for each in synced},
                         {("res.partner", self.lena.id)})  # fmt: skip
        self.assertFalse(synced.parent_id)
        self.assertFalse(added.filtered(lambda each: each.parent_id == posted))

    def share_conversation(self, **values):
        """Anna opens a conversation with Lena, and what will come of it."""
        root = f"<root-{self.mark}@nordwind.example>"
        self.server.deliver(self.anna.login, mail(
            self.lena.email, self.anna.login, "First", message_id=root))  # fmt: skip
        account = self.connected(self.anna, **values)
        self.sync(account)
        message = self.envelopes(self.lena).with_user(self.anna)
        message.imap_share("everything", conversation=True)
        return account, root

    def readable(self, user):
        self.env.invalidate_all()
        contents = self.env["imap.email.content"].with_user(user).search([])
        return sorted(contents.mapped("subject"))

    def test_a_stranger_claims_an_open_conversation(self):
        account, root = self.share_conversation()
        self.server.deliver(
            self.anna.login,
            mail(self.theo.email, self.anna.login, "Claimed", references=root),
            mail(self.lena.email, self.anna.login, "Second", references=root),
        )
        self.sync(account)
        self.assertEqual(self.readable(self.carl), ["First", "Second"])

    def test_a_colleagues_fake_puts_nobodys_mail_into_a_conversation(self):
        """He knows who wrote when under which id, and wants to read it (ID-8)."""
        account, root = self.share_conversation()
        date = fields.Datetime.now()
        same = {"message_id": f"<2-{self.mark}@nordwind.example>", "date": date}
        self.server.deliver(self.ben.login, mail(
            self.lena.email, self.ben.login, "Fake",
            references=root, **same))  # fmt: skip
        self.sync(self.connected(self.ben))
        self.server.deliver(self.anna.login, mail(
            self.lena.email, self.anna.login, "Secret", **same))  # fmt: skip
        self.sync(account)
        emails = self.envelopes(self.lena).imap_email_id
        both = emails.filtered(lambda each: len(each.content_ids) == 2)
        self.assertEqual(sorted(both.content_ids.mapped("subject")), ["Fake", "Secret"])
        for user in self.ben | self.carl:
            self.assertNotIn("Secret", self.readable(user))
        first = self.envelopes(self.lena).filtered(
            lambda each: each.imap_email_id != both
        )
        first.with_user(self.anna).imap_share("everything", conversation=True)
        for user in self.ben | self.carl:
            self.assertNotIn("Secret", self.readable(user))


class TestForgedCopy(SenderCase):
    """ID-8: Ben knows the identity of a private email of Anna's and puts a fake with it
    into his own mailbox."""

    def setUp(self):
        super().setUp()
        self.same = {
            "message_id": f"<secret-{self.mark}@nordwind.example>",
            "date": fields.Datetime.now() - timedelta(hours=1),
            "subject": "Offer",
        }

    def put(self, user, body, *results, sender=None, **extra):
        letter = mail(sender or self.lena.email, self.anna.login, body=body,
                      **self.same, **extra)  # fmt: skip
        self.server.deliver(user.login, authenticated(letter, *results))

    def of_anna(self, *results, sharing="private", **extra):
        self.put(self.anna, "Genuine", *results, **extra)
        account = self.connected(self.anna, sharing=sharing)
        self.sync(account)
        return account

    def of_ben(self, *results, sharing="private", body="Forged", **extra):
        self.put(self.ben, body, *results, **extra)
        account = self.connected(self.ben, sharing=sharing)
        self.sync(account)
        return account

    def shown(self, user, contact=None):
        return super().shown(user, contact or self.lena)

    def assert_shows(self, user, word):
        body = str(self.shown(user)["body"])
        for each in ("Genuine", "Forged"):
            (self.assertIn if each == word else self.assertNotIn)(each, body)

    def bodies(self, user):
        self.env.invalidate_all()
        contents = self.env["imap.email.content"].with_user(user).search([])
        return sorted(str(each.body) for each in contents)

    def assert_apart(self):
        [email] = self.envelopes(self.lena).imap_email_id
        self.assertEqual(len(email.source_ids), 2)
        self.assertEqual(len(email.content_ids), 2)
        self.assert_shows(self.anna, "Genuine")
        self.assert_shows(self.ben, "Forged")
        [seen] = self.bodies(self.ben)
        self.assertIn("Forged", seen)
        [seen] = self.bodies(self.anna)
        self.assertIn("Genuine", seen)
        self.assertEqual(self.bodies(self.carl), [])

    def test_the_fake_comes_later(self):
        self.of_anna()
        self.of_ben()
        self.assert_apart()

    def test_the_fake_comes_first(self):
        self.of_ben()
        self.of_anna()
        self.assert_apart()

    def test_a_fake_of_the_same_size(self):
        """A copy that is known by key and size is one of the same mailbox."""
        self.of_anna()
        self.of_ben(body="Forged!")
        [email] = self.envelopes(self.lena).imap_email_id
        self.assertEqual(len(set(email.source_ids.mapped("size"))), 1)
        self.assert_apart()

    def test_an_equal_copy_is_shared_and_opens_nothing_else(self):
        """Who has all of it in his mailbox already learns nothing."""
        self.of_anna()
        self.of_ben(body="Genuine")
        [email] = self.envelopes(self.lena).imap_email_id
        self.assertEqual(len(email.content_ids), 1)
        self.assertEqual(self.bodies(self.carl), [])

    def test_a_file_more(self):
        self.of_anna(files=[("a.txt", "text/plain", b"Genuine")])
        self.of_ben(body="Genuine")
        [email] = self.envelopes(self.lena).imap_email_id
        self.assertEqual(len(email.content_ids), 2)
        files = self.env["ir.attachment"].with_user(self.ben)
        self.assertFalse(files.search([("res_model", "=", "imap.email.content")]))

    def test_readers_see_the_fake_as_his_who_shares_it(self):
        for order in (("of_ben", "of_anna"), ("of_anna", "of_ben")):
            with self.subTest(order):
                accounts = {
                    each: getattr(self, each)(
                        sharing="everything" if each == "of_ben" else "private"
                    )
                    for each in order
                }
                accounts["of_anna"].reader_ids = self.carl
                shown = self.shown(self.carl)
                mark = shown["imap_sharing"]["mark"]
                is_fake = "Forged" in str(shown["body"])
                self.assertEqual(is_fake, "Ben" in mark, mark)
                self.assertEqual(not is_fake, "Anna" in mark, mark)
                for user, account in ((self.anna, "of_anna"), (self.ben, "of_ben")):
                    accounts[account].sudo().unlink()
                    self.server.expunge(user.login, "1:*")

    def test_a_forged_verdict_is_nobody_elses(self):
        failed = "dmarc=fail header.from=nordwind.example"
        for order in (("of_ben", "of_anna"), ("of_anna", "of_ben")):
            for forged in ("of_ben", "of_anna"):
                with self.subTest(order=order, forged=forged):
                    accounts = [
                        getattr(self, each)(*([failed] if each == forged else []))
                        for each in order
                    ]
                    for user, name in ((self.ben, "of_ben"), (self.anna, "of_anna")):
                        message = self.shown(user)
                        if name == forged:
                            self.assert_claimed(message, "failed")
                            self.assertFalse(message["author_id"])
                        else:
                            self.assert_claimed(message, False)
                            self.assertEqual(message["author_id"], self.lena.id)
                    # What all copies share: not suspicious while one is not.
                    self.assertEqual(self.author(self.lena), self.lena)
                    for account in accounts:
                        account.sudo().unlink()
                    for user in (self.ben, self.anna):
                        self.server.expunge(user.login, "1:*")

    def test_who_is_left_has_a_failing_copy(self):
        account = self.of_anna()
        self.of_ben("dmarc=fail header.from=nordwind.example")
        account.sudo().unlink()
        self.assertFalse(self.author(self.lena))
        self.assertFalse(self.shown(self.ben)["author_id"])

    def test_a_forged_name_is_nobody_elses(self):
        self.same["cc"] = self.theo.email
        self.of_ben(sender='"The Boss" <mia@else.example>')
        self.of_anna(sender="Mia Krug <mia@else.example>")
        for user, name in ((self.ben, "The Boss"), (self.anna, "Mia Krug")):
            shown = self.shown(user, self.theo)
            self.assertEqual(shown["email_from"], f'"{name}" <mia@else.example>')

    def test_a_fake_of_a_colleagues_sent_mail_is_not_shown_as_hers(self):
        """Her sent copy proves her content, and not what else bears its id."""
        letters = [
            mail(self.anna.login, self.lena.email, body=body, **self.same)
            for body in ("Genuine", "Forged", "Genuine")
        ]
        self.server.deliver(self.anna.login, letters[0], folder="Sent")
        self.server.deliver(self.ben.login, letters[1])
        self.sync(self.connected(self.anna), self.connected(self.ben))
        self.assertEqual(self.shown(self.anna)["author_id"], self.anna.partner_id.id)
        shown = self.shown(self.ben)
        self.assertFalse(shown["author_id"])
        self.assertIn(self.anna.login, shown["email_from"])
        # A faithful copy is hers in his mailbox, too.
        self.server.deliver(self.carl.login, letters[2])
        self.env["res.users"].browse(self.carl.id).write(
            {"group_ids": [(4, self.env.ref("imap_contact_sync.group_user").id)]}
        )
        self.sync(self.connected(self.carl))
        self.assertEqual(self.shown(self.carl)["author_id"], self.anna.partner_id.id)

    def test_the_same_id_with_another_date_is_another_email(self):
        """ID-7: sent before the genuine one, it does not suppress it."""
        self.of_ben()
        self.same["date"] += timedelta(seconds=1)
        self.of_anna()
        emails = self.envelopes(self.lena).imap_email_id
        self.assertEqual(len(emails), 2)
        self.assertEqual(self.subjects(self.lena), ["Offer", "Offer"])
