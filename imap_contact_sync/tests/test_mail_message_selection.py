# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError

from .leaks import LeakCase
from .mail_server import mail


class TestFilter(LeakCase):
    """Anna and Ben write with Lena; Carl has no mailbox."""

    def setUp(self):
        super().setUp()
        now = fields.Datetime.now()
        self.moments = (now - timedelta(hours=hours) for hours in range(99))
        file = ("offer.txt", "text/plain", b"the offer")
        self.deliver(self.anna, self.lena.email, self.anna.login, "Received")
        self.deliver(
            self.anna, self.lena.email, self.anna.login, "With file", files=[file]
        )
        self.deliver(self.anna, self.anna.login, self.lena.email, "Sent")
        both = f"{self.anna.login}, {self.ben.login}"
        common = {"message_id": f"<both-{self.mark}@nordwind.example>"}
        self.deliver(self.ben, self.lena.email, self.ben.login, "To Ben", files=[file])
        date = next(self.moments)
        for user in (self.anna, self.ben):
            letter = mail(self.lena.email, both, "To both", date=date, **common)
            self.server.deliver(user.login, letter)
        self.accounts = self.connected(self.anna), self.connected(self.ben)
        self.sync(*self.accounts)
        self.lena.message_post(body="A note: Received")

    def deliver(self, user, sender, recipient, subject, **values):
        letter = mail(sender, recipient, subject, date=next(self.moments), **values)
        self.server.deliver(user.login, letter)

    def share(self, anna, ben):
        self.accounts[0].with_user(self.anna).sharing = anna
        self.accounts[1].with_user(self.ben).sharing = ben

    def found(self, user, chosen, contact=None, **options):
        """The subjects that the filter lets through, the newest first."""
        contact = (contact or self.lena).with_user(user)
        self.env.invalidate_all()
        fetched = contact.env["mail.message"]._message_fetch(
            None, thread=contact, imap_filter=chosen, **options
        )
        messages = fetched["messages"].sudo()
        self.assertEqual(len(messages.imap_email_id), len(messages), "a note")
        self.env.invalidate_all()
        return [each.imap_email_id.content_ids[:1].subject for each in messages]

    def owners(self, user):
        self.env.invalidate_all()
        owners = self.lena.with_user(user).imap_mailbox_owners()
        return [owner["name"] for owner in owners]

    def test_sent_received_with_attachments(self):
        received = ["Received", "With file", "To both"]
        self.assertEqual(self.found(self.anna, "received"), received)
        self.assertEqual(self.found(self.anna, "sent"), ["Sent"])
        self.assertEqual(self.found(self.anna, "files"), ["With file"])
        self.assertEqual(self.found(self.ben, "files"), ["To Ben"])
        self.share("everything", "everything")
        self.assertEqual(self.found(self.carl, "files"), ["With file", "To Ben"])

    def test_files_that_one_does_not_see_are_none(self):
        for level in ("private", "metadata", "subject"):
            self.share(level, level)
            self.assertEqual(self.found(self.carl, "files"), [], level)
            self.assertEqual(self.found(self.anna, "files"), ["With file"], level)

    def test_of_a_colleague(self):
        self.assertEqual(self.owners(self.anna), ["Anna Berg"])
        self.assertEqual(self.found(self.anna, self.ben.id), [])
        self.assertEqual(len(self.found(self.anna, self.anna.id)), 4)
        self.share("everything", "everything")
        self.assertEqual(self.owners(self.anna), ["Anna Berg", "Ben Castillo"])
        self.assertEqual(self.owners(self.ben), ["Ben Castillo", "Anna Berg"])
        self.assertEqual(self.owners(self.carl), ["Anna Berg", "Ben Castillo"])

    def test_whose_copy_it_is_is_told_as_by_the_mark(self):
        """Both share; the mark names one of them, and who else has it is not told."""
        self.share("everything", "everything")
        marks = {
            message["subject"]: message["imap_sharing"]["mark"]
            for message in self.shown(self.lena, self.carl)
        }
        for owner in self.anna | self.ben:
            named = [
                subject
                for subject, mark in marks.items()
                if mark == f"Shared by {owner.name}"
            ]
            self.assertTrue(named)
            self.assertEqual(self.found(self.carl, owner.id), named)
        mine = self.found(self.ben, self.ben.id)
        self.assertEqual(mine, ["To Ben", "To both"])

    def test_nothing_is_told_of_a_private_copy(self):
        self.share("private", "everything")
        self.assertEqual(self.owners(self.carl), ["Ben Castillo"])
        self.assertEqual(self.found(self.carl, self.anna.id), [])
        self.assertEqual(self.found(self.carl, self.ben.id), ["To Ben", "To both"])
        self.assertEqual(self.found(self.carl, "sent"), [])

    def test_pages_and_search(self):
        pages = [self.found(self.anna, "received", limit=2)]
        fetched = self.env["mail.message"].with_user(self.anna)._message_fetch(
            None, thread=self.lena.with_user(self.anna), imap_filter="received", limit=2
        )["messages"]  # fmt: skip
        last = fetched[-1].id
        pages.append(self.found(self.anna, "received", limit=2, before=last))
        self.assertEqual(pages, [["Received", "With file"], ["To both"]])
        fetch = self.env["mail.message"].with_user(self.anna)._message_fetch
        thread = self.lena.with_user(self.anna)
        for chosen, count in (("received", 1), ("sent", 0), (None, 2)):
            answer = fetch(
                None, thread=thread, search_term="Received", imap_filter=chosen
            )
            self.assertEqual(answer["count"], count, chosen)

    def test_only_known_filters(self):
        for chosen in ("", "all", "SENT", True, False, 1.0, [1], {}, "1", ["sent"]):
            with self.assertRaises(ValidationError):
                self.found(self.anna, chosen)
        self.assertEqual(self.found(self.anna, 0), [])
        self.assertEqual(self.found(self.carl, self.anna.id), [])

    def test_without_synced_mail_nothing_matches(self):
        self.assertEqual(self.found(self.anna, "received", contact=self.theo), [])

    def test_whose_mailboxes_is_told_to_who_reads_the_contact(self):
        self.assertEqual(self.lena.with_user(self.carl).imap_mailbox_owners(), [])
        with self.assertRaises(AccessError):
            self.lena.with_user(self.portal).imap_mailbox_owners()
