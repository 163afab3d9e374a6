# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from psycopg2 import errors as pg_errors

from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable, RetryLater
from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader
from odoo.addons.imap_contact_sync.engine.visit import Limits

from .common import ImapSyncCase
from .mail_server import mail

EVE = "eve@else.example"


class LateCase(ImapSyncCase):
    """Three emails of Lena, of which two name Eve, and two of Eve alone: nobody's yet.

    ``searches``, ``bodies`` and ``headers``: what the server is asked for.
    """

    def setUp(self):
        super().setUp()
        login = self.anna.login
        self.server.deliver(
            login,
            mail(self.lena.email, login, "L1", cc=f"Eve <{EVE}>"),
            mail(self.lena.email, f"{login}, {EVE}", "L2"),
            mail(self.lena.email, login, "L3"),
            mail(EVE, login, "E4"),
            mail("x@y.example", login, "E5", reply_to=EVE),
        )
        self.account = self.started(self.anna)
        self.inbox = self.folder(self.account)
        self.run_cron()
        self.searches, self.bodies, self.headers = [], [], []
        self.note("_search_part", self.searches)
        self.note("messages", self.bodies)
        self.note("headers", self.headers)

    def note(self, name, told):
        method = getattr(FolderReader, name)

        def noted(reader, *args, **kwargs):
            told.append(args)
            return method(reader, *args, **kwargs)

        self.enterContext(patch.object(FolderReader, name, noted))

    def poll(self):
        """The next run, and nothing else."""
        self.account.sudo().run_ids._schedule_now()
        self.run_cron()
        self.assert_accounting()

    def counts(self):
        folder = self.inbox
        return folder.scanned_count, folder.kept_count, folder.skipped_count

    def fetched(self):
        return sorted(uid for [uids] in self.bodies for uid in uids)

    def with_limits(self, **limits):
        run_class = self.env.registry["imap.account.run"]
        return patch.object(run_class, "_limits", lambda *_args: Limits(**limits))

    @contextmanager
    def searching(self, answer):
        """The server answers every SEARCH like that."""

        def search(_reader, *_words, **_options):
            if isinstance(answer, Exception):
                raise answer
            return answer

        with patch.object(FolderReader, "_search_part", search):
            yield


