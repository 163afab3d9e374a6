# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every fault of the connection at every command: what was lost is told, what is
missing comes with the next run, and nothing else is touched.

By default a third of the table, another one for the next command; TORTURE=1 all.
"""

import os
from contextlib import ExitStack, contextmanager

from odoo.tools import html2plaintext, mute_logger

from .common import ImapSyncCase
from .fault_proxy import HARMLESS, KINDS, Fault, FaultProxy
from .mail_server import mail
from .other_servers import allow_servers
from .scripted_server import quick, trusted

TORTURE = bool(os.environ.get("TORTURE"))
HEADERS, BODIES = "UID FETCH headers", "UID FETCH bodies"
COMMANDS = (
    "AUTHENTICATE", "ID", "LIST", "STATUS", "EXAMINE", "UID SEARCH", HEADERS, BODIES,
    "LOGOUT",
)  # fmt: skip
IN_LITERALS = {kind for kind in KINDS if "literal" in kind}
SYNC_LOG = "odoo.addons.imap_contact_sync.models.imap_sync"
# Long enough for a busy machine: a whole command has to come in this time.
READ_SECONDS = 5


def kinds_at(command):
    """The faults to try at a command; only answers to FETCH hold literals here."""
    place = COMMANDS.index(command)
    kinds = [
        kind
        for kind in KINDS
        if command in (HEADERS, BODIES) or kind not in IN_LITERALS
    ]
    return kinds if TORTURE else kinds[place % 3 :: 3]


class FaultCase(ImapSyncCase):
    """Anna's mailbox through a proxy with faults, Ben's through one without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        where = cls.server.host, cls.server.ssl_port
        cls.proxy = cls.enterClassContext(FaultProxy(*where))
        cls.good_proxy = cls.enterClassContext(FaultProxy(*where))
        ports = cls.proxy.port, cls.good_proxy.port
        allow_servers(cls, *(("localhost", port) for port in ports))

    def setUp(self):
        super().setUp()
        self.texts = {f"Subject {n}": f"This is text number {n}." for n in range(6)}
        letters = [
            mail(self.lena.email, self.anna.login, subject, text)
            if number < 4
            else mail(self.anna.login, self.lena.email, subject, text)
            for number, (subject, text) in enumerate(self.texts.items())
        ]
        self.server.deliver(self.anna.login, *letters[:3])
        self.server.deliver(self.anna.login, letters[3], flags=r"(\Seen)")
        self.server.deliver(self.anna.login, *letters[4:], folder="Sent")
        self.server.deliver(
            self.ben.login, mail(self.theo.email, self.ben.login, "To Ben")
        )
        self.flags = self.all_flags()

    def all_flags(self):
        return [self.server.flags(self.anna.login, name) for name in ("INBOX", "Sent")]

    @contextmanager
    def through_proxies(self):
        with ExitStack() as stack:
            stack.enter_context(trusted("localhost"))
            stack.enter_context(quick(READ_SECONDS))
            stack.enter_context(mute_logger(SYNC_LOG))
            yield

    def connected(self, user, **values):
        with self.through_proxies():
            return super().connected(user, **values)

    def run_cron(self):
        with self.through_proxies():
            return super().run_cron()

    @contextmanager
    def mailboxes(self):
        """Anna's and Ben's, new: nothing of them has been read."""
        anna = self.connected(self.anna, host="localhost", port=self.proxy.port)
        ben = self.connected(self.ben, host="localhost", port=self.good_proxy.port)
        try:
            yield anna, ben
        finally:
            self.env.invalidate_all()
            (anna + ben).sudo().unlink()

    def is_complete(self):
        return self.subjects(self.lena) == sorted(self.texts)

    def check(self, fault, hide=()):
        """A run with the fault, and one without it."""
        with self.mailboxes() as (anna, ben):
            self.proxy.meet(fault, hide)
            self.sync(anna, ben)
            self.assertTrue(self.proxy.met, dict(self.proxy.commands))
            self.assert_told(anna, fault)
            self.assertEqual(ben.last_sync_status, "ok")
            self.assertEqual(self.subjects(self.theo), ["To Ben"])
            self.proxy.meet(None)
            self.sync(anna)
            self.assert_all_is_well(anna)

    def assert_told(self, account, fault):
        self.assert_accounting()
        status, complete = account.last_sync_status, self.is_complete()
        self.assertIn(status, ("ok", "retry"))
        if fault.kind in HARMLESS or fault.command == "LOGOUT":
            self.assertTrue(complete)
            self.assertEqual(status, "ok", account.error_message)
        if status == "ok":
            self.assertTrue(complete, "Mail is missing, and all is well.")
        else:
            self.assertTrue(account.error_message)

    def assert_all_is_well(self, account):
        self.assert_accounting()
        self.assertEqual(account.last_sync_status, "ok", account.error_message)
        self.assertFalse(account.error_message)
        self.assertEqual(self.subjects(self.lena), sorted(self.texts))
        self.assertEqual(len(self.envelopes(self.lena)), len(self.texts))
        for content in self.contents(self.lena):
            text = html2plaintext(content.body).strip()
            self.assertEqual(text, self.texts[content.subject])
        self.assertFalse(account.sudo().folder_ids.failure_ids)
        self.assertEqual(self.all_flags(), self.flags)

    def check_command(self, command, hide=(), **which):
        for kind in kinds_at(command):
            with self.subTest(kind):
                self.check(Fault(kind, command, **which), hide)


