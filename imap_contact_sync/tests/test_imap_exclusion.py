# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader

from .leaks import LeakCase
from .mail_server import mail


class ExclusionCase(LeakCase):
    """Anna's and Ben's mailboxes; each has mail of Lena alone and of Lena and Theo."""

    def setUp(self):
        super().setUp()
        self.both = mail(
            self.lena.email, self.theo.email, "Both", message_id=f"<b.{self.mark}@x>"
        )
        self.alone = mail(
            self.lena.email, "x@y.example", "Alone", message_id=f"<a.{self.mark}@x>"
        )
        self.other = mail(self.theo.email, self.anna.login, "Theo")

    def import_both(self):
        self.server.deliver(self.anna.login, self.alone, self.both, self.other)
        self.server.deliver(self.ben.login, self.alone, self.both)
        self.account = self.connected(self.anna)
        self.bens = self.connected(self.ben)
        self.sync(self.account, self.bens)

    def exclude(self, pattern, user=None, **values):
        user = user or self.anna
        entries = self.env["imap.exclusion"].with_user(user)
        entry = entries.create({"pattern": pattern, **values})
        self.env.invalidate_all()
        self.assert_accounting()
        return entry

    def seen(self, contact, user):
        """The subjects that a user reads on a contact."""
        return sorted(each["subject"] for each in self.shown(contact, user))

    def fetched(self):
        """A list that gets the UIDs of each body that is fetched."""
        uids, messages = [], FolderReader.messages

        def noted(reader, wanted):
            uids.extend(wanted)
            return messages(reader, wanted)

        self.enterContext(patch.object(FolderReader, "messages", noted))
        return uids


class TestImport(ExclusionCase):
    def test_an_entry_of_a_user_is_about_his_mailboxes(self):
        self.exclude("nordwind.example")
        self.import_both()
        self.assertEqual(self.skipped(self.account), {"never_log": "1"})
        self.assertEqual(self.skipped(self.bens), {})
        self.assertEqual(self.seen(self.lena, self.anna), [])
        self.assertEqual(self.seen(self.lena, self.ben), ["Alone", "Both"])
        self.assertEqual(self.seen(self.theo, self.anna), ["Both", "Theo"])
        [both] = self.folder(self.account)._kept_sources().filtered(
            lambda source: source.uid == 2
        )  # fmt: skip
        self.assertEqual(both.partner_ids, self.theo)
        self.assertEqual(both.withheld_ids, self.lena)

    def test_no_body_is_fetched(self):
        self.exclude(self.lena.email)
        self.server.deliver(self.anna.login, self.alone, self.both, self.other)
        fetched = self.fetched()
        self.sync(self.connected(self.anna))
        self.assertEqual(sorted(fetched), [2, 3])

    def test_strict(self):
        self.exclude(self.lena.email, strict=True)
        self.import_both()
        self.assertEqual(self.skipped(self.account), {"never_log": "1:2"})
        self.assertEqual(self.seen(self.theo, self.anna), ["Theo"])
        self.assertEqual(self.seen(self.theo, self.ben), ["Both"])

    def test_an_entry_of_the_company_is_about_all_mailboxes(self):
        self.exclude("@nordwind.example", self.mona, company_id=self.env.company.id)
        self.import_both()
        self.assertEqual(self.skipped(self.account), {"never_log": "1"})
        self.assertEqual(self.skipped(self.bens), {"never_log": "1"})
        self.assertFalse(self.envelopes(self.lena))

    def test_not_that_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.mona.company_ids += other
        self.exclude("nordwind.example", self.mona, company_id=other.id)
        self.import_both()
        self.assertEqual(self.skipped(self.account), {})


