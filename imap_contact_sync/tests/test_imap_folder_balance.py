# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime, timedelta

from odoo import fields
from odoo.tools import format_date

from .common import ImapSyncCase
from .mail_server import mail


class TestBalance(ImapSyncCase):
    """What became of each message, as a sum that adds up (I4)."""

    def deliver(self, *messages, received=None):
        self.server.deliver(self.anna.login, *messages, received=received)

    def letter(self, sender=None, subject="Hello", **extra):
        return mail(sender or self.lena.email, self.anna.login, subject, **extra)

    def inbox(self):
        return self.folder(self.account)

    def test_all_that_there_is(self):
        stranger = "somebody@nowhere.example"
        self.deliver(
            self.letter(),
            self.letter(subject="Poison"),
            *(self.letter(stranger) for _each in range(3)),
        )
        self.account = self.connected(self.anna)
        with self.poisoned(b"Poison"):
            self.sync(self.account)
        expected = "On the server 5 = kept 1 + skipped 3 + failed 1"
        self.assertEqual(self.inbox().balance, expected)

    def test_what_is_older_than_the_start_date(self):
        old = datetime.now(UTC) - timedelta(days=400)
        self.deliver(*(self.letter() for _each in range(2)), received=old)
        self.deliver(self.letter())
        self.account = self.connected(self.anna)
        self.sync(self.account)
        date = format_date(self.env, self.account.sync_since)
        self.assertEqual(
            self.inbox().balance,
            f"On the server 3 = kept 1 + skipped 0 + failed 0 + 2 from before {date}",
        )

    def test_what_is_not_read_yet(self):
        self.deliver(*(self.letter() for _each in range(4)))
        self.account = self.connected(self.anna)
        self.assertEqual(
            self.inbox().balance,
            "On the server 4 = kept 0 + skipped 0 + failed 0 + 4 not read yet",
        )

    def test_what_was_deleted_on_the_server_since(self):
        self.deliver(*(self.letter() for _each in range(3)))
        self.account = self.connected(self.anna)
        self.sync(self.account)
        self.server.expunge(self.anna.login, 1)
        self.sync(self.account)
        self.assertEqual(
            self.inbox().balance,
            "On the server 2 = kept 3 + skipped 0 + failed 0 - 1 deleted there since",
        )

    def test_thousands_are_readable(self):
        folder = self.env["imap.folder"].new(
            {"server_count": 4812, "scanned_count": 4812, "kept_count": 390,
             "skipped_count": 4419, "failed_count": 3, "selected": True}
        )  # fmt: skip
        expected = "On the server 4,812 = kept 390 + skipped 4,419 + failed 3"
        self.assertEqual(folder.balance, expected)

    def test_of_a_folder_that_is_not_ticked_there_is_nothing_to_say(self):
        self.server.deliver(self.anna.login, self.letter(), folder="Work")
        self.account = self.connected(self.anna)
        self.assertFalse(self.folder(self.account, "Work").balance)

    def test_the_numbers_are_true(self):
        """The sum of what the sentence says is what the server has."""
        for number in range(6):
            sender = self.lena.email if number % 2 else "x@nowhere.example"
            self.deliver(self.letter(sender))
        self.account = self.connected(self.anna)
        self.sync(self.account)
        now = fields.Datetime.now()
        self.assertLess(now - self.account.last_sync_date, timedelta(minutes=5))
        numbers = [int(each) for each in self.inbox().balance.split() if each.isdigit()]
        total, *parts = numbers
        self.assertEqual((total, sum(parts)), (6, 6))
        self.assertEqual(len(self.envelopes(self.lena)), parts[0])