class TestFaults(FaultCase):
    def test_authenticate(self):
        self.check_command("AUTHENTICATE")

    def test_id(self):
        self.check_command("ID")

    def test_list(self):
        self.check_command("LIST")

    def test_status(self):
        """Asked only where LIST does not tell it; the second of two in one flight."""
        self.check_command("STATUS", hide=(b"LIST-STATUS",), nth=2)

    def test_examine(self):
        self.check_command("EXAMINE")

    def test_search(self):
        self.check_command("UID SEARCH")

    def test_headers(self):
        self.check_command(HEADERS)

    def test_bodies(self):
        self.check_command(BODIES)

    def test_logout(self):
        self.check_command("LOGOUT")

    def test_refused_introduction_is_no_wrong_password(self):
        """Whoever is told so twice must connect the mailbox again."""
        for kind in ("no", "bad"):
            with self.subTest(kind), self.mailboxes() as (anna, _ben):
                self.proxy.meet(Fault(kind, "ID"))
                self.sync(anna)
                self.assertNotIn("refused the login", anna.error_message or "")


class TestFaultsInTheSecondFolder(FaultCase):
    """What the first folder gave stays, and the second one comes later."""

    def test_second_folder(self):
        commands = "EXAMINE", BODIES, "UID SEARCH", HEADERS
        for command in commands if TORTURE else commands[:2]:
            for kind in ("cut", "hang", "garbage", "no") if TORTURE else ("cut",):
                with self.subTest(command=command, kind=kind):
                    self.check(Fault(kind, command, nth=2))


class TestFaultsThatStay(FaultCase):
    """The same, at every occurrence: trying again in the same run is no help."""

    def test_one_that_ends_every_run(self):
        for command in COMMANDS if TORTURE else COMMANDS[1::3]:
            with self.subTest(command):
                hide = (b"LIST-STATUS",) if command == "STATUS" else ()
                self.check(Fault("cut", command, times=99), hide)

    def test_refusals(self):
        commands = "LIST", "EXAMINE", "STATUS", "UID SEARCH"
        for command in commands if TORTURE else commands[:2]:
            with self.subTest(command):
                hide = (b"LIST-STATUS",) if command == "STATUS" else ()
                self.check(Fault("no", command, times=99), hide)

    def test_refused_messages_are_told_as_failed(self):
        with self.mailboxes() as (anna, ben):
            self.proxy.meet(Fault("no", BODIES, times=99))
            self.sync(anna, ben)
            self.assert_accounting()
            self.assertFalse(self.subjects(self.lena))
            failures = anna.sudo().folder_ids.failure_ids
            self.assertEqual(len(failures), len(self.texts))
            self.assertEqual(self.subjects(self.theo), ["To Ben"])
