# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader
from odoo.addons.imap_contact_sync.engine.visit import Limits

from .common import ImapSyncCase
from .mail_server import mail

FOLDERS = "odoo.addons.imap_contact_sync.models.imap_sync_folder"
AGAIN = "odoo.addons.imap_contact_sync.models.imap_sync_again"


class TestAgain(ImapSyncCase):
    """Six emails of Lena to Theo, and two of strangers, with the UIDs 7 and 8."""

    def setUp(self):
        super().setUp()
        login = self.anna.login
        letters = [mail(self.lena.email, self.theo.email, f"{n}") for n in range(6)]
        strangers = [mail("eve@else.example", login, f"S{n}") for n in range(2)]
        self.server.deliver(login, *letters, *strangers)
        self.account = self.connected(self.anna)
        self.sync(self.account)
        self.inbox = self.folder(self.account)
        self.bodies = []
        messages = FolderReader.messages

        def noted(reader, wanted):
            self.bodies.extend(wanted)
            return messages(reader, wanted)

        self.enterContext(patch.object(FolderReader, "messages", noted))
        # Later contacts have tests of their own: here is judged what a test names.
        addresses = self.env.registry["imap.new.address"]
        self.enterContext(patch.object(addresses, "_remember", lambda *_args: None))

    def judge_again(self, text):
        self.inbox._judge_again(UidSet.parse(text))
        self.assert_accounting()

    def counts(self):
        folder = self.inbox
        return folder.scanned_count, folder.kept_count, folder.skipped_count

    def with_limits(self, **limits):
        run_class = self.env.registry["imap.account.run"]
        return patch.object(run_class, "_limits", lambda *_args: Limits(**limits))

    def test_the_set(self):
        self.judge_again("2:3,7,9:99")
        self.assertEqual(self.inbox.again, "2:3,7")
        self.judge_again("3:4")
        self.assertEqual(self.inbox.again, "2:4,7")
        self.assertEqual(self.counts(), (8, 6, 2))

    def test_nothing_changes_when_the_verdict_is_the_same(self):
        before = self.envelopes(self.lena) + self.envelopes(self.theo)
        sources = self.inbox._kept_sources()
        self.judge_again("1:8")
        self.sync(self.account)
        self.assertFalse(self.inbox.again)
        self.assertEqual(self.envelopes(self.lena) + self.envelopes(self.theo), before)
        self.assertEqual(self.inbox._kept_sources(), sources)
        self.assertEqual(self.counts(), (8, 6, 2))
        self.assertFalse(self.bodies)

    def test_a_poll_without_news_is_one_again(self):
        self.judge_again("1")
        said, headers = [], FolderReader.headers

        def noted(reader, wanted):
            said.append(str(wanted))
            return headers(reader, wanted)

        with patch.object(FolderReader, "headers", noted):
            self.sync(self.account)
            self.sync(self.account)
        self.assertEqual(said, ["1"])

    def test_contacts_come_and_go_without_a_body(self):
        self.new_contact("Eve", "eve@else.example")
        double = self.new_contact("Double", self.lena.email)
        self.theo.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.judge_again("1:3")
        self.sync(self.account)
        self.assertEqual(self.subjects(double), ["0", "1", "2"])
        self.assertEqual(len(self.envelopes(self.lena)), 6)
        self.assertFalse(self.bodies)
        self.assertEqual(self.counts(), (8, 6, 2))

    def test_what_was_skipped_is_imported(self):
        eve = self.new_contact("Eve", "eve@else.example")
        self.judge_again("7:8")
        self.sync(self.account)
        self.assertEqual(self.subjects(eve), ["S0", "S1"])
        self.assertEqual(self.skipped(self.account), {})
        self.assertEqual(sorted(self.bodies), [7, 8])
        self.assertEqual(self.counts(), (8, 8, 0))

    def test_what_is_kept_leaves_with_what_nobody_else_has(self):
        exclusion = self.env["imap.exclusion"]
        with patch.object(self.env.registry["imap.exclusion"], "_close"):
            exclusion.with_user(self.anna).create(
                {"pattern": self.lena.email, "strict": True}
            )
        self.judge_again("1:2")
        self.sync(self.account)
        self.assertEqual(self.subjects(self.theo), ["2", "3", "4", "5"])
        self.assertEqual(
            self.skipped(self.account), {"never_log": "1:2", "no_contact": "7:8"}
        )
        self.assertEqual(self.counts(), (8, 4, 4))
        self.assertEqual(self.env["imap.email"].search_count([]), 4)

    def test_an_expunged_one_stays_what_it_was(self):
        self.new_contact("Eve", "eve@else.example")
        self.server.expunge(self.anna.login, 1)
        self.server.expunge(self.anna.login, 7)
        self.judge_again("1,7")
        self.sync(self.account)
        self.assertFalse(self.inbox.again)
        self.assertEqual(self.subjects(self.lena), list("012345"))
        self.assertEqual(self.skipped(self.account), {"no_contact": "7:8"})
        self.assertEqual(self.counts(), (8, 6, 2))

    def refusing(self, *uids):
        fetch = FolderReader._fetch
        refusal = FolderUnavailable("fetch_refused", "[UNAVAILABLE] no")

        def refuse(reader, wanted, items):
            if wanted & UidSet.of(uids):
                return [], refusal
            return fetch(reader, wanted, items)

        return patch.object(FolderReader, "_fetch", refuse)

    def test_a_header_that_the_server_refuses(self):
        self.judge_again("1:8")
        with self.refusing(1, 7):
            self.sync(self.account)
        self.assertFalse(self.inbox.again)
        self.assertEqual(self.account.failure_ids.uid, 7)
        self.assertEqual(len(self.envelopes(self.lena)), 6)
        self.assertEqual(self.skipped(self.account), {"no_contact": "8"})

    def test_a_verdict_that_cannot_be_written(self):
        sync_class = self.env.registry["imap.sync"]
        update = sync_class._update_kept

        def broken(sync, sources, verdicts):
            if any(each.uid == 2 for each in verdicts):
                raise ValueError("cannot be written")
            return update(sync, sources, verdicts)

        double = self.new_contact("Double", self.lena.email)
        self.judge_again("1:3")
        with patch.object(sync_class, "_update_kept", broken), self.muted():
            self.sync(self.account)
        self.assertEqual(self.subjects(double), ["0", "2"])
        self.assertEqual(len(self.envelopes(self.lena)), 6)
        self.assertEqual(self.inbox.again, "2", "it is not forgotten")
        self.assertFalse(self.account.failure_ids)
        self.sync(self.account)
        self.assertEqual(self.subjects(double), ["0", "1", "2"])
        self.assertFalse(self.inbox.again)

    def test_in_windows_until_the_visit_is_over(self):
        double = self.new_contact("Double", self.lena.email)
        self.judge_again("1:6")
        sync_class = self.env.registry["imap.sync"]
        read, order = sync_class._sync_window, []

        def noted(sync, folder, visit, uids, cursor):
            order.append(str(uids))
            return read(sync, folder, visit, uids, cursor)

        window = patch(f"{AGAIN}.WINDOW", 2)
        with window, patch.object(sync_class, "_sync_window", noted):
            with self.with_limits(seconds=0):
                self.sync(self.account)
            self.assertEqual(order, ["1:2"])
            self.assertEqual(self.inbox.again, "3:6")
            self.run_cron()
        self.assertEqual(order, ["1:2", "3:4", "5:6"])
        self.assertEqual(len(self.envelopes(double)), 6)

    def test_new_mail_comes_first(self):
        self.judge_again("1:6")
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login, "New"))
        with self.with_limits(messages=1):
            self.sync(self.account)
        self.assertEqual(self.inbox.again, "1:6")
        self.assertIn("New", self.subjects(self.lena))
        self.run_cron()
        self.assertFalse(self.inbox.again)

    def test_a_limit_in_the_middle_of_what_is_let_in(self):
        eve = self.new_contact("Eve", "eve@else.example")
        self.judge_again("1:8")
        batches = patch(
            "odoo.addons.imap_contact_sync.engine.matching.BATCH_MESSAGES", 1
        )
        with batches, self.with_limits(messages=1):
            self.sync(self.account)
        self.assertEqual(self.subjects(eve), ["S1"])
        self.assertEqual(self.skipped(self.account), {"no_contact": "7"})
        self.assertEqual(self.inbox.again, "7")
        self.run_cron()
        self.assertEqual(self.subjects(eve), ["S0", "S1"])

    def test_a_renumbering_empties_the_set(self):
        self.judge_again("1:8")
        self.server.renumber(self.anna.login, 4711)
        self.sync(self.account)
        self.assertFalse(self.inbox.again)
        self.assertEqual(self.subjects(self.lena), list("012345"))
        self.assertEqual(self.counts(), (8, 6, 2))

    def test_messages_that_are_scanned_anew_leave_the_set(self):
        self.judge_again("1:8")
        self.inbox._reconsider("no_contact")
        self.assertEqual(self.inbox.again, "1:6")

    def test_copies_that_are_deleted_leave_the_set(self):
        self.judge_again("1:8")
        gone = self.inbox._kept_sources(UidSet.of([1, 2]))
        self.inbox._forget_copies(gone)
        gone.email_id.unlink()
        self.assertEqual(self.inbox.again, "3:8")
        self.assertEqual(self.counts(), (6, 4, 2))

    def test_what_is_kept_is_not_too_old(self):
        self.account.sync_since = "2099-01-01"
        self.judge_again("1:8")
        self.sync(self.account)
        self.assertEqual(len(self.envelopes(self.lena)), 6)

    def test_the_set_and_the_version_are_nobodys_to_read(self):
        for user in self.anna | self.ben:
            found = self.inbox.with_user(user)
            for name in ("again", "rules_version"):
                self.assertFalse(found._has_field_access(found._fields[name], "read"))


