# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import socket
import time
from base64 import b64decode
from unittest.mock import patch

from odoo.addons.imap_contact_sync.engine.errors import OwnerMustAct
from odoo.addons.imap_contact_sync.engine.net.diagnosis import from_login

from .common import ImapSyncCase
from .mail_server import PASSWORD
from .scripted_server import ScriptedServer, quick, trusted

CONNECT = "odoo.addons.imap_contact_sync.models.imap_account_connect"
GUARD = "odoo.addons.imap_contact_sync.models.imap_account_password.allowed_servers"
LISTED = ("LIST .*", b'* LIST () "/" INBOX', b"OK done")
STATUS = ("STATUS .*", b"* STATUS INBOX (UIDNEXT 1 UIDVALIDITY 1 MESSAGES 0)",
          b"OK done")  # fmt: skip


class Persistent(ScriptedServer):
    """Serves so many clients, one after the other, from one script."""

    def __init__(self, count, *script, **options):
        super().__init__(*script, **options)
        self.count = count

    def _run(self):
        for _client in range(self.count):
            ScriptedServer._run(self)

    @property
    def logins(self):
        """The names that were tried, as AUTHENTICATE PLAIN has them."""
        answers = [
            after
            for before, after in zip(self.lines, self.lines[1:], strict=False)
            if before == b"AUTHENTICATE PLAIN"
        ]
        return [b64decode(each).split(b"\0")[1].decode() for each in answers]


class ConnectCase(ImapSyncCase):
    def account_at(self, port, **values):
        """A mailbox at a server that may be anywhere on this machine."""
        values = {"email": "anna@corp.example", "host": "localhost"} | values
        return self.new_account(self.anna, port=port, **values)

    def press(self, account, button="action_connect", ports=()):
        servers = {f"localhost:{port}" for port in (account.port, *ports)}
        with patch(GUARD, lambda: servers):
            getattr(account, button)()


class TestLogins(ConnectCase):
    """Full address and local part, each once, where nobody knows which it is."""

    def tried(self, *script, count=2, **values):
        with Persistent(count, *script) as server, trusted("localhost"):
            account = self.account_at(server.port, **values)
            self.press(account)
        return account, server.logins

    def test_the_local_part_where_the_address_is_refused(self):
        refused = ("PASSWORD", b"NO [AUTHENTICATIONFAILED] no")
        accepted = ("PASSWORD", b"OK welcome")
        account, logins = self.tried(refused, accepted, LISTED, STATUS)
        self.assertEqual(logins, ["anna@corp.example", "anna"])
        self.assertFalse(account.error_message)
        self.assertEqual((account.state, account.login), ("connected", "anna"))
        self.assertEqual(account._password__(), PASSWORD)  # sealed for that login
        self.assertEqual(account.folder_ids.name, "INBOX")

    def test_the_address_where_the_local_part_is_refused(self):
        refused = ("PASSWORD", b"NO no")
        accepted = ("PASSWORD", b"OK welcome")
        script = (refused, accepted, LISTED, STATUS)
        account, logins = self.tried(*script, login="anna")
        self.assertEqual(logins, ["anna", "anna@corp.example"])
        self.assertEqual(account.login, "anna@corp.example")

    def test_each_of_them_once(self):
        refused = ("PASSWORD", b"NO no")
        account, logins = self.tried(*[refused] * 5, count=5)
        self.assertEqual(logins, ["anna@corp.example", "anna"])
        self.assertIn("refused the login anna@corp.example", account.error_message)
        self.assertEqual((account.state, account.login), ("draft", logins[0]))
        self.assertEqual(account._password__(), PASSWORD)

    def test_a_login_of_ones_own_is_the_only_one(self):
        refused = ("PASSWORD", b"NO no")
        _account, logins = self.tried(*[refused] * 5, count=5, login="a.berg")
        self.assertEqual(logins, ["a.berg"])

    def test_a_login_that_has_worked_is_the_only_one(self):
        """Its password has changed: that is no reason to lock the account."""
        welcome = (("PASSWORD", b"OK welcome"), LISTED, STATUS)
        refused = ("PASSWORD", b"NO no")
        with Persistent(4, *welcome, *[refused] * 3) as server, trusted("localhost"):
            account = self.account_at(server.port)
            self.press(account)
            self.assertEqual(account.state, "connected")
            self.press(account)
        self.assertEqual(server.logins, ["anna@corp.example"] * 2)
        self.assertIn("refused the login", account.error_message)

    def test_where_the_provider_is_known_there_is_one(self):
        provider = self.env["imap.provider"].create({"name": "We", "host": "localhost"})
        refused = ("PASSWORD", b"NO no")
        for values in ({"provider_id": provider.id}, {}):
            _account, logins = self.tried(*[refused] * 5, count=5, **values)
            self.assertEqual(logins, ["anna@corp.example"])

    def test_another_trouble_is_no_reason_to_try_again(self):
        for answer in (b"NO [UNAVAILABLE] later", b"NO app password required"):
            account, logins = self.tried(("PASSWORD", answer), count=5)
            self.assertEqual(len(logins), 1)
            self.assertTrue(account.error_message)