class TestAdding(ExclusionCase):
    def test_what_is_there_goes_at_once(self):
        self.import_both()
        self.exclude("*.Nordwind.example")
        self.assertEqual(self.seen(self.lena, self.anna), [])
        self.assertEqual(self.seen(self.theo, self.anna), ["Both", "Theo"])
        self.assertEqual(self.skipped(self.account), {"never_log": "1"})
        # Nobody else's copy is touched.
        self.assertEqual(self.seen(self.lena, self.ben), ["Alone", "Both"])
        self.assertEqual(self.skipped(self.bens), {})
        self.sync(self.account, self.bens)
        self.assertEqual(self.seen(self.lena, self.anna), [])
        self.assertEqual(self.skipped(self.account), {"never_log": "1"})
        self.assertFalse(self.folder(self.account).again)

    def test_nothing_is_left_of_what_nobody_else_has(self):
        self.server.deliver(self.anna.login, self.alone, self.both)
        account = self.connected(self.anna)
        self.sync(account)
        self.exclude(self.lena.email)
        self.assertFalse(self.envelopes(self.lena))
        contents = self.env["imap.email.content"].search([])
        self.assertEqual(contents.mapped("subject"), ["Both"])

    def test_strict_removes_the_whole_email(self):
        self.import_both()
        self.exclude(self.lena.email, strict=True)
        self.assertEqual(self.seen(self.theo, self.anna), ["Theo"])
        self.assertEqual(self.skipped(self.account), {"never_log": "1:2"})
        self.assertEqual(self.seen(self.theo, self.ben), ["Both"])
        self.sync(self.account)
        self.assertEqual(self.skipped(self.account), {"never_log": "1:2"})

    def test_strict_is_about_addresses_that_are_no_contacts(self):
        table = [
            ("to", f"{self.lena.email}, s@else.example", {}),
            ("cc", self.lena.email, {"cc": "Eve <S@Else.example>"}),
        ]
        for name, to, fields in table:
            with self.subTest(name):
                login = self.anna.login
                self.server.deliver(login, mail(login, to, name, **fields))
        self.server.deliver(
            login,
            mail("s@else.example", self.lena.email, "from"),
            mail("s@xelse.example", self.lena.email, "another", cc="else.example@x.y"),
        )
        self.sync(self.connected(self.anna))
        self.exclude("else.example", strict=True)
        self.assertEqual(self.seen(self.lena, self.anna), ["another"])

    def test_strict_finds_with_the_next_run_what_is_not_stored(self):
        letter = mail(self.lena.email, "x@y.example", "2")
        self.server.deliver(
            self.anna.login,
            mail(self.lena.email, "x@y.example", "0", reply_to="s@else.example"),
            mail(self.lena.email, "x@y.example", "1", bcc="s@else.example"),
            b"Sender: s@else.example\n" + letter,
            mail(self.lena.email, "x@y.example", "3"),
        )
        account = self.connected(self.anna)
        self.sync(account)
        self.exclude("s@else.example", strict=True)
        self.run_cron()
        self.assertEqual(self.seen(self.lena, self.anna), ["3"])
        self.assertEqual(self.skipped(account), {"never_log": "1:3"})

    def test_what_was_taken_off_too_much_comes_back(self):
        """Lena has two addresses, and only one of them is listed."""
        home = "lena@home.example"
        self.env["res.partner.email"].create(
            {"partner_id": self.lena.id, "email": home}
        )
        self.import_both()
        letters = [
            mail(home, "x@y.example", "Home"),
            mail(home, self.theo.email, "Two"),
        ]
        self.server.deliver(self.anna.login, *letters)
        self.sync(self.account)
        self.exclude(self.lena.email)
        self.assertEqual(self.seen(self.lena, self.anna), [])
        self.run_cron()
        self.assertEqual(self.seen(self.lena, self.anna), ["Home", "Two"])
        self.assertEqual(self.seen(self.theo, self.anna), ["Both", "Theo", "Two"])
        self.exclude("home.example")
        self.run_cron()
        self.assertEqual(self.seen(self.lena, self.anna), [])

    def test_archived_contacts_too(self):
        self.import_both()
        self.lena.active = False
        self.exclude("nordwind.example")
        left = self.folder(self.account)._kept_sources()
        self.assertEqual(left.partner_ids, self.theo)
        self.lena.active = True
        self.assertEqual(self.seen(self.lena, self.anna), [])

    def test_archived_contacts_that_are_not_listed_keep_theirs(self):
        self.import_both()
        self.theo.active = False
        self.exclude(self.lena.email)
        self.run_cron()
        self.theo.active = True
        self.assertEqual(self.seen(self.theo, self.anna), ["Both", "Theo"])

    def test_what_was_renumbered_and_not_read_again_yet(self):
        self.import_both()
        self.folder(self.account)._forget_scan(0)
        self.exclude("nordwind.example")
        self.assertEqual(self.seen(self.lena, self.anna), [])
        self.assertEqual(self.seen(self.theo, self.anna), ["Both", "Theo"])

    def test_a_withheld_protected_contact_still_protects(self):
        self.import_both()
        self.account.sharing = "everything"
        self.assertEqual(self.seen(self.theo, self.carl), ["Both", "Theo"])
        self.lena.imap_protected = True
        self.exclude("nordwind.example")
        self.bens.sudo().unlink()
        self.assertEqual(self.seen(self.theo, self.carl), ["Theo"])
        self.assertEqual(self.seen(self.theo, self.anna), ["Both", "Theo"])

    def test_a_run_that_judged_before_writes_nothing_more(self):
        """The entry is added while bodies are on their way."""
        letters = [mail(self.lena.email, "x@y.example", f"{n}") for n in range(6)]
        self.server.deliver(self.anna.login, *letters)
        account = self.connected(self.anna)
        sync_class = self.env.registry["imap.sync"]
        write = sync_class._import_batch

        def then_exclude(sync, folder, visit, batch):
            write(sync, folder, visit, batch)
            if not self.env["imap.exclusion"].search([]):
                self.exclude("nordwind.example")

        module = "odoo.addons.imap_contact_sync.engine.matching"
        batches = patch(f"{module}.BATCH_MESSAGES", 2)
        with batches, patch.object(sync_class, "_import_batch", then_exclude):
            self.sync(account)
        self.assertFalse(self.envelopes(self.lena))
        self.assertEqual(self.skipped(account), {"never_log": "1:6"})


