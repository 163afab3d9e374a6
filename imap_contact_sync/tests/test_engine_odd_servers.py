# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Servers that follow the standard in their own way, or not at all.

Single answers are in ``test_engine_session``; here they follow upon one another, in
one conversation that must stay in step.
"""

from datetime import UTC, date, datetime
from unittest import expectedFailure

from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.folders import FolderStatus

from .test_engine_session import OPENED, SessionCase

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
            headers = session.headers(range(1, 9))
            messages = session.messages([5, 6])
        expected = {5: header(5), 6: header(6)}
        self.assertEqual(self.contents(headers), expected)
        self.assertEqual(self.contents(messages), expected)
        self.assertEqual({each.size for each in headers}, {70})
        self.assertEqual({each.received for each in messages}, {RECEIVED})

    def test_numbers_of_a_folder(self):
        """What is missing is zero: no number that a folder could have."""
        table = [
            (b"* OK [UIDVALIDITY 0] x", 0),
            (b"* OK [UIDVALIDITY 18446744073709551615] x", 2**64 - 1),
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
        with self.session(OPENED, fetch, ("UID FETCH .*", b"OK done")) as session:
            session.open(b"INBOX")
            found = session.messages([5, 6, 7, 8])
            self.assertEqual(self.contents(found), {5: b"five", 8: b"eight"})
            self.assertEqual(session.messages([6, 7]), [])

    def test_old_message_instead_of_none(self):
        """As for ``n:*`` above the last UID: it is no new message."""
        fetch = ("UID FETCH .*", fetched(4, header(4)), b"OK done")
        with self.session(OPENED, fetch, fetch) as session:
            session.open(b"INBOX")
            self.assertEqual(session.headers(range(5, 9)), [])
            self.assertEqual(session.messages([5]), [])

    def test_refused_fetch_leaves_the_conversation_in_step(self):
        refused = ("UID FETCH .*", b"NO a fault")
        fetch = ("UID FETCH .*", fetched(6, b"six"), b"OK done")
        with self.session(OPENED, refused, fetch) as session:
            session.open(b"INBOX")
            with self.assertRaises(FolderUnavailable):
                session.headers(range(5, 7))
            self.assertEqual(self.contents(session.messages([6])), {6: b"six"})

    @expectedFailure
    def test_answers_of_a_refused_command_are_forgotten(self):
        """They are of another question: headers, for instance, and no whole mail."""
        refused = ("UID FETCH .*", fetched(5, header(5)), b"NO no more of them")
        with self.session(OPENED, refused, ("UID FETCH .*", b"OK done")) as session:
            session.open(b"INBOX")
            with self.assertRaises(FolderUnavailable):
                session.headers(range(5, 9))
            self.assertEqual(session.messages([5]), [])

    @expectedFailure
    def test_search_with_more_numbers_than_a_line_may_hold(self):
        uids = b" ".join(b"%d" % uid for uid in range(1000000, 1160000))
        search = ("UID SEARCH .*", b"* SEARCH " + uids, b"OK done")
        with self.session(OPENED, search, OPENED) as session:
            session.open(b"INBOX")
            self.assertEqual(session.first_uid_since(date(2026, 1, 1)), 1000000)
            self.assertEqual(session.open(b"Sent").exists, 2)
