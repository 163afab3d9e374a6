# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields

from odoo.addons.mail.tools.discuss import Store

from .leaks import LetterCase
from .mail_server import mail
from .ways import BODY, SUBJECT, said


class TestPages(LetterCase):
    """67 messages whose dates do not follow their ids, some with equal dates."""

    def setUp(self):
        super().setUp()
        self.imported()
        start = fields.Datetime.to_datetime("2026-03-01 12:00:00")
        dates = [start + timedelta(minutes=each * 29 % 40) for each in range(33)]
        email = self.env["imap.email"].search([("author_id", "=", self.nora.id)])
        more = email.create(
            [
                {
                    "company_id": email.company_id.id, "key": f"{self.mark}-{number}",
                    "date": date, "direction": "in",
                }
                for number, date in enumerate(dates)
            ]
        )  # fmt: skip
        source = email.source_ids
        contents = {
            each: source.content_id.create(
                {"email_id": each.id, "digest": "x", "subject": SUBJECT}
            )
            for each in more
        }
        source.create(
            [
                {
                    "email_id": each.id, "content_id": contents[each].id,
                    "folder_id": source.folder_id.id, "uid": 1000 + each.id,
                    "account_id": source.account_id.id, "uidvalidity": 1,
                    "partner_ids": [(6, 0, self.nora.ids)],
                }
                for each in more
            ]
        )  # fmt: skip
        self.env["mail.message"].create(
            [
                {
                    "model": "res.partner", "res_id": self.nora.id, "date": date,
                    **({"imap_email_id": each.id, "message_type": "imap_email"}
                        if each else {"message_type": "comment"}),
                }
                for date in dates
                for each in (more[dates.index(date)], False)
            ]
        )  # fmt: skip
        self.env.flush_all()
        self.newest_first = self.env["mail.message"].search(
            [("model", "=", "res.partner"), ("res_id", "=", self.nora.id)],
            order="date desc, id desc",
        )
        self.thread = self.nora.with_user(self.anna)
        self.assertEqual(len(self.newest_first), 67)

    def tearDown(self):
        # The rows of this test are in no mailbox.
        self.env["imap.email.source"].search([("uid", ">", 999)]).unlink()
        super().tearDown()

    def fetch(self, **parameters):
        messages = self.env["mail.message"].with_user(self.anna)
        found = messages._message_fetch(None, thread=self.thread, **parameters)
        return found["messages"]

    def test_backwards_without_gap_or_double(self):
        ids, page = [], self.fetch()
        while page:
            self.assertLessEqual(len(page), 30)
            ids += page.ids
            page = self.fetch(before=page[-1].id)
        self.assertEqual(ids, self.newest_first.ids)

    def test_forwards_without_gap_or_double(self):
        ids = [self.newest_first[-1].id]
        while page := self.fetch(after=ids[0], limit=10):
            ids = page.ids + ids
        self.assertEqual(ids, self.newest_first.ids)

    def test_around(self):
        ids = self.newest_first.ids
        for place in (0, 10, 33, 66):
            page = self.fetch(around=ids[place], limit=20).ids
            self.assertEqual(page, ids[max(0, place - 10) : place + 10])
        self.assertEqual(len(self.fetch(around=0, limit=20)), 10)

    def test_search_pages_and_counts(self):
        messages = self.env["mail.message"].with_user(self.anna)

        def fetch(**parameters):
            return messages._message_fetch(
                None, thread=self.thread, search_term=SUBJECT, **parameters
            )

        first = fetch()
        self.assertEqual((first["count"], len(first["messages"])), (34, 30))
        rest = fetch(before=first["messages"][-1].id)
        self.assertEqual((rest["count"], len(rest["messages"])), (34, 4))
        self.assertFalse(first["messages"] & rest["messages"])

    def test_notifications_only_or_none(self):
        self.nora._message_log(body=f"{SUBJECT} logged")
        messages = self.env["mail.message"].with_user(self.anna)
        for wanted, count in ((True, 1), (False, 34)):
            found = messages._message_fetch(
                None, thread=self.thread, search_term=SUBJECT, is_notification=wanted
            )
            self.assertEqual(found["count"], count)
            self.assertEqual(len(found["messages"]), min(count, 30))
        self.assertEqual(len(self.fetch(is_notification=True)), 1)

    def test_who_sees_no_synced_mail_has_the_order_of_core(self):
        """The order itself would tell that there is some."""
        messages = self.env["mail.message"].with_user(self.carl)
        found = messages._message_fetch(None, thread=self.nora.with_user(self.carl))
        ids = found["messages"].ids
        self.assertEqual(ids, sorted(ids, reverse=True))
        self.assertEqual(len(ids), 30)

    def test_the_page_around_a_hidden_message_does_not_tell_its_date(self):
        old = self.newest_first[-1]
        hidden = self.env["mail.message"].create(
            {"author_id": self.ben.partner_id.id, "date": old.date - timedelta(days=1)}
        )
        self.assertEqual(len(self.fetch(before=hidden.id, limit=100)), 67)
        self.assertFalse(self.fetch(after=hidden.id, limit=100))

    def test_after_a_message_that_is_gone(self):
        gone = self.newest_first[5]
        number = gone.id
        gone.unlink()
        self.assertTrue(all(each.id < number for each in self.fetch(before=number)))


