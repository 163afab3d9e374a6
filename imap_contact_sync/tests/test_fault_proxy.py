# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The proxy does what ``test_faults`` relies upon, seen by a plain client."""

import imaplib
import os
import socket
import ssl
from contextlib import contextmanager, suppress

from odoo.tests import BaseCase

from .fault_proxy import Fault, FaultProxy, name_of
from .mail_server import PASSWORD, MailServer, mail
from .scripted_server import trusted

BODIES = "UID FETCH bodies"
ASK_BODIES = "1:*", "(UID BODY.PEEK[])"


class TestFaultProxy(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = MailServer()
        cls.login = f"proxy-{os.urandom(4).hex()}@test.example"
        mails = [mail("a@b.example", cls.login, f"No. {n}") for n in range(3)]
        cls.mails = [each.replace(b"\n", b"\r\n") for each in mails]
        cls.server.deliver(cls.login, *cls.mails)

    def setUp(self):
        super().setUp()
        proxy = FaultProxy(self.server.host, self.server.ssl_port)
        self.proxy = self.enterContext(proxy)

    @contextmanager
    def client(self, timeout=5.0):
        with trusted("localhost"):
            context = ssl.create_default_context()
            client = imaplib.IMAP4_SSL(
                "localhost", self.proxy.port, ssl_context=context, timeout=timeout
            )
        try:
            client.login(self.login, PASSWORD)
            client.select(readonly=True)
            yield client
        finally:
            with suppress(OSError):  # after LOGOUT it is closed already
                client.shutdown()

    def bodies(self, client):
        status, answer = client.uid("FETCH", *ASK_BODIES)
        return status, [part[1] for part in answer if isinstance(part, tuple)]

    def assert_broken(self, kind, error, timeout=5.0):
        self.proxy.meet(Fault(kind, BODIES))
        with self.client(timeout) as client, self.assertRaises(error):
            self.bodies(client)
        self.assertEqual(self.proxy.met, 1)

    def test_everything_passes_without_a_fault(self):
        with self.client() as client:
            self.assertEqual(self.bodies(client), ("OK", self.mails))
            status, answer = client.append("Drafts", "", None, self.mails[0])
            self.assertEqual(status, "OK", answer)
            client.select("Drafts", readonly=True)
            self.assertEqual(self.bodies(client), ("OK", self.mails[:1]))
            self.assertEqual(client.logout()[0], "BYE")
        self.assertEqual(self.proxy.commands[BODIES], 2)
        self.assertEqual(self.proxy.met, 0)

    def test_names(self):
        table = {
            b"A1 noop\r\n": "NOOP",
            b"A1 UID SEARCH SINCE 1-Jan-2026\r\n": "UID SEARCH",
            b"A1 UID FETCH 1 (BODY.PEEK[HEADER.FIELDS (TO)])\r\n": "UID FETCH headers",
            b"A1 UID FETCH 1 (UID body.peek[])\r\n": BODIES,
            b"A1 UID FETCH * (UID)\r\n": "UID FETCH",
            b"A1\r\n": "",
        }
        self.assertEqual({line: name_of(line) for line in table}, table)

    def test_slow_and_odd_pieces_arrive_whole(self):
        for kind in ("drip", "split"):
            with self.subTest(kind), self.client() as client:
                self.proxy.meet(Fault(kind, BODIES))
                self.assertEqual(self.bodies(client), ("OK", self.mails))
                self.assertEqual(self.proxy.met, 1)

    def test_broken_connections(self):
        for place in ("", " in literal"):
            with self.subTest(place):
                self.assert_broken("cut" + place, imaplib.IMAP4.abort)
                # Under TLS CPython may tell a reset as an end of the stream.
                errors = ConnectionResetError, imaplib.IMAP4.abort
                self.assert_broken("reset" + place, errors)

    def test_silence(self):
        self.assert_broken("hang", socket.timeout, timeout=0.3)

    def test_nonsense(self):
        for kind in ("garbage", "bye", "literal too short"):
            with self.subTest(kind):
                self.assert_broken(kind, imaplib.IMAP4.abort)

    def test_literal_that_is_too_long_swallows_what_is_behind(self):
        self.proxy.meet(Fault("literal too long", BODIES))
        with self.client() as client:
            _status, found = self.bodies(client)
        self.assertEqual(found[0], self.mails[0] + b")\r\n* 2 ")

    def test_refusals(self):
        with self.client() as client:
            self.proxy.meet(Fault("no", BODIES))
            self.assertEqual(self.bodies(client), ("NO", []))
            self.assertEqual(self.bodies(client), ("OK", self.mails))
            self.proxy.meet(Fault("bad", BODIES))
            with self.assertRaises(imaplib.IMAP4.error) as caught:
                self.bodies(client)
            self.assertNotIsInstance(caught.exception, imaplib.IMAP4.abort)

    def test_which_of_the_commands(self):
        self.proxy.meet(Fault("no", BODIES, nth=2, times=2))
        with self.client() as client:
            answers = [self.bodies(client)[0] for _time in range(4)]
        self.assertEqual(answers, ["OK", "NO", "NO", "OK"])
        self.assertEqual(self.proxy.met, 2)

    def test_the_password_is_no_command(self):
        self.proxy.meet(Fault("no", "AUTHENTICATE"))
        with trusted("localhost"):
            context = ssl.create_default_context()
            client = imaplib.IMAP4_SSL(
                "localhost", self.proxy.port, ssl_context=context, timeout=5
            )
        secret = f"\0{self.login}\0{PASSWORD}".encode()
        with client, self.assertRaisesRegex(imaplib.IMAP4.error, "a fault"):
            client.authenticate("PLAIN", lambda _challenge: secret)
        self.assertEqual(self.proxy.commands["AUTHENTICATE"], 1)

    def test_pipelined_commands_are_told_apart(self):
        self.proxy.meet(Fault("no", "STATUS", nth=2))
        with self.client() as client:
            tags = [
                client._command("STATUS", name, "(MESSAGES)")
                for name in ("Sent", "Junk", "Trash")
            ]
            answers = [client._command_complete("STATUS", tag)[0] for tag in tags]
            told = client.untagged_responses["STATUS"]
        self.assertEqual(answers, ["OK", "NO", "OK"])
        self.assertEqual([line.split()[0] for line in told], [b"Sent", b"Trash"])

    def test_hidden_capabilities(self):
        self.proxy.meet(None, hide=(b"LIST-STATUS", b"ID"))
        with self.client() as client:
            words = client.capability()[1][0].split()
        self.assertNotIn(b"LIST-STATUS", words)
        self.assertNotIn(b"ID", words)
        self.assertIn(b"IDLE", words)