class TestServers(ConnectCase):
    def provider(self, **values):
        server = {"name": "We", "host": "localhost", "encryption": "ssl",
                  "other_host": "localhost", "other_encryption": "ssl"}  # fmt: skip
        return self.env["imap.provider"].create(server | values)

    def closed_port(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            return closed.getsockname()[1]

    def test_the_other_server_of_the_provider(self):
        port, other = self.closed_port(), self.server.starttls_port
        provider = self.provider(
            port=port, other_port=other, other_encryption="starttls"
        )
        account = self.account_at(port, provider_id=provider.id, email=self.anna.login)
        self.press(account, ports=(other,))
        self.assertFalse(account.error_message)
        self.assertEqual(
            (account.state, account.port, account.encryption),
            ("connected", other, "starttls"),
        )
        self.assertEqual(account._password__(), PASSWORD)
        self.sync(account)
        self.assertEqual(account.last_sync_status, "ok")

    def test_what_a_server_says_is_worth_more_than_that_one_was_missed(self):
        port, other = self.closed_port(), self.server.ssl_port
        provider = self.provider(port=port, other_port=other)
        account = self.account_at(
            port, provider_id=provider.id, email=self.anna.login, password="wrong"
        )
        self.press(account, ports=(other,))
        self.assertIn("refused the login", account.error_message)
        self.assertEqual((account.state, account.port), ("draft", port))

    def test_not_where_the_owner_has_typed_another_one(self):
        port, other = self.closed_port(), self.server.ssl_port
        provider = self.provider(port=port, other_port=other, host="imap.we.example")
        account = self.account_at(port, provider_id=provider.id)
        self.press(account, ports=(other,))
        self.assertIn("No IMAP server", account.error_message)

    def test_net_8_all_of_them_in_the_time_of_one(self):
        with (
            socket.create_server(("127.0.0.1", 0)) as first,
            socket.create_server(("127.0.0.1", 0)) as second,
            patch(f"{CONNECT}.CONNECT_SECONDS", 8),
        ):
            port, other = (each.getsockname()[1] for each in (first, second))
            provider = self.provider(port=port, other_port=other)
            account = self.account_at(port, provider_id=provider.id)
            started = time.monotonic()
            self.press(account, ports=(other,))
        self.assertLess(time.monotonic() - started, 16)
        self.assertIn("No IMAP server", account.error_message)


class TestOtherEncryption(ConnectCase):
    def missed(self, **values):
        account = self.account_at(
            self.server.starttls_port, email=self.anna.login, **values
        )
        with quick(1):
            self.press(account)
        self.assertIn("No IMAP server", account.error_message)
        return account

    def test_a_button_tries_it(self):
        account = self.missed()
        self.assertEqual(account.other_encryption, "starttls")
        self.press(account, "action_connect_otherwise")
        self.assertFalse(account.error_message)
        self.assertEqual(
            (account.state, account.encryption, account.port),
            ("connected", "starttls", self.server.starttls_port),
        )
        self.assertFalse(account.other_encryption)
        self.assertEqual(account._password__(), PASSWORD)

    def test_when_that_fails_too_nothing_has_changed(self):
        account = self.missed()
        with ScriptedServer() as server, quick(1):
            account.write({"port": server.port, "password": PASSWORD})
            self.press(account, "action_connect_otherwise")
        self.assertFalse(server.said(b"AUTHENTICATE"))  # no password before encryption
        self.assertEqual((account.state, account.encryption), ("draft", "ssl"))
        self.assertEqual(account._password__(), PASSWORD)

    def test_with_a_wrong_password_the_way_stays(self):
        account = self.missed(password="wrong")
        self.press(account, "action_connect_otherwise")
        self.assertEqual(account.encryption, "starttls")
        self.assertEqual((account.state, account.other_encryption), ("draft", False))
        self.assertIn("refused the login", account.error_message)
        account.password = PASSWORD
        self.press(account)
        self.assertEqual(account.state, "connected")

    def test_a_server_without_starttls(self):
        with ScriptedServer(encryption="starttls", clear=b"IMAP4rev1") as server:
            account = self.account_at(server.port, encryption="starttls")
            self.press(account)
        self.assertIn("offers no encryption on this port", account.error_message)
        self.assertEqual(account.other_encryption, "ssl")

    def test_with_its_usual_port(self):
        account = self.account_at(993)
        ways = []

        def connect(_account, way, _others, **_options):
            ways.append(way)

        with patch.object(type(account), "_connect", connect):
            account.action_connect_otherwise()
            account.write({"port": 10_993})
            account.action_connect_otherwise()
        told = [(way.encryption, way.port) for way in ways]
        self.assertEqual(told, [("starttls", 143), ("starttls", 10_993)])

    def test_only_where_no_server_was_reached(self):
        account = self.account_at(
            self.server.ssl_port, email=self.anna.login, password="wrong"
        )
        self.press(account)
        self.assertTrue(account.error_message)
        self.assertFalse(account.other_encryption)


class TestSentences(ConnectCase):
    def test_what_providers_say_when_imap_is_off(self):
        for text, reason in {
            "[ALERT] Your account is not enabled for IMAP use.": "imap_off",
            "You are yet to enable IMAP for your account.": "imap_off",
            "IMAP access disabled": "imap_off",
            "IMAP is disabled for this user": "imap_off",
            "Login fail. Account is abnormal, service is not open": "imap_off",
            "[WEBALERT https://x.example] Web login required.": "web_login",
            "[ALERT] Please log in via your web browser: x": "web_login",
            "[AUTHENTICATIONFAILED] Invalid credentials": "wrong_password",
            "IMAP login failed": "wrong_password",
        }.items():
            error = from_login(text, text)
            self.assertIsInstance(error, OwnerMustAct)
            self.assertEqual(error.reason, reason, text)

    def test_they_are_told(self):
        for answer, sentence in (
            (b"NO Your account is not enabled for IMAP use", "Switch it on"),
            (b"NO [ALERT] Web login required", "Do so in your browser"),
        ):
            with ScriptedServer(("PASSWORD", answer)) as server, trusted("localhost"):
                account = self.account_at(server.port)
                self.press(account)
            self.assertIn(sentence, account.error_message)

    def test_a_port_of_pop(self):
        for port in (110, 995):
            account = self.account_at(port)
            account.action_connect()
            self.assertIn("is that of POP", account.error_message)
