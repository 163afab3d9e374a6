# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.imap_contact_sync.engine.cursor import UidSet

from .mail_server import mail
from .test_imap_sync_late import EVE, LateCase


class TestRowsAndFolders(LateCase):
    def setUp(self):
        super().setUp()
        self.rows = self.env["imap.new.address"]
        self.poll()
        self.rows.search([]).unlink()

    def remember(self, *emails):
        """:return: the ids of the new rows"""
        self.rows._remember({(email, False) for email in emails})
        return self.rows.search([("email", "in", emails)]).ids

    def age(self, rows, days):
        rows.moment = fields.Datetime.now() - timedelta(days=days)
        self.env.flush_all()

    def test_a_row_that_becomes_visible_after_a_later_one(self):
        """Ids are handed out before their transactions end, in any order."""
        early, late = self.remember("early@x.example") + self.remember(EVE)
        searched = self.inbox._searched()
        with patch.object(type(self.rows), "_condition", self.hiding(early)):
            self.poll()
        self.assertIn(late, self.inbox._searched())
        self.assertNotIn(early, self.inbox._searched())
        self.assertEqual(self.inbox._new_addresses(), UidSet.of([early]))
        self.assertEqual(searched - self.inbox._searched(), UidSet())
        self.poll()
        self.assertFalse(self.inbox._new_addresses())

    def hiding(self, id_):
        condition = type(self.rows)._condition

        def without(rows, ids, *args, **kwargs):
            return condition(rows, ids - UidSet.of([id_]), *args, **kwargs)

        return without

    def test_gaps_are_closed_although_new_addresses_come_every_day(self):
        """Ids of other companies' rows, and of transactions that were undone."""
        self.inbox.write(dict.fromkeys(
            ["searched_addresses", "settling_date", "settling_row"], False
        ))  # fmt: skip
        first = fields.Datetime.now()
        for day, (rows, searched) in enumerate(
            [
                ("5:7,9", "5:7,9"),
                ("12", "5:7,9,12"),
                ("14", "1:9,12,14"),
                ("17", "1:9,12,14,17"),
                ("19", "1:14,17,19"),
            ]
        ):
            with freeze_time(first + timedelta(days=day, seconds=-day)):
                self.inbox._remember_searched(UidSet.parse(rows))
            self.assertEqual(self.inbox.searched_addresses, searched)

    def test_a_poll_asks_once_for_all_folders(self):
        folders = self.account.sudo().folder_ids
        folders.invalidate_recordset()
        folders.mapped("searched_addresses")
        folders.account_id.mapped("company_id")
        with self.assertQueryCount(1):
            self.assertFalse(folders._with_new_addresses())

    def test_a_poll_without_new_addresses_opens_nothing(self):
        del self.searches[:], self.headers[:]
        opened = []
        self.note("open", opened)
        self.poll()
        self.assertFalse(opened + self.searches + self.headers)

    def test_a_folder_is_opened_although_it_has_no_news(self):
        self.new_contact("Nobody we know", "nobody@nowhere.example")
        opened = []
        self.note("open", opened)
        self.poll()
        self.assertEqual(len(opened), 1)
        self.assertEqual(len(self.searches), 1)

    def test_rows_of_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        company = self.env.company
        self.rows._remember({(EVE, company.id)})
        known = UidSet()
        self.assertTrue(self.rows._ids_beyond(known, company))
        self.assertFalse(self.rows._ids_beyond(known, elsewhere))
        self.assertTrue(self.rows._ids_beyond(known))

    def test_ranges(self):
        ids = self.remember(*(f"c{n}@x.example" for n in range(9)))
        self.rows.browse(ids[4]).unlink()
        left = UidSet.of(ids) - UidSet.of([ids[4]])
        found = self.rows._ids_beyond(UidSet.of(ids[:2]))
        self.assertEqual(found, left - UidSet.of(ids[:2]))
        emails = self.rows._emails(found, self.env.company, 99)
        self.assertEqual(len(emails), 6)
        self.assertEqual(len(self.rows._emails(found, self.env.company, 2)), 2)

    def test_what_every_folder_has_searched_is_deleted(self):
        row = self.rows.browse(self.remember(EVE))
        self.age(row, days=2)
        self.rows._gc_searched()
        self.assertTrue(row.exists(), "nobody has searched it")
        self.poll()
        self.rows._gc_searched()
        self.assertFalse(row.exists())

    def test_what_nobody_is_to_search_is_deleted_after_a_day(self):
        """Until then a mailbox may be connected that has not seen its contact."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.poll()
        self.rows.search([]).unlink()
        self.rows._remember({(EVE, elsewhere.id)})
        row = self.rows.search([])
        self.rows._gc_searched()
        self.assertTrue(row.exists())
        self.age(row, days=2)
        self.rows._gc_searched()
        self.assertFalse(row.exists())

    def test_a_folder_that_cannot_be_read_waits_a_week(self):
        self.inbox.selected = False
        [id_] = self.remember(EVE)
        row = self.rows.browse(id_)
        row.moment = fields.Datetime.now() - timedelta(days=6)
        self.env.flush_all()
        self.rows._gc_searched()
        self.assertTrue(row.exists())
        self.assertFalse(self.inbox.again)
        row.moment -= timedelta(days=2)
        self.env.flush_all()
        self.rows._gc_searched()
        self.assertFalse(row.exists())
        self.assertEqual(self.inbox.again, "1:5")
        eve = self.new_contact("Eve", EVE)
        self.rows.search([]).unlink()
        self.inbox.selected = True
        self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])

    def test_a_paused_mailbox_looks_when_it_goes_on(self):
        self.account.action_pause()
        eve = self.new_contact("Eve", EVE)
        self.poll()
        self.assertFalse(self.envelopes(eve))
        self.account.action_resume()
        self.poll()
        self.assertEqual(len(self.envelopes(eve)), 4)

    def test_a_folder_that_is_ticked_again(self):
        self.inbox.selected = False
        eve = self.new_contact("Eve", EVE)
        self.poll()
        self.inbox.selected = True
        self.poll()
        self.assertEqual(len(self.envelopes(eve)), 4)

    def test_a_folder_that_begins_has_nothing_to_look_for(self):
        self.remember(EVE)
        login = self.anna.login
        self.server.deliver(login, mail(EVE, login, "Sent"), folder="Sent")
        sent = self.folder(self.account, "Sent")
        self.poll()
        self.assertTrue(sent.scanned_count)
        self.assertFalse(sent._new_addresses())
        self.assertEqual(len(self.searches), 0)

    def test_what_cannot_be_found_any_more_is_not_judged_again(self):
        self.inbox._record(UidSet(), {"older": UidSet.of([4])})
        self.inbox._judge_all_again()
        self.assertEqual(self.inbox.again, "1:3,5")

    def test_nobody_reads_or_writes_them(self):
        [id_] = self.remember(EVE)
        for user in self.anna | self.carl:
            rows = self.rows.with_user(user)
            with self.assertRaises(AccessError):
                rows.search([])
            with self.assertRaises(AccessError):
                rows.browse(id_).read(["email"])
            with self.assertRaises(AccessError):
                rows.create({"email": EVE, "moment": fields.Datetime.now()})
            folder = self.inbox.with_user(user)
            for name in (
                "searched_addresses", "search_date", "settling_date", "settling_row"
            ):  # fmt: skip
                self.assertFalse(folder._has_field_access(folder._fields[name], "read"))
