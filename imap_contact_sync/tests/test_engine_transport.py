# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import imaplib
import socket
from contextlib import closing, contextmanager
from unittest.mock import patch

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.errors import (
    AdminMustAct,
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.net import transport
from odoo.addons.imap_contact_sync.engine.net.bounds import OPERATION_SECONDS, Bounds
from odoo.addons.imap_contact_sync.engine.net.guard import Server
from odoo.addons.imap_contact_sync.engine.net.imap4 import NotReading
from odoo.addons.imap_contact_sync.engine.net.login import Secret
from odoo.addons.imap_contact_sync.engine.net.session import open_session
from odoo.addons.imap_contact_sync.engine.net.transport import greet, open_socket

from .scripted_server import ScriptedServer, certificate, quick, trusted

PASSWORD = "hunter2"
SECRETS = (b"hunter2", b"AGFubgBodW50ZXIy")  # and as AUTHENTICATE PLAIN sends it


@contextmanager
def client_of(server):
    """A connection to the scripted server, before login."""
    connection = socket.create_connection(("127.0.0.1", server.port), 5)
    client = greet(connection, server.address(), Bounds())
    try:
        yield client
    finally:
        client.hang_up()


class Refusing(ScriptedServer):
    """Announces STARTTLS and then refuses it."""

    def _answer(self, connection, line):
        tag, _space, command = line.partition(b" ")
        if command == b"STARTTLS":
            self.lines.append(command)
            connection.sendall(tag + b" NO not today\r\n")
            return connection
        return super()._answer(connection, line)


class TestConnection(BaseCase):
    def failure(self, server, encryption=None, names=("localhost",), login="ann"):
        """The error that open_session gives; the connection must be closed then."""
        address = server.address(encryption)
        with trusted(*names), self.assertRaises(MailboxError) as caught:
            with open_session(address, login, Secret(PASSWORD), server.allowed):
                self.fail("There is a session.")
        # The exception still holds the frames, and what their variables hold.
        self.assertTrue(server.closed.wait(2), "The connection is still open.")
        for secret in SECRETS:
            if login == "ann" and "refused" not in caught.exception.detail:
                self.assertFalse(server.said(secret), server.lines)
        return caught.exception

    def assert_fails(self, kind, reason, server, *args, **options):
        error = self.failure(server, *args, **options)
        self.assertEqual((type(error), error.reason), (kind, reason), error.detail)
        return error

    def test_both_encryptions_work(self):
        for encryption in ("ssl", "starttls"):
            with self.subTest(encryption), trusted("localhost"):
                with ScriptedServer(encryption=encryption) as server:
                    with open_session(
                        server.address(), "ann", Secret(PASSWORD), server.allowed
                    ):
                        self.assertTrue(server.said(SECRETS[1]))
                self.assertEqual(server.verbs[-1], "LOGOUT")

    def test_preauth_is_refused(self):
        """TLS-3."""
        for encryption in ("ssl", "starttls"):
            with self.subTest(encryption):
                greeting = b"* PREAUTH welcome back"
                with ScriptedServer(encryption=encryption, greeting=greeting) as server:
                    self.assert_fails(AdminMustAct, "preauth", server)
                    self.assertFalse(server.lines)

    def test_starttls_missing_or_stripped(self):
        """TLS-2."""
        for clear in (b"IMAP4rev1", b"IMAP4rev1 AUTH=PLAIN", b"IMAP4rev1 XSTARTTLS"):
            with self.subTest(clear=clear):
                with ScriptedServer(encryption="starttls", clear=clear) as server:
                    self.assert_fails(RetryLater, "no_starttls", server)
                    self.assertEqual(set(server.verbs), {"CAPABILITY"})

    def test_starttls_refused(self):
        with Refusing(encryption="starttls") as server:
            self.failure(server)
            self.assertEqual(server.verbs, ["CAPABILITY", "STARTTLS"])

    def test_nothing_said_in_clear_text_survives(self):
        """TLS-4."""
        fake = b'* LIST () "/" "Injected"\r\n* CAPABILITY IMAP4rev1 LIST-STATUS\r\n'
        script = [('LIST "" "\\*"', b'* LIST () "/" "INBOX"', b"OK done")]
        for place, injected in (("before", (fake, b"")), ("behind", (b"", fake))):
            server = ScriptedServer(*script, encryption="starttls", injected=injected)
            with self.subTest(place), server, trusted("localhost"):
                with open_session(
                    server.address(), "ann", Secret(PASSWORD), server.allowed
                ) as session:
                    self.assertEqual(list(session.folders()), [b"INBOX"])

    def test_certificates(self):
        """TLS-1, F1: what imaplib does by itself trusts any certificate."""
        table = [
            ("not trusted", "localhost", ()),
            ("trusted, of another name", "other.example", ("other.example",)),
        ]
        for encryption in ("ssl", "starttls"):
            for case, name, names in table:
                with self.subTest(case, encryption=encryption):
                    server = ScriptedServer(encryption=encryption, name=name)
                    with server:
                        error = self.assert_fails(
                            AdminMustAct, "certificate", server, names=names
                        )
                    self.assertTrue(error.detail)
                    self.assertNotIn("AUTHENTICATE", server.verbs)
                    self.assertNotIn("LOGIN", server.verbs)

    def test_certificate_is_made_once(self):
        self.assertEqual(certificate("localhost"), certificate("localhost"))

    def test_the_other_encryption(self):
        with ScriptedServer(encryption="starttls") as server:
            self.assert_fails(RetryLater, "wrong_encryption", server, "ssl")
        with ScriptedServer(encryption="ssl") as server:
            with quick():
                self.assert_fails(RetryLater, "wrong_encryption", server, "starttls")

    def test_no_greeting_over_tls(self):
        class Silent(ScriptedServer):
            def _serve(self, connection):
                self._encrypted(connection).recv(1)

        with Silent() as server, quick():
            self.assert_fails(RetryLater, "no_answer", server)

    def test_greetings(self):
        table = [
            (b"* BYE Too many connections", RetryLater, "server_busy"),
            (b"* BYE down for maintenance", RetryLater, "server_busy"),
            (b"HTTP/1.1 400 Bad Request", RetryLater, "no_greeting"),
            (b"220 smtp.test.example ESMTP", RetryLater, "no_greeting"),
        ]
        for greeting, kind, reason in table:
            with (
                self.subTest(greeting=greeting),
                ScriptedServer(greeting=greeting) as server,
            ):
                self.assert_fails(kind, reason, server)
                self.assertFalse(server.lines)

    def test_server_that_hangs_up_at_once_is_not_the_owners_fault(self):
        class Leaving(ScriptedServer):
            def _serve(self, connection):
                connection.close()

        with Leaving(encryption="starttls") as server:
            self.assert_fails(RetryLater, "no_greeting", server)

    def test_nobody_listens(self):
        with closing(socket.create_server(("127.0.0.1", 0))) as listener:
            port = listener.getsockname()[1]
        address, allowed = Server("localhost", port, "ssl"), {f"localhost:{port}"}
        with self.assertRaises(RetryLater) as caught:
            with open_session(address, "ann", Secret(PASSWORD), allowed):
                pass
        self.assertEqual(caught.exception.reason, "connection_refused")

    def test_second_address_when_the_first_does_not_answer(self):
        with closing(socket.create_server(("127.0.0.1", 0))) as listener:
            server = Server("localhost", listener.getsockname()[1], "ssl")
            with closing(
                open_socket(server, ["::1", "127.0.0.1"], Bounds())
            ) as connection:
                self.assertEqual(connection.getpeername()[0], "127.0.0.1")
        with self.assertRaises(OSError):
            open_socket(server, [], Bounds())

    def test_connection_goes_to_the_checked_address(self):
        server = Server("name.test.example", 993, "ssl")
        with patch.object(transport.socket, "create_connection") as connect:
            open_socket(server, ["198.41.0.4"], Bounds())
        self.assertEqual(connect.call_args[0][0], ("198.41.0.4", 993))


class TestReadingIMAP4(BaseCase):
    """Invariant I1, at the one place that sends commands."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(ScriptedServer(
            ("EXAMINE .*", b"* 3 EXISTS", b"OK done"),
            ("UID FETCH .*", b"OK done"),
        ))  # fmt: skip
        self.enterContext(trusted("localhost"))
        self.client = self.enterContext(client_of(self.server))
        self.imap = self.client._imap
        self.client.log_in(b"ann", PASSWORD.encode())

    def test_commands_that_could_write(self):
        table = [
            lambda: self.imap.select("INBOX"),
            lambda: self.imap.append("INBOX", None, None, b"x"),
            lambda: self.imap.store("1", "+FLAGS", "x"),
            lambda: self.imap.copy("1", "x"),
            self.imap.expunge,
            self.imap.close,
            lambda: self.imap.create("x"),
            lambda: self.imap.delete("x"),
            lambda: self.imap.rename("x", "y"),
            lambda: self.imap.subscribe("x"),
            lambda: self.imap.setacl("x", "ann", "lrs"),
            lambda: self.imap.fetch("1", "(UID)"),
            lambda: self.imap.uid("STORE", "1", "+FLAGS", "x"),
            lambda: self.imap.uid("COPY", "1", "x"),
            lambda: self.imap.uid("MOVE", "1", "x"),
            lambda: self.imap.uid("EXPUNGE", "1"),
            lambda: self.client.delete_messages([1]),
            lambda: self.client.append("x", b"x"),
            lambda: self.client.ask("SELECT", "x", answer="EXISTS"),
            lambda: self.client.ask("UID", "STORE", "1", "FLAGS", "x", answer="FETCH"),
            lambda: self.client.ask_all("STORE", [("1", "FLAGS", "x")], answer="FETCH"),
        ]
        sent = len(self.server.lines)
        for number, command in enumerate(table):
            # imaplib has its own table of the states in which a command is legal.
            self.imap.state = "SELECTED"
            with self.subTest(number), self.assertRaises(NotReading):
                command()
        self.assertEqual(len(self.server.lines), sent)

    def test_items_that_mark_as_seen(self):
        self.imap.select("INBOX", readonly=True)
        for items in ("BODY[]", "(UID BODY[TEXT])", "(BODY[HEADER] FLAGS)", "RFC822",
                      "(UID RFC822.TEXT)", "RFC822.HEADER", b"(BODY[])"):  # fmt: skip
            with self.subTest(items=items), self.assertRaises(NotReading):
                self.client.ask("UID", "FETCH", "1", items, answer="FETCH")
        self.assertNotIn("UID", self.server.verbs)

    def test_items_that_do_not(self):
        self.imap.select("INBOX", readonly=True)
        items = "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[])"
        self.client.ask("UID", "FETCH", "1", items, answer="FETCH")
        self.assertTrue(self.server.said(b"EXAMINE INBOX"))
        self.assertTrue(self.server.said(items.encode()))

    def test_line_breaks_and_nul_are_never_sent(self):
        sent = len(self.server.lines)
        for evil in (
            "x\r\nA1 STORE 1 FLAGS x",
            "x\ny",
            "x\ry",
            "x\0y",
            b"x\r\ny",
            b"\0",
        ):
            with self.subTest(evil=evil), self.assertRaises(OwnerMustAct) as caught:
                self.client.examine(evil)
            self.assertEqual(caught.exception.reason, "unsafe_argument")
        self.assertEqual(len(self.server.lines), sent)

    def test_what_is_relied_upon(self):
        """Private parts of imaplib and IMAPClient, both pinned."""
        self.assertEqual(self.imap.debug, 0)
        self.assertIsInstance(self.imap, imaplib.IMAP4)
        self.assertEqual(self.client.examine(b"INBOX"), {"EXISTS": 3})
        self.assertLessEqual(self.imap.sock.gettimeout(), OPERATION_SECONDS)
        self.imap.untagged_responses["SEARCH"] = [b"1", None, b"2"]
        self.assertEqual(self.client.collect("SEARCH"), [b"1", b"2"])
        self.assertEqual(self.client.collect("SEARCH"), [])

    def test_hang_up_twice(self):
        self.client.hang_up()
        self.client.hang_up()
        self.assertTrue(self.server.closed.wait(2))
