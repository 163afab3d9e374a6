# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import Form

from odoo.addons.imap_contact_sync.engine.net import guard

from .common import ImapSyncCase
from .mail_server import PASSWORD
from .test_imap_provider import PREFIX


class TestTyping(ImapSyncCase):
    """What the form fills in."""

    def setUp(self):
        super().setUp()
        self.form = Form(self.env["imap.account"].with_user(self.anna))

    def filled_in(self):
        form = self.form
        return form.host, form.port, form.encryption, form.login

    def test_a_known_address(self):
        self.form.email = "Anna.Berg@GMail.com"
        email = "anna.berg@gmail.com"
        self.assertEqual(self.filled_in(), ("imap.gmail.com", 993, "ssl", email))
        self.assertEqual(self.form.name, email)
        self.assertIn("app password", self.form.advice)
        self.assertRegex(self.form.help_url, "^https://myaccount.google.com")
        self.form.password = PASSWORD
        account = self.form.save()
        self.assertEqual(account.provider_id, self.env.ref(f"{PREFIX}gmail"))

    def test_another_form_of_login(self):
        self.form.email = "anna@icloud.com"
        self.assertEqual(self.filled_in(), ("imap.mail.me.com", 993, "ssl", "anna"))

    def test_a_server_for_each_domain(self):
        self.form.email = "anna@inbox.lv"
        self.assertEqual(self.form.host, "mail.inbox.lv")

    def test_an_unknown_address_leaves_the_form_to_its_user(self):
        self.form.email = "anna@nordwind.example"
        self.assertFalse(self.form.provider_id)
        self.assertFalse(self.form.advice)
        login = "anna@nordwind.example"
        self.assertEqual(self.filled_in(), (False, 993, "ssl", login))
        self.form.host = "imap.nordwind.example"
        self.form.email = "anna.berg@nordwind.example"
        self.assertEqual(self.form.host, "imap.nordwind.example")
        self.assertEqual(self.form.login, "anna.berg@nordwind.example")
        self.assertEqual(self.form.name, "anna.berg@nordwind.example")

    def test_a_corrected_address(self):
        self.form.email = "anna@icloud.com"
        self.form.email = "anna@gmx.de"
        server = ("imap.gmx.net", 993, "ssl", "anna@gmx.de")
        self.assertEqual(self.filled_in(), server)
        self.form.email = "anna@nordwind.example"
        self.assertFalse(self.form.provider_id)
        self.assertFalse(self.form.host)
        self.form.email = "not an address"
        self.assertEqual(self.form.login, "anna@nordwind.example")

    def test_a_provider_chosen_by_hand_stays(self):
        workspace = self.env.ref(f"{PREFIX}google_workspace")
        self.form.email = "anna@nordwind.example"
        self.form.provider_id = workspace
        self.assertEqual(self.form.host, "imap.gmail.com")
        self.form.email = "anna.berg@nordwind.example"
        self.assertEqual(self.form.provider_id, workspace)
        self.assertEqual(self.form.login, "anna.berg@nordwind.example")

    def test_the_companys_own_domain(self):
        self.env["imap.provider"].create(
            {"name": "We", "host": "mail.we.example", "port": 143,
             "encryption": "starttls", "own_domains": "we.example"}
        )  # fmt: skip
        self.form.email = "anna@we.example"
        server = ("mail.we.example", 143, "starttls", "anna@we.example")
        self.assertEqual(self.filled_in(), server)
        self.assertFalse(self.form.advice)

    def test_a_name_of_ones_own_stays(self):
        self.form.name = "Work"
        self.form.email = "anna@gmail.com"
        self.assertEqual(self.form.name, "Work")

    def test_a_connected_mailbox_stays_where_it_is(self):
        """Another server would clear the password."""
        account = self.connected(self.anna)
        with Form(account) as form:
            form.email = "anna@gmail.com"
            self.assertEqual(form.host, self.server.host)
        self.assertEqual(account.state, "connected")
        self.assertTrue(account.has_password)


class TestNoPasswords(ImapSyncCase):
    def test_a_provider_without_passwords_is_not_connected(self):
        for values, sentence in (
            ({"email": "a@outlook.com"}, "Outlook.com does not let other programs"),
            ({"email": "a@proton.me"}, "Proton Mail offers no IMAP"),
            ({"email": "a@tuta.com"}, "Tuta offers no IMAP"),
        ):
            provider = self.env["imap.provider"]._of_address(values["email"])
            host = provider.host or "imap.nowhere.example"
            self.refused(sentence, host=host, provider_id=provider.id, **values)

    def test_nor_is_one_whose_server_was_typed_by_hand(self):
        self.refused("Microsoft 365 does not let", host="outlook.office365.com")

    def refused(self, sentence, **values):
        account = self.new_account(self.anna, port=993, **values)
        self.assertFalse(account.is_connectable)
        self.assertIn(sentence, account.advice)
        with patch.object(guard, "checked_addresses", side_effect=AssertionError):
            account.action_connect()
        self.assertEqual(account.state, "draft")
        self.assertIn(sentence, account.error_message)
