# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.files import (
    ACTIVE_ENDINGS,
    NAME_LENGTH,
    NEUTRAL_TYPE,
    safe_file,
    safe_name,
    safe_type,
)


class TestNames(BaseCase):
    def test_mime_6_names(self):
        long = "n" * 70_000
        table = [
            ("a.pdf", "a.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\a.exe", "a.exe"),
            ("C:\\x\\a.exe", "a.exe"),
            ("/", "attachment.pdf"),
            ("..", "attachment.pdf"),
            (".", "attachment.pdf"),
            ("", "attachment.pdf"),
            (".htaccess", "htaccess"),
            ("a\0b\r\nc.txt", "ab c.txt"),
            ("a.txt\r\nX-Evil: 1", "a.txt X-Evil 1"),
            ("inv\u202egpj.exe", "invgpj.exe"),
            ("a\u200b\u2066.js", "a.js"),
            ('a<b>"c|d?*.txt', "abcd.txt"),
            ("file.txt:stream.exe", "file.txtstream.exe"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("com1.tar.gz", "_com1.tar.gz"),
            ("lpt9", "_lpt9"),
            ("console.log", "console.log"),
            ("a.txt. . .", "a.txt"),
            (long + ".pdf", "n" * (NAME_LENGTH - 4) + ".pdf"),
            (long, "n" * NAME_LENGTH),
            ("日本.pdf", "日本.pdf"),
            ("\ud800.pdf", "pdf"),
        ]
        for name, expected in table:
            with self.subTest(name[:40]):
                found = safe_name(name, "application/pdf")
                self.assertEqual(found, expected)
                self.assertLessEqual(len(found), NAME_LENGTH)
        self.assertLessEqual(len(safe_name("x." + long, "a/b")), NAME_LENGTH)


class TestTypes(BaseCase):
    def test_mime_7_active_by_type(self):
        for mimetype in (
            "text/html", "image/svg+xml", "text/xml", "application/xml",
            "application/xhtml+xml", "application/javascript", "text/ecmascript",
            "application/hta", "application/x-shockwave-flash",
            "application/x-msdownload", "application/java-archive",
            "application/x-msdos-program", "application/x-iso9660-image",
            "application/x-ms-shortcut", "application/x-sh", "text/vbscript",
            "application/vnd.ms-word.document.macroenabled.12", "nonsense",
            "a/b\n/html", "application/x-ms-download",
        ):  # fmt: skip
            with self.subTest(mimetype):
                self.assertEqual(safe_type("a.bin", mimetype), NEUTRAL_TYPE)

    def test_mime_7_active_by_ending(self):
        endings = "html svg xml js hta exe lnk iso docm xlsm pptm bat vbs ps1 jar"
        self.assertLessEqual(set(endings.split()), ACTIVE_ENDINGS)
        for ending in ACTIVE_ENDINGS:
            for mimetype in ("image/png", "application/pdf", NEUTRAL_TYPE, ""):
                with self.subTest(ending=ending, mimetype=mimetype):
                    name = f"x.{ending.upper()}"
                    self.assertEqual(safe_type(name, mimetype), NEUTRAL_TYPE)

    def test_others_are_kept(self):
        docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        for name, mimetype in (
            ("a.pdf", "application/pdf"), ("a.png", "image/png"), ("a.zip",
            "application/zip"), ("a.docx", docx), ("a", "text/plain"),
            ("a.eml", "message/rfc822"), ("a.ics", "text/calendar"),
        ):  # fmt: skip
            with self.subTest(name):
                self.assertEqual(safe_type(name, mimetype), mimetype)

    def test_neutral_type_by_what_the_ending_says(self):
        table = [
            ("a.pdf", "application/pdf"),
            ("a.JPG", "image/jpeg"),
            ("a.bin", NEUTRAL_TYPE),
            ("a.zip", NEUTRAL_TYPE),
            ("a", NEUTRAL_TYPE),
        ]
        for name, mimetype in table:
            self.assertEqual(safe_type(name, NEUTRAL_TYPE), mimetype)

    def test_a_file_is_clean(self):
        file = safe_file("a\0.PDF", "IMAGE/Png\0", b"x", "<\u202eid\0" + "y" * 999)
        self.assertEqual((file.name, file.mimetype), ("a.PDF", "image/png"))
        self.assertLessEqual(len(file.content_id), NAME_LENGTH)
        self.assertTrue(file.content_id.startswith("idyyy"))
