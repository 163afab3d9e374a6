# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The form of a mailbox is no port scanner (NET-5)."""

import logging
import socket
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError

from odoo.addons.imap_contact_sync.engine.errors import NOT_REACHED
from odoo.addons.imap_contact_sync.engine.net import guard

from .common import ImapSyncCase
from .mail_server import PASSWORD
from .scripted_server import ScriptedServer, quick, trusted

ACTIONS_LOG = "odoo.addons.imap_contact_sync.models.imap_account_connect"
ALLOWED = "odoo.addons.imap_contact_sync.models.imap_account_password.allowed_servers"
BANNERS = (b"HTTP/1.1 400 Bad Request\r\nServer: canary", b"220 canary ESMTP",
           b"-ERR canary unknown command", b"SSH-2.0-canary", b"\0\1canary",
           b"+OK canary POP3", b"RFB 003.008canary")  # fmt: skip


class Peer(ScriptedServer):
    """Says something at once, in clear text or not, and then whatever it likes."""

    def __init__(self, banner, encryption):
        super().__init__(greeting=banner, encryption="starttls")
        self.encrypts = encryption == "ssl"

    def _serve(self, connection):
        if self.encrypts:
            connection = self._encrypted(connection)
        return super()._serve(connection)


class TestNotReached(ImapSyncCase):
    def told(self, port=993, host="localhost", encryption="ssl", allowed=True):
        """The sentence, without what the user himself has entered."""
        account = self.new_account(
            self.anna, host=host, port=port, encryption=encryption
        )
        entries = {f"{account.host}:{port}"} if allowed else set()
        records = []
        # Whatever the server is configured to log.
        enabled = patch.object(logging.Logger, "isEnabledFor", return_value=True)
        collected = patch.object(
            logging.Logger, "handle", lambda _self, record: records.append(record)
        )
        with patch(ALLOWED, lambda: entries), enabled, collected:
            account.action_connect()
        log = [each.getMessage() for each in records if each.name == ACTIONS_LOG]
        self.assertEqual(account.state, "draft")
        self.assertNotIn("canary", account.error_message)
        line = log[0]
        for word in (account.login, PASSWORD, "canary", account.host):
            self.assertNotIn(word, line)
        self.reasons.add(account.sudo().error_reason)
        self.assertIn(account.sudo().error_reason, line)
        with self.assertRaises(AccessError):
            account.with_user(self.anna).mapped("error_reason")
        sentence = account.error_message.replace(account.host, "HOST")
        account.unlink()
        return sentence.replace(f"port {port} ", "PORT ").replace(
            "STARTTLS. ", "SSL/TLS. "
        )

    @contextmanager
    def resolved(self, answer):
        def look_up(*_args, **_options):
            if isinstance(answer, Exception):
                raise answer
            return [(2, 1, 6, "", (answer, 993))]

        with patch.object(guard.socket, "getaddrinfo", look_up):
            yield

    def test_net_5_one_sentence(self):
        self.reasons = set()
        sentences = set()
        for host in ("127.0.0.1", "intranet", "user@mail.example"):
            sentences.add(self.told(host=host, allowed=False))
        for port in (22, 80, 6379):
            sentences.add(self.told(port, "imap.test.example", allowed=False))
        for answer in ("10.0.0.7", "127.0.0.1", socket.gaierror(socket.EAI_NONAME, "x"),
                       socket.gaierror(socket.EAI_AGAIN, "x")):  # fmt: skip
            with self.resolved(answer):
                sentences.add(self.told(host="imap.test.example", allowed=False))
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        sentences.add(self.told(port))
        for encryption in ("ssl", "starttls"):
            with socket.create_server(("127.0.0.1", 0)) as silent, quick(0.3):
                port = silent.getsockname()[1]
                sentences.add(self.told(port, encryption=encryption))
            for banner in BANNERS:
                with Peer(banner, encryption) as peer, trusted("localhost"), quick(1):
                    sentences.add(self.told(peer.port, encryption=encryption))
                self.assertNotIn("AUTHENTICATE", peer.verbs)
                self.assertFalse(peer.lines)  # NET-9: nothing before the greeting
        self.assertEqual(len(sentences), 1, sentences)
        self.assertIn("No IMAP server", sentences.pop())
        self.assertLessEqual(self.reasons, NOT_REACHED)
        self.assertGreater(len(self.reasons), 6, self.reasons)

    def test_net_5_what_comes_after_the_greeting_is_told_exactly(self):
        self.reasons = set()
        with ScriptedServer(("PASSWORD", b"NO wrong")) as server, trusted("localhost"):
            self.assertIn("refused the login", self.told(server.port))
        with ScriptedServer() as server, trusted():
            self.assertIn("is not trusted", self.told(server.port))
        self.assertEqual(self.reasons, {"wrong_password", "certificate"})
