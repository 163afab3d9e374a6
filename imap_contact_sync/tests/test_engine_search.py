# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable, OwnerMustAct
from odoo.addons.imap_contact_sync.engine.net import search
from odoo.addons.imap_contact_sync.engine.net.search import Found, Terms, any_of

from .scripted_server import read_line
from .test_engine_session import SessionCase

EXAMINED = ("EXAMINE .*", b"* 20 EXISTS", b"* OK [UIDNEXT 30] next", b"OK done")
NUMBERS = b"* SEARCH 3 9 4"
GRUSS = "Grüße aus Köln"
LITERAL = r"UID SEARCH CHARSET UTF-8 SUBJECT \{17\}"


class TestKeys(BaseCase):
    def test_or_takes_two(self):
        self.assertEqual(any_of([]), b"")
        self.assertEqual(any_of([b"a"]), b"a")
        self.assertEqual(any_of([b"a", b"b"]), b"OR a b")
        self.assertEqual(any_of([b"a", b"b", b"c", b"d"]), b"OR OR a b OR c d")
        self.assertEqual(any_of([b"a", b"b", b"c"]), b"OR a OR b c")

    def test_fields_of_people(self):
        keys = Terms(addresses=("a@b.example",)).keys
        for field in (b"FROM", b"TO", b"CC", b"BCC", b"HEADER REPLY-TO"):
            self.assertIn(field + b' "a@b.example"', keys)
        self.assertEqual(keys.count(b"OR "), 4)

    def test_what_is_quoted(self):
        keys = Terms(subject='a "b" \\ c) OR ALL').keys
        self.assertEqual(keys, b'SUBJECT "a \\"b\\" \\\\ c) OR ALL"')
        self.assertEqual(Terms(message_ids=('"',)).keys, b'HEADER MESSAGE-ID "\\""')

    def test_the_piece_that_every_server_understands(self):
        for text, piece in ((GRUSS, "e aus K"), ("日本 Offer 12 日本", "Offer 12"),
                            ("日本", ""), ("é a é", "")):  # fmt: skip
            self.assertEqual(Terms(subject=text).ascii_piece, piece, text)


class TestSaid(SessionCase):
    def found(self, terms, *script, exists=20, most=50):
        with self.session(EXAMINED, *script) as session:
            session.open(b"INBOX")
            return session.search(terms, exists, most)

    def ask(self, terms):
        def search(session):
            session.open(b"INBOX")
            session.search(terms, 20, 50)

        return search

    def test_one_command(self):
        script = (r'UID SEARCH SUBJECT "Offer"', NUMBERS, b"OK done")
        found = self.found(Terms(subject="Offer"), script)
        self.assertEqual(found, Found((9, 4, 3)))

    def test_an_empty_folder_is_not_searched(self):
        self.assertEqual(self.found(Terms(subject="Offer"), exists=0), Found())

    def test_among_no_uids(self):
        with self.session(EXAMINED) as session:
            session.open(b"INBOX")
            found = session.search(Terms(subject="Offer"), 20, 50, range(5, 5))
        self.assertEqual(found, Found())
        self.assertNotIn("UID", self.server.verbs)

    def test_the_newest_ones(self):
        script = ("UID SEARCH .*", NUMBERS, b"OK done")
        found = self.found(Terms(subject="Offer"), script, most=2)
        self.assertEqual(found, Found((9, 4), more=True))

    def test_letters_beyond_ascii_are_a_literal(self):
        literals = []

        def ask(connection):
            connection.sendall(b"+ go on\r\n")
            literals.append(read_line(connection).decode())

        script = (LITERAL, ask, NUMBERS, b"OK done")
        found = self.found(Terms(subject=GRUSS), script)
        self.assertEqual(found.uids, (9, 4, 3))
        self.assertEqual(literals, [f"{GRUSS}\r\n"])

    def test_a_server_without_that_charset(self):
        piece = (r'UID SEARCH SUBJECT "e aus K"', NUMBERS, b"OK done")
        for refusal in (b"NO [BADCHARSET (US-ASCII)] no", b"BAD literal"):
            found = self.found(Terms(subject=GRUSS), (LITERAL, refusal), piece)
            self.assertEqual(found.uids, (9, 4, 3), refusal)
        self.assert_fails(
            FolderUnavailable, "folder_refused", EXAMINED,
            ("UID SEARCH .*", b"NO no"), ask=self.ask(Terms(subject="日本")),
        )  # fmt: skip

    def test_large_folders_in_parts_from_the_newest_on(self):
        with patch.object(search, "SEARCH_MESSAGES", 10):
            script = (
                ("UID SEARCH 16:25 SUBJECT .*", b"* SEARCH 20", b"OK done"),
                ("UID SEARCH 6:15 SUBJECT .*", b"* SEARCH 9 8", b"OK done"),
            )
            found = self.found(Terms(subject="a b"), *script, exists=25, most=2)
        self.assertEqual(found, Found((20, 9), more=True))

    def test_what_cannot_be_said_is_not_sent(self):
        for terms in (Terms(subject="a\r\nA1 LOGOUT"), Terms(message_ids=("a\0b",)),
                      Terms(subject="ä\0")):  # fmt: skip
            with self.subTest(terms):
                self.assert_fails(
                    OwnerMustAct, "unsafe_argument", EXAMINED, ask=self.ask(terms)
                )
                self.assertNotIn("UID", self.server.verbs)
