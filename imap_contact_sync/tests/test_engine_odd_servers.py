# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Servers that follow the standard in their own way, or not at all.

Single answers are in ``test_engine_session``; here they follow upon one another, in
one conversation that must stay in step.
"""

from datetime import UTC, date, datetime

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.folders import FolderStatus

from .test_engine_reader import OPENED
from .test_engine_session import SessionCase

DATE = b'INTERNALDATE "01-Mar-2026 10:00:00 +0000"'
RECEIVED = datetime(2026, 3, 1, 10, tzinfo=UTC)


def fetched(uid, content, items=b"", behind=b""):
    """An answer to FETCH whose UID comes first, unless it is told ``behind``."""
    first = b"" if behind else b"UID %d " % uid
    return b"* %d FETCH (%s%s BODY[] {%d}\r\n%s%s)" % (
        uid, first, items, len(content), content, behind
    )  # fmt: skip


def header(uid):
    return b"Subject: %d\r\n\r\n" % uid


class TestOddServers(SessionCase):
    def contents(self, found):
        return {each.uid: each.content for each in found}

    def test_exchange_tells_the_uid_behind_the_literal(self):
        answers = [
            fetched(uid, header(uid), behind=b" UID %d %s RFC822.SIZE 70" % (uid, DATE))
            for uid in (5, 6)
        ]
        fetch = ("UID FETCH .*", *answers, b"OK done")
        with self.session(OPENED, fetch, fetch) as session:
            session.open(b"INBOX")
            headers = session.headers(UidSet.of(range(1, 9))).found
            messages = session.messages([5, 6]).found
        expected = {5: header(5), 6: header(6)}
        self.assertEqual(self.contents(headers), expected)
        self.assertEqual(self.contents(messages), expected)
        self.assertEqual({each.size for each in headers}, {70})
        self.assertEqual({each.received for each in messages}, {RECEIVED})

    def test_numbers_of_a_folder(self):
        """What is missing is zero: no number that a folder could have."""
        table = [
            (b"* OK [UIDVALIDITY 0] x", 0),
            (b"* OK [UIDVALIDITY 18446744073709551615] x", 2**63 - 1),
            (b"* OK [UIDVALIDITY -1] x", 0),
            (b"* OK [UIDVALIDITY soon] x", 0),
            (b"* OK hello", 0),
        ]
        for line, expected in table:
            examine = ("EXAMINE .*", b"* 2 EXISTS", line, b"* OK [UIDNEXT 9] x",
                       b"OK [READ-ONLY] done")  # fmt: skip
            with self.subTest(line=line), self.session(examine) as session:
                opened = session.open(b"INBOX")
                found = opened.uidvalidity, opened.uidnext, opened.exists
                self.assertEqual(found, (expected, 9, 2))

    def test_numbers_are_those_of_the_folder_that_is_open(self):
        """A folder that tells no UIDVALIDITY must not get the last one's."""
        second = ("EXAMINE .*", b"* 1 EXISTS", b"* OK [UIDNEXT 3] x", b"OK done")
        with self.session(OPENED, second) as session:
            session.open(b"INBOX")
            opened = session.open(b"Sent")
        self.assertEqual((opened.uidvalidity, opened.uidnext), (0, 3))

    def test_status_tells_nothing(self):
        """163.com answers so."""
        status = ("STATUS .*", b'* STATUS "INBOX" ()', b"OK done")
        with self.session(status) as session:
            found = session.statuses([b"INBOX"])
        self.assertEqual(found, {b"INBOX": FolderStatus(None, None, None)})

    def test_names_without_levels_and_as_literals(self):
        listed = (
            "LIST .*",
            b"* LIST () NIL {5}\r\na/b.c",
            b'* LIST () "." {9}\r\nINBOX.Top',
            b'* LIST (\\sent) "/" put_away',
            b"OK done",
        )
        with self.session(listed) as session:
            folders = [folder for folder, _status in session.folders().values()]
        found = {folder.path: (folder.name, folder.role) for folder in folders}
        expected = {
            b"a/b.c": ("a/b.c", "other"),
            b"INBOX.Top": ("INBOX / Top", "other"),
            b"put_away": ("put_away", "sent"),
        }
        self.assertEqual(found, expected)

    def test_messages_that_are_left_out(self):
        """Those that are there are told, and the next question has its own answer."""
        fetch = ("UID FETCH .*", fetched(5, b"five"), fetched(8, b"eight"), b"OK done")
        nothing = ("UID FETCH .*", b"OK done")
        with self.session(OPENED, fetch, *[nothing] * 3) as session:
            session.open(b"INBOX")
            found = session.messages([5, 6, 7, 8]).found
            self.assertEqual(self.contents(found), {5: b"five", 8: b"eight"})
            self.assertEqual(session.messages([6, 7]).found, ())

    def test_old_message_instead_of_none(self):
        """As for ``n:*`` above the last UID: it is no new message."""
        fetch = ("UID FETCH .*", fetched(4, header(4)), b"OK done")
        with self.session(OPENED, *[fetch] * 3) as session:
            session.open(b"INBOX")
            self.assertEqual(session.headers(UidSet.of(range(5, 9))).found, ())
            self.assertEqual(session.messages([5]).found, ())

    def test_srv_5_nothing_of_one_message_becomes_another_s(self):
        """Wrong, missing, zero, too large, doubled and contradicting UIDs."""
        good = fetched(5, b"five")
        table = [
            fetched(99, b"of 99"),
            fetched(0, b"of 0"),
            fetched(2**32 + 5, b"too large"),
            b"* 5 FETCH (BODY[] {4}\r\nnone)",
            b"* 5 FETCH (FLAGS (\\Seen))",
            b"* 6 FETCH (UID 6 FLAGS (\\Seen))",
            b"* 5 FETCH (UID 6 BODY[] NIL)",
            fetched(5, b"of two", behind=b" UID 6 UID 5"),
            b"* 5 FETCH (UID 6 RFC822.SIZE 3 BODY[] {3}\r\nabc UID 5)",
            fetched(5, b"the second one"),
        ]
        for other in table:
            answers = [good, other] if other == table[-1] else [other, good]
            fetch = ("UID FETCH .*", *answers, b"OK done")
            nothing = ("UID FETCH .*", b"OK done")
            with (
                self.subTest(other=other),
                self.session(OPENED, fetch, *[nothing] * 3) as session,
            ):
                session.open(b"INBOX")
                found = session.messages([5, 6]).found
                self.assertEqual(self.contents(found), {5: b"five"})

    def test_srv_5_size_that_is_a_lie(self):
        """The literal's own size counts."""
        line = fetched(5, b"four", b"RFC822.SIZE 999999999999 ")
        fetch = ("UID FETCH .*", line, b"OK done")
        with self.session(OPENED, fetch, fetch) as session:
            session.open(b"INBOX")
            self.assertEqual(session.headers(UidSet.of([5])).found[0].content, b"four")
            self.assertEqual(self.contents(session.messages([5]).found), {5: b"four"})

    def test_refused_fetch_leaves_the_conversation_in_step(self):
        refused = ("UID FETCH .*", b"NO a fault")
        fetch = ("UID FETCH .*", fetched(6, b"six"), b"OK done")
        with self.session(OPENED, refused, fetch) as session:
            session.open(b"INBOX")
            self.assertEqual(str(session.headers(UidSet.of([5])).refused), "5")
            self.assertEqual(self.contents(session.messages([6]).found), {6: b"six"})

    def test_answers_of_a_refused_command_are_forgotten(self):
        """They are of another question: headers, for instance, and no whole mail."""
        refused = ("UID FETCH .*", fetched(5, header(5)), b"NO no more of them")
        nothing = ("UID FETCH .*", b"OK done")
        with self.session(OPENED, refused, *[nothing] * 4) as session:
            session.open(b"INBOX")
            headers = session.headers(UidSet.of(range(5, 7)))
            self.assertEqual(self.contents(headers.found), {5: header(5)})
            self.assertEqual(session.messages([5]).found, ())

    def test_search_with_more_numbers_than_a_line_may_hold(self):
        """It is asked for in parts, each of which fits in a line."""
        uids = [
            range(at, at + 50_000) for at in range(4_000_000_000, 4_000_160_000, 50_000)
        ]
        steps = [
            ("UID SEARCH .*", b"* SEARCH " + b" ".join(b"%d" % uid for uid in part),
             b"OK done")
            for part in uids
        ]  # fmt: skip
        with self.session(OPENED, *steps, OPENED) as session:
            session.open(b"INBOX")
            found = session.uids(range(1, 2**32), 160_000)
            self.assertEqual(len(found), 200_000)
            self.assertEqual(session.open(b"Sent").exists, 2)

    def test_answers_to_a_refused_search_are_forgotten(self):
        refused = ("UID SEARCH .*", b"* SEARCH 1 2", b"NO a fault")
        good = ("UID SEARCH .*", b"* SEARCH 7", b"OK done")
        with self.session(OPENED, refused, good) as session:
            session.open(b"INBOX")
            with self.assertRaises(FolderUnavailable):
                session.first_uid_since(date(2026, 1, 1), 2)
            self.assertEqual(session.first_uid_since(date(2026, 1, 1), 2), 7)
