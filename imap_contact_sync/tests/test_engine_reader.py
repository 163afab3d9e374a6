# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, date, datetime
from unittest.mock import patch

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import (
    FolderUnavailable,
    MailboxError,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.net import reader
from odoo.addons.imap_contact_sync.engine.net.fetch import (
    SET_LENGTH,
    fetched_parts,
    split_set,
)

from .scripted_server import HANG_UP
from .test_engine_session import HEADER, SessionCase

OPENED = ("EXAMINE .*", b"* 2 EXISTS", b"* OK [UIDVALIDITY 7] x",
          b"* OK [UIDNEXT 9] x", b"OK [READ-ONLY] done")  # fmt: skip


def literal(uid, content=HEADER, before=b"", behind=b""):
    return b"* 1 FETCH (UID %d%s BODY[] {%d}\r\n%s%s)" % (
        uid, before, len(content), content, behind
    )  # fmt: skip


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
                    found = session.first_uid_since(date(2026, 3, 1), 2)
                self.assertEqual(found, expected)
                self.assertIn(b"UID SEARCH 1:2 SINCE 1-Mar-2026", self.server.lines)


WINDOW = UidSet(((5, 7),))


class TestFetch(SessionCase):
    def fetched(self, *answers, ask):
        # A second answer: bodies that did not come are asked for once more.
        step = ("UID FETCH .*", *answers, b"OK done")
        with self.session(OPENED, step, step) as session:
            session.open(b"INBOX")
            return ask(session).found

    def headers(self, *answers):
        return self.fetched(*answers, ask=lambda session: session.headers(WINDOW))

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
        self.messages(literal(5), literal(6), literal(9), uids=(5, 6, 9))
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
        for form in (b'""', b"{0}\r\n"):
            with self.subTest(form=form):
                [found] = self.headers(b"* 1 FETCH (UID 6 BODY[HEADER] %s)" % form)
                self.assertEqual((found.uid, found.size, found.content), (6, 0, b""))

    def test_nil_is_a_refusal_and_no_empty_message(self):
        answer = b"* 1 FETCH (UID 6 BODY[] NIL)"
        with self.session(OPENED, ("UID FETCH .*", answer, b"OK done")) as session:
            session.open(b"INBOX")
            fetched = session.messages([6])
        self.assertEqual((fetched.found, str(fetched.refused)), ((), "6"))

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
        self.assertEqual(self.headers(), ())
        self.assertEqual(self.messages(), ())

    def test_what_did_not_come_is_asked_for_once_more(self):
        script = OPENED, ("UID FETCH 5:6 .*", literal(5), b"OK done"), (
            "UID FETCH 6 .*", literal(6), b"OK done")  # fmt: skip
        with self.session(*script) as session:
            session.open(b"INBOX")
            found = session.messages([5, 6]).found
        self.assertEqual([each.uid for each in found], [5, 6])

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

    def test_gmail_tells_its_numbers(self):
        numbers = b" X-GM-MSGID 18446744073709551615 X-GM-THRID 12"
        step = ("UID FETCH .*", literal(5, before=numbers), b"OK done")
        offered = ("PASSWORD", b"OK [CAPABILITY IMAP4rev1 X-GM-EXT-1] in")
        with self.session(offered, OPENED, step) as session:
            session.open(b"INBOX")
            [found] = session.headers(WINDOW).found
        self.assertEqual(found.gmail_message, "18446744073709551615")
        self.assertEqual(found.gmail_thread, "12")
        self.assertTrue(self.server.said(b"RFC822.SIZE X-GM-MSGID X-GM-THRID BODY"))
        self.headers()
        self.assertFalse(self.server.said(b"X-GM"))

    def test_many_uids_take_several_commands(self):
        uids = UidSet.of(range(1, 2000, 2))
        parts = list(split_set(uids))
        self.assertGreater(len(parts), 1)
        self.assertLessEqual(max(len(str(part)) for part in parts), SET_LENGTH)
        self.assertEqual([uid for part in parts for uid in part], list(uids))
        self.assertEqual(list(split_set(UidSet())), [])

    def test_lost_or_throttled(self):
        for answers, reason in (
            ((b"NO [THROTTLED] later",), "throttled"),
            ((b"NO [INUSE] locked",), "server_busy"),
            ((literal(5)[:-30], HANG_UP), "connection_lost"),
            ((literal(5), HANG_UP), "connection_lost"),
            ((b"* BYE bye", HANG_UP), "connection_lost"),
            ((b"", b"OK done"), "connection_lost"),
            ((b"garbage", b"OK done"), "connection_lost"),
        ):
            with (
                self.subTest(answers=answers),
                self.assertRaises(MailboxError) as caught,
                self.session(OPENED, ("UID FETCH .*", *answers)) as session,
            ):
                session.open(b"INBOX")
                session.headers(WINDOW)
            error = caught.exception
            self.assertEqual((type(error), error.reason), (RetryLater, reason))

    def test_octets_are_counted(self):
        with self.session(OPENED, ("UID FETCH .*", literal(5, b"x" * 5000),
                                   b"OK done")) as session:  # fmt: skip
            session.open(b"INBOX")
            before = session.received
            session.headers(WINDOW)
        self.assertIn(session.received - before, range(5_000, 5_100))

    def test_parts_without_a_server(self):
        responses = [
            [b"* 1 FETCH (BODY[] {1}\r\n", b"x", b" UID 3)\r\n"],
            [b"* 2 FETCH (FLAGS ())\r\n"],
            [b"\r\n"],
        ]
        found = [(part.uid, part.content) for part in fetched_parts(responses)]
        self.assertEqual(found, [(3, b"x")])


class TestRefusals(SessionCase):
    """NO to a FETCH is asked again in halves, down to the bad message."""

    def fetched(self, bad, uids, refusal=b"NO [UNAVAILABLE] UID FETCH Server error"):
        with self.session(OPENED) as session:
            self.server.script = [OPENED]
            self.server._answers = self.refusing(self.server._answers, bad, refusal)
            session.open(b"INBOX")
            return session.messages(uids)

    def refusing(self, answers, bad, refusal):
        """The server's answers, but that these messages are never given."""

        def answer(connection, command):
            if not command.startswith("UID FETCH"):
                return answers(connection, command)
            wanted = UidSet.parse(command.split()[2])
            if wanted & UidSet.of(bad):
                return [refusal]
            return [*(literal(uid) for uid in wanted), b"OK done"]

        return answer

    def test_one_message(self):
        for refusal in (b"NO [UNAVAILABLE] x", b"NO no", b"BAD [CLIENTBUG] x"):
            with self.subTest(refusal=refusal):
                fetched = self.fetched({37}, range(1, 101), refusal)
                self.assertEqual(str(fetched.refused), "37")
                self.assertEqual(len(fetched.found), 99)

    def test_several_messages(self):
        fetched = self.fetched({1, 2, 50, 99}, range(1, 101))
        self.assertEqual(str(fetched.refused), "1:2,50,99")
        self.assertEqual(len(fetched.found), 96)

    def test_a_single_message_alone(self):
        fetched = self.fetched({5}, [5])
        self.assertEqual((fetched.found, str(fetched.refused)), ((), "5"))

    def test_a_folder_that_gives_nothing(self):
        with self.assertRaises(FolderUnavailable) as caught:
            self.fetched(range(1, 101), range(1, 101))
        self.assertEqual(caught.exception.reason, "fetch_refused")
        self.assertLess(self.server.verbs.count("UID"), 40)

    def test_what_came_before_the_refusal_is_kept(self):
        """NO ... no longer exist: the others have been sent."""
        script = (
            OPENED,
            ("UID FETCH 5:7 .*", literal(5), literal(6), b"NO 7 is gone"),
            ("UID FETCH 7 .*", b"OK done"),
        )
        with self.session(*script) as session:
            session.open(b"INBOX")
            fetched = session.headers(WINDOW)
        self.assertEqual([each.uid for each in fetched.found], [5, 6])


class TestListing(SessionCase):
    def listed(self, *answers, exists=2, part=50_000):
        steps = [("UID SEARCH .*", *each, b"OK done") for each in answers]
        parts = patch.object(reader, "SEARCH_MESSAGES", part)
        with self.session(OPENED, *steps) as session, parts:
            session.open(b"INBOX")
            return session.uids(range(3, 100), exists)

    def test_in_parts_of_the_folder(self):
        answers = [b"* SEARCH 3 9"], [b"* SEARCH 40"], [b"* SEARCH 41 99"]
        found = self.listed(*answers, exists=5, part=2)
        self.assertEqual(str(found), "3,9,40:41,99")
        asked = [line for line in self.server.lines if line.startswith(b"UID SEARCH")]
        self.assertEqual([line.split()[2] for line in asked], [b"1:2", b"3:4", b"5:5"])
        self.assertTrue(all(line.endswith(b"UID 3:99") for line in asked))

    def test_empty_folder_is_not_searched(self):
        self.assertFalse(self.listed(exists=0))
        self.assertFalse(self.server.said(b"SEARCH"))

    def test_what_is_no_uid_of_the_window(self):
        found = self.listed([b"* SEARCH 2 3 100 99999999999999999999999 x 5"])
        self.assertEqual(str(found), "3,5")


class TestLargeMessages(SessionCase):
    def chunks(self, *pieces, size=10):
        steps = [("UID FETCH .*", *piece, b"OK done") for piece in pieces]
        small = patch.object(reader, "CHUNK", 4)
        with self.session(OPENED, *steps) as session, small:
            session.open(b"INBOX")
            return list(session.chunks(5, size))

    def test_pieces(self):
        pieces = [literal(5, b"abcd")], [literal(5, b"defg")], [literal(5, b"h")]
        self.assertEqual(self.chunks(*pieces, size=9), [b"abcd", b"defg", b"h"])
        self.assertTrue(self.server.said(b"BODY.PEEK[]<8.4>"))

    def test_a_size_that_is_wrong(self):
        short = [literal(5, b"abcd")], [literal(5, b"ef")], [literal(5, b"")]
        self.assertEqual(self.chunks(*short, size=99), [b"abcd", b"ef"])
        whole = [literal(5, b"abcd")], [literal(5, b"")]
        self.assertEqual(self.chunks(*whole, size=4), [b"abcd"])

    def test_server_that_gives_less_at_once(self):
        pieces = [[literal(5, text)] for text in (b"ab", b"cd", b"e")]
        self.assertEqual(b"".join(self.chunks(*pieces, size=5)), b"abcde")

    def test_expunged(self):
        self.assertEqual(self.chunks([]), [])
        with self.assertRaises(FolderUnavailable):
            self.chunks([literal(5, b"abcd")], [])

    def test_refused(self):
        for answers in ((b"* 1 FETCH (UID 5 BODY[]<0> NIL)",),):
            with self.subTest(answers=answers), self.assertRaises(FolderUnavailable):
                self.chunks(answers)
