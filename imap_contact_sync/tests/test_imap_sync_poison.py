# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The whole import of hostile mail: from a real mail server into PostgreSQL.

Every message ends in a verdict, and what is stored is clean (MIME-1, MIME-3). Of many
of these Odoo's own parser raises (F2), and its own fetching then loses them (F3).
"""

import re

from odoo.tests import HttpCase, tagged

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.files import ACTIVE_ENDINGS, NEUTRAL_TYPE
from odoo.addons.imap_contact_sync.engine.matching import CONTACT_LIMIT
from odoo.addons.imap_contact_sync.engine.notes import NOTES

from . import poison
from .common import ImapSyncCase, SyncedPeople
from .mail_server import mail
from .test_engine_corpus import CORPUS, MESSAGES, read_message, yaml_text
from .test_engine_poison import REFUSED
from .tnef_writer import UNICODE, body, tnef, winmail

LONG_AGO = "1971-01-01"
ROUNDS = 60


class TestPoison(ImapSyncCase):
    def imported(self, messages):
        """The account after all of them; their UIDs are their places, from 1."""
        self.add_contacts(messages)
        self.server.deliver(self.anna.login, *messages)
        account = self.connected(self.anna)
        account.sudo().sync_since = LONG_AGO
        folder = self.folder(account)
        with self.muted():
            for _round in range(ROUNDS):
                self.sync(account)
                if folder.scanned_count == len(messages):
                    break
        self.assert_verdicts(account, len(messages))
        return account

    def add_contacts(self, messages):
        """Contacts for all senders, so that their mail is kept."""
        envelopes = (parse_envelope(1, 1, each) for each in messages)
        senders = {each.sender.email for each in envelopes if each.sender}
        senders -= {self.lena.email, self.theo.email, self.anna.email}
        self.env["res.partner"].create(
            [{"name": email[:50], "email": email} for email in sorted(senders)]
        )

    def assert_verdicts(self, account, count):
        kept, failed = account.kept_count, account.failed_count
        skipped = account.skipped_count
        self.assertEqual(kept + skipped + failed, count)
        self.assertFalse(account.error_message)
        reasons = account.failure_ids.mapped("reason")
        self.assertEqual(failed, 0, reasons)

    def assert_stored_clean(self, account):
        """Read back without the ORM."""
        self.env.flush_all()
        texts = []
        for query in (
            "SELECT subject, email_to, email_cc, body, notes FROM imap_email_content",
            "SELECT email_from, key FROM imap_email",
            "SELECT name, mimetype FROM ir_attachment"
            " WHERE res_model = 'imap.email.content'",
            "SELECT message_id, email_from FROM mail_message"
            " WHERE imap_email_id IS NOT NULL",
        ):
            self.env.cr.execute(query)
            rows = self.env.cr.fetchall()
            self.assertTrue(rows)
            texts += [text for row in rows for text in row if text]
        for text in texts:
            self.assertFalse(REFUSED.search(text), ascii(text[:99]))
            text.encode("utf-8")
        self.env.cr.execute(
            "SELECT name, mimetype FROM ir_attachment"
            " WHERE res_model = 'imap.email.content'"
        )
        for name, mimetype in self.env.cr.fetchall():
            if name.rpartition(".")[2].lower() in ACTIVE_ENDINGS:
                self.assertEqual(mimetype, NEUTRAL_TYPE, name)

    def content(self, account, uid):
        source = self.env["imap.email.source"].search(
            [("account_id", "=", account.id), ("uid", "=", uid)]
        )
        return source.content_id

    def test_mime_1_small_poison(self):
        messages = [raw or b"\r\n" for raw in poison.SMALL.values()]
        account = self.imported(messages)
        self.assert_stored_clean(account)
        self.assertGreater(account.kept_count, len(messages) - 6)
        self.assertEqual(self.lena.message_bounce, 0)  # MIME-14

    def test_mime_1_large_poison(self):
        messages = [make(count) for make, count in poison.LARGE.items()]
        account = self.imported([each for each in messages if each])
        self.assert_stored_clean(account)
        names = [make.__name__ for make in poison.LARGE]
        nested = self.content(account, names.index("nested") + 1)
        self.assertEqual(nested.notes, "too_complex")
        self.assertEqual(nested.attachment_ids.mimetype, "message/rfc822")

    def test_mime_1_corpus(self):
        if not CORPUS.is_dir():
            self.skipTest("There is no corpus of real mail: set CORPUS_DIR.")
        paths = [path for path in sorted(CORPUS.rglob("*")) if path.suffix in MESSAGES]
        self.assertGreater(len(paths), 250)
        messages = [read_message(path) or b"\r\n" for path in paths]
        account = self.imported(messages)
        self.assert_stored_clean(account)
        subjects = senders = nobodys = 0
        for uid, path in enumerate(paths, 1):
            answer = path.with_suffix(".yml")
            if answer.exists() and path.parent.name == "zammad":
                document = answer.read_text("utf-8")
                content = self.content(account, uid)
                nobodys += not content  # without an address that could be a contact's
                subject = " ".join(yaml_text(document, "subject").split())
                subjects += subject == (content.subject or "")
                sender = yaml_text(document, "from_email").lower()
                senders += sender in (content.email_id.email_from or "")
        self.assertLessEqual(nobodys, 3)
        self.assertGreaterEqual(subjects, 101)
        self.assertGreaterEqual(senders, 97)


class TestOneByOne(ImapSyncCase):
    def kept(self, *letters, **values):
        self.server.deliver(self.anna.login, *letters, **values)
        account = self.connected(self.anna)
        self.sync(account)
        return account, self.contents(self.lena)

    def test_mime_11_a_date_in_the_future(self):
        letter = mail(self.lena.email, self.anna.login, "Future")
        absurd = re.sub(rb"Date: [^\n]*", b"Date: Thu, 1 Jan 2999 0:0:0 +0000", letter)
        _account, content = self.kept(absurd)
        [envelope] = self.envelopes(self.lena)
        self.assertLess(envelope.date.year, 2999)
        self.assertEqual(envelope.date, content.email_id.date)

    def test_mime_12_at_most_twenty_contacts(self):
        people = [f"p{number}@many.example" for number in range(30)]
        self.env["res.partner"].create([{"name": e, "email": e} for e in people])
        letter = mail(self.lena.email, self.anna.login, "Many", cc=", ".join(people))
        self.kept(letter)
        envelopes = self.env["mail.message"].search([("imap_email_id", "!=", False)])
        self.assertEqual(len(envelopes), CONTACT_LIMIT)
        self.assertIn(self.lena.id, envelopes.mapped("res_id"))
        self.assertEqual(len(envelopes.imap_email_id.content_ids), 1)

    def test_mime_9_notes_reach_who_sees_the_body_only(self):
        letter = mail(self.lena.email, self.anna.login, "Locked",
                      body="-----BEGIN PGP MESSAGE-----\nx\n")  # fmt: skip
        account, content = self.kept(letter)
        self.assertEqual(content.notes, "pgp_encrypted")
        [[note]] = self.notes(self.anna)
        self.assertIn("encrypted with PGP; open it in your mail program", note)
        for level in ("private", "metadata", "subject"):
            account.sharing = level
            self.assertEqual(self.notes(self.carl), [])
        account.sharing = "everything"
        self.assertEqual(self.notes(self.carl), [[note]])
        with self.in_german(self.anna, note):
            german = content.with_context(lang="de_DE")
            self.assertEqual(german._note_sentences(), [f"DE {note}"])

    def notes(self, user):
        """Those of each message in the contact's chatter that has any."""
        messages = self.chatter(self.lena, user)
        return [each["imap_notes"] for each in messages if each.get("imap_notes")]

    def test_every_note_has_a_sentence(self):
        content = self.kept(mail(self.lena.email, self.anna.login))[1]
        content.notes = ",".join(NOTES)
        sentences = content._note_sentences()
        self.assertEqual(len(set(sentences)), len(NOTES))
        for sentence in sentences:
            self.assertTrue(sentence.startswith(("This", "The", "Only", "Outlook")))
            self.assertTrue(sentence.endswith("."))

    def test_mime_9_winmail(self):
        content = tnef(body((UNICODE, 0x1000, "Words of Outlook")))
        letter = winmail(content, to=self.anna.login.encode())
        _account, content = self.kept(letter)
        self.assertIn("Words of Outlook", content.body)
        self.assertFalse(content.attachment_ids)
        self.assertFalse(content.notes)


