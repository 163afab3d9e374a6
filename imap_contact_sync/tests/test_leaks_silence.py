# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an import or a change of sharing leaves behind for others to find."""

import json

from .leaks import LeakCase
from .ways import said

# Nothing is sent, told, scheduled, looked up or followed because of a synced email.
TABLES = (
    "mail.notification", "mail.mail", "mail.followers", "mail.activity", "mail.push",
    "mail.link.preview", "mail.message.link.preview", "mail.message.translation",
    "mail.message.schedule", "mail.message.reaction", "mail.scheduled.message",
    "mail.tracking.value", "mail.blacklist",
)  # fmt: skip


class TestSilence(LeakCase):
    def setUp(self):
        super().setUp()
        self.nora.message_subscribe(self.ben.partner_id.ids)
        self.nora.message_subscribe(self.portal.partner_id.ids)
        self.told()  # of what was before

    def told(self):
        """The rows of the bus since the last time, as ``(channel, payload)``."""
        self.env.cr.precommit.run()
        rows = self.env["bus.bus"].search([], order="id")
        found = [(json.loads(row.channel), row.message) for row in rows]
        rows.unlink()
        return found

    def counts(self):
        return {name: self.env[name].search_count([]) for name in TABLES}

    def assert_silent(self, action, users):
        """Nothing is written for anybody, and the bus tells these users at most.

        :param users: who may hear that there is something, without what it is
        """
        before = self.counts()
        action()
        self.assertEqual(self.counts(), before)
        listeners = {
            (record._name, record.id) for record in (*users, *users.partner_id)
        }
        for channel, payload in self.told():
            self.assertIn(tuple(channel[1:3]), listeners, payload)
            self.assertFalse(said(payload))
            self.assertNotIn(self.nora.email, payload)
            self.assertNotIn(self.nora.name, payload)

    def test_an_import_is_silent(self):
        for level in ("private", "everything"):
            with self.subTest(level):
                self.mark += level
                self.server.deliver(self.anna.login, self.letter())
                account = self.env["imap.account"].search([])
                if not account:
                    account = self.connected(self.anna, sharing=level)
                account.with_user(self.anna).sharing = level
                account.reader_ids = self.rita
                self.assert_silent(
                    lambda account=account: self.sync(account.with_user(self.anna)),
                    self.anna | self.rita,
                )
        self.assertEqual(len(self.envelopes(self.nora)), 2)

    def test_changes_of_sharing_are_silent(self):
        self.import_letter()
        message = self.synced().messages.with_user(self.anna)
        self.told()
        for action in (
            lambda: self.account.write({"sharing": "everything"}),
            lambda: self.account.write({"reader_ids": [(4, self.rita.id)]}),
            lambda: message.imap_share("private"),
            lambda: message.imap_share("everything", conversation=True),
            lambda: self.nora.write({"imap_protected": True}),
            lambda: self.account.write({"sharing": "private"}),
        ):
            self.assert_silent(action, self.anna | self.rita)

    def test_a_post_on_the_contact_tells_nothing_of_its_mail(self):
        """A notification of one message carries no other, on the bus or by email."""
        self.import_letter()
        self.ben.notification_type = "inbox"
        self.told()
        contact = self.nora.with_user(self.anna)
        posted = contact.message_post(
            body="Called", message_type="comment", subtype_xmlid="mail.mt_comment",
            partner_ids=(self.ben | self.portal).partner_id.ids,
        )  # fmt: skip
        synced = self.synced()
        rows = self.told()
        self.assertTrue(rows)
        for _channel, payload in rows:
            self.assertFalse(said(payload))
        for message in self.env["mail.mail"].search(
            [("mail_message_id", "=", posted.id)]
        ):
            self.assertFalse(said(message.body_html))
            self.assertNotIn(synced.messages.message_id, str(message.references))
