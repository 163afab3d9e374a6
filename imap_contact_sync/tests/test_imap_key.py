# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools
import os
import stat
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from cryptography.fernet import Fernet

from odoo.exceptions import AccessError, UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import Form
from odoo.tools import config

from ..engine.errors import AdminMustAct, MailboxError
from ..engine.secret import fingerprint, sealed_by
from ..models.imap_key import BACKED_UP, FINGERPRINT, LOST
from ..models.server_keys import create_key_file
from .common import ImapSyncCase
from .mail_server import PASSWORD

OPTION, FILE_OPTION = "imap_contact_sync_keys", "imap_contact_sync_key_file"
OLD, NEW, THIRD = (Fernet.generate_key().decode() for _each in range(3))


class KeyCase(ImapSyncCase):
    """A server without any key, and an empty data folder."""

    def setUp(self):
        super().setUp()
        self.folder_path = Path(self.enterContext(TemporaryDirectory()))
        self.created = self.folder_path / "imap_contact_sync.keys"
        self.enterContext(self.server_with(environment="", file="", option=""))
        self.keys = self.env["imap.key"]
        self.parameters = self.env["ir.config_parameter"]
        for name in (FINGERPRINT, LOST, BACKED_UP):  # tests that commit leave them
            self.parameters.set_param(name, False)

    @contextmanager
    def server_with(self, **sources):
        """This server's configuration: ``environment``, ``file``, ``option``."""
        options = {"data_dir": str(self.folder_path)}
        for name, option in (("file", FILE_OPTION), ("option", OPTION)):
            if name in sources:
                options[option] = sources[name]
        with ExitStack() as stack:
            stack.enter_context(patch.dict(config.options, options))
            if "environment" in sources:
                variable = {OPTION.upper(): sources["environment"]}
                stack.enter_context(patch.dict(os.environ, variable))
            yield

    def file_with(self, text):
        path = self.folder_path / "given.key"
        path.write_text(text)
        return str(path)

    def reason(self, account):
        """Why the password cannot be opened."""
        with self.assertRaises(MailboxError) as caught:
            account._password__()
        return caught.exception.reason


class TestSources(KeyCase):
    """SEC-5.2: the first source that is configured counts."""

    def test_each_source_seals_and_opens(self):
        file = self.file_with(f"{OLD}\n")
        for sources in ({"environment": OLD}, {"file": file}, {"option": OLD}):
            with self.subTest(*sources), self.server_with(**sources):
                account = self.new_account(self.anna)
                self.assertEqual(account._password__(), PASSWORD)
                self.assertEqual(sealed_by(account.sudo().secret), fingerprint(OLD))
                account.unlink()
        self.assertFalse(self.created.exists())

    def test_their_order(self):
        file = self.file_with(NEW)
        for expected, sources in (
            (THIRD, {"environment": THIRD, "file": file, "option": OLD}),
            (NEW, {"file": file, "option": OLD}),
            (OLD, {"option": OLD}),
        ):
            with self.server_with(**sources):
                account = self.new_account(self.anna)
            self.assertEqual(sealed_by(account.sudo().secret), fingerprint(expected))
            account.unlink()
            self.parameters.set_param(FINGERPRINT, False)

    def test_what_is_configured_and_wrong_falls_back_to_nothing(self):
        self.created.write_text(OLD)
        for sources in (
            {"environment": "not a key"},
            {"file": "/nowhere/at/all.key"},
            {"file": self.file_with("")},
            {"file": self.file_with("ü" + OLD)},
            {"option": f"{OLD},short"},
        ):
            with self.subTest(sources), self.server_with(**sources):
                with self.assertRaisesRegex(UserError, "is no key"):
                    self.new_account(self.anna)
                self.assertIn("Correct it", self.keys._trouble())

    def test_an_older_key_still_opens(self):
        with self.server_with(option=OLD):
            account = self.new_account(self.anna)
        with self.server_with(option=f" {NEW} , {OLD} "):
            self.assertEqual(account._password__(), PASSWORD)


