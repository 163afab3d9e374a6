# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import socket
import time
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import SALES_GROUPS, ImapSyncCase
from .mail_server import PASSWORD, mail
from .scripted_server import ScriptedServer, quick, trusted
from .test_engine_bounds import drip

GUARD = "odoo.addons.imap_contact_sync.models.imap_account_password.allowed_servers"
ACTIONS = "odoo.addons.imap_contact_sync.models.imap_account_connect"


class TestAccount(ImapSyncCase):
    def test_form_proposes_what_is_usual(self):
        form = Form(self.env["imap.account"].with_user(self.anna))
        form.email = "anna@brightwater.example"
        form.host = " IMAP.Brightwater.example. "
        form.password = PASSWORD
        self.assertEqual(form.login, "anna@brightwater.example")
        self.assertEqual(form.port, 993)
        form.encryption = "starttls"
        self.assertEqual(form.port, 143)
        account = form.save()
        self.assertEqual(account.host, "imap.brightwater.example")
        self.assertEqual(account.name, "anna@brightwater.example")
        self.assertEqual(account.sharing, "private")
        self.assertEqual(account.state, "draft")

    def test_port_of_ones_own_survives_a_change_of_encryption(self):
        form = Form(self.env["imap.account"].with_user(self.anna))
        form.port = 10993
        form.encryption = "starttls"
        self.assertEqual(form.port, 10993)

    def test_belongs_to_who_creates_it(self):
        account = self.new_account(self.anna, user_id=self.ben.id)
        self.assertEqual(account.user_id, self.anna)
        accounts = self.env["imap.account"].with_user(self.anna)
        values = {"email": "b@test.example", "host": "imap.test.example"}
        by_default = accounts.with_context(default_user_id=self.ben.id).create(values)
        self.assertEqual(by_default.user_id, self.anna)
        with self.assertRaises(AccessError):
            account.user_id = self.ben

    def test_state_is_nobodys_to_write(self):
        account = self.new_account(self.anna, state="connected")
        self.assertEqual(account.state, "draft")
        with self.assertRaises(AccessError):
            account.state = "connected"

    def test_only_people_of_the_group_create_one(self):
        with self.assertRaises(AccessError):
            self.new_account(self.carl)

    def test_nobody_else_sees_or_changes_it(self):
        account = self.new_account(self.anna)
        self.assertFalse(self.env["imap.account"].with_user(self.ben).search([]))
        with self.assertRaises(AccessError):
            account.with_user(self.ben).read(["email"])
        with self.assertRaises(AccessError):
            account.with_user(self.ben).sharing = "everything"
        with self.assertRaises(AccessError):
            account.with_user(self.ben).action_connect()

    def test_manager_sees_it_and_changes_nothing(self):
        groups = f"{SALES_GROUPS},imap_contact_sync.group_manager"
        maria = self.new_colleague("Maria Okafor", groups)
        account = self.new_account(self.anna).with_user(maria)
        self.assertIn(account, self.env["imap.account"].with_user(maria).search([]))
        self.assertEqual(account.read(["email"])[0]["email"], self.anna.login)
        with self.assertRaises(AccessError):
            account.sharing = "everything"
        with self.assertRaises(AccessError):
            account.action_sync_now()
        self.assertFalse(account.is_owner)

    def test_same_mailbox_twice(self):
        first = self.connected(self.anna)
        self.assertEqual(first.state, "connected")
        twice = {"login": self.anna.login.upper(), "host": self.server.host.upper()}
        with self.assertRaisesRegex(ValidationError, "already connected"):
            self.new_account(self.ben, **twice)
        self.ben.group_ids += self.env.ref("imap_contact_sync.group_manager")
        self.assertTrue(self.new_account(self.ben, **twice))

    def test_similar_logins_are_two_mailboxes(self):
        self.connected(self.anna)
        self.assertTrue(
            self.new_account(self.ben, login=self.anna.login.replace("-", "_"))
        )

    def test_draft_keeps_nobody_from_his_mailbox(self):
        draft = self.new_account(self.ben, login=self.anna.login)
        self.assertEqual(self.connected(self.anna).state, "connected")
        with self.assertRaisesRegex(ValidationError, "already connected"):
            draft.action_connect()

    def test_several_mailboxes_of_one_user(self):
        first = self.new_account(self.anna)
        second = self.new_account(self.anna, email=f"other-{self.anna.login}")
        self.assertEqual(
            self.env["imap.account"].with_user(self.anna).search([]), first + second
        )

    def test_company_of_the_owner_only(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaisesRegex(ValidationError, "does not work in"):
            self.new_account(self.anna, company_id=elsewhere.id)

    def test_company_stays_once_it_was_connected(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.anna.company_ids += elsewhere
        account = self.connected(self.anna)
        with self.assertRaisesRegex(UserError, "stays once it was connected"):
            account.company_id = elsewhere

    def test_what_nothing_has_proved_is_not_connected(self):
        account = self.new_account(self.anna)
        account.action_pause()
        self.assertEqual(account.state, "draft")
        account.action_resume()
        self.assertEqual(account.state, "draft")

    def test_typed_address_of_a_customer_hides_no_mail_of_others(self):
        """Only a login that the server has accepted is a colleague's address."""
        self.new_account(self.ben, login=self.lena.email).action_pause()
        self.connected(self.ben, email=self.lena.email, login=self.ben.login)
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        self.sync(self.connected(self.anna))
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_manager_sees_counts_and_failures_are_listed(self):
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        poison = mail(self.anna.login, self.lena.email, "Poison")
        self.server.deliver(self.anna.login, poison, folder="Sent")
        account = self.connected(self.anna)
        with self.poisoned(b"Poison"):
            self.sync(account)
        self.assertEqual(len(account.failure_ids), 1)
        groups = f"{SALES_GROUPS},imap_contact_sync.group_manager"
        maria = self.new_colleague("Maria Okafor", groups)
        self.env.flush_all()
        self.env.invalidate_all()
        seen = account.with_user(maria)
        self.assertFalse(seen.folder_ids)  # as the form reads them first
        self.assertEqual((seen.kept_count, seen.failed_count), (1, 1))
        self.assertFalse(self.env["imap.failure"].with_user(maria).search([]))

    def test_there_is_no_way_without_encryption(self):
        """TLS-8, RFC 8314: TLS from the first octet unless somebody says otherwise."""
        account = self.env["imap.account"]
        choices = dict(account._fields["encryption"].selection)
        self.assertEqual(choices.keys(), {"ssl", "starttls"})
        self.assertEqual(self.new_account(self.anna).encryption, "ssl")

    def test_copy_is_refused_with_a_sentence(self):
        """SEC-11."""
        with self.assertRaisesRegex(UserError, "cannot be duplicated"):
            self.new_account(self.anna).copy()

    def test_contact_of_another_company_gets_nothing(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.lena.company_id = elsewhere
        self.server.deliver(
            self.anna.login,
            mail(self.lena.email, f"{self.anna.login}, {self.theo.email}"),
        )
        self.sync(self.connected(self.anna))
        self.assertFalse(self.envelopes(self.lena))
        self.assertTrue(self.envelopes(self.theo))

    def test_deleting_it_takes_its_mail_along(self):
        files = [("a.txt", "text/plain", b"kept nowhere")]
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, files=files)
        )
        account = self.connected(self.anna)
        self.sync(account)
        content = self.contents(self.lena)
        files = content.attachment_ids
        self.assertTrue(files)
        account.unlink()
        self.assertFalse(self.envelopes(self.lena))
        self.assertFalse(content.exists())
        self.assertFalse(files.exists())

    def test_deleting_it_leaves_the_colleagues_copy(self):
        message = mail(self.lena.email, self.anna.login, cc=self.ben.login)
        hidden = mail(self.anna.login, self.lena.email, bcc=self.theo.email)
        self.server.deliver(self.anna.login, message, hidden)
        self.server.deliver(self.ben.login, message + b"\n-- \nfooter\n")
        account = self.connected(self.anna)
        self.sync(account, self.connected(self.ben))
        self.assertTrue(self.envelopes(self.theo))
        account.unlink()
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertIn("footer", self.contents(self.lena).body)
        self.assertFalse(self.envelopes(self.theo))


class TestConnect(ImapSyncCase):
    def test_folders_are_listed_and_two_are_ticked(self):
        self.server.deliver(self.anna.login, mail("a@b.example", "c@d.example"))
        self.server.deliver(
            self.anna.login, mail("a@b.example", "c@d.example"),
            folder="Projekte/M&APw-ller &- Co",
        )  # fmt: skip
        account = self.connected(self.anna)
        self.assertEqual(account.state, "connected")
        names = account.folder_ids.mapped("name")
        self.assertIn("Projekte / Müller & Co", names)
        ticked = account.folder_ids.filtered("selected")
        self.assertCountEqual(ticked.mapped("role"), ["inbox", "sent"])

    def test_starttls(self):
        account = self.connected(
            self.anna, encryption="starttls", port=self.server.starttls_port
        )
        self.assertEqual(account.state, "connected")

    def test_saving_the_folders_starts_the_first_run(self):
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        account = self.started(self.anna)
        account._run()._record_connected()  # as if an interval were to pass
        self.run_cron()
        self.assertFalse(account.last_sync_date)
        sent = self.folder(account, "Sent")
        triggers = self.env["ir.cron.trigger"].search_count([])
        account.write({"folder_ids": [(1, sent.id, {"selected": False})]})
        self.assertEqual(self.env["ir.cron.trigger"].search_count([]), triggers + 1)
        self.run_cron()
        self.assertTrue(self.envelopes(self.lena))
        self.assertFalse(sent.scanned_count)

    def test_a_folder_that_vanished_is_told(self):
        self.server.deliver(self.anna.login, folder="Old")
        account = self.connected(self.anna)
        old = self.folder(account, "Old")
        old.selected = True
        with self.server.client(self.anna.login) as client:
            client.delete("Old")
        self.sync(account)
        self.assertTrue(old.gone)
        self.assertEqual(account.last_sync_status, "retry")
        self.assertRegex(account.error_message, "Old: .*no longer on")
        old.selected = False
        self.sync(account)
        self.assertEqual(account.last_sync_status, "ok")

    def refused(self, reason, **values):
        """A Connect that fails leaves a draft, its password, and a sentence."""
        account = self.new_account(self.anna, **values)
        account.action_connect()
        self.assertEqual(account.state, "draft")
        self.assertTrue(account.has_password)
        self.assertFalse(account.folder_ids)
        self.assertRegex(account.error_message, reason)
        sentence = account.error_message
        self.assertNotIn(values.get("password", PASSWORD), sentence)
        account.unlink()
        return sentence

    def test_each_trouble_has_its_sentence(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            port = closed.getsockname()[1]
        everything = patch(f"{GUARD}", lambda: {f"{self.server.host}:{port}"})
        sentences = {
            self.refused("refused the login", password="wrong-password"),
        }
        self.refused("No IMAP server", host="imap.nowhere.invalid", port=993)
        self.refused("No IMAP server", host="127.0.0.1", port=993)
        self.refused("No IMAP server", host="imap.test.example", port=25)
        self.refused("No IMAP server", port=self.server.starttls_port, name="plain")
        with everything:
            self.refused("No IMAP server", port=port)
        with quick(1):
            self.refused("No IMAP server", encryption="starttls",
                         port=self.server.ssl_port)  # fmt: skip
        with patch.dict(os.environ, {"SSL_CERT_FILE": os.devnull}):
            sentences.add(self.refused("certificate of .* is not trusted"))
        self.assertEqual(len(sentences), 2)

    def test_net_8_connect_ends_in_time(self):
        script = ("LIST .*", drip(b"* 1 EXISTS\r\n"))
        with ScriptedServer(script) as server, trusted("localhost"):
            account = self.new_account(self.anna, port=server.port)
            started = time.monotonic()
            with (
                patch(GUARD, lambda: server.allowed),
                patch(f"{ACTIONS}.CONNECT_SECONDS", 1),
            ):
                account.action_connect()
        self.assertLess(time.monotonic() - started, 60)
        self.assertIn("took too long to answer", account.error_message)

    def test_private_addresses_need_the_administrator(self):
        with (
            patch(GUARD, frozenset),
            patch(
                "odoo.addons.imap_contact_sync.engine.net.guard.socket.getaddrinfo",
                lambda *_args, **_kwargs: [(2, 1, 6, "", ("10.0.0.7", 993))],
            ),
        ):
            self.refused("No IMAP server", host="imap.test.example", port=993)

    def test_connect_after_the_password_was_corrected(self):
        account = self.new_account(self.anna, password="wrong-password")
        account.action_connect()
        self.assertTrue(account.error_message)
        account.password = PASSWORD
        account.action_connect()
        self.assertFalse(account.error_message)
        self.assertEqual(account.state, "connected")


class TestWrongPassword(ImapSyncCase):
    def test_tried_twice_then_waits_for_the_owner(self):
        account = self.connected(self.anna)
        account.password = "changed at the provider"
        with mute_logger("odoo.addons.imap_contact_sync.models.imap_sync"):
            self.sync(account)
            self.assertEqual(account.last_sync_status, "retry")
            self.assertEqual(account.state, "connected")
            self.sync(account)
        self.assertEqual(account.last_sync_status, "stopped")
        self.assertEqual(account.state, "error")
        self.assertIn("refused the login", account.error_message)
        account.password = PASSWORD
        account.action_connect()
        self.assertEqual(account.state, "connected")
        self.sync(account)
        self.assertEqual(account.last_sync_status, "ok")
        self.assertFalse(account.error_message)
