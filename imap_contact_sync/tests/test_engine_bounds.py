# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Servers that want to cost time or memory (SRV-1 to SRV-4, SRV-6, NET-8).

The client is a process of its own, with the memory that Odoo gives a worker.
"""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import (
    FolderUnavailable,
    MailboxError,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.net import bounds
from odoo.addons.imap_contact_sync.engine.net.bounds import Bounds
from odoo.addons.imap_contact_sync.engine.structure import attached_files

from .scripted_server import ScriptedServer, quick, trusted
from .test_engine_reader import OPENED
from .test_engine_session import SessionCase

WORKER = Path(__file__).with_name("bounds_worker.py")
MOST_MEMORY = 100 * 2**20  # SRV-4
LARGE_LITERAL = b"* 1 FETCH (UID 5 BODY[] {20000000}\r\n%s)\r\n" % bytes(2 * 10**7)
SECONDS = 1  # an operation's, where the server is slow on purpose


def flood(piece, times=10**6):
    """The same octets again and again, until the client has enough of them."""
    many = piece * max(1, 2**16 // len(piece))

    def send(connection):
        with suppress(OSError):
            for _each in range(times):
                connection.sendall(many)

    return send


def drip(piece):
    """Octet after octet, for ever: each of them in time, the whole never."""

    def send(connection):
        with suppress(OSError):
            while True:
                connection.sendall(piece)
                time.sleep(0.1)

    return send


def worker(server, question, seconds=0):
    arguments = [server.encryption, str(server.port), question, str(seconds)]
    return subprocess.run(
        [sys.executable, WORKER, *arguments],
        check=True, capture_output=True, text=True, timeout=120,
    ).stdout  # fmt: skip


class TestBounds(BaseCase):
    """F14."""

    def assert_ends(self, outcome, question, *script, seconds=0, **options):
        server = ScriptedServer(*script, **options)
        with server, trusted("localhost"):
            found = json.loads(worker(server, question, seconds))
        self.assertEqual(found["outcome"], outcome, found)
        self.assertLess(found["octets"], MOST_MEMORY, found)
        # Without a deadline, what drips does so for ever.
        self.assertLess(found["seconds"], 30, found)

    def test_srv_1_size_of_a_literal(self):
        """It is refused before anything is allocated for it."""
        for size in (b"1500000000", b"9999999999", b"10000000000000", b"9" * 20_000,
                     b"33554433"):  # fmt: skip
            for question, script in (
                ("folders", [("LIST .*", b'* LIST () "/" {%s}' % size)]),
                ("statuses", [("STATUS .*", b"* STATUS {%s}" % size)]),
                ("open", [("EXAMINE .*", b"* 1 FETCH (BODY[] {%s}" % size)]),
                ("headers", [OPENED, ("UID FETCH .*",
                                      b"* 1 FETCH (UID 5 BODY[] {%s}" % size)]),
            ):  # fmt: skip
                if size == b"1500000000" or question == "headers":
                    with self.subTest(size=size[:20], question=question):
                        self.assert_ends("out_of_bounds", question, *script)

    def test_srv_1_what_is_no_size(self):
        for size in (b"-5", b"x", b"", b"5+", b" 5"):
            with self.subTest(size=size):
                line = b"* 1 FETCH (UID 5 BODY[] {%s}\r\nabcde)" % size
                script = OPENED, ("UID FETCH .*", line, b"OK done")
                self.assert_ends("connection_lost", "headers", *script)

    def test_srv_2_deadline(self):
        """Not of a read: the server sends something all the time."""
        table = [
            ("folders", [("LIST .*", drip(b"x"))]),
            ("folders", [("LIST .*", drip(b"* 1 EXISTS\r\n"))]),
            ("folders", [("LIST .*", drip(b"+ go on\r\n"))]),
            ("headers", [OPENED, ("UID FETCH .*", b"* 1 FETCH (UID 5 BODY[] {9999}",
                                  drip(b"x"))]),
            ("messages", [OPENED, ("UID FETCH .*",
                                   drip(b"* 1 FETCH (UID 5 BODY[] {1}\r\nx)\r\n"))]),
            ("folders", [("PASSWORD", drip(b"+ go on\r\n"))]),
        ]  # fmt: skip
        for question, script in table:
            with self.subTest(question=question, script=script[0][0]):
                self.assert_ends("too_slow", question, *script, seconds=SECONDS)

    def test_srv_2_before_login(self):
        class Slow(ScriptedServer):
            """Octets of a greeting that never ends."""

            def _serve(self, connection):
                drip(b"*")(self._encrypted(connection))

        class SlowTls(ScriptedServer):
            """Octets of a TLS record that never ends: a ServerHello."""

            def _serve(self, connection):
                connection.sendall(b"\x16\x03\x03\x3f\xff")
                drip(b"\x02")(connection)

        class SlowClear(ScriptedServer):
            def _serve(self, connection):
                drip(b"*")(connection)

        for kind, encryption, outcome in (
            (Slow, "ssl", "no_answer"), (SlowTls, "ssl", "no_answer"),
            (SlowClear, "starttls", "wrong_encryption"),
        ):  # fmt: skip
            with self.subTest(kind=kind.__name__):
                server = kind(encryption=encryption)
                with server, trusted("localhost"):
                    found = json.loads(worker(server, "folders", SECONDS))
                self.assertEqual(found["outcome"], outcome)
                self.assertLess(found["seconds"], 30)

    def test_srv_3_and_4_floods(self):
        table = [
            ("lines", "folders", [("LIST .*", flood(b"* 1 EXISTS\r\n"))]),
            ("folders", "folders", [("LIST .*", flood(b'* LIST () "/" a\r\n'))]),
            ("one line", "folders", [("LIST .*", flood(b"x"))]),
            ("long lines", "folders",
             [("LIST .*", flood(b"* X " + b"y" * 900_000 + b"\r\n"))]),
            ("+", "folders", [("LIST .*", flood(b"+ go on\r\n"))]),
            ("+ at login", "folders", [("PASSWORD", flood(b"+ go on\r\n"))]),
            ("empty literals", "folders",
             [("LIST .*", b"* LIST {0}", flood(b" {0}\r\n"))]),
            ("empty literals of FETCH", "headers",
             [OPENED, ("UID FETCH .*", b"* 1 FETCH (X {0}", flood(b" {0}\r\n"))]),
            ("large literals", "messages",
             [OPENED, ("UID FETCH .*", flood(LARGE_LITERAL))]),
            ("numbers", "search",
             [OPENED, ("UID SEARCH .*", flood(b"* SEARCH" + b" 5" * 9_000 + b"\r\n"))]),
            ("in a refused login", "folders", [("PASSWORD", flood(b"* NO x\r\n"))]),
        ]  # fmt: skip
        for case, question, script in table:
            with self.subTest(case):
                self.assert_ends("out_of_bounds", question, *script)

    def test_srv_3_search_that_ends(self):
        numbers = b"* SEARCH" + b" 5" * 400_000
        search = ("UID SEARCH .*", numbers, numbers, b"OK done")
        self.assert_ends("out_of_bounds", "search", OPENED, search)

    def test_srv_3_folders(self):
        """More than we take is an error: to leave some out would lose mail."""
        lines = [b'* LIST () "/" "a%d"' % number for number in range(2_001)]
        listing = ("LIST .*", *lines, b"OK done")
        self.assert_ends("too_many_folders", "folders", listing)
        listing = ("LIST .*", *lines[1:], b"OK done")
        self.assert_ends("no error", "folders", listing)
        name = b'* LIST () "/" "%s"' % (b"a" * 1_025)
        self.assert_ends("out_of_bounds", "folders", ("LIST .*", name, b"OK done"))

    def test_srv_6_nesting(self):
        """What informs only is left out; nothing breaks."""
        for depth in (101, 100_000):
            nested = b"* 1 FETCH (UID 5 BODYSTRUCTURE %s)\r\n" % (
                b"(" * depth + b")" * depth
            )
            self.assertEqual(attached_files([[nested]]), [])

    def test_lines_that_would_take_minutes_to_look_through(self):
        line = b"* 1 FETCH (UID 5 " + b"BODY[" * 150_000 + b")"
        script = OPENED, ("UID FETCH .*", line, b"OK done")
        self.assert_ends("no error", "headers", *script)


class TestDeadlines(BaseCase):
    def test_conversation_ends_whatever_its_operations_may_take(self):
        spent = Bounds(seconds=0)
        spent.begin(60)
        with self.assertRaises(TimeoutError):
            spent.seconds_left()
        within = Bounds(seconds=30)
        within.begin(60)
        self.assertLessEqual(within.seconds_left(), 30)
        within.begin(10)
        self.assertLessEqual(within.seconds_left(), 10)

    def test_every_operation_has_a_budget_of_its_own(self):
        found = Bounds()
        for _each in range(3):
            found.begin(60)
            found.count_octets(bounds.OCTETS)
        with self.assertRaises(RetryLater):
            found.count_octets(1)

    def test_lines(self):
        found = Bounds()
        for _each in range(bounds.LINES):
            found.count_line(b"x\r\n")
        with self.assertRaises(RetryLater):
            found.count_line(b"x\r\n")


class TestLargeMessages(SessionCase):
    """I10: a message that comes in pieces is one step, and has an end, too."""

    def pieces(self, *answers, size):
        steps = [("UID FETCH .*", answer, b"OK done") for answer in answers]
        with self.session(OPENED, *steps) as session:
            session.open(b"INBOX")
            return [len(piece) for piece in session.chunks(5, size)]

    def piece(self, length):
        return b"* 1 FETCH (UID 5 BODY[]<0> {%d}\r\n%s)" % (length, bytes(length))

    def test_server_that_gives_the_whole_message_every_time(self):
        with self.assertRaises(FolderUnavailable):
            self.pieces(*[self.piece(2**20 + 1)] * 9, size=2**20 + 1)

    def test_more_than_the_message_has(self):
        with self.assertRaises(FolderUnavailable):
            self.pieces(*[self.piece(2**20)] * 20, size=2 * 2**20)

    def test_pieces_that_come_slowly_end_in_a_failure_of_this_message(self):
        slow = lambda connection: time.sleep(0.5)  # noqa: E731
        steps = [("UID FETCH .*", slow, self.piece(2**20), b"OK done")] * 9
        with self.session(OPENED, *steps) as session, quick(2):
            session.open(b"INBOX")
            with self.assertRaises(FolderUnavailable):
                list(session.chunks(5, 9 * 2**20))
            self.assertEqual(session.headers(UidSet()).found, ())

    def test_hostile_pieces(self):
        """SRV-1: the same bounds hold inside of a message."""
        huge = b"* 1 FETCH (UID 5 BODY[]<0> {1500000000}"
        with self.assertRaises(MailboxError) as caught:
            self.pieces(huge, size=2**30)
        self.assertEqual(caught.exception.reason, "out_of_bounds")

    def test_srv_12_connection_is_closed_then(self):
        with self.assertRaises(RetryLater):
            self.pieces(b"* 1 FETCH (UID 5 BODY[]<0> {1500000000}", size=2**30)
        self.assertTrue(self.server.closed.wait(2))
        self.assertNotIn("LOGOUT", self.server.verbs)


class TestSlowConversation(SessionCase):
    def test_net_8_all_of_it_has_an_end(self):
        """Each operation is in time, all together are not."""
        slow = lambda connection: time.sleep(0.3)  # noqa: E731
        steps = [("LIST .*", slow, b"OK done")] * 20
        server = ScriptedServer(*steps)
        with server, trusted("localhost"), self.assertRaises(RetryLater) as caught:
            with self.opened(server, seconds=1) as session:
                while True:
                    session.folders()
        self.assertEqual(caught.exception.reason, "too_slow")
        self.assertLess(server.verbs.count("LIST"), len(steps))

    def test_close_does_not_wait_long(self):
        steps = ("LOGOUT", drip(b"* 1 EXISTS\r\n"))
        start = time.monotonic()
        with quick(0.5), self.session(steps):
            pass
        self.assertLess(time.monotonic() - start, 30)

    def test_answers_while_we_speak(self):
        """A server that reads nothing: what we send has a deadline as well."""
        ended = Event()
        server = ScriptedServer(("STATUS .*", lambda connection: ended.wait(60)))
        with server, trusted("localhost"), quick(1):
            start = time.monotonic()
            with self.assertRaises(MailboxError):
                with self.opened(server) as session:
                    session.statuses([b"x" * 900] * 30_000)
            ended.set()
            self.assertLess(time.monotonic() - start, 30)