class TestLate(LateCase):
    def test_a_new_contact_brings_its_past_mail(self):
        self.assertEqual(self.counts(), (5, 3, 2))
        eve = self.new_contact("Eve", EVE)
        self.assertFalse(self.envelopes(eve))
        self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])
        self.assertEqual(self.counts(), (5, 5, 0))
        self.assertEqual(self.fetched(), [4, 5], "what is kept is not fetched again")
        self.assertEqual(len(self.searches), 1)
        self.assertEqual(len(self.envelopes(self.lena)), 3)

    def test_once(self):
        self.new_contact("Eve", EVE)
        self.poll()
        del self.searches[:], self.headers[:]
        self.poll()
        self.assertFalse(self.searches + self.headers)

    def test_who_wrote_it(self):
        eve = self.new_contact("Eve", EVE)
        self.poll()
        of_eve = self.envelopes(eve).filtered(lambda each: EVE in each.email_from)
        self.assertEqual(of_eve.author_id, eve)

    def test_the_author_of_what_was_kept_already(self):
        login = self.anna.login
        letter = mail(EVE, login, "To both", cc=self.lena.email)
        self.server.deliver(login, letter)
        self.poll()
        [kept] = self.envelopes(self.lena).filtered(lambda m: EVE in m.email_from)
        self.assertFalse(kept.author_id)
        eve = self.new_contact("Eve", EVE)
        self.poll()
        self.assertEqual(kept.author_id, eve)
        self.assertEqual(kept.imap_email_id.content_ids.author_id, eve)

    def test_a_further_address(self):
        self.env["res.partner.email"].create({"partner_id": self.theo.id, "email": EVE})
        self.poll()
        self.assertEqual(self.subjects(self.theo), ["E4", "E5", "L1", "L2"])
        self.assertEqual(len(self.searches), 1)

    def test_a_changed_further_address(self):
        further = self.env["res.partner.email"].create(
            {"partner_id": self.theo.id, "email": "nobody@else.example"}
        )
        self.poll()
        self.assertFalse(self.envelopes(self.theo))
        further.email = f"Eve <{EVE.upper()}>"
        self.poll()
        self.assertEqual(len(self.envelopes(self.theo)), 4)

    def test_a_changed_address_keeps_what_was_there(self):
        self.lena.email = EVE
        self.poll()
        self.assertEqual(self.subjects(self.lena), ["E4", "E5", "L1", "L2", "L3"])
        self.lena.email = "lena@new.example"
        self.poll()
        self.assertEqual(len(self.envelopes(self.lena)), 5)
        # Its former address is another contact's now.
        double = self.new_contact("Double", EVE)
        self.poll()
        self.assertEqual(len(self.envelopes(double)), 4)
        self.assertEqual(len(self.envelopes(self.lena)), 5)

    def test_an_archived_contact(self):
        eve = self.new_contact("Eve", EVE, active=False)
        self.poll()
        self.assertFalse(self.envelopes(eve))
        self.assertFalse(self.searches)
        eve.active = True
        self.poll()
        self.assertEqual(len(self.envelopes(eve)), 4)
        eve.active = False
        self.poll()
        self.assertEqual(len(self.envelopes(eve)), 4)
        self.assertEqual(len(self.searches), 1)

    def test_a_contact_of_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        eve = self.new_contact("Eve", EVE, company_id=elsewhere.id)
        self.poll()
        self.assertFalse(self.envelopes(eve))
        self.assertFalse(self.searches)
        eve.company_id = False
        self.poll()
        self.assertEqual(len(self.envelopes(eve)), 4)

    def test_a_mailbox_of_a_branch(self):
        """Contacts of the company above it are its contacts, too; as in Odoo."""
        company = self.env.company
        branch, sibling = self.env["res.company"].create(
            [{"name": name, "parent_id": company.id} for name in ("North", "South")]
        )
        self.ben.write({"company_ids": [(4, branch.id)], "company_id": branch.id})
        login, before = self.ben.login, "before@else.example"
        above = self.new_contact("Above", before, company_id=company.id)
        beside = self.new_contact("Beside", before, company_id=sibling.id)
        self.server.deliver(login, mail(before, login, "B1"), mail(EVE, login, "B2"))
        account = self.started(self.ben, company_id=branch.id)
        self.run_cron()
        self.assertEqual(self.subjects(above), ["B1"])
        late = self.new_contact("Late", EVE, company_id=company.id)
        late_beside = self.new_contact("Late beside", EVE, company_id=sibling.id)
        account.sudo().run_ids._schedule_now()
        self.run_cron()
        self.assertEqual(self.subjects(late), ["B2"])
        self.assertFalse(self.envelopes(beside) + self.envelopes(late_beside))

    def test_a_colleague_is_not_looked_for(self):
        self.new_colleague("Eve Else", "base.group_user").email = EVE
        self.poll()
        self.assertFalse(self.searches)
        self.assertEqual(self.counts(), (5, 3, 2))

    def test_the_mailbox_has_its_own_rules(self):
        """The start date, the never-log list, and what its owner has removed."""
        login = self.anna.login
        old = mail(EVE, login, "Long ago", date=datetime(2020, 1, 2, tzinfo=UTC))
        self.server.deliver(login, old)
        exclusions = self.env["imap.exclusion"].with_user(self.anna)
        exclusions.create({"pattern": "y.example", "strict": True})
        self.poll()
        eve = self.new_contact("Eve", EVE)
        self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "L1", "L2"])
        [removed] = self.envelopes(eve).filtered(lambda m: EVE in m.email_from)
        removed.with_user(self.anna).imap_remove()
        self.poll()
        eve.email = "eve@new.example"
        eve.email = EVE
        self.poll()
        self.assertEqual(self.subjects(eve), ["L1", "L2"])
        self.assertEqual(self.skipped(self.account)["removed"], "4")

    def test_each_mailbox_and_folder_once(self):
        login = self.ben.login
        for folder in ("INBOX", "Sent"):
            self.server.deliver(login, mail(login, EVE, folder), folder=folder)
        other = self.started(self.ben)
        self.folder(other, "Sent").selected = True
        self.run_cron()
        eve = self.new_contact("Eve", EVE)
        del self.searches[:]
        (self.account + other).sudo().run_ids._schedule_now()
        self.run_cron()
        subjects = ["E4", "E5", "INBOX", "L1", "L2", "Sent"]
        self.assertEqual(self.subjects(eve), subjects)
        self.assertEqual(len(self.searches), 3)

    def test_a_contact_does_not_make_mailboxes_due(self):
        before = self.account.next_sync_date
        self.new_contact("Eve", EVE)
        self.assertEqual(self.account.next_sync_date, before)
        self.assertFalse(self.inbox.again)

    def test_before_the_import_has_begun(self):
        account = self.connected(self.ben)
        self.run_cron()
        self.new_contact("Eve", EVE)
        login = self.ben.login
        self.server.deliver(login, mail(EVE, login, "New"))
        del self.searches[:]
        self.sync(account)
        self.assertEqual(account.last_sync_status, "ok")
        self.assertIn("New", self.contents_of(account).mapped("subject"))
        self.assertFalse(self.searches_for(EVE))

    def contents_of(self, account):
        sources = self.env["imap.email.source"].search(
            [("account_id", "=", account.id)]
        )
        return sources.content_id

    def searches_for(self, email):
        return [each for each in self.searches if email in str(each)]

    def test_many_mails_come_with_one_window_each(self):
        login = self.anna.login
        self.server.deliver(login, *(mail(EVE, login, f"M{n}") for n in range(30)))
        self.poll()
        eve = self.new_contact("Eve", EVE)
        del self.searches[:], self.headers[:]
        self.poll()
        self.assertEqual(len(self.envelopes(eve)), 34)
        self.assertEqual((len(self.searches), len(self.headers)), (1, 1))

    def test_a_run_that_is_over_goes_on_with_the_next(self):
        self.new_contact("Zoe", "x@y.example")
        eve = self.new_contact("Eve", EVE)
        with self.with_limits(seconds=0):
            self.poll()
            self.assertFalse(self.envelopes(eve))
            self.assertTrue(self.inbox.again)
        self.run_cron()
        self.assertEqual(len(self.envelopes(eve)), 4)
        self.assertFalse(self.inbox.again)

    def test_new_mail_comes_first_and_the_rest_is_not_forgotten(self):
        eve = self.new_contact("Eve", EVE)
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login, "New"))
        with self.with_limits(messages=1):
            self.poll()
        self.assertIn("New", self.subjects(self.lena))
        self.assertFalse(self.searches)
        self.run_cron()
        self.assertEqual(len(self.envelopes(eve)), 4)

    def test_a_folder_that_is_renumbered_meanwhile(self):
        eve = self.new_contact("Eve", EVE)
        self.server.renumber(self.anna.login, 4711)
        self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])
        self.assertFalse(self.searches_for(EVE))
        self.assertEqual(self.counts(), (5, 5, 0))


