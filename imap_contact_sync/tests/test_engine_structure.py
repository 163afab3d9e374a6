# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.structure import attached_files

TEXT = b'("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 12 1 NIL NIL NIL NIL)'
PDF = (
    b'("application" "pdf" ("name" "old.pdf") NIL NIL "base64" 4200 NIL '
    b'("attachment" ("filename" "=?utf-8?q?Bericht_M=C3=A4rz=2Epdf?=")) NIL NIL)'
)


def answer(structure):
    return [[b"* 1 FETCH (UID 7 BODYSTRUCTURE %s)\r\n" % structure]]


class TestAttachedFiles(BaseCase):
    def names(self, structure):
        return [(f.name, f.size) for f in attached_files(answer(structure))]

    def test_files_of_a_multipart(self):
        inner = b'(%s%s "mixed" ("boundary" "x") NIL NIL NIL)' % (TEXT, PDF)
        outer = b'(%s%s "mixed" NIL NIL NIL NIL)' % (inner, PDF)
        self.assertEqual(self.names(inner), [("Bericht März.pdf", 4200)])
        self.assertEqual(self.names(outer), [("Bericht März.pdf", 4200)] * 2)

    def test_single_part(self):
        self.assertEqual(self.names(PDF), [("Bericht März.pdf", 4200)])
        self.assertEqual(self.names(TEXT), [])

    def test_names_elsewhere(self):
        table = [
            (b'("application" "pdf" ("name" "a.pdf") NIL NIL "base64" 5)', "a.pdf"),
            (b'("application" "pdf" NIL NIL NIL "base64" 5 NIL ("inline" '
             b'("filename*" "utf-8\'\'M%C3%A4rz.pdf")))', "März.pdf"),
            (b'("application" "pdf" NIL NIL NIL "base64" 5 NIL ("attachment" '
             b'("filename*0*" "utf-8\'\'M%C3%A4" "filename*1" "rz.pdf")))', "März.pdf"),
            (b'("application" "pdf" NIL NIL NIL "base64" 5 NIL ("attachment" '
             b'("filename" "../../etc/passwd")))', "passwd"),
        ]  # fmt: skip
        for structure, name in table:
            with self.subTest(name=name, structure=structure):
                self.assertEqual(self.names(structure), [(name, 5)])

    def test_name_as_a_literal(self):
        response = [
            b'* 1 FETCH (UID 7 BODYSTRUCTURE ("application" "pdf" ("name" {5}\r\n',
            b"a.pdf",
            b') NIL NIL "base64" 5))\r\n',
        ]
        [found] = attached_files([response])
        self.assertEqual(found.name, "a.pdf")

    def test_broken_answers_are_no_files(self):
        for structure in (b"NIL", b"(", b"()", b'("x")', b"(((", b"5",
                          b"(" * 5000 + b")" * 5000):  # fmt: skip
            with self.subTest(structure=structure[:20]):
                self.assertEqual(self.names(structure), [])
        self.assertEqual(attached_files([]), [])
        self.assertEqual(attached_files([[b"* 1 FETCH (FLAGS ())\r\n"]]), [])
