# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError

from .common import ImapSyncCase
from .mail_server import mail


class TestReply(ImapSyncCase):
    """Whom an answer goes to, and what it begins with."""

    def received(self, sender=None, to=None, subject="Plates", **extra):
        """Anna's envelope of a mail on Lena's contact."""
        people = sender or self.lena.email, to or self.anna.login
        letter = mail(*people, subject, **extra)
        self.server.deliver(self.anna.login, letter)
        account = self.env["imap.account"].search([("user_id", "=", self.anna.id)])
        self.account = account.with_user(self.anna) or self.connected(self.anna)
        self.sync(self.account)
        return self.envelopes(self.lena)[:1].with_user(self.anna)

    def reply(self, message, everybody=False, **options):
        before = self.env["res.partner"].search_count([])
        found = message.imap_reply(everybody, **options)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        people = self.env["res.partner"].browse(found["recipients"])
        return set(people.mapped("name")), found["notice"]

    def test_to_who_wrote_it(self):
        message = self.received(cc=self.theo.email)
        self.assertEqual(self.reply(message), ({"Lena Fischer"}, False))

    def test_to_where_answers_are_asked_for(self):
        message = self.received(reply_to=self.theo.email)
        self.assertEqual(self.reply(message), ({"Theo Lefevre"}, False))
        self.assertEqual(self.reply(message, True)[0], {"Theo Lefevre"})

    def test_to_all_others(self):
        message = self.received(
            to=f"{self.anna.login}, {self.ben.login}", cc=self.theo.email
        )
        people = {"Lena Fischer", "Ben Castillo", "Theo Lefevre"}
        self.assertEqual(self.reply(message, True), (people, False))

    def test_of_ones_own_mail_to_its_recipients(self):
        people = f"{self.lena.email}, {self.theo.email}"
        message = self.received(self.anna.login, people, cc=self.ben.login)
        found = {"Lena Fischer", "Theo Lefevre"}
        self.assertEqual(self.reply(message), (found, False))
        self.assertEqual(self.reply(message, True), (found | {"Ben Castillo"}, False))

    def test_own_addresses_are_left_out(self):
        message = self.received(cc="anna.other@test.example")
        self.assertIn("anna.other", self.reply(message, True)[1])
        self.account.email = "anna.other@test.example"
        self.assertEqual(self.reply(message, True), ({"Lena Fischer"}, False))

    def test_who_is_no_contact_is_named_and_not_created(self):
        message = self.received(cc="Zoe <zoe@a.example>, zoe@a.example")
        people, notice = self.reply(message, True)
        self.assertEqual(people, {"Lena Fischer"})
        self.assertEqual(notice.count("zoe@a.example"), 1)

    def test_another_address_of_a_contact(self):
        address = "lena@private.example"
        self.lena.email_ids.create({"partner_id": self.lena.id, "email": address})
        people, notice = self.reply(self.received(address))
        self.assertEqual(people, {"Lena Fischer"})
        self.assertIn(address, notice)
        self.assertIn(self.lena.email, notice)

    def test_the_contact_before_others_with_its_address(self):
        self.new_contact("Lena's twin", self.lena.email)
        self.env["res.partner"].search(
            [("name", "=", "Lena's twin")]
        ).email = self.lena.email
        self.assertEqual(self.reply(self.received())[0], {"Lena Fischer"})

    def test_subject_once_and_only_where_it_is_quoted(self):
        for subject, answer in (
            ("Plates", "Re: Plates"),
            ("Re: Plates", "Re: Plates"),
            ("AW: Re: re[2]: Plates", "Re: Plates"),
            ("Antwerp", "Re: Antwerp"),
            ("More: cups re: plates", "Re: More: cups re: plates"),
            ("Fwd: Plates", "Re: Fwd: Plates"),
        ):
            message = self.received(subject=subject)
            with self.subTest(subject):
                self.assertEqual(message.imap_reply(quoting=True)["subject"], answer)
                self.assertFalse(message.imap_reply()["subject"])

    def test_who_sees_less_answers_who_wrote_it(self):
        message = self.received(cc=self.theo.email, reply_to="zoe@a.example")
        for level in ("metadata", "subject"):
            self.account.sharing = level
            with self.subTest(level):
                ours = message.with_user(self.ben)
                self.assertEqual(self.reply(ours, True), ({"Lena Fischer"}, False))
                subject = ours.imap_reply(quoting=True)["subject"]
                self.assertEqual(subject, level == "subject" and "Re: Plates")
        self.account.sharing = "everything"
        self.assertIn("zoe@a.example", self.reply(message.with_user(self.ben), True)[1])

    def test_who_sees_less_of_a_sent_one_answers_the_contact(self):
        people = f"{self.lena.email}, {self.theo.email}"
        message = self.received(self.anna.login, people)
        self.account.sharing = "metadata"
        ours = message.with_user(self.ben)
        self.assertEqual(self.reply(ours, True), ({"Lena Fischer"}, False))

    def test_of_a_hidden_one_nothing(self):
        with self.assertRaises(AccessError):
            self.received().with_user(self.ben).imap_reply()
