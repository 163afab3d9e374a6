# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError

from .common import ImapSyncCase
from .mail_server import mail

SALES = "sales@alias.example"
RULES_LOG = "odoo.addons.base.models.ir_rule"


class OwnCase(ImapSyncCase):
    def own(self, account, *emails):
        account.with_user(account.user_id).address_ids = [
            (0, 0, {"email": email}) for email in emails
        ]

    def sent(self, *letters, user=None):
        self.server.deliver((user or self.anna).login, *letters, folder="Sent")

    def email(self, contact=None):
        [envelope] = self.envelopes(contact or self.lena)
        self.assertEqual(envelope.author_id, envelope.imap_email_id.author_id)
        return envelope.imap_email_id

    def proposed(self, account):
        account.invalidate_recordset()
        return account.proposed_address_ids.mapped("email")


class TestOwn(OwnCase):
    def test_what_is_sent_from_one_is_sent_by_the_owner(self):
        account = self.connected(self.anna)
        self.own(account, "Sales <SALES@Alias.example>", "other@alias.example")
        self.sent(mail(SALES, self.lena.email))
        self.sync(account)
        self.assertEqual(self.email().direction, "out")
        self.assertEqual(self.email().author_id, self.anna.partner_id)
        self.assertTrue(self.email().content_ids.author_proven)

    def test_either_spelling_of_its_domain(self):
        account = self.connected(self.anna)
        self.own(account, "anna@m\u00fcller.example")
        self.sent(mail("anna@xn--mller-kva.example", self.lena.email))
        self.sync(account)
        self.assertEqual(self.email().direction, "out")
        self.assertEqual(self.email().author_id, self.anna.partner_id)

    def test_without_it_is_not(self):
        account = self.connected(self.anna)
        self.sent(mail(SALES, self.lena.email))
        self.sync(account)
        self.assertEqual(self.email().direction, "in")
        self.assertFalse(self.email().author_id)

    def test_the_owner_is_not_his_own_contact(self):
        private = self.new_contact("Anna at Home", SALES)
        account = self.connected(self.anna)
        self.own(account, SALES)
        letter = mail(self.lena.email, f"{SALES}, {self.anna.login}")
        self.server.deliver(self.anna.login, letter, mail(SALES, "x@else.example"))
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertFalse(self.envelopes(private))

    def test_an_address_of_colleagues_domains_only_counts_here(self):
        """Ben's mailbox does not know it."""
        account, other = self.connected(self.anna), self.connected(self.ben)
        self.own(account, SALES)
        self.assertIn(SALES, account._own_addresses())
        self.assertNotIn(SALES, other._own_addresses())
        self.assertNotIn(SALES, other.sudo()._address_book({SALES}).owners)

    def test_what_is_no_address_is_told(self):
        account = self.connected(self.anna)
        for wrong in ("sales", "a@b.example, c@d.example"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.own(account, wrong)

    def test_an_answer_does_not_go_to_it(self):
        account = self.connected(self.anna)
        self.own(account, SALES)
        self.server.deliver(self.anna.login, mail(self.lena.email, SALES, cc=SALES))
        self.sync(account)
        message = self.envelopes(self.lena).with_user(self.anna)
        answer = message.imap_reply(everybody=True)
        self.assertEqual(answer["recipients"], self.lena.ids)
        self.assertFalse(answer["notice"])

    def test_servers_of_its_domain_are_not_trusted(self):
        """Its mail may pass other servers, which leave forged results in it."""
        account = self.connected(self.anna)
        before = account._trust()
        self.own(account, SALES)
        self.assertEqual(account._trust(), before)


class TestSomebodyElses(OwnCase):
    """Ben types in the address of a customer."""

    def setUp(self):
        super().setUp()
        self.bens = self.connected(self.ben)
        self.annas = self.connected(self.anna)
        self.own(self.bens, self.lena.email)

    def both(self, letter, first):
        for user in self.anna, self.ben:
            self.server.deliver(user.login, letter)
        second = self.annas if first == self.bens else self.bens
        self.sync(first)
        self.sync(second)

    def test_her_mail_stays_received_whoever_comes_first(self):
        for number, first in enumerate((self.bens, self.annas)):
            contact = self.new_contact("Nora", f"nora{number}@nordwind.example")
            recipients = f"{self.anna.login}, {self.ben.login}"
            self.both(mail(self.lena.email, recipients, cc=contact.email), first)
            self.assertEqual(self.email(contact).direction, "in")
            self.assertEqual(self.email(contact).author_id, self.lena)

    def test_nor_is_it_his_in_his_sent_folder(self):
        self.sent(mail(self.lena.email, self.theo.email), user=self.ben)
        self.sync(self.bens)
        self.assertEqual(self.email(self.theo).direction, "in")
        self.assertFalse(self.email(self.theo).author_id)

    def test_it_is_taken_off_nobody_elses_mail(self):
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        self.sync(self.annas)
        self.assertEqual(self.email().author_id, self.lena)

    def test_who_becomes_a_contact_later(self):
        """When Ben's mailbox was read first she was a stranger."""
        self.own(self.bens, "nora@else.example")
        recipients = f"{self.anna.login}, {self.ben.login}"
        letter = mail("nora@else.example", recipients, cc=self.theo.email)
        for user in self.anna, self.ben:
            self.server.deliver(user.login, letter)
        self.sync(self.bens)
        self.assertEqual(self.email(self.theo).direction, "out")
        nora = self.new_contact("Nora", "nora@else.example")
        self.sync(self.annas)
        self.assertEqual(self.email(self.theo).direction, "in")
        self.assertEqual(self.email(nora).direction, "in")

    def test_of_a_stranger_he_does_not_change_what_colleagues_have(self):
        letter = mail("nora@else.example", self.theo.email)
        for user in self.anna, self.ben:
            self.server.deliver(user.login, letter)
        self.sync(self.annas)
        self.own(self.bens, "nora@else.example")
        self.sync(self.bens)
        self.assertEqual(self.email(self.theo).direction, "in")

    def test_an_address_of_the_company_is_no_customers(self):
        self.env.company.imap_own_domains = "alias.example"
        letter = mail(SALES, self.theo.email)
        self.server.deliver(self.ben.login, letter)
        self.sync(self.bens)
        self.assertEqual(self.email(self.theo).direction, "in")
        self.own(self.annas, SALES)
        self.sent(letter)
        self.sync(self.annas)
        self.assertEqual(self.email(self.theo).direction, "out")
        self.assertEqual(self.email(self.theo).author_id, self.anna.partner_id)


class TestJudgedAgain(OwnCase):
    def setUp(self):
        super().setUp()
        self.account = self.connected(self.anna)
        self.home = self.new_contact("Home", "home@alias.example")
        self.sent(mail(SALES, self.lena.email, "From the alias"),
                  mail(self.anna.login, self.theo.email, "From the login"),
                  mail(self.home.email, "x@else.example", "To a stranger"))  # fmt: skip
        self.sync(self.account)

    def again(self):
        return {
            folder.name: str(folder._again())
            for folder in self.account.sudo().folder_ids
            if folder._again()
        }

    def test_what_mentions_it_becomes_sent_and_received_again(self):
        self.own(self.account, SALES)
        self.assertEqual(self.again(), {"Sent": "1"})
        self.run_cron()
        self.assertEqual(self.email().direction, "out")
        self.assertEqual(self.email().author_id, self.anna.partner_id)
        self.assertFalse(self.again())
        self.account.address_ids.with_user(self.anna).unlink()
        self.assertEqual(self.again(), {"Sent": "1"})
        self.run_cron()
        self.assertEqual(self.email().direction, "in")
        self.assertFalse(self.email().author_id)
        self.assertFalse(self.email().content_ids.author_proven)
        self.assertEqual(self.email(self.theo).author_id, self.anna.partner_id)

    def test_a_contact_that_is_the_owner_has_no_mail_any_more(self):
        self.assertEqual(len(self.envelopes(self.home)), 1)
        self.own(self.account, self.home.email)
        self.run_cron()
        self.assertFalse(self.envelopes(self.home))
        self.assertEqual(self.skipped(self.account, "Sent"), {"no_contact": "3"})
        self.account.address_ids.with_user(self.anna).unlink()
        self.run_cron()
        self.assertEqual(self.subjects(self.home), ["To a stranger"])

    def test_the_address_of_the_mailbox_counts_alike(self):
        self.account.with_user(self.anna).email = SALES
        self.assertEqual(self.again(), {"Sent": "1"})
        self.run_cron()
        self.assertEqual(self.email().author_id, self.anna.partner_id)

    def test_what_changes_nothing_reads_nothing(self):
        self.own(self.account, self.anna.login)
        self.account.with_user(self.anna).write({"email": self.anna.login.upper()})
        self.assertFalse(self.again())
