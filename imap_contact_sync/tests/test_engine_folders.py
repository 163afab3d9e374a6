# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import given
from hypothesis import strategies as st
from imapclient.imap_utf7 import encode as encode_utf7

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.folders import (
    FolderStatus,
    decode_segment,
    parse_list,
    parse_statuses,
    quote,
    unquote,
)

from .hypothesis_profile import examples

# A LIST response as imaplib gives it, the path, and the name for people.
LISTED = (
    (rb'(\HasNoChildren) "/" INBOX', b"INBOX", "INBOX"),
    (rb'(\HasNoChildren) "/" "INBOX"', b"INBOX", "INBOX"),
    (b'() "." "A.B.C"', b"A.B.C", "A / B / C"),
    (b'() NIL "A.B"', b"A.B", "A.B"),
    (b'() "\\\\" "A\\\\B"', b"A\\B", "A / B"),
    (b'() "/" "say \\"hi\\""', b'say "hi"', 'say "hi"'),
    (b'() "/" "back\\\\slash"', b"back\\slash", "back\\slash"),
    (b'() "/" 2024', b"2024", "2024"),
    (b'() "/" NIL', b"NIL", "NIL"),
    (b'() "/" "(odd) {3}"', b"(odd) {3}", "(odd) {3}"),
    (b'() "/" " blanks "', b" blanks ", " blanks "),
    (b'() "/" ""', b"", ""),
    (b'() "/" "R&APw-ckl&AOQ-ufe"', b"R&APw-ckl&AOQ-ufe", "Rückläufe"),
    (b'() "/" "Q&-A"', b"Q&-A", "Q&A"),
    (b'() "/" "Foo&ZZZ"', b"Foo&ZZZ", "Foo&ZZZ"),
    (b'() "/" "Gel\xc3\xb6scht"', b"Gel\xc3\xb6scht", "Gelöscht"),
    (b'() "/" "Gel\xf6scht"', b"Gel\xf6scht", "Gelöscht"),
    ((b'() "/" {5}', b'a"b/c'), b'a"b/c', 'a"b / c'),
    ((b'() "." {4}', b"\xc3\xb6/1"), b"\xc3\xb6/1", "ö/1"),
)
ROLES = (
    (b'(\\HasNoChildren) "/" inbox', "inbox"),
    (b'(\\Sent) "/" Whatever', "sent"),
    (b'(\\HasNoChildren \\Trash) "/" Sent', "trash"),
    (b'(\\SPAM) "/" x', "junk"),
    (b'(\\AllMail) "/" x', "all"),
    (b'(\\All) "/" "[Mail]/All"', "all"),
    (b'(\\Flagged) "/" x', "other"),
    (b'() "." "INBOX.Sent Items"', "sent"),
    (b'() "/" "Sent Items/2020"', "other"),
    (b'() "/" "Gesendete Elemente"', "sent"),
    (b'() "/" "ENTW&ANw-RFE"', "drafts"),
    (b'() "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"', "sent"),
    (b'() "/" "Papierkorb"', "trash"),
    (b'() NIL "x.Sent"', "other"),
    (b'() "/" Customers', "other"),
)


class TestList(BaseCase):
    def test_paths_and_names(self):
        for response, path, name in LISTED:
            with self.subTest(response=response):
                folder = parse_list(response)
                self.assertEqual((folder.path, folder.name), (path, name))
                self.assertTrue(folder.selectable)

    def test_roles(self):
        for response, role in ROLES:
            with self.subTest(response=response):
                self.assertEqual(parse_list(response).role, role)

    def test_folders_that_cannot_be_opened(self):
        for response in (
            b'(\\Noselect) "/" x',
            b'(\\HasChildren \\NOSELECT) "/" x',
            b'(\\NonExistent) "/" x',
            (b'() "/" {3}', b"a\r\nb"),
        ):
            with self.subTest(response=response):
                self.assertFalse(parse_list(response).selectable)

    def test_names_that_no_database_holds(self):
        for path, name in ((b"a&AAA-b", "a\ufffdb"), (b"&2AA-", "\ufffd")):
            with self.subTest(path=path):
                self.assertEqual(parse_list(b'() "/" ' + path).name, name)

    def test_names_are_not_normalised(self):
        composed, decomposed = "é".encode(), "e\u0301".encode()
        paths = {
            parse_list(b'() "/" "' + n + b'"').path for n in (composed, decomposed)
        }
        self.assertEqual(paths, {composed, decomposed})

    def test_what_is_no_answer_to_list(self):
        nul = (b'() "/" {3}', b"a\0b")
        for response in (b"", b"x", b'"/" INBOX', (b"", b""), nul):
            with self.subTest(response=response):
                self.assertIsNone(parse_list(response))

    @examples
    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_modified_utf7(self, name):
        self.assertEqual(decode_segment(encode_utf7(name)), name)

    @examples
    @given(st.binary())
    def test_any_name_can_be_said_and_shown(self, path):
        self.assertEqual(unquote(quote(path)), path)
        folder = parse_list((b'() "/" {%d}' % len(path), path))
        if b"\0" in path:
            self.assertIsNone(folder)
            return
        self.assertEqual(folder.path, path)
        self.assertNotIn("\0", folder.name)
        folder.name.encode()  # no lone surrogate: PostgreSQL stores it

    @examples
    @given(st.binary())
    def test_any_answer(self, response):
        parse_list(response)
        parse_list((response, response))
        parse_statuses([response, (response, response), response])


class TestStatus(BaseCase):
    def test_numbers(self):
        full = FolderStatus(uidvalidity=9, uidnext=5, messages=4)
        table = [
            (b'"INBOX" (UIDNEXT 5 UIDVALIDITY 9 MESSAGES 4)', b"INBOX", full),
            (b"INBOX (messages 4 uidvalidity 9 uidnext 5)", b"INBOX", full),
            (b'"a (b) c" (UIDNEXT 5 UIDVALIDITY 9 MESSAGES 4) ', b"a (b) c", full),
            (b'"q\\"q" (UIDNEXT 5)', b'q"q', FolderStatus(None, 5, None)),
            (b"x ()", b"x", FolderStatus(None, None, None)),
            (b"x (UIDNEXT)", b"x", FolderStatus(None, None, None)),
            (b"x (UIDNEXT NIL MESSAGES 1)", b"x", FolderStatus(None, None, 1)),
        ]
        for response, path, status in table:
            with self.subTest(response=response):
                self.assertEqual(parse_statuses([response]), {path: status})

    def test_name_as_a_literal(self):
        responses = [(b"{3}", b'a"b'), b" (UIDNEXT 5)", b"c (UIDNEXT 6)", b"nonsense"]
        expected = {
            b'a"b': FolderStatus(None, 5, None),
            b"c": FolderStatus(None, 6, None),
        }
        self.assertEqual(parse_statuses(responses), expected)
