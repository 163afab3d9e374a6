# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import ast
import inspect
import re

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine import errors
from odoo.addons.imap_contact_sync.engine.errors import MailboxError, clean_detail


class TestErrors(BaseCase):
    def test_detail_is_one_short_printable_line(self):
        table = [
            ("", ""),
            ("  a\r\n\tb  ", "a b"),
            ("a\0b\x1b[31mc", "a b [31mc"),
            ("pay\u202ecod.exe\u2066", "pay cod.exe"),
            ("line\u2028two", "line two"),
            ("x" * 500, "x" * errors.DETAIL_LENGTH),
            ("grüße 日本", "grüße 日本"),
        ]
        for text, expected in table:
            with self.subTest(text=text[:20]):
                self.assertEqual(clean_detail(text), expected)

    def test_every_kind_keeps_reason_and_clean_detail(self):
        kinds = [
            kind
            for kind in vars(errors).values()
            if inspect.isclass(kind) and issubclass(kind, MailboxError)
        ]
        self.assertEqual(len(kinds), 5)
        for kind in kinds:
            with self.subTest(kind=kind.__name__):
                error = kind("no_answer", "a\r\nb")
                self.assertEqual((error.reason, error.detail), ("no_answer", "a b"))
                self.assertEqual(str(error), "no_answer")

    def test_what_concerns_one_folder_or_message_only(self):
        alone = [
            kind.__name__
            for kind in MailboxError.__subclasses__()
            if not kind("x").concerns_mailbox
        ]
        self.assertEqual(sorted(alone), ["FolderUnavailable"])
        self.assertTrue(MailboxError("x").concerns_mailbox)

    def test_detail_is_not_in_the_text_of_the_error(self):
        # What a log prints of it is the reason, never the server's text.
        self.assertNotIn("secret", repr(MailboxError("wrong_password", "secret")))

    def test_reasons_are_codes(self):
        tree = ast.parse(inspect.getsource(errors))
        self.assertTrue(ast.get_docstring(tree))
        self.assertTrue(re.fullmatch(r"[a-z_]+", MailboxError("no_answer").reason))