class TestContactLimit(ImapSyncCase):
    def test_all_are_named_and_the_first_twenty_get_it(self):
        people = [
            self.new_contact(f"P{n}", f"p{n}@many.example") for n in range(25)
        ]  # fmt: skip
        login = self.anna.login
        to = ", ".join(each.email for each in people)
        self.server.deliver(login, mail(login, to, "To many"))
        account = self.connected(self.anna)
        self.sync(account)
        source = self.folder(account)._kept_sources()
        self.assertEqual(len(source.partner_ids), 25)
        standing = [bool(self.envelopes(each)) for each in people]
        self.assertEqual(standing, [True] * 20 + [False] * 5)
        source.email_id._forget_unsourced()
        self.assertEqual(len(source.email_id.envelope_ids), 20)
        # Those who follow move up, and who is named no more has it no more.
        self.env["imap.exclusion"].with_user(self.anna).create(
            {"pattern": people[0].email}
        )
        self.run_cron()
        standing = [bool(self.envelopes(each)) for each in people]
        self.assertEqual(standing, [False] + [True] * 20 + [False] * 4)


class TestThreadKey(ImapSyncCase):
    def test_emails_of_a_conversation(self):
        login = self.anna.login
        root = f"<root.{self.mark}@x.example>"
        self.server.deliver(
            login,
            mail(self.lena.email, login, "Question", message_id=root),
            mail(self.lena.email, login, "Again", references=f"{root} <2@x>"),
            mail(self.lena.email, login, "Else"),
        )
        self.sync(self.connected(self.anna))
        keys = [
            each.thread_key
            for each in self.envelopes(self.lena).imap_email_id.source_ids
        ]
        self.assertEqual(sorted(map(keys.count, keys)), [1, 2, 2])
