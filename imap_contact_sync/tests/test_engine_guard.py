# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import socket
import time
from threading import Event
from unittest.mock import patch

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.errors import (
    AdminMustAct,
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.net import guard
from odoo.addons.imap_contact_sync.engine.net.guard import (
    Server,
    checked_addresses,
    parse_allowed,
)

PUBLIC = "198.41.0.4"
# security note, F15, NET-1: what a resolver would take for an address inside.
BAD_HOSTS = (
    "",
    "localhost",
    "intranet",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0",
    "0x7f000001",
    "017700000001",
    "10.0.0.1",
    "[::1]",
    "::1",
    "::ffff:127.0.0.1",
    "①②⑦.⓪.⓪.①",
    "１２７.0.0.1",
    "127.0.0.1\0.evil.example",
    "a\r\nb.example",
    "mail.example\n",
    "mail.example.",
    ".mail.example",
    "mail..example",
    "user@mail.example",
    "user:pw@mail.example",
    "mail.example:993",
    "mail.example/x",
    "mail example.example",
    "-mail.example",
    "mail-.example",
    "http://mail.example",
    "a" * 64 + ".example",
    "a." * 130 + "example",
    "bücher.example",
)
PRIVATE = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.127.255.254", "168.63.129.16",
    "192.88.99.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1",
    "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fe80::1", "fe80::1%eth0",
    "fec0::1", "ff02::1", "192.0.0.8", "192.0.0.170", "198.51.100.1", "203.0.113.1",
    "2001:10::1", "2001:20::1", "2001:0:4136:e378::1", "100::1", "4000::1", "fd00::1",
    "::ffff:0:127.0.0.1", "64:ff9b::a00:1", "ff0e::1",
)  # fmt: skip