class TestStore(LetterCase):
    def store(self, message, user, *target, superuser=False, names=None):
        ours = message.with_user(user).sudo(superuser)
        self.env.invalidate_all()
        return Store(*target).add(ours, names).get_result()

    def message(self, *args, **kwargs):
        return self.store(*args, **kwargs)["mail.message"][0]

    def test_the_content_of_the_user_who_asks(self):
        synced = self.imported()
        stored = self.message(synced.messages, self.anna)
        self.assertEqual(stored["subject"], SUBJECT)
        self.assertIn(BODY, stored["body"][1])
        self.assertEqual(stored["attachment_ids"], synced.contents.attachment_ids.ids)

    def test_formatting_as_superuser_opens_nothing(self):
        synced = self.imported()
        for user in self.carl | self.portal | self.public:
            stored = self.store(synced.messages, user, superuser=True)
            self.assertFalse(said(stored), user.login)
            [message] = stored["mail.message"]
            self.assertEqual(message["body"], "You may not read this email.")

    def test_nothing_goes_over_the_bus(self):
        """Not even to the owner: the rows of the bus are no vault."""
        synced = self.imported("everything")
        internal = self.env.ref("base.group_user")
        for target in (self.anna, self.carl, internal, self.nora):
            stored = self.store(synced.messages, self.anna, target)
            self.assertFalse(said(stored))
        stored = self.store(synced.messages, self.anna, self.anna, "x")
        self.assertFalse(said(stored))

    def test_the_placeholder_is_in_the_users_language(self):
        synced = self.imported()
        self.env["res.lang"]._activate_lang("de_DE")
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'de_DE' WHERE id = %s",
            self.carl.partner_id.ids,
        )
        self.env.invalidate_all()
        body = self.message(synced.messages, self.carl, superuser=True)["body"]
        self.assertTrue(body)

    def test_a_partial_list_of_fields_stays_partial(self):
        synced = self.imported()
        stored = self.message(synced.messages, self.anna, names=["date"])
        self.assertEqual(set(stored), {"id", "date"})

    def test_a_mail_without_text(self):
        """The web client takes an empty message for a removed one."""
        login = self.anna.login
        self.server.deliver(login, mail(self.nora.email, login, "Only a subject", ""))
        self.sync(self.connected(self.anna))
        message = self.shown(self.nora, self.anna)[0]
        self.assertEqual(message["subject"], "Only a subject")
        self.assertTrue(message["body"])
        self.assertNotEqual(message["body"][0], "markup")

    def test_ordinary_messages_of_the_same_page(self):
        self.imported()
        self.nora.with_user(self.ben).message_post(body="Called her")
        shown = self.chatter(self.nora, self.anna)
        self.assertEqual(len(shown), 2)
        self.assertEqual(said(shown[0]), [])
        self.assertIn("Called", shown[0]["body"][1])
        self.assertIn(BODY, shown[1]["body"][1])
