# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError

from .leaks import LeakCase
from .mail_server import mail


class ColleaguesCase(LeakCase):
    """Hans has an address of the company and no user."""

    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.hans = self.new_contact("Hans", "hans@we.example")
        self.account = self.connected(self.anna)

    def seen(self, contact, user=None):
        shown = self.shown(contact, user or self.anna)
        return sorted(each["subject"] for each in shown)

    def deliver(self):
        login, ben = self.anna.login, self.ben.email
        self.server.deliver(
            login,
            mail(self.hans.email, login, "Hans"),
            mail(self.hans.email, self.lena.email, "Both"),
            mail(ben, login, "Ben"),
            mail(ben, self.lena.email, "Lena"),
            mail("x@else.example", ben, "Stranger"),
            mail(login, login, "Note"),
        )
        self.sync(self.account)


class TestOwnDomains(ColleaguesCase):
    def test_who_has_such_an_address_is_no_contact(self):
        self.company.imap_own_domains = "we.example"
        self.deliver()
        self.assertFalse(self.envelopes(self.hans))
        self.assertEqual(self.seen(self.lena), ["Both", "Lena"])
        self.assertEqual(
            self.skipped(self.account), {"internal": "1,3,6", "no_contact": "5"}
        )

    def test_subdomains_count_and_others_do_not(self):
        self.company.imap_own_domains = "down.we.example"
        self.deliver()
        self.assertEqual(self.seen(self.hans), ["Both", "Hans"])
        self.company.imap_own_domains = "we.example"
        self.hans.email = "hans@deep.we.example"
        login = self.anna.login
        self.server.deliver(login, mail(self.hans.email, login, "Deep"))
        self.sync(self.account)
        self.assertFalse(self.envelopes(self.hans))

    def test_a_further_address_exposes_nothing(self):
        self.company.imap_own_domains = "we.example"
        self.env["res.partner.email"].create(
            {"partner_id": self.theo.id, "email": "boss@we.example"}
        )
        login = self.anna.login
        self.server.deliver(login, mail("boss@we.example", login, "Boss"))
        self.sync(self.account)
        self.assertFalse(self.envelopes(self.theo))

    def test_colleagues_lose_their_posts_at_once(self):
        self.deliver()
        self.assertEqual(self.seen(self.hans), ["Both", "Hans"])
        self.company.imap_own_domains = "we.example"
        self.assertFalse(self.envelopes(self.hans))
        self.assertEqual(self.seen(self.lena), ["Both", "Lena"])
        self.assertEqual(
            self.skipped(self.account), {"internal": "1,3,6", "no_contact": "5"}
        )
        self.run_cron()
        self.assertEqual(
            self.skipped(self.account), {"internal": "1,3,6", "no_contact": "5"}
        )
        self.company.imap_own_domains = False
        self.assertFalse(self.envelopes(self.hans))
        self.run_cron()
        self.assertEqual(self.seen(self.hans), ["Both", "Hans"])

    def test_other_companies_are_left_alone(self):
        other = self.env["res.company"].create(
            {"name": "Elsewhere", "imap_own_domains": "We.Example"}
        )
        self.assertEqual(other.imap_own_domains, "we.example")
        self.deliver()
        self.assertEqual(self.seen(self.hans), ["Both", "Hans"])

    def test_forms(self):
        self.company.imap_own_domains = " We.Example,@b.example;\n*.bücher.example "
        self.assertEqual(
            self.company.imap_own_domains,
            "we.example, b.example, xn--bcher-kva.example",
        )

    def test_what_cannot_be_a_companys_own(self):
        for text in ("gmail.com", "we.example, gmx.net", "com", "hans@we.example",
                     "co.uk", "nonsense"):  # fmt: skip
            with self.subTest(text), self.assertRaises(ValidationError):
                self.company.imap_own_domains = text

    def test_proposal(self):
        self.assertEqual(self.company.imap_own_domains_proposed, "test.example")
        self.account.sudo().write({"login": "anna@gmail.com"})
        self.account.sudo().state = "connected"
        self.company.invalidate_recordset()
        self.assertEqual(self.company.imap_own_domains_proposed, "")
        self.account.sudo().write({"login": "anna@mail.we.example"})
        self.account.sudo().state = "connected"
        self.company.invalidate_recordset()
        self.assertEqual(self.company.imap_own_domains_proposed, "mail.we.example")
        self.company.imap_own_domains = "we.example"
        self.assertEqual(self.company.imap_own_domains_proposed, "")

    def test_a_mailbox_alone_makes_no_domain_the_companys_own(self):
        """Else its owner could take a customer's mail off everybody's contacts."""
        self.assertFalse(self.company.imap_own_domains)
        with self.assertRaises(AccessError):
            self.company.with_user(self.anna).imap_own_domains = "nordwind.example"


