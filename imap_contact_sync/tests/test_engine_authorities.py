# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose certificates are trusted (TLS-1, TLS-6, TLS-7)."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.errors import MailboxError
from odoo.addons.imap_contact_sync.engine.net.authorities import (
    LONGEST_PEM,
    BadAuthorities,
    checked_authorities,
    tls_context,
)
from odoo.addons.imap_contact_sync.engine.net.login import Secret
from odoo.addons.imap_contact_sync.engine.net.session import open_session

from .scripted_server import (
    ScriptedServer,
    certificate,
    made_certificate,
    quick,
    trusted,
)


def pem(name, expired=False):
    """The certificate alone, without the key that stands behind it."""
    text = certificate(name, expired).read_text(encoding="ascii")
    return text.partition("-----BEGIN PRIVATE")[0]


class TestCheckedAuthorities(BaseCase):
    def test_what_is_accepted(self):
        now = datetime.now(UTC)
        for text in (pem("a.example"), "# ours\n" + pem("a.example") + "\n\n",
                     "\ufeff" + pem("a.example"), "# Büro\n" + pem("a.example"),
                     pem("a.example") + pem("b.example")):  # fmt: skip
            ends = checked_authorities(text, now)
            self.assertAlmostEqual(ends, now + timedelta(days=30), delta=timedelta(1))

    def test_the_first_one_to_expire_counts(self):
        later = datetime.now(UTC) + timedelta(days=31)
        with self.assertRaises(BadAuthorities):
            checked_authorities(pem("a.example"), later)

    def test_what_is_refused(self):
        good = pem("a.example")
        table = [
            ("unreadable", "", "x", "-----BEGIN CERTIFICATE-----\nxx\n-----END "
             "CERTIFICATE-----", good[:300], good.replace("MI", "ÄÖ"),
             good.replace("CERTIFICATE", "X509 CRL")),
            ("private_key", certificate("a.example").read_text(encoding="ascii")),
            ("expired", pem("a.example", expired=True),
             good + pem("a.example", expired=True)),
            ("too_long", good * (LONGEST_PEM // len(good) + 1)),
        ]  # fmt: skip
        for reason, *texts in table:
            for text in texts:
                with self.subTest(reason=reason, text=text[:60]):
                    with self.assertRaises(BadAuthorities) as caught:
                        checked_authorities(text, datetime.now(UTC))
                    self.assertEqual(caught.exception.args, (reason,))

    def test_contexts(self):
        for text in ("", pem("a.example")):
            context = tls_context(text)
            self.assertEqual(context.verify_mode, ssl.CERT_REQUIRED)
            self.assertTrue(context.check_hostname)
            self.assertEqual(context.minimum_version, ssl.TLSVersion.TLSv1_2)
            self.assertIs(tls_context(text), context)


class TestConnections(BaseCase):
    def outcome(self, server, authorities="", trust=()):
        """What comes of a login; every failure is before any of it was said."""
        address = replace(server.address(), authorities=authorities)
        with server, trusted(*trust):
            address = replace(address, port=server.port)
            try:
                with open_session(address, "ann", Secret("pw"), server.allowed):
                    return "in"
            except MailboxError as error:
                self.assertNotIn("AUTHENTICATE", server.verbs)
                self.assertNotIn("LOGIN", server.verbs)
                self.assert_was_asked_once(server)
                return error.reason

    def assert_was_asked_once(self, server):
        """TLS-6: no second try in another way."""
        server.listener.setblocking(False)
        with self.assertRaises(BlockingIOError):
            server.listener.accept()

    def server(self, **options):
        made = ScriptedServer(**options)
        made.port = 0
        return made

    def test_tls_7_private_authority(self):
        for encryption in ("ssl", "starttls"):
            options = {"encryption": encryption}
            own, other = pem("localhost"), pem("other.example")
            table = [
                ("in", self.server(**options), own),
                ("in", self.server(**options), other + own),
                ("certificate", self.server(**options), other),
                ("certificate", self.server(**options, name="other.example"), other),
                ("certificate", self.server(**options), ""),
            ]
            for expected, server, authorities in table:
                with self.subTest(expected, encryption=encryption):
                    self.assertEqual(self.outcome(server, authorities), expected)

    def test_tls_7_it_takes_the_place_of_the_machine_s(self):
        found = self.outcome(self.server(), pem("other.example"), trust=["localhost"])
        self.assertEqual(found, "certificate")

    def test_tls_7_another_certificate_of_the_server(self):
        """Changed behind our back: nothing is said to it."""
        before = made_certificate.__wrapped__("localhost", False)
        text, _key, _rest = before.read_text(encoding="ascii").partition("-----BEGIN P")
        self.assertEqual(self.outcome(self.server(), text), "certificate")

    def test_tls_1_expired(self):
        server = self.server(expired=True)
        reason = self.outcome(server, pem("localhost", expired=True))
        self.assertEqual(reason, "certificate")

    def test_tls_1_old_version(self):
        server = self.server(newest=ssl.TLSVersion.TLSv1_1)
        self.assertEqual(self.outcome(server, trust=["localhost"]), "tls_failed")
        server = self.server(newest=ssl.TLSVersion.TLSv1_2)
        self.assertEqual(self.outcome(server, trust=["localhost"]), "in")

    def test_tls_6_one_connection(self):
        for encryption, other in (("ssl", "starttls"), ("starttls", "ssl")):
            server = self.server(encryption=encryption)
            with server, trusted("localhost"), quick(0.5):
                address = server.address(other)
                with self.assertRaises(MailboxError):
                    with open_session(address, "ann", Secret("pw"), server.allowed):
                        pass
                self.assert_was_asked_once(server)
            self.assertFalse(server.said(b"AUTHENTICATE"))
