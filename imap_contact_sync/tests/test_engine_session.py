# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import logging
from contextlib import contextmanager
from datetime import UTC, date, datetime

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import (
    FolderUnavailable,
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.folders import FolderStatus
from odoo.addons.imap_contact_sync.engine.net.fetch import (
    SET_LENGTH,
    fetched_parts,
    split_set,
)
from odoo.addons.imap_contact_sync.engine.net.session import open_session

from .scripted_server import HANG_UP, ScriptedServer, trusted
from .test_engine_diagnosis import LOGINS

OPENED = ("EXAMINE .*", b"* 2 EXISTS", b"* OK [UIDVALIDITY 7] x",
          b"* OK [UIDNEXT 9] x", b"OK [READ-ONLY] done")  # fmt: skip
HEADER = b"From: a@b.example\r\n\r\n"
LOGIN_ONLY = b"IMAP4rev1"


def literal(uid, content=HEADER, before=b"", behind=b""):
    return b"* 1 FETCH (UID %d%s BODY[] {%d}\r\n%s%s)" % (
        uid, before, len(content), content, behind
    )  # fmt: skip


class SessionCase(BaseCase):
    @contextmanager
    def session(self, *script, login="ann", password="hunter2", **options):
        self.server = ScriptedServer(*script, **options)
        with self.server as server, trusted("localhost"):
            where = server.address(), login, password, server.allowed
            with open_session(*where) as session:
                yield session

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


class TestOpen(SessionCase):
    def test_open(self):
        with self.session(OPENED) as session:
            found = session.open(b'a "b"')
        self.assertEqual((found.uidvalidity, found.uidnext, found.exists), (7, 9, 2))
        self.assertIn(b'EXAMINE "a \\"b\\""', self.server.lines)
        self.assertNotIn("SELECT", self.server.verbs)

    def test_uidnext_is_missing(self):
        table = [
            (2, (b"* 2 FETCH (UID 41)", b"OK done"), 42),
            (2, (b"* 1 FETCH (FLAGS ())", b"* 2 FETCH (UID 41)", b"OK done"), 42),
            (2, (b"OK done",), 1),
            (0, (b"BAD invalid messageset",), 1),
        ]
        for exists, answers, uidnext in table:
            examine = ("EXAMINE .*", b"* %d EXISTS" % exists,
                       b"* OK [UIDVALIDITY 7] x", b"OK done")  # fmt: skip
            with self.subTest(exists=exists, answers=answers):
                with self.session(examine, ("UID FETCH .*", *answers)) as session:
                    self.assertEqual(session.open(b"INBOX").uidnext, uidnext)

    def test_one_folder_is_refused_and_the_next_one_opened(self):
        refused = ("EXAMINE .*", b"NO [NONEXISTENT] Unknown Mailbox: x")
        with self.session(refused, OPENED) as session:
            with self.assertRaises(FolderUnavailable) as caught:
                session.open(b"x")
            self.assertEqual(session.open(b"INBOX").exists, 2)
        self.assertIn("[NONEXISTENT]", caught.exception.detail)

    def test_lost_connection_is_not_the_folders_fault(self):
        for answers in ((HANG_UP,), (b"* BYE Server shutting down", HANG_UP)):
            with self.subTest(answers=answers):
                self.assert_fails(
                    RetryLater, "connection_lost", ("EXAMINE .*", *answers),
                    ask=lambda session: session.open(b"x"),
                )  # fmt: skip

    def test_first_uid_since(self):
        table = [
            ((b"* SEARCH 17 4 9", b"OK done"), 4),
            ((b"* SEARCH", b"OK done"), None),
            ((b"OK done",), None),
            ((b"* SEARCH 17", b"* 3 EXISTS", b"* SEARCH 8 (MODSEQ 5)", b"OK done"), 8),
        ]
        for answers, expected in table:
            with self.subTest(answers=answers):
                with self.session(OPENED, ("UID SEARCH .*", *answers)) as session:
                    session.open(b"INBOX")
                    found = session.first_uid_since(date(2026, 3, 1))
                self.assertEqual(found, expected)
                self.assertIn(b"UID SEARCH SINCE 1-Mar-2026", self.server.lines)


class TestFetch(SessionCase):
    def fetched(self, *answers, ask):
        with self.session(OPENED, ("UID FETCH .*", *answers, b"OK done")) as session:
            session.open(b"INBOX")
            return ask(session)

    def headers(self, *answers):
        return self.fetched(*answers, ask=lambda session: session.headers(range(5, 8)))

    def messages(self, *answers, uids=(5, 6)):
        return self.fetched(*answers, ask=lambda session: session.messages(uids))

    def test_command(self):
        self.headers()
        command = self.server.lines[-2].decode()
        self.assertRegex(
            command, r"^UID FETCH 5:7 \(UID RFC822.SIZE BODY.PEEK\[HEADER.FIELDS \("
        )
        for name in ("FROM", "SENDER", "REPLY-TO", "TO", "CC", "BCC", "DATE",
                     "SUBJECT", "MESSAGE-ID"):  # fmt: skip
            self.assertRegex(command, rf"[( ]{name}[) ]")
        self.messages(uids=(5, 6, 9))
        self.assertEqual(
            self.server.lines[-2], b"UID FETCH 5:6,9 (UID INTERNALDATE BODY.PEEK[])"
        )

    def test_headers(self):
        size = b" RFC822.SIZE 1234"
        table = {
            "usual": literal(5, before=size),
            "UID behind the literal": b"* 1 FETCH (RFC822.SIZE 1234 BODY[HEADER.FIELDS"
            b" (FROM TO)] {%d}\r\n%s UID 5)" % (len(HEADER), HEADER),
            "size behind the literal": literal(5, behind=size),
            "quoted field names": b'* 1 FETCH (UID 5%s BODY[HEADER.FIELDS ("FROM")]'
            b" {%d}\r\n%s)" % (size, len(HEADER), HEADER),
        }
        for case, answer in table.items():
            with self.subTest(case):
                [found] = self.headers(answer)
                self.assertEqual(
                    (found.uid, found.size, found.content), (5, 1234, HEADER)
                )

    def test_empty_parts(self):
        for form in (b"NIL", b'""', b"{0}\r\n"):
            with self.subTest(form=form):
                [found] = self.headers(b"* 1 FETCH (UID 6 BODY[HEADER] %s)" % form)
                self.assertEqual((found.uid, found.size, found.content), (6, 0, b""))

    def test_only_what_was_asked_for(self):
        answers = [
            literal(7, b"seven"),
            b"* 9 FETCH (FLAGS (\\Seen))",
            b"* 9 FETCH (UID 6 FLAGS (\\Seen))",
            b"* 12 EXISTS",
            literal(5, b"five"),
            b"* 3 EXPUNGE",
            literal(4, b"below"),
            literal(8, b"above"),
            literal(99, b"the last one, as n:* gives it"),
            b"* 1 FETCH (BODY[] {3}\r\nabc)",
            literal(0, b"zero"),
            literal(99999999999, b"no 32 bit number"),
            b"* OK [ALERT] hello",
            b"* NO [ALERT] quota",
        ]
        found = [(each.uid, each.content) for each in self.headers(*answers)]
        self.assertEqual(found, [(5, b"five"), (7, b"seven")])
        found = [
            (each.uid, each.content) for each in self.messages(*answers, uids=(5, 6, 8))
        ]
        self.assertEqual(found, [(5, b"five"), (8, b"above")])

    def test_literal_that_looks_like_an_answer(self):
        evil = b"UID 6 BODY[] {3}\r\n* 1 FETCH (UID 6)\r\nA1 OK done\r\n"
        self.assertEqual(
            [(each.uid, each.content) for each in self.messages(literal(5, evil))],
            [(5, evil)],
        )

    def test_nothing_there(self):
        self.assertEqual(self.headers(), [])
        self.assertEqual(self.messages(), [])

    def test_received(self):
        table = [
            (
                b'"17-Jul-2026 02:44:25 +0200"',
                datetime(2026, 7, 17, 0, 44, 25, tzinfo=UTC),
            ),
            (
                b'" 7-Jul-2026 02:44:25 +0000"',
                datetime(2026, 7, 7, 2, 44, 25, tzinfo=UTC),
            ),
            (b'"31-Dec-9999 23:59:59 -1200"', None),
            (b'"Whenever"', None),
            (b'""', None),
            (b"NIL", None),
        ]
        for text, expected in table:
            with self.subTest(text=text):
                [found] = self.messages(literal(5, before=b" INTERNALDATE " + text))
                self.assertEqual(found.received, expected)

    def test_many_uids_take_several_commands(self):
        uids = range(1, 2000, 2)
        parts = list(split_set(UidSet.of(uids)))
        self.assertLessEqual(max(map(len, parts)), SET_LENGTH)
        self.assertEqual(set(UidSet.parse(",".join(parts))), set(uids))
        self.assertEqual(list(split_set(UidSet())), [])

    def test_refusals(self):
        for answers, kind, reason in (
            ((b"NO Some messages are gone",), FolderUnavailable, "folder_refused"),
            ((b"BAD [CLIENTBUG] x",), FolderUnavailable, "folder_refused"),
            ((b"NO [THROTTLED] later",), RetryLater, "server_busy"),
            ((literal(5)[:-30], HANG_UP), RetryLater, "connection_lost"),
            ((literal(5), HANG_UP), RetryLater, "connection_lost"),
            ((b"* BYE bye", HANG_UP), RetryLater, "connection_lost"),
        ):
            with (
                self.subTest(answers=answers),
                self.assertRaises(MailboxError) as caught,
            ):
                script = OPENED, ("UID FETCH .*", *answers)
                with self.session(*script) as session:
                    session.open(b"INBOX")
                    session.headers(range(5, 8))
            error = caught.exception
            self.assertEqual((type(error), error.reason), (kind, reason))

    def test_parts_without_a_server(self):
        responses = [(b"1 (BODY[] {1}", b"x"), b" UID 3)", b"2 (FLAGS ())", b""]
        found = [(part.uid, part.content) for part in fetched_parts(responses)]
        self.assertEqual(found, [(3, b"x")])