class TestCreated(KeyCase):
    """A single machine that was given no key makes one at the first use."""

    def test_made_at_the_first_password(self):
        self.assertIn("There is no key yet", self.keys._where())
        self.assertFalse(self.created.exists())
        with self.assertLogs("odoo.addons.imap_contact_sync", "WARNING") as log:
            account = self.new_account(self.anna)
        self.assertIn(str(self.created), log.output[0])
        self.assertNotIn(self.created.read_text().strip(), log.output[0])
        self.assertEqual(account._password__(), PASSWORD)
        self.assertEqual(stat.S_IMODE(self.created.stat().st_mode), 0o600)
        self.assertNotIn("filestore", self.created.parts)

    def test_the_next_password_uses_it(self):
        self.new_account(self.anna)
        made = self.created.read_text()
        other = self.new_account(self.ben)
        self.assertEqual(self.created.read_text(), made)
        self.assertEqual(sealed_by(other.sudo().secret), fingerprint(made.strip()))

    def test_another_database_of_this_server_uses_it_too(self):
        self.created.write_text(f"{OLD}\n")
        account = self.new_account(self.anna)
        self.assertEqual(sealed_by(account.sudo().secret), fingerprint(OLD))

    def test_made_at_the_same_moment_by_another_database(self):
        def create(_key):
            self.created.write_text(OLD)
            raise FileExistsError

        module = "odoo.addons.imap_contact_sync.models.imap_key"
        with patch(f"{module}.create_key_file", create):
            account = self.new_account(self.anna)
        self.assertEqual(sealed_by(account.sudo().secret), fingerprint(OLD))
        self.assertEqual(self.parameters.get_param(FINGERPRINT), fingerprint(OLD))

    def test_a_file_that_is_there_is_never_overwritten(self):
        self.created.write_text(OLD)
        with self.assertRaises(FileExistsError):
            create_key_file(NEW)
        self.assertEqual(self.created.read_text(), OLD)

    def test_a_file_that_could_not_be_written_does_not_stay(self):
        """An empty one would be no key, for ever."""
        with patch("os.fsync", side_effect=OSError(28, "No space left on device")):
            with self.assertRaisesRegex(UserError, OPTION):
                self.new_account(self.anna)
        self.assertEqual(list(self.created.parent.glob("imap_contact_sync*")), [])

    def test_others_see_it_whole_or_not_at_all(self):
        def fsync(_descriptor):
            self.assertFalse(self.created.exists())

        with patch("os.fsync", fsync):
            create_key_file(NEW)
        self.assertEqual(self.created.read_text(), f"{NEW}\n")

    def test_a_folder_that_cannot_be_written_to(self):
        with patch.dict(config.options, {"data_dir": "/proc/nowhere"}):
            with self.assertRaisesRegex(UserError, OPTION):
                self.new_account(self.anna)

    def test_a_server_that_lost_it_makes_no_other(self):
        account = self.new_account(self.anna)
        key = self.created.read_text()
        self.created.unlink()
        with self.assertRaisesRegex(UserError, "has lost the key"):
            account.password = "again"
        self.assertEqual(self.reason(account), "no_key")
        self.assertFalse(self.created.exists())
        self.created.write_text(key)
        self.assertEqual(account._password__(), PASSWORD)

    def test_the_administrator_is_asked_to_copy_it(self):
        self.assertFalse(self.keys._needs_copy())
        account = self.new_account(self.anna)
        admin = self.env.ref("base.user_admin")
        settings = self.env["res.config.settings"].with_user(admin).create({})
        self.assertTrue(settings.imap_key_needs_copy)
        self.assertIn(str(self.created), settings.imap_key_where)
        self.assertTrue(account.with_user(admin).key_needs_copy)
        settings.action_imap_key_copied()
        self.assertFalse(self.keys._needs_copy())
        self.env.invalidate_all()
        self.assertFalse(account.with_user(admin).key_needs_copy)
        with self.assertRaises(AccessError):
            account.read(["key_needs_copy"])

    def test_who_configures_a_key_is_asked_nothing(self):
        with self.server_with(option=OLD):
            self.new_account(self.anna)
            self.assertFalse(self.keys._needs_copy())


