# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import logging
from contextlib import contextmanager

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.errors import (
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.folders import FolderStatus
from odoo.addons.imap_contact_sync.engine.net.login import Secret
from odoo.addons.imap_contact_sync.engine.net.session import open_session

from .scripted_server import HANG_UP, ScriptedServer, trusted
from .test_engine_diagnosis import LOGINS

HEADER = b"From: a@b.example\r\n\r\n"
LOGIN_ONLY = b"IMAP4rev1"


class SessionCase(BaseCase):
    @contextmanager
    def session(self, *script, login="ann", password="hunter2", **options):
        self.server = ScriptedServer(*script, **options)
        with self.server as server, trusted("localhost"):
            with self.opened(server, login, password) as session:
                yield session

    def opened(self, server, login="ann", password="hunter2", **options):
        where = server.address(), login, Secret(password), server.allowed
        return open_session(*where, **options)

    def assert_fails(self, kind, reason, *script, ask=None, **options):
        with self.assertRaises(MailboxError) as caught:
            with self.session(*script, **options) as session:
                ask(session)
        error = caught.exception
        self.assertEqual((type(error), error.reason), (kind, reason), error.detail)
        self.assertTrue(self.server.closed.wait(2))
        return error


class TestLogin(SessionCase):
    def sent_by_plain(self):
        line = self.server.lines[self.server.verbs.index("AUTHENTICATE") + 1]
        return base64.b64decode(line).decode().split("\0")

    def test_plain_is_utf8(self):
        with self.session(login="ann@b.example", password='pä"ß\\日本'):
            pass
        self.assertEqual(self.sent_by_plain(), ["", "ann@b.example", 'pä"ß\\日本'])
        self.assertNotIn("LOGIN", self.server.verbs)

    def test_login_where_plain_is_not_offered(self):
        with self.session(password='p"w\\x y', capabilities=LOGIN_ONLY):
            pass
        self.assertIn(b'LOGIN "ann" "p\\"w\\\\x y"', self.server.lines)

    def test_what_cannot_be_said_is_not_sent(self):
        table = [
            ("ann", "pä", LOGIN_ONLY),
            ("änn", "pw", LOGIN_ONLY),
            ("ann", "p\0w", LOGIN_ONLY),
            ("ann", "p\r\nA1 NOOP", LOGIN_ONLY),
            ("ann\r\n", "pw", LOGIN_ONLY),
            ("ann", "p\0w", b"IMAP4rev1 AUTH=PLAIN"),
            ("ann\0bob", "pw", b"IMAP4rev1 AUTH=PLAIN"),
        ]
        for login, password, capabilities in table:
            with self.subTest(login=login, password=password):
                self.assert_fails(
                    OwnerMustAct, "unsafe_argument",
                    login=login, password=password, capabilities=capabilities,
                )  # fmt: skip
                self.assertEqual(set(self.server.verbs), {"CAPABILITY"})

    def test_capabilities_are_those_after_login(self):
        told = b"* CAPABILITY IMAP4rev1 LIST-STATUS"
        for answers in (
            (told, b"OK in"),
            (b"OK [CAPABILITY IMAP4rev1 LIST-STATUS] in",),
        ):
            for encryption in ("ssl", "starttls"):
                with self.subTest(answers=answers, encryption=encryption):
                    script = ("PASSWORD", *answers), ("LIST .*", b"OK done")
                    with self.session(*script, encryption=encryption) as session:
                        session.folders()
                    self.assertTrue(self.server.said(b"RETURN (STATUS"))

    def test_refused(self):
        """A sample of each reason; the whole table is in test_engine_diagnosis."""
        samples = {reason: (text, kind) for text, kind, reason in LOGINS}
        for reason, (text, kind) in samples.items():
            refusal = b"NO " + text.encode()
            with self.subTest(text=text):
                error = self.assert_fails(kind, reason, ("PASSWORD", refusal))
                self.assertEqual(error.detail, text)
            with self.subTest(text=text, command="LOGIN"):
                error = self.assert_fails(
                    kind, reason, ("LOGIN .*", refusal), capabilities=LOGIN_ONLY
                )
                self.assertEqual(error.detail, text)
                self.assertEqual(self.server.verbs.count("LOGIN"), 1)

    def test_bye_and_hang_up_at_login(self):
        """Never a wrong password: the owner's password is fine."""
        for answers in ((b"* BYE going down", HANG_UP), (HANG_UP,)):
            with self.subTest(answers=answers):
                script = ("PASSWORD", *answers)
                self.assert_fails(RetryLater, "connection_lost", script)
                script = ("LOGIN .*", *answers)
                self.assert_fails(
                    RetryLater, "connection_lost", script, capabilities=LOGIN_ONLY
                )

    def test_authenticated_but_not_connected(self):
        busy = ("LIST .*", b"BAD User is authenticated but not connected.")
        self.assert_fails(RetryLater, "server_busy", busy, ask=lambda s: s.folders())

    def test_answer_comes_with_the_command_where_the_server_reads_it(self):
        offered = b"IMAP4rev1 AUTH=PLAIN SASL-IR"
        step = ("AUTHENTICATE PLAIN .*", b"OK [CAPABILITY IMAP4rev1 X] in")
        with self.session(step, password="pä", capabilities=offered):
            pass
        line = next(x for x in self.server.lines if x.startswith(b"AUTHENTICATE"))
        answer = base64.b64decode(line.split()[2]).decode()
        self.assertEqual(answer.split("\0"), ["", "ann", "pä"])
        for text, kind, reason in (
            ("[AUTHENTICATIONFAILED] no", OwnerMustAct, "wrong_password"),
            ("[LIMIT] Too many logins", RetryLater, "server_busy"),
        ):
            step = ("AUTHENTICATE PLAIN .*", b"NO " + text.encode())
            error = self.assert_fails(kind, reason, step, capabilities=offered)
            self.assertEqual(error.detail, text)

    def test_capabilities_in_the_greeting_are_not_asked_for(self):
        greeting = b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello"
        after = ("PASSWORD", b"OK [CAPABILITY IMAP4rev1] in")
        with self.session(after, greeting=greeting):
            pass
        self.assertEqual(self.server.verbs[0], "AUTHENTICATE")
        self.assertNotIn("CAPABILITY", self.server.verbs)

    def test_nobody_waits_for_the_answer_to_the_introduction(self):
        answered = ("LIST .*", b"* ID NIL", b'* LIST () "/" INBOX', b"OK done")
        for answer in (b"OK done", b"NO who are you", b"BAD what"):
            script = ("ID .*", answer), answered
            offered = b"IMAP4rev1 AUTH=PLAIN ID"
            with self.subTest(answer=answer):
                with self.session(*script, capabilities=offered) as session:
                    self.assertEqual(list(session.folders()), [b"INBOX"])

    def test_introduces_itself_where_asked_to(self):
        with self.session(capabilities=b"IMAP4rev1 AUTH=PLAIN ID"):
            pass
        self.assertIn(b'ID ("name" "imap_contact_sync")', self.server.lines)
        with self.session():
            pass
        self.assertNotIn("ID", self.server.verbs)

    def test_logout_is_answered_in_odd_ways(self):
        for answers in (
            (b"OK done", HANG_UP),
            (b"NO stay",),
            (HANG_UP,),
            (b"* BYE", HANG_UP),
        ):
            with self.subTest(answers=answers), self.session(("LOGOUT", *answers)):
                pass
            self.assertTrue(self.server.closed.wait(2))

    def test_error_inside_is_not_replaced_by_the_end(self):
        with self.assertRaises(ZeroDivisionError), self.session(("LOGOUT", HANG_UP)):
            raise ZeroDivisionError

    def test_log_of_the_connection_holds_no_mail(self):
        self.assertGreaterEqual(
            logging.getLogger("imapclient").getEffectiveLevel(), logging.WARNING
        )


class TestFolders(SessionCase):
    def listing(self, *script, **options):
        with self.session(*script, **options) as session:
            return session.folders()

    def test_plain_list(self):
        listed = self.listing((
            'LIST "" "\\*"',
            b'* LIST (\\HasNoChildren) "/" INBOX',
            b'* LIST (\\Sent) "/" "Sent \\"x\\""',
            b'* LIST () NIL {7}\r\na"b\\c/d',
            b'* LIST () "/" 2024',
            b"* 4 EXISTS",
            b'* LIST () "/" "Foo&ZZZ"',
            b'* LIST () "/" "Gel\xf6scht"',
            b'* LIST () "/" ""',
            b"* LIST nonsense",
            b"OK done",
        ))  # fmt: skip
        paths = [b"INBOX", b'Sent "x"', b'a"b\\c/d', b"2024", b"Foo&ZZZ",
                 b"Gel\xf6scht", b""]  # fmt: skip
        self.assertEqual(list(listed), paths)
        self.assertEqual({status for _folder, status in listed.values()}, {None})

    def test_list_with_status(self):
        table = [
            (b"LIST-STATUS", "STATUS"),
            (b"LIST-STATUS SPECIAL-USE", "SPECIAL-USE STATUS"),
        ]
        for capabilities, options in table:
            expected = f'LIST "" "*" RETURN ({options} (UIDNEXT UIDVALIDITY MESSAGES))'
            with self.subTest(options):
                listed = self.listing(
                    ("LIST .*",
                     b'* LIST () "/" INBOX',
                     b"* STATUS INBOX (UIDNEXT 9 UIDVALIDITY 7 MESSAGES 2)",
                     b'* LIST (\\Noselect) "/" "a"',
                     b'* LIST () "/" {3}\r\nb"c',
                     b"* STATUS {3}\r\nb\"c (UIDNEXT 1 UIDVALIDITY 8 MESSAGES 0)",
                     b"OK done"),
                    capabilities=b"IMAP4rev1 AUTH=PLAIN " + capabilities,
                )  # fmt: skip
                self.assertIn(expected.encode(), self.server.lines)
                self.assertEqual(
                    {path: status for path, (_folder, status) in listed.items()},
                    {b"INBOX": FolderStatus(7, 9, 2), b"a": None,
                     b'b"c': FolderStatus(8, 1, 0)},
                )  # fmt: skip

    def test_pipelined_status(self):
        answers = [
            (
                "STATUS .*",
                b'* STATUS "a" (UIDNEXT 9 UIDVALIDITY 7 MESSAGES 2)',
                b"OK done",
            ),
            ("STATUS .*", b"NO [NOPERM] no"),
            ("STATUS .*", b"BAD what is this name"),
            ("STATUS .*", b'* STATUS "q\\"q" (UIDNEXT 1 UIDVALIDITY 8)', b"OK done"),
        ]
        with self.session(*answers) as session:
            found = session.statuses([b"a", b"b", b"Gel\xf6scht", b'q"q'])
            # The conversation is still in step.
            self.assertEqual(session.statuses([]), {})
        self.assertEqual(
            found, {b"a": FolderStatus(7, 9, 2), b'q"q': FolderStatus(8, 1, None)}
        )
        self.assertIn(
            b'STATUS "q\\"q" (UIDNEXT UIDVALIDITY MESSAGES)', self.server.lines
        )
        self.assertIn(
            b'STATUS "Gel\xf6scht" (UIDNEXT UIDVALIDITY MESSAGES)', self.server.lines
        )

    def test_failures_are_never_an_empty_answer(self):
        for ask, pattern in (
            (lambda session: session.folders(), "LIST .*"),
            (lambda session: session.statuses([b"a", b"b"]), "STATUS .*"),
        ):
            for answers in (
                (b"* BYE bye", HANG_UP),
                (HANG_UP,),
                (b"* garbage", b"x y"),
            ):
                with self.subTest(pattern=pattern, answers=answers):
                    script = (pattern, *answers)
                    self.assert_fails(RetryLater, "connection_lost", script, ask=ask)
        self.assert_fails(
            RetryLater,
            "command_refused",
            ("LIST .*", b"NO no"),
            ask=lambda s: s.folders(),
        )