@tagged("-at_install", "post_install")
class TestServedFiles(SyncedPeople, HttpCase):
    def test_mime_7_active_files_are_downloads(self):
        """Asked for over HTTP by the owner."""
        active = b"<html><body><script>alert(1)</script></body></html>"
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
        files = [("a.html", "text/html", active), ("b.bin", NEUTRAL_TYPE, active),
                 ("c.svg", "image/svg+xml", svg), ("d.dat", NEUTRAL_TYPE, svg),
                 ("e.xml", "text/xml", b"<?xml version='1.0'?><a/>"),
                 ("f.js", "text/plain", b"alert(1)")]  # fmt: skip
        letter = mail(self.lena.email, self.anna.login, "Active", files=files)
        self.server.deliver(self.anna.login, letter)
        account = self.connected(self.anna)
        with self.enter_registry_test_mode():
            self.sync(account)
        self.anna.password = self.anna.login
        self.authenticate(self.anna.login, self.anna.login)
        attachments = self.contents(self.lena).attachment_ids
        self.assertEqual(len(attachments), len(files))
        for attachment in attachments:
            answer = self.url_open(f"/web/content/{attachment.id}")
            with self.subTest(attachment.name):
                self.assertEqual(answer.status_code, 200)
                kind = answer.headers["Content-Type"].partition(";")[0]
                self.assertEqual((attachment.mimetype, kind), (NEUTRAL_TYPE,) * 2)
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
