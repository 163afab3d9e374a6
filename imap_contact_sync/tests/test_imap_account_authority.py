# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError

from .common import ImapSyncCase
from .mail_server import PASSWORD
from .scripted_server import certificate
from .test_engine_authorities import pem


class TestPrivateAuthority(ImapSyncCase):
    """TLS-7, TLS-9, SEC-4"""

    def authority(self):
        """That of the development server: the last of the bundle."""
        with open(os.environ["SSL_CERT_FILE"], encoding="utf-8") as bundle:
            return "-----BEGIN" + bundle.read().rpartition("-----BEGIN")[2]

    def test_tls_7_server_that_the_machine_does_not_trust(self):
        authority = self.authority()
        with patch.dict(os.environ, {"SSL_CERT_FILE": os.devnull}):
            account = self.new_account(self.anna)
            account.action_connect()
            self.assertIn("Private Certificate Authority", account.error_message)
            account.write({"ca_certificate": authority, "password": PASSWORD})
            account.action_connect()
            self.assertFalse(account.error_message)
            self.sync(account)
            self.assertEqual(account.last_sync_status, "ok")

    def test_tls_7_only_this_one_is_trusted(self):
        account = self.new_account(self.anna, ca_certificate=pem("other.example"))
        account.action_connect()
        self.assertIn("is not trusted", account.error_message)

    def test_tls_7_what_cannot_be_used_is_not_saved(self):
        table = [
            ("no certificate", "hello"),
            ("private key", certificate("x.example").read_text(encoding="ascii")),
            ("has expired", pem("x.example", expired=True)),
            ("too many", pem("x.example") * 200),
        ]
        account = self.new_account(self.anna)
        for sentence, text in table:
            with self.subTest(sentence):
                with self.assertRaisesRegex(ValidationError, sentence):
                    account.ca_certificate = text

    def test_sec_4_a_change_clears_the_password(self):
        """Whoever can say whom to trust could be the one in the middle."""
        for before, values in (
            ({}, {"ca_certificate": pem("x.example")}),
            ({"ca_certificate": pem("x.example")}, {"ca_certificate": False}),
            ({"ca_certificate": pem("x.example")},
             {"ca_certificate": pem("y.example")}),
            ({"port": 11_111}, {"encryption": "starttls"}),
        ):  # fmt: skip
            with self.subTest(values=list(values)):
                account = self.new_account(self.anna, **before)
                account.write(values)
                self.assertFalse(account.has_password)
                account.write({**before, "password": PASSWORD})
                account.write({**values, "password": PASSWORD})
                self.assertTrue(account.has_password)

    def test_sec_4_the_same_again_changes_nothing(self):
        account = self.new_account(self.anna, ca_certificate=pem("x.example"))
        account.write({"ca_certificate": pem("x.example"), "encryption": "ssl"})
        self.assertTrue(account.has_password)

    def test_sec_4_a_colleague_cannot_change_it(self):
        account = self.new_account(self.anna)
        manager = self.new_colleague(
            "Mara Quist", "imap_contact_sync.group_manager,base.group_system"
        )
        for user in (self.ben, manager):
            with self.assertRaises(AccessError):
                account.with_user(user).ca_certificate = pem("x.example")

    def test_tls_9_the_form_tells_before_it_expires(self):
        account = self.new_account(self.anna, ca_certificate=pem("x.example"))
        self.assertFalse(account.ca_notice)
        for days, sentence in ((17, "expires on"), (31, "has expired")):
            now = datetime.now(UTC) + timedelta(days=days)
            found = account._authority_sentence(now)
            self.assertIn(sentence, found)
        self.assertFalse(self.new_account(self.anna, login="x").ca_notice)
