# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .leaks import LeakCase
from .mail_server import mail

WAYS = {"message_search", "chatter", "content_read"}
CLERK = "clerk@lawyers.example"


class GuardCase(LeakCase):
    """Nora's mail, in which there is also somebody whom it does not stand on."""

    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna, sharing="everything")
        self.letters = 0

    def deliver(self, sender=None, folder="INBOX", **fields):
        self.letters += 1
        whole = mail(
            sender or self.lena.email, self.anna.login, f"L{self.letters}",
            **{"cc": self.nora.email} | fields,
        )  # fmt: skip
        self.server.deliver(self.anna.login, whole, folder=folder)
        return whole

    def poll(self):
        self.sync(self.account)
        self.assert_accounting()

    def imported(self, sender=None, **fields):
        self.deliver(sender, **fields)
        self.poll()

    def copies(self):
        return self.account.sudo().env["imap.email.source"].search([])

    def assert_private(self, contact=None):
        """Nora's mail is Anna's only."""
        mail = self.synced(contact or self.nora)
        self.assertTrue(mail.messages)
        for user in self.ben | self.carl | self.mona | self.ada:
            self.assertFalse(self.open_ways(mail, user, WAYS), user.login)
        self.assertEqual(self.open_ways(mail, self.anna, WAYS), WAYS)

    def assert_open(self, contact=None):
        mail = self.synced(contact or self.nora)
        for user in self.anna | self.ben:
            self.assertEqual(self.open_ways(mail, user, WAYS), WAYS, user.login)

    def assert_not_named(self, contact):
        """The mail neither stands on the contact nor is said to have been taken off."""
        self.assertFalse(self.envelopes(contact))
        for copy in self.copies():
            self.assertNotIn(contact, copy.partner_ids | copy.withheld_ids)


class TestNotChosen(GuardCase):
    """The four ways on which a participant gets no mail, when it is protected."""

    def test_archived(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        self.assert_not_named(self.lena)
        self.assert_private()

    def test_in_each_field_of_participants(self):
        self.lena.write({"imap_protected": True, "active": False})
        for fields in (
            {"cc": f"{self.nora.email}, {self.lena.email}"},
            {"bcc": self.lena.email},
            {"reply_to": self.lena.email},
        ):
            with self.subTest(fields):
                self.imported("x@else.example", **fields)
                self.assert_private()

    def test_another_contact_of_the_address_is_preferred(self):
        self.env.company.imap_same_address = "person"
        firm = self.new_contact("Lawyers", CLERK, is_company=True, imap_protected=True)
        clerk = self.new_contact("Clerk", CLERK)
        self.imported(CLERK)
        self.assert_not_named(firm)
        self.assert_private()
        self.assert_private(clerk)

    def test_a_colleague(self):
        self.carl.partner_id.imap_protected = True
        self.imported(self.carl.email)
        self.assert_not_named(self.carl.partner_id)
        self.assertFalse(self.open_ways(self.synced(self.nora), self.ben, WAYS))

    def test_somebody_of_the_companys_own_domain(self):
        council = self.new_contact(
            "Works Council", "council@own.example", imap_protected=True
        )
        self.env.company.imap_own_domains = "own.example"
        self.imported(council.email)
        self.assert_not_named(council)
        self.assert_private()

    def test_behind_the_last_one_that_is_counted(self):
        crowd = [f"p{n}@many.example" for n in range(199)]
        self.env["res.partner"].create([{"name": e, "email": e} for e in crowd])
        self.lena.imap_protected = True
        to = ", ".join([self.anna.login, *crowd])
        cc = f"{self.nora.email}, {self.lena.email}"
        whole = mail(self.theo.email, to, "Crowd", cc=cc)
        self.server.deliver(self.anna.login, whole)
        self.poll()
        [copy] = self.copies()
        self.assertEqual(len(copy.partner_ids), 200)
        self.assertNotIn(self.lena, copy.partner_ids)
        mail_of_theo = self.synced(self.theo)
        self.assertFalse(self.open_ways(mail_of_theo, self.ben, WAYS))

    def test_by_a_further_address(self):
        self.lena.email_ids = [(0, 0, {"email": CLERK})]
        self.lena.write({"imap_protected": True, "active": False})
        self.imported(CLERK)
        self.assert_private()

    def test_another_companys_contact_closes_nothing_here(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.lena.write({"imap_protected": True, "company_id": elsewhere.id})
        self.imported()
        self.assert_open()

    def test_the_owner_closes_nothing_of_his_own(self):
        """That is what the level of his mailbox is for."""
        self.anna.partner_id.imap_protected = True
        self.imported()
        self.assert_open()

    def test_it_protects_a_colleagues_copy_too(self):
        """Ben's copy does not tell of the Bcc."""
        self.lena.write({"imap_protected": True, "active": False})
        to = f"{self.anna.login}, {self.ben.login}"
        plain = mail(self.nora.email, to, "Both", message_id=f"<{self.mark}@x>")
        blind = plain.replace(b"To: ", f"Bcc: {self.lena.email}\nTo: ".encode(), 1)
        self.server.deliver(self.anna.login, blind)
        self.server.deliver(self.ben.login, plain)
        self.sync(self.account, self.connected(self.ben, sharing="everything"))
        mail_of_nora = self.synced(self.nora)
        self.assertEqual(len(mail_of_nora.emails.source_ids), 2)
        for user in self.carl | self.ada:
            self.assertFalse(self.open_ways(mail_of_nora, user, WAYS), user.login)

    def test_a_further_copy_that_is_known(self):
        self.lena.write({"imap_protected": True, "active": False})
        whole = self.deliver()
        self.server.deliver(self.anna.login, whole)
        self.poll()
        self.assertEqual(len(self.copies()), 2)
        self.assertEqual(self.copies()[-1].guard_ids, self.lena)

    def test_nothing_is_kept_for_it(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported(cc="x@else.example")
        self.assertFalse(self.copies())
        self.assertEqual(self.skipped(self.account), {"no_contact": "1"})

    def test_one_whom_the_email_stands_on_is_not_noted_twice(self):
        self.lena.imap_protected = True
        self.imported()
        self.assertFalse(self.copies().guard_ids)
        self.assert_private()

    def test_it_is_judged_no_second_time(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        self.account.sudo()._judge_skipped_again(["never_log"])
        self.assertFalse(self.folder(self.account)._again())

    def test_the_owner_is_told_that_it_is_private(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        [message] = self.shown(self.nora, self.anna)
        self.assertIn("Private correspondence", message["imap_sharing"]["title"])
        self.assertEqual(self.account._reach(), (0, 0))

    def test_nobody_else_learns_when_it_was_written(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported(self.nora.email, cc=self.lena.email)
        for user, seen in ((self.anna, True), (self.ben, False)):
            nora = self.nora.with_user(user)
            self.assertEqual(bool(nora.imap_received_date), seen)
            waiting = [("id", "=", nora.id), ("imap_unanswered_date", "!=", False)]
            self.assertEqual(bool(nora.search(waiting)), seen)
        self.lena.imap_protected = False
        self.nora.invalidate_recordset()
        self.assertTrue(self.nora.with_user(self.ben).imap_received_date)
