# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .leaks import LetterCase
from .mail_server import mail
from .ways import COPIED

NAMES = ("imap_direction", "imap_mailbox", "imap_recipients")


class TestMarks(LetterCase):
    """What stands quietly beside an email, and who is told."""

    def marks(self, user, contact=None):
        [message] = self.shown(contact or self.nora, user)
        return {name: message.get(name) for name in NAMES}

    def test_the_owner_sees_all_of_it(self):
        self.imported()
        self.account.name = "Work"
        copied = f"{COPIED}@nordwind.example"
        self.assertEqual(
            self.marks(self.anna),
            {
                "imap_direction": "in",
                "imap_mailbox": "Work",
                "imap_recipients": [self.account.email, copied],
            },
        )

    def test_a_colleague_sees_the_address_and_not_the_label(self):
        """The label is what its owner calls it, for himself."""
        self.imported("everything")
        self.account.name = "What Ben must not see"
        found = self.marks(self.ben)
        self.assertEqual(found["imap_mailbox"], self.account.email)
        self.assertEqual(len(found["imap_recipients"]), 2)

    def test_below_everything_nothing_but_the_direction(self):
        for level in ("metadata", "subject"):
            self.imported(level)
            with self.subTest(level):
                self.assertEqual(
                    self.marks(self.ben),
                    {
                        "imap_direction": "in",
                        "imap_mailbox": False,
                        "imap_recipients": False,
                    },
                )

    def test_nothing_is_told_of_a_hidden_one(self):
        mail = self.imported()
        for user in self.ben | self.portal:
            stored = mail.messages.with_user(user).sudo()
            [message] = self.stored(stored)["mail.message"]
            self.assertFalse(message.keys() & set(NAMES))

    def stored(self, messages):
        from odoo.addons.mail.tools.discuss import Store

        return Store().add(messages).get_result()

    def test_sent_mail_and_names_of_recipients(self):
        address = "zora@nordwind.example"
        zora = self.new_contact("Zora", address)
        to = f'"Zora, Dr." <{address}>, {address.upper()}, pia@a.example'
        letter = mail(self.account.email, to, cc="Pia Roth <pia@a.example>")
        self.server.deliver(self.account.email, letter)
        self.sync(self.account)
        found = self.marks(self.anna, zora)
        self.assertEqual(found["imap_direction"], "out")
        self.assertEqual(found["imap_recipients"], ["Zora, Dr.", "pia@a.example"])