class TestLogInternal(ColleaguesCase):
    def test_colleagues_are_contacts_when_the_company_says_so(self):
        self.company.write(
            {"imap_log_internal": True, "imap_own_domains": "we.example"}
        )
        self.deliver()
        self.assertEqual(self.seen(self.hans), ["Both", "Hans"])
        self.assertEqual(self.seen(self.ben.partner_id), ["Ben", "Lena", "Stranger"])
        # The mailbox's own address never is.
        self.assertFalse(self.envelopes(self.anna.partner_id))
        self.assertEqual(self.skipped(self.account), {"internal": "6"})
        # His From line alone proves nothing.
        authors = self.envelopes(self.ben.partner_id).author_id
        self.assertNotIn(self.ben.partner_id, authors)

    def test_it_is_opened_and_closed_again(self):
        self.company.imap_own_domains = "we.example"
        self.deliver()
        self.company.imap_log_internal = True
        self.run_cron()
        self.assertEqual(self.seen(self.hans), ["Both", "Hans"])
        self.assertEqual(self.seen(self.ben.partner_id), ["Ben", "Lena", "Stranger"])
        self.company.imap_log_internal = False
        for contact in self.hans | self.ben.partner_id:
            self.assertFalse(self.envelopes(contact))
        self.assertEqual(self.seen(self.lena), ["Both", "Lena"])
        self.run_cron()
        self.assertFalse(self.envelopes(self.ben.partner_id))
        self.assertEqual(
            self.skipped(self.account), {"internal": "1,3,6", "no_contact": "5"}
        )

    def test_who_sees_it_follows_the_mailbox(self):
        self.company.imap_log_internal = True
        self.deliver()
        self.assertFalse(self.shown(self.ben.partner_id, self.carl))
        self.account.sharing = "everything"
        self.assertEqual(
            self.seen(self.ben.partner_id, self.carl), ["Ben", "Lena", "Stranger"]
        )


class TestSettings(ColleaguesCase):
    def test_managers_have_a_dialog(self):
        dialog = self.env["imap.colleagues"].with_user(self.mona).create({})
        self.assertEqual(dialog.proposed, "test.example")
        dialog.write({"own_domains": "we.example", "log_internal": False})
        dialog.action_confirm()
        self.assertEqual(self.company.imap_own_domains, "we.example")
        for user in self.anna | self.ada:
            with self.assertRaises(AccessError):
                self.env["imap.colleagues"].with_user(user).create({})
        other = self.env["res.company"].create({"name": "Elsewhere"})
        dialog = self.env["imap.colleagues"].with_user(self.mona)
        with self.assertRaises(AccessError):
            dialog.create({"company_id": other.id}).action_confirm()

    def test_administrators_have_settings(self):
        settings = self.env["res.config.settings"].create({})
        settings.write({"imap_own_domains": "we.example", "imap_log_internal": True})
        settings.execute()
        self.assertEqual(self.company.imap_own_domains, "we.example")
        self.assertTrue(self.company.imap_log_internal)

    def test_portal_users_read_none_of_it(self):
        company = self.company.with_user(self.portal)
        names = ["imap_own_domains", "imap_own_domains_proposed", "imap_log_internal"]
        for name in names:
            self.assertFalse(company._has_field_access(company._fields[name], "read"))