class FakeResolver:
    """Takes the place of ``socket.getaddrinfo``; each answer is used once."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, host, port, **_options):
        self.asked.append(host)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return [
            (socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, port))
            for each in answer
        ]


class TestGuard(BaseCase):
    def check(self, *answers, host="imap.test.example", port=993, allowed=()):
        self.resolver = FakeResolver(*answers)
        with patch.object(guard.socket, "getaddrinfo", self.resolver):
            return checked_addresses(Server(host, port, "ssl"), allowed)

    def assert_refused(self, kind, reason, *answers, **options):
        with self.assertRaises(MailboxError) as caught:
            self.check(*answers, **options)
        self.assertEqual(
            (type(caught.exception), caught.exception.reason), (kind, reason)
        )

    def test_host_names(self):
        for host in ("imap.test.example", "a.bc", "imap-1.mail.test.example",
                     "xn--bcher-kva.example", "_x.test.example", "1und1.example",
                     "mail.xn--p1ai"):  # fmt: skip
            with self.subTest(host=host):
                self.assertEqual(self.check([PUBLIC], host=host), [PUBLIC])

    def test_what_is_no_host_name_is_not_even_resolved(self):
        """NET-1"""
        for host in BAD_HOSTS:
            with self.subTest(host=host):
                self.assert_refused(OwnerMustAct, "bad_host", [PUBLIC], host=host)
                self.assertFalse(self.resolver.asked)

    def test_ports(self):
        """NET-4"""
        for port in (143, 993):
            self.assertTrue(self.check([PUBLIC], port=port))
        for port in (0, 22, 25, 80, 110, 443, 995, 1143, 5432, 6379, 65535):
            with self.subTest(port=port):
                self.assert_refused(OwnerMustAct, "bad_port", [PUBLIC], port=port)
                self.assertFalse(self.resolver.asked)

    def test_addresses_inside(self):
        """NET-2"""
        for address in PRIVATE:
            with self.subTest(address=address):
                self.assertFalse(guard.is_public(address))
                self.assert_refused(AdminMustAct, "private_address", [address])

    def test_addresses_outside(self):
        for address in (PUBLIC, "8.8.8.8", "2606:4700::1111", "100.63.255.255",
                        "100.128.0.1", "168.63.129.17", "223.255.255.255"):  # fmt: skip
            with self.subTest(address=address):
                self.assertTrue(guard.is_public(address))

    def test_one_address_inside_is_enough(self):
        """NET-2"""
        for mixed in ([PUBLIC, "127.0.0.1"], ["::1", PUBLIC], [PUBLIC, "fe80::1%1"]):
            with self.subTest(mixed=mixed):
                self.assert_refused(AdminMustAct, "private_address", mixed)

    def test_order_is_kept_and_duplicates_go(self):
        found = self.check(["2606:4700::1111", PUBLIC, "2606:4700::1111"])
        self.assertEqual(found, ["2606:4700::1111", PUBLIC])

    def test_name_is_resolved_once(self):
        # NET-3: a second, different answer of the name server is never asked for.
        self.assertEqual(self.check([PUBLIC], ["127.0.0.1"]), [PUBLIC])
        self.assertEqual(self.resolver.asked, ["imap.test.example"])

    def test_allowed_is_this_host_at_this_port(self):
        """NET-10"""
        allowed = {"mail.intern:1993", "10.0.0.5:143"}
        inside = ["10.0.0.5"]
        self.assertEqual(
            self.check(inside, host="mail.intern", port=1993, allowed=allowed), inside
        )
        self.assertEqual(
            self.check(inside, host="10.0.0.5", port=143, allowed=allowed), inside
        )
        for host, port, reason in (
            ("mail.intern", 1994, "bad_port"),
            ("10.0.0.5", 993, "bad_host"),
            ("10.0.0.6", 143, "bad_host"),
        ):
            with self.subTest(host=host, port=port):
                self.assert_refused(
                    OwnerMustAct, reason, inside, host=host, port=port, allowed=allowed
                )
        self.assert_refused(
            AdminMustAct, "private_address", inside, host="mail.intern", allowed=allowed
        )

    def test_every_connection_asks_again(self):
        """NET-3: what was public when it was saved need not be so now."""
        answers = [[PUBLIC], ["127.0.0.1"]]
        self.assertEqual(self.check(*answers[:1]), [PUBLIC])
        self.assert_refused(AdminMustAct, "private_address", *answers[1:])

    def test_allowed_entries(self):
        """NET-10: one that is malformed allows nothing, and is told once."""
        text = (
            " Mail.Intern:1993, 10.0.0.5:143,,::1:993,mail.intern,a b:1,x:y,https://z:1"
        )
        parse_allowed.cache_clear()
        with self.assertLogs(guard.__name__, "WARNING") as logged:
            for _each in range(3):
                found = parse_allowed(text)
        self.assertEqual(found, {"mail.intern:1993", "10.0.0.5:143", "::1:993"})
        self.assertEqual(len(logged.output), 4)
        self.assertIn("https://z:1", "".join(logged.output))

    def test_resolver_that_does_not_answer(self):
        """NET-8"""
        ended = Event()
        self.addCleanup(ended.set)

        def resolver(*_args, **_options):
            ended.wait()
            return []

        start = time.monotonic()
        with patch.object(guard.socket, "getaddrinfo", resolver):
            with self.assertRaises(RetryLater) as caught:
                checked_addresses(Server("imap.test.example", 993, "ssl"), (), 0.2)
        self.assertEqual(caught.exception.reason, "name_server")
        self.assertLess(time.monotonic() - start, 60)

    def test_errors_of_the_resolver(self):
        table = [
            (socket.gaierror(socket.EAI_NONAME, "x"), RetryLater, "unknown_host"),
            (socket.gaierror(socket.EAI_AGAIN, "x"), RetryLater, "name_server"),
            (UnicodeError("label too long"), OwnerMustAct, "bad_host"),
            (ValueError("embedded null"), OwnerMustAct, "bad_host"),
            (OSError(24, "Too many open files"), RetryLater, "name_server"),
        ]
        for error, kind, reason in table:
            with self.subTest(reason=reason):
                self.assert_refused(kind, reason, error)