class TestRemoving(ExclusionCase):
    def test_what_was_kept_away_comes_back(self):
        for strict in (False, True):
            with self.subTest(strict=strict):
                entry = self.exclude("nordwind.example", strict=strict)
                if not strict:
                    self.import_both()
                self.assertEqual(self.seen(self.lena, self.anna), [])
                entry.unlink()
                self.assertEqual(self.seen(self.lena, self.anna), [])
                self.run_cron()
                self.assertEqual(self.seen(self.lena, self.anna), ["Alone", "Both"])
                self.assertEqual(
                    self.seen(self.theo, self.anna), ["Both", "Theo"]
                )  # fmt: skip
                self.assertEqual(self.skipped(self.account), {})

    def test_what_stood_there_before_comes_back(self):
        self.import_both()
        entry = self.exclude("nordwind.example", strict=True)
        entry.unlink()
        self.run_cron()
        self.assertEqual(self.seen(self.lena, self.anna), ["Alone", "Both"])

    def test_while_another_entry_still_names_it(self):
        self.exclude("nordwind.example", self.mona, company_id=self.env.company.id)
        entry = self.exclude(self.lena.email)
        self.import_both()
        entry.unlink()
        self.run_cron()
        self.assertFalse(self.envelopes(self.lena))

    def test_editing(self):
        self.import_both()
        entry = self.exclude("nordwind.example")
        entry.pattern = "@Bellerive.example"
        self.assertEqual(entry.pattern, "bellerive.example")
        self.assertEqual(self.seen(self.theo, self.anna), [])
        self.run_cron()
        self.assertEqual(self.seen(self.lena, self.anna), ["Alone", "Both"])
        self.assertEqual(self.skipped(self.account), {"never_log": "3"})
        entry.strict = True
        self.assertEqual(self.seen(self.lena, self.anna), ["Alone"])
        entry.strict = False
        self.run_cron()
        self.assertEqual(self.seen(self.lena, self.anna), ["Alone", "Both"])