class TestScannedBefore(LateCase):
    """More may be scanned than what lies between the cursors."""

    def setUp(self):
        super().setUp()
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login, "L6"))
        self.poll()

    def test_on_the_way_to_an_earlier_start_date(self):
        self.account.sync_since -= timedelta(days=30)
        window = "odoo.addons.imap_contact_sync.models.imap_sync_folder.WINDOW"
        with patch(window, 2), self.with_limits(seconds=0):
            self.poll()
        self.assertEqual(self.inbox.low_uid, 5)
        eve = self.new_contact("Eve", EVE)
        self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])

    def test_below_a_later_start_date(self):
        """What is kept stays, and names others in copy."""
        self.account.sync_since = datetime.now(UTC) + timedelta(days=1)
        with patch.object(FolderReader, "first_uid_since", lambda *_args: 6):
            self.poll()
        self.assertEqual(self.inbox.low_uid, 6)
        eve = self.new_contact("Eve", EVE)
        self.poll()
        self.assertEqual(self.subjects(eve), ["L1", "L2"])
        self.assertEqual(self.skipped(self.account), {"older": "4:5"})


class TestServers(LateCase):
    def test_one_that_refuses_to_search(self):
        eve = self.new_contact("Eve", EVE)
        with self.searching(FolderUnavailable("folder_refused", "BAD no")):
            self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])
        self.assertEqual(self.account.last_sync_status, "ok")
        self.assertFalse(self.inbox.error_message)

    def test_one_that_finds_no_addresses(self):
        eve = self.new_contact("Eve", EVE)
        with self.searching([]):
            self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])

    def test_one_that_finds_too_much(self):
        eve = self.new_contact("Eve", EVE)
        with self.searching([1, 2, 3, 4, 5, 6, 99]):
            self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])
        self.assertEqual(self.counts(), (5, 5, 0))

    def test_one_that_wants_to_be_left_alone(self):
        eve = self.new_contact("Eve", EVE)
        with self.searching(RetryLater("throttled")), self.muted():
            self.poll()
        self.assertFalse(self.envelopes(eve))
        self.account.sudo().run_ids.not_before_date = False
        self.poll()
        self.assertEqual(len(self.envelopes(eve)), 4, "it is not forgotten")
        self.assertEqual(len(self.searches), 1, "nor is SEARCH")

    def with_sent(self):
        """A second folder, which is read after the inbox, with one email of Eve."""
        login = self.anna.login
        self.server.deliver(login, mail(login, EVE, "S"), folder="Sent")
        sent = self.folder(self.account, "Sent")
        sent.selected = True
        self.poll()
        return sent

    def test_one_that_never_answers_a_search(self):
        """It costs one run, and nothing behind that folder waits any longer."""
        sent, login = self.with_sent(), self.anna.login
        eve = self.new_contact("Eve", EVE)
        self.server.deliver(login, mail(login, self.lena.email, "New"), folder="Sent")
        with self.searching(RetryLater("too_slow")), self.muted():
            self.poll()
            self.assertEqual(self.account.last_sync_status, "retry")
            self.poll()
        self.assertEqual(self.account.last_sync_status, "ok")
        self.assertIn("New", self.subjects(self.lena))
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2", "S"])
        self.assertFalse((self.inbox | sent)._new_addresses())

    def test_it_is_asked_again_after_a_day(self):
        sent = self.with_sent()
        self.new_contact("Eve", EVE)
        with self.searching(RetryLater("connection_lost")), self.muted():
            self.poll()
        self.poll()
        del self.searches[:]
        self.new_contact("Zoe", "x@y.example")
        self.poll()
        self.assertFalse(self.searches, "in no folder")
        self.inbox.search_date -= timedelta(days=2)
        zara = self.new_contact("Zara", "zara@y.example")
        self.server.deliver(self.anna.login, mail(zara.email, self.lena.email, "Z"))
        self.poll()
        self.assertEqual(len(self.searches), 2)
        self.assertFalse((self.inbox | sent).filtered("search_date"))

    def test_an_answer_is_not_forgotten_when_others_write_meanwhile(self):
        eve = self.new_contact("Eve", EVE)
        folder_class, failed = type(self.inbox), []
        remember = folder_class._remember_searched

        def remember_later(folder, rows):
            if not failed:
                failed.append(folder)
                raise pg_errors.SerializationFailure
            remember(folder, rows)

        with patch.object(folder_class, "_remember_searched", remember_later):
            self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2"])
        self.assertTrue(failed)
        self.assertEqual(len(self.searches), 2, "that it goes unanswered is not said")

    def test_another_folder_is_searched_all_the_same(self):
        login = self.anna.login
        self.server.deliver(login, mail(login, EVE, "S"), folder="Sent")
        self.folder(self.account, "Sent").selected = True
        self.poll()
        eve = self.new_contact("Eve", EVE)
        method, refused = FolderReader._search_part, []

        def search(reader, *words, **options):
            if not refused:
                refused.append(words)
                raise FolderUnavailable("folder_refused")
            return method(reader, *words, **options)

        with patch.object(FolderReader, "_search_part", search):
            self.poll()
        self.assertEqual(self.subjects(eve), ["E4", "E5", "L1", "L2", "S"])
        self.assertEqual(len(self.headers[-1]), 1)

    def test_so_many_addresses_that_all_headers_are_read_again(self):
        late = "odoo.addons.imap_contact_sync.engine.late.MOST_SEARCHED"
        values = [{"name": f"C{n}", "email": f"c{n}@many.example"} for n in range(3)]
        with patch(late, 3):
            self.env["res.partner"].create([*values, {"name": "Eve", "email": EVE}])
            self.poll()
        self.assertFalse(self.searches)
        self.assertEqual(self.counts(), (5, 5, 0))

    def test_a_domain_that_can_be_written_in_several_ways(self):
        login = self.anna.login
        self.server.deliver(login, mail("eve@xn--mller-kva.example", login, "Idn"))
        self.poll()
        for email in ("eve@xn--mller-kva.example", "eve@m\u00fcller.example"):
            eve = self.new_contact("Eve", email)
            self.poll()
            self.assertEqual(self.subjects(eve), ["Idn"], email)
        self.assertFalse(self.searches)
