# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from ..models.ir_binary import PASSIVE_TYPES
from .common import SyncedPeople
from .mail_server import mail
from .ways import PIXEL

# Odoo looks at the content of what has no type of its own: text is shown as text.
NEUTRAL, TEXT = "application/octet-stream", "text/plain"
SCRIPT = b"<html><body><script>alert(1)</script></body></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
# (name, declared type, content)
FILES = (
    ("page.html", "text/html", SCRIPT),
    ("page.xhtml", "application/xhtml+xml", SCRIPT),
    ("drawing.svg", "image/svg+xml", DRAWING),
    ("feed.xml", "text/xml", b"<a/>"),
    ("code.js", "text/javascript", b"alert(1)"),
    ("code2.js", "application/javascript", b"alert(1)"),
    ("style.css", "text/css", b"p{}"),
    ("run.hta", "application/hta", SCRIPT),
    ("run.exe", "application/x-msdownload", b"MZ"),
    ("disk.iso", "application/x-iso9660-image", b"x"),
    ("hidden.html", "application/octet-stream", SCRIPT),
    ("sheet.xls", "application/vnd.ms-excel", b"x"),
    ("report.pdf", "application/pdf", b"%PDF-1.4"),
    ("photo.png", "image/png", PIXEL),
    ("liar.png", "image/png", SCRIPT),
    ("note.txt", "text/plain", SCRIPT),
)
SERVED = {
    "report.pdf": {"application/pdf"},
    "photo.png": {"image/png"},
    "liar.png": {"image/png"},
    "note.txt": {TEXT},
}


@tagged("post_install", "-at_install")
class TestFilesOfMail(SyncedPeople, HttpCase):
    """MIME-7: what a stranger sends never becomes a page of our own server."""

    def setUp(self):
        super().setUp()
        self.anna.password = self.anna.login
        letter = mail(self.lena.email, self.anna.login, files=FILES)
        self.server.deliver(self.anna.login, letter)
        self.sync(self.connected(self.anna))
        self.authenticate(self.anna.login, self.anna.login)

    def served(self, address):
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, 200, address)
        kind = answer.headers["Content-Type"].partition(";")[0]
        return kind, answer.headers

    def test_mime_7_active_files_are_downloads(self):
        files = self.contents(self.lena).attachment_ids
        self.assertEqual(len(files), len(FILES))
        for file in files:
            for address in (
                f"/web/content/{file.id}",
                f"/web/content/{file.id}?download=false",
                f"/web/content/{file.id}?mimetype=text/html",
                f"/web/content/{file.id}/x.html?mimetype=text/html",
                f"/web/content/ir.attachment/{file.id}/raw?mimetype=image/svg%2Bxml",
                f"/web/content?model=ir.attachment&id={file.id}&field=datas"
                "&mimetype=text/html",
            ):
                with self.subTest(address, name=file.name):
                    kind, headers = self.served(address)
                    self.assertIn(kind, SERVED.get(file.name, {NEUTRAL, TEXT}))
                    self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                    policy = headers["Content-Security-Policy"]
                    self.assertEqual(policy, "default-src 'none'")

    def test_mime_7_as_an_image(self):
        for file in self.contents(self.lena).attachment_ids:
            for end in ("", "?mimetype=text/html", "?mimetype=image/svg%2Bxml"):
                with self.subTest(end, name=file.name):
                    kind, headers = self.served(f"/web/image/{file.id}{end}")
                    self.assertIn(kind, {NEUTRAL, "image/png"})
                    self.assertEqual(headers["X-Content-Type-Options"], "nosniff")

    def test_mime_7_a_download_is_one(self):
        for file in self.contents(self.lena).attachment_ids:
            for route in ("content", "image"):
                address = f"/web/{route}/{file.id}?download=true&mimetype=text/html"
                _kind, headers = self.served(address)
                self.assertRegex(headers["Content-Disposition"], "^attachment")

    def test_other_files_are_served_as_ever(self):
        values = {"name": "x.csv", "raw": b"a", "mimetype": "text/csv"}
        file = self.env["ir.attachment"].create(values | {"public": True})
        kind, _headers = self.served(f"/web/content/{file.id}?mimetype=text/xml")
        self.assertEqual(kind, "text/xml")

    def test_passive_types(self):
        for kind in ("text/html", "image/svg+xml", "text/xml", "application/xml", ""):
            self.assertFalse(PASSIVE_TYPES.fullmatch(kind), kind)
