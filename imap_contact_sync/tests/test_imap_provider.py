# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.imap_contact_sync.engine.net.guard import MAIL_PORTS

PREFIX = "imap_contact_sync.imap_provider_"


class TestShipped(TransactionCase):
    """What the addon brings along."""

    def setUp(self):
        super().setUp()
        self.providers = self.env["imap.provider"].search([])

    def test_each_can_be_connected_or_says_why_not(self):
        self.assertGreater(len(self.providers), 45)
        for provider in self.providers:
            with self.subTest(provider.name):
                offers_imap = provider.credential != "no_imap"
                self.assertEqual(bool(provider.host), offers_imap)
                self.assertEqual(provider.port in MAIL_PORTS, offers_imap)
                self.assertEqual(bool(provider.encryption), offers_imap)
                if provider.other_host:
                    self.assertIn(provider.other_port, MAIL_PORTS)
                    self.assertTrue(provider.other_encryption)
                provider._check_names()
                provider._check_help_url()

    def test_a_domain_has_one_provider(self):
        counts = Counter(
            domain for provider in self.providers for domain in provider._domains()
        )
        self.assertGreater(len(counts), 450)
        self.assertFalse({each for each, count in counts.items() if count > 1})

    def test_well_known_addresses(self):
        providers = self.env["imap.provider"]
        for address, name, host in (
            ("a@gmail.com", "gmail", "imap.gmail.com"),
            ("Lena <LENA@GoogleMail.com>", "gmail", "imap.gmail.com"),
            ("a@gmx.de", "gmx_net", "imap.gmx.net"),
            ("a@t-online.de", "t_online", "secureimap.t-online.de"),
            ("a@icloud.com", "icloud", "imap.mail.me.com"),
            ("a@hotmail.fr", "outlook_com", "outlook.office365.com"),
            ("a@proton.me", "proton_bridge", False),
            ("a@hey.com", "hey", False),
        ):
            with self.subTest(address):
                found = providers._of_address(address)
                self.assertEqual(found, self.env.ref(PREFIX + name))
                self.assertEqual(found.host, host)
        for address in ("a@nordwind.example", "gmail.com", "a@", "", False,
                        "a@mail.gmail.com.evil.example"):  # fmt: skip
            self.assertFalse(providers._of_address(address), address)

    def test_each_kind_has_its_sentence(self):
        """A whole one, with the name of the provider in it."""
        kinds = set()
        for provider in self.providers:
            advice = provider._advice()
            kinds.add(provider.credential)
            if provider.credential == "usual":
                self.assertNotIn("password", advice)
                continue
            self.assertIn(provider.name, advice)
            self.assertRegex(advice, r"^[A-Zi1].*\.$")
        selection = self.providers._fields["credential"].selection
        self.assertEqual(kinds, {kind for kind, _label in selection})

    def test_what_is_off_is_told_first(self):
        advice = self.env.ref(f"{PREFIX}gmx_net")._advice()
        self.assertRegex(advice, "^First switch IMAP on")
        self.assertIn("app password", advice)


class TestOwn(TransactionCase):
    """What an administrator adds."""

    def setUp(self):
        super().setUp()
        self.providers = self.env["imap.provider"]
        self.gmail = self.env.ref(f"{PREFIX}gmail")

    def of(self, address):
        return self.providers._of_address(address)

    def new(self, **values):
        server = {"host": "imap.we.example", "port": 993, "encryption": "ssl"}
        # The first by its name: the order must not decide.
        return self.providers.create({"name": "A Company", **server, **values})

    def test_the_domains_of_the_company(self):
        self.assertFalse(self.of("a@we.example"))
        own = self.new(own_domains="we.example, us.example\nour.example")
        for domain in ("we", "us", "our"):
            self.assertEqual(self.of(f"a@{domain}.example"), own)
        own.own_domains = "us.example"
        self.assertFalse(self.of("a@we.example"))
        own.active = False
        self.assertFalse(self.of("a@us.example"))
        own.active = True
        self.assertEqual(self.of("a@us.example"), own)
        own.unlink()
        self.assertFalse(self.of("a@us.example"))

    def test_they_come_before_what_is_shipped(self):
        own = self.new(own_domains="gmail.com")
        self.assertEqual(self.of("a@gmail.com"), own)
        own.own_domains = False
        self.gmail.own_domains = "we.example"
        self.assertEqual(self.of("a@we.example"), self.gmail)
        self.assertEqual(self.of("a@gmail.com"), self.gmail)

    def test_by_its_server(self):
        microsoft = self.env.ref(f"{PREFIX}microsoft_365")
        self.assertEqual(self.providers._of_host(" Outlook.Office365.com "), microsoft)
        for host in ("imap.nowhere.example", "", False):
            self.assertFalse(self.providers._of_host(host))

    def test_names_are_checked(self):
        for values in (
            {"host": "imap we.example"},
            {"host": "https://imap.we.example"},
            {"other_host": "a@we.example"},
            {"own_domains": "@we.example"},
            {"domains": "*.we.example"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.new(**values)
        with self.assertRaisesRegex(ValidationError, "https"):
            self.new(help_url="javascript:alert(1)")
        self.assertTrue(self.new(host="mail"))  # allowed in the configuration file
        self.assertTrue(self.new(host="mail.{domain}"))

    def test_only_administrators_change_them(self):
        """The passwords go to the server that is named here."""
        user = new_test_user(
            self.env,
            login="manager-of-mail",
            groups="base.group_user,imap_contact_sync.group_manager",
        )
        gmail = self.gmail.with_user(user)
        self.assertEqual(gmail.host, "imap.gmail.com")
        with self.assertRaises(AccessError):
            gmail.host = "imap.evil.example"
        with self.assertRaises(AccessError):
            gmail.create({"name": "Evil"})
        with self.assertRaises(AccessError):
            gmail.unlink()
