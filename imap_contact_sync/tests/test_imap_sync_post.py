# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.matching import Match
from odoo.addons.imap_contact_sync.engine.message import parse_message

from .common import ImapSyncCase
from .fault_proxy import FaultProxy
from .mail_server import mail
from .other_servers import allow_servers
from .scripted_server import trusted


class TestPost(ImapSyncCase):
    def test_known_contents_are_found_without_their_bodies(self):
        letter = mail(self.lena.email, self.anna.login, "Known")
        self.server.deliver(self.anna.login, letter)
        account = self.connected(self.anna).sudo()
        self.sync(account)
        content = self.contents(self.lena)
        envelope = parse_envelope(9, len(letter), letter.partition(b"\n\n")[0])
        match = Match(envelope, (self.lena.id,), "in", self.lena.id)
        emails = {envelope.key: content.email_id}
        self.env.invalidate_all()
        found = self.env["imap.sync"]._contents(
            emails, [(match, None, parse_message(letter))]
        )
        self.assertEqual(list(found.values()), [content])
        self.assertIn("digest", content._cache)
        self.assertNotIn("body", content._cache)

    def test_mime_11_an_absurd_moment_of_the_server_does_not_count(self):
        """It would stand above, or below, all mail of the contact for ever."""
        for year in (1970, 2023, 2099):
            letter = mail(self.lena.email, self.anna.login, f"Of {year}")
            undated = re.sub(rb"Date: .*\n", b"", letter)
            received = datetime(year, 1, 1, 12, tzinfo=UTC)
            self.server.deliver(self.anna.login, undated, received=received)
        account = self.connected(self.anna)
        account.sync_since = "1970-01-01"
        self.sync(account)
        told, *others = sorted(self.envelopes(self.lena).mapped("date"))
        self.assertEqual(fields.Datetime.to_string(told), "2023-01-01 12:00:00")
        self.assertEqual(len(others), 2)
        for each in others:
            age = fields.Datetime.now() - each
            self.assertLess(abs(age), timedelta(minutes=5))

    def test_own_addresses_are_not_asked_for_each_message(self):
        login = self.anna.login
        account_class = self.env.registry["imap.account"]
        asked = []
        own_addresses = account_class._own_addresses

        def noted(account):
            asked.append(account)
            return own_addresses(account)

        counts = []
        account = self.connected(self.anna)
        for number in (1, 5):
            letters = [mail(login, self.lena.email, "Sent") for _mail in range(number)]
            self.server.deliver(login, *letters, folder="Sent")
            account.action_connect()
            self.folder(account, "Sent").selected = True
            asked.clear()
            with patch.object(account_class, "_own_addresses", noted):
                self.sync(account)
            counts.append(len(asked))
        self.assertEqual(len(self.envelopes(self.lena)), 6)
        self.assertEqual(self.envelopes(self.lena).author_id, self.anna.partner_id)
        self.assertEqual(counts[0], counts[1])


class Gmail(FaultProxy):
    """Gives every message one number, as Gmail gives all labels of a message."""

    def shown(self, response):
        if b"CAPABILITY" in response[:40]:
            return response.replace(b"IMAP4rev1", b"IMAP4rev1 X-GM-EXT-1", 1)
        numbers = rb"\1 X-GM-MSGID 18446744073709551615 X-GM-THRID 12"
        return re.sub(rb"(RFC822\.SIZE \d+)", numbers, response)


class TestGmail(ImapSyncCase):
    """Copies of a message in several labels, which Gmail itself may change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gmail = cls.enterClassContext(Gmail(cls.server.host, cls.server.ssl_port))
        allow_servers(cls, ("localhost", cls.gmail.port))

    def setUp(self):
        super().setUp()
        self.gmail.meet(None)
        self.gmail.rewrite(commands=[(rb"X-GM-MSGID X-GM-THRID ", b"")])
        login = self.anna.login
        letter = mail(self.lena.email, login, "Labelled")
        self.server.deliver(login, letter)
        self.server.deliver(login, letter + b"Longer\r\n", folder="Important")

    def synced(self, **where):
        account = self.connected(self.anna, **where)
        self.folder(account, "Important").selected = True
        self.sync(account)
        [email] = self.envelopes(self.lena).imap_email_id
        self.assertEqual(len(set(email.source_ids.mapped("size"))), 2)
        return email

    def test_the_number_tells_that_copies_are_one(self):
        with trusted("localhost"):
            email = self.synced(host="localhost", port=self.gmail.port)
        self.assertEqual(len(email.content_ids), 1)
        self.assertEqual(email.source_ids.content_id, email.content_ids)
        self.assertEqual(
            set(email.source_ids.mapped("gmail_message")), {"18446744073709551615"}
        )
        self.assertEqual(self.gmail.commands["UID FETCH bodies"], 1)

    def test_elsewhere_the_size_tells_that_they_are_not(self):
        self.assertEqual(len(self.synced().content_ids), 2)