class TestFingerprint(KeyCase):
    """The database knows the key that belongs to it, by its fingerprint alone."""

    def setUp(self):
        super().setUp()
        with self.server_with(option=OLD):
            self.account = self.new_account(self.anna)

    def test_no_key_is_in_the_database(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT string_agg(key || value, '') FROM ir_config_parameter"
        )
        [parameters] = self.env.cr.fetchone()
        self.assertIn(fingerprint(OLD), parameters)
        self.assertNotIn(OLD.strip("="), parameters + self.account.sudo().secret)

    def test_a_host_with_another_key_refuses(self):
        with self.server_with(option=NEW):
            self.assertEqual(self.reason(self.account), "other_key")
            with self.assertRaisesRegex(UserError, "has another key"):
                self.new_account(self.ben)
            self.assertIn("another key", self.keys._trouble())
        self.assertEqual(self.parameters.get_param(FINGERPRINT), fingerprint(OLD))

    def test_a_run_waits_for_the_key_and_goes_on_with_it(self):
        """SEC-6: nothing destroyed, no password asked for, the others unaffected."""
        with self.server_with(option=OLD):
            self.account.action_connect()
        run = self.account.sudo().run_ids
        with self.server_with(option=NEW), self.muted():
            for _attempt in range(3):
                self.sync(self.account)
        self.assertEqual(self.account.state, "connected")
        self.assertEqual(run.status, "retry")
        self.assertIn("Ask an administrator", self.account.error_message)
        with self.server_with(option=OLD):
            self.sync(self.account)
        self.assertEqual(run.status, "ok")
        self.assertFalse(self.account.error_message)

    def test_a_key_that_only_another_host_has(self):
        """During a rotation: this host has not got the new key yet."""
        with self.server_with(option=f"{NEW},{OLD}"):
            self.account.password = "new"
        with self.server_with(option=OLD):
            self.assertEqual(self.reason(self.account), "key_missing")
            self.account.password = "newer"
            self.assertEqual(self.account._password__(), "newer")

    def test_the_old_key_is_lost(self):
        secret = self.account.sudo().secret
        with self.server_with(option=NEW):
            settings = self.env["res.config.settings"].create({})
            self.assertIn("another key", settings.imap_key_trouble)
            self.assertTrue(settings.imap_key_lost)
            settings.action_imap_key_accept()
            self.assertEqual(self.reason(self.account), "secret_unreadable")
            self.assertFalse(self.keys._trouble())
            self.assertEqual(self.account.sudo().secret, secret)
            self.new_account(self.ben)
        with self.server_with(option=f"{NEW},{OLD}"):  # it was in a drawer
            self.assertEqual(self.account._password__(), PASSWORD)

    def test_the_old_key_is_lost_and_there_is_no_other(self):
        settings = self.env["res.config.settings"].create({})
        self.assertIn("is gone", settings.imap_key_trouble)
        settings.action_imap_key_accept()
        self.assertTrue(self.created.exists())
        self.assertEqual(self.reason(self.account), "secret_unreadable")
        self.account.password = "again"
        self.assertEqual(self.account._password__(), "again")

    def test_administrators_only(self):
        settings = self.env["res.config.settings"].create({}).with_user(self.anna)
        for name in ("copied", "rotate", "accept"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(settings, f"action_imap_key_{name}")()


class TestRotation(KeyCase):
    """SEC-5: the new key first; then all is sealed with it; then the old one goes."""

    def setUp(self):
        super().setUp()
        with self.server_with(option=OLD):
            made = [self.new_account(user).id for user in (self.anna, self.ben)]
        self.accounts = self.env["imap.account"].browse(made)
        self.both = self.server_with(option=f"{NEW},{OLD}")

    def passwords(self):
        return [account._password__() for account in self.accounts]

    def test_all_are_sealed_with_the_new_key(self):
        with self.both:
            settings = self.env["res.config.settings"].create({})
            self.assertEqual(settings.imap_key_outdated_count, 2)
            answer = settings.action_imap_key_rotate()
            self.assertEqual(answer["params"]["type"], "success")
            self.assertEqual(self.passwords(), [PASSWORD] * 2)
            self.assertFalse(self.keys._outdated())
        with self.server_with(option=NEW):
            self.assertEqual(self.passwords(), [PASSWORD] * 2)
            self.assertFalse(self.keys._trouble())

    def test_it_changes_nothing_else(self):
        self.accounts.sudo().write({"state": "connected"})
        with self.both:
            self.keys._rotate()
        self.assertEqual(self.accounts.mapped("state"), ["connected"] * 2)

    def test_again_changes_nothing(self):
        with self.both:
            self.keys._rotate()
            before = self.accounts.sudo().mapped("secret")
            self.keys._rotate()
        self.assertEqual(self.accounts.sudo().mapped("secret"), before)

    def test_broken_off_in_the_middle(self):
        """At each row: it was one transaction, and the next time begins again."""
        for rows in range(2):
            with self.server_with(option=f"{NEW},{OLD}"):
                with self.broken_off_after(rows), self.assertRaises(SystemExit):
                    self.keys._rotate()
                self.assertEqual(self.passwords(), [PASSWORD] * 2)
                self.assertEqual(len(self.keys._outdated()), 2)
        with self.both:
            self.assertEqual(self.keys._rotate(), 0)
        with self.server_with(option=NEW):
            self.assertEqual(self.passwords(), [PASSWORD] * 2)

    @contextmanager
    def broken_off_after(self, rows):
        model = type(self.accounts)
        original, left = model.write, itertools.count(rows, -1)

        def write(accounts, vals):
            if "secret" in vals and not next(left):
                raise SystemExit
            return original(accounts, vals)

        with patch.object(model, "write", write):
            yield

    def test_one_that_is_being_saved_is_left_for_the_next_time(self):
        model = type(self.accounts)
        with self.both:
            settings = self.env["res.config.settings"].create({})
            with patch.object(
                model, "try_lock_for_update", lambda all_, **_kw: all_[:1]
            ):
                answer = settings.action_imap_key_rotate()
            self.assertIn("left: 1.", answer["params"]["message"])
            self.assertEqual(self.passwords(), [PASSWORD] * 2)
            self.assertEqual(len(self.keys._outdated()), 1)
            self.assertEqual(self.parameters.get_param(FINGERPRINT), fingerprint(OLD))
            self.assertEqual(self.keys._rotate(), 0)
        self.assertEqual(self.parameters.get_param(FINGERPRINT), fingerprint(NEW))

    def test_one_that_opens_no_more_stops_nobody(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE imap_account SET host = 'imap.evil.example' WHERE id = %s",
            [self.accounts[0].id],
        )
        self.env.invalidate_all()
        with self.both:
            self.assertEqual(self.keys._rotate(), 0)
            self.assertEqual(self.accounts[1]._password__(), PASSWORD)
            self.assertEqual(self.reason(self.accounts[0]), "secret_unreadable")
            self.assertFalse(self.keys._outdated())  # the count comes to its end

    def test_the_old_key_removed_too_early(self):
        with self.server_with(option=NEW):
            self.assertEqual(self.reason(self.accounts[0]), "other_key")
            with self.assertRaises(AdminMustAct):
                self.keys._rotate()
            settings = self.env["res.config.settings"].create({})
            with self.assertRaisesRegex(UserError, "another key"):
                settings.action_imap_key_rotate()

    def test_without_any_key(self):
        self.parameters.set_param(FINGERPRINT, False)
        with self.assertRaises(AdminMustAct):
            self.keys._rotate()


class TestNeutralize(KeyCase):
    """F12. SEC-7, SEC-8: a copy for tests connects nowhere and holds no secret."""

    def neutralize(self):
        self.env.flush_all()
        for query in get_neutralization_queries(["base", "imap_contact_sync"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()

    def test_no_secret_is_left_and_nothing_connects(self):
        account = self.connected(self.anna)
        self.neutralize()
        self.assertFalse(account.has_password)
        self.assertEqual(account.state, "draft")
        with self.assertRaisesRegex(UserError, "a copy for tests"):
            account.password = PASSWORD
        account.action_connect()
        self.assertIn("password", account.error_message)
        self.assertEqual(account.state, "draft")

    def test_no_key_is_made_there_either(self):
        self.neutralize()
        settings = self.env["res.config.settings"].create({})
        self.assertIn("a copy for tests", settings.imap_key_trouble)
        self.assertFalse(settings.imap_key_lost)  # so there is no button
        with self.assertRaisesRegex(UserError, "a copy for tests"):
            settings.action_imap_key_accept()
        self.assertFalse(self.created.exists())

    def test_a_password_that_is_still_there_is_not_used(self):
        account = self.connected(self.anna)
        self.parameters.set_param("database.is_neutralized", True)
        self.assertEqual(self.reason(account), "neutralized")
        account.action_connect()
        self.assertIn("a copy for tests", account.error_message)

    def test_twice(self):
        self.new_account(self.anna)
        for _attempt in range(2):
            self.neutralize()
        self.assertFalse(self.keys._parameter(FINGERPRINT))


class TestSettingsForm(KeyCase):
    def test_it_opens_whatever_the_state_of_the_keys_is(self):
        for option in ("", OLD, "nonsense"):
            with self.server_with(option=option):
                Form(self.env["res.config.settings"])