class TestRights(ExclusionCase):
    def entries(self, user):
        return self.env["imap.exclusion"].with_user(user).search([])

    def test_who_sees_an_entry(self):
        own = self.exclude("a.example")
        for user in self.ben | self.mona:
            self.assertFalse(self.entries(user))
            with self.assertRaises(AccessError):
                own.with_user(user).read(["pattern"])
        shared = self.exclude("b.example", self.mona, company_id=self.env.company.id)
        for user in self.ben | self.mona:
            self.assertEqual(self.entries(user), shared.with_user(user))
        self.assertEqual(
            self.entries(self.anna).mapped("scope"), ["personal", "company"]
        )
        for user in self.ada | self.carl | self.portal | self.public:
            with self.assertRaises(AccessError):
                self.entries(user)

    def test_whose_an_entry_is(self):
        """Whatever arrives over RPC."""
        entry = self.exclude("a.example", user_id=self.ben.id)
        self.assertEqual(entry.user_id, self.anna)
        with_default = self.env["imap.exclusion"].with_context(
            default_user_id=self.ben.id
        )
        entry = with_default.with_user(self.anna).create({"pattern": "b.example"})
        self.assertEqual(entry.user_id, self.anna)
        for values in ({"user_id": self.ben.id}, {"company_id": self.env.company.id}):
            with self.assertRaises(AccessError):
                entry.write(values)

    def test_only_managers_edit_the_companys(self):
        company = self.env.company.id
        for user in self.anna | self.carl | self.ada:
            with self.assertRaises(AccessError):
                self.exclude("a.example", user, company_id=company)
        entry = self.exclude("a.example", self.mona, company_id=company)
        for user in self.anna | self.carl | self.ada:
            with self.assertRaises(AccessError):
                entry.with_user(user).strict = True
            with self.assertRaises(AccessError):
                entry.with_user(user).unlink()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaises(AccessError):
            self.exclude("a.example", self.mona, company_id=other.id)

    def test_a_refused_entry_removes_nothing(self):
        self.import_both()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.exclude("nordwind.example", company_id=self.env.company.id)
        self.env.invalidate_all()
        self.assertEqual(self.seen(self.lena, self.anna), ["Alone", "Both"])

    def test_patterns_that_are_none(self):
        for text in ("com", "", "lena", "Lena <lena@x.example>", "*.com"):
            with self.subTest(text), self.assertRaises(ValidationError) as raised:
                self.exclude(text)
            self.assertIn("example.com", str(raised.exception))

    def test_once_on_each_list(self):
        self.exclude("a.example")
        self.exclude("a.example", self.ben)
        self.exclude("a.example", self.mona, company_id=self.env.company.id)
        muted = mute_logger("odoo.sql_db")
        with self.assertRaises(IntegrityError), muted, self.env.cr.savepoint():
            self.exclude("@A.example")


class TestAdd(ExclusionCase):
    """The dialog that asks."""

    def dialog(self, user=None, **values):
        dialogs = self.env["imap.exclusion.add"].with_user(user or self.anna)
        return dialogs.create({"pattern": "nordwind.example", **values})

    def test_it_says_what_disappears(self):
        self.import_both()
        self.assertIn("2 emails on 1 contact", self.dialog().consequence)
        dialog = self.dialog(strict=True)
        self.assertIn("2 emails on 2 contacts", dialog.consequence)
        self.assertIn("No email", self.dialog(pattern="z.example").consequence)
        self.assertIn("neither", self.dialog(pattern="com").consequence)
        self.assertEqual(len(self.envelopes(self.lena)), 2)
        dialog.action_confirm()
        self.assertEqual(self.seen(self.lena, self.anna), [])
        self.assertTrue(self.env["imap.exclusion"].search([]).strict)

    def test_a_manager_is_not_told_what_he_does_not_see(self):
        """Else he could find out whom a colleague writes to."""
        self.import_both()
        for user in (self.mona, self.ben):
            dialog = self.dialog(user, scope="company")
            self.assertIn(
                "No email" if user == self.mona else "2 emails", dialog.consequence
            )
        self.assertIn("as well", self.dialog(self.mona, scope="company").consequence)
        self.account.sharing = "everything"
        dialog = self.dialog(self.mona, scope="company")
        self.assertIn("2 emails on 1 contact", dialog.consequence)
        dialog.action_confirm()
        self.assertFalse(self.envelopes(self.lena))

    def test_only_managers_choose_the_company(self):
        self.assertFalse(self.dialog().may_choose_scope)
        self.assertTrue(self.dialog(self.mona).may_choose_scope)
        with self.assertRaises(AccessError):
            self.dialog(scope="company").action_confirm()
