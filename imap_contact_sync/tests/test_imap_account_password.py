# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools
import logging
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import Form, new_test_user
from odoo.tools.safe_eval import safe_eval

from .common import ImapSyncCase
from .mail_server import PASSWORD, mail

CANARY = "Zq9-canary-ä-密码"


class TestPassword(ImapSyncCase):
    """Invariant I9: ciphertext in the database, the key outside, read by nobody."""

    def test_stored_as_ciphertext(self):
        account = self.new_account(self.anna, password=CANARY)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(a)::text FROM imap_account a WHERE id = %s",
            [account.id],
        )
        [row] = self.env.cr.fetchone()
        self.assertNotIn("canary", row)
        self.assertIn("ics1:", row)

    def test_nobody_reads_it_back(self):
        account = self.new_account(self.anna, password=CANARY)
        admin = self.env.ref("base.user_admin")
        for user in (self.anna, admin, self.env.ref("base.user_root")):
            record = account.with_user(user)
            self.assertFalse(record.password)
            self.assertFalse(record.read(["password"])[0]["password"])
            self.assertFalse(record.web_read({"password": {}})[0]["password"])
        exported = account.with_user(admin).export_data(["email", "password"])
        self.assertNotIn(CANARY, str(exported))

    def test_no_call_gives_it_back(self):
        """SEC-2: each path, each role. Refused is fine, told is not."""
        account = self.new_account(self.anna, password=CANARY)
        self.folder(self.connected(self.ben))
        groups = "imap_contact_sync.group_manager,base.group_partner_manager"
        users = [
            self.anna,
            self.ben,
            self.new_colleague("Maria Manager", groups),
            self.env.ref("base.user_admin"),
            new_test_user(self.env, "portal-canary", groups="base.group_portal"),
        ]
        names = ["password", "secret"]
        told = 0
        for user, (name, *args) in itertools.product(
            users,
            [
                ("read", [account.id], names),
                ("read", [account.id]),
                ("web_read", [account.id], dict.fromkeys(names, {})),
                ("web_read", [account.id], {"password": {}}),
                ("search_read", [], names),
                ("search_read", [["password", "ilike", "canary"]], ["id"]),
                ("search_read", [["secret", "ilike", "ics1"]], ["secret"]),
                ("web_search_read", [], {"password": {}}),
                ("formatted_read_group", [], ["secret"]),
                ("export_data", [account.id], names),
                ("default_get", names),
                ("onchange", [account.id], {"host": "x"}, ["host"], {"password": {}}),
                ("name_search", "canary"),
                ("copy", [account.id]),
                ("copy_data", [account.id]),
            ],
        ):
            model = self.env["imap.account"].with_user(user)
            try:
                with self.env.cr.savepoint():
                    answer = str(call_kw(model, name, list(args), {}))
            except (UserError, ValueError):
                continue
            told += 1
            self.assertNotIn("canary", answer, (user.name, name))
            self.assertNotIn("ics1:", answer, (user.name, name))
        self.assertGreater(told, 15)

    def test_no_field_of_an_administrator_shows_it(self):
        """Related fields are computed as superuser."""
        account = self.new_account(self.anna, password=CANARY)
        field = self.env["ir.model.fields"].create(
            {
                "name": "x_shown",
                "model_id": self.env["ir.model"]._get_id("imap.account.run"),
                "ttype": "char",
                "related": "account_id.password",
                "store": False,
                "readonly": True,
            }
        )
        self.assertFalse(account.run_ids[field.name])

    def test_no_stored_field_of_ours_holds_a_password(self):
        """SEC-10: transient models included."""
        fields = self.env["ir.model.fields"].search(
            [
                ("model", "=like", "imap.%"),
                ("store", "=", True),
                "|", "|",
                ("name", "ilike", "pass"),
                ("name", "ilike", "secret"),
                ("name", "ilike", "token"),
            ]
        )  # fmt: skip
        self.assertEqual(fields.mapped("display_name"), ["Secret (Mailbox)"])

    def test_no_cache_keeps_it(self):
        """SEC-12: neither the records' nor the registry's, after it was used."""
        account = self.new_account(self.anna, password=CANARY)
        account.action_connect()
        self.assertFalse(account.error_message and "read" in account.error_message)
        kept = str(dict(self.env.cr.cache)) + str(self.env.transaction.field_data)
        caches = self.env.registry._Registry__caches
        self.assertTrue(caches)
        kept += "".join(str(cache.snapshot) for cache in caches.values())
        self.assertNotIn("canary", kept)

    def test_not_given_back_by_the_save_that_set_it(self):
        form = Form(self.new_account(self.anna))
        form.password = CANARY
        account = form.save()
        self.assertFalse(form.password)
        answer = account.web_save({"password": CANARY}, {"password": {}})
        self.assertFalse(answer[0]["password"])
        self.assertEqual(account._password__(), CANARY)

    def test_the_sealed_text_is_closed_too(self):
        account = self.new_account(self.anna, password=CANARY)
        admin = self.env.ref("base.user_admin")
        for user in (self.anna, admin):
            accounts = self.env["imap.account"].with_user(user)
            for refused in (
                lambda accounts=accounts: accounts.browse(account.id).read(["secret"]),
                lambda accounts=accounts: accounts.browse(account.id).secret,
                lambda accounts=accounts: accounts.search([("secret", "!=", False)]),
                lambda accounts=accounts: accounts.search([], order="secret"),
                lambda accounts=accounts: accounts._read_group([], ["secret"]),
                lambda accounts=accounts: accounts.browse(account.id).export_data(
                    ["secret"]
                ),
                lambda accounts=accounts: accounts.browse(account.id).write(
                    {"secret": "ics1:x"}
                ),
            ):
                with self.assertRaises(UserError):  # AccessError is one of them
                    refused()

    def test_server_actions_cannot_reach_it(self):
        account = self.new_account(self.anna, password=CANARY)
        for code in ("record._password__()", "record._open_session__()"):
            with self.assertRaisesRegex(NameError, "forbidden name"):
                safe_eval(code, {"record": account})
        secret = safe_eval("record.sudo().secret", {"record": account})
        self.assertNotIn("canary", secret)

    def test_another_server_clears_it(self):
        for values in ({"host": "imap.evil.example"}, {"port": 993}, {"login": "x"}):
            account = self.new_account(self.anna)
            account.action_connect()
            self.assertEqual(account.state, "connected")
            account.write(values)
            self.assertFalse(account.has_password, values)
            self.assertEqual(account.state, "draft")
            account.action_connect()
            self.assertIn("Enter the password", account.error_message)
            account.unlink()

    def test_saving_the_same_server_keeps_it(self):
        account = self.connected(self.anna)
        same = {"host": f" {account.host.upper()}.", "port": account.port}
        account.write({**same, "login": account.login, "name": "Other"})
        self.assertTrue(account.has_password)
        self.assertEqual(account.state, "connected")

    def test_encryption_that_changes_the_port_clears_it_too(self):
        account = self.new_account(self.anna, port=993)
        account.encryption = "starttls"
        self.assertEqual(account.port, 143)
        self.assertFalse(account.has_password)

    def test_another_mailbox_is_read_from_its_beginning(self):
        """Its messages have the same numbers, and are other messages (I4)."""
        for user, count in ((self.anna, 3), (self.ben, 4)):
            letters = [mail(self.lena.email, user.login) for _each in range(count)]
            self.server.deliver(user.login, *letters)
            self.server.renumber(user.login, 7)
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 3)
        account.write({"login": self.ben.login, "password": PASSWORD})
        self.assertEqual(account.state, "draft")
        account.action_connect()
        self.sync(account)
        self.assertEqual(self.folder(account).kept_count, 4)
        self.assertEqual(len(self.envelopes(self.lena)), 7)

    def test_another_server_with_its_password(self):
        account = self.new_account(self.anna, password="old")
        account.write({"login": "other@test.example", "password": "new"})
        self.assertEqual(account._password__(), "new")

    def test_sql_that_moves_it_opens_nothing(self):
        """The seal holds what the ORM could be bypassed in (SEC-3, SEC-4)."""
        account = self.new_account(self.anna)
        self.env.flush_all()
        for column, value in (("host", "imap.evil.example"), ("port", 994)):
            self.env.cr.execute(
                f"UPDATE imap_account SET {column} = %s WHERE id = %s",
                [value, account.id],
            )
            self.env.invalidate_all()
            account.action_connect()
            self.assertIn("cannot be read", account.error_message)

    def test_copied_database_opens_nothing(self):
        account = self.new_account(self.anna)
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        account.action_connect()
        self.assertIn("cannot be read", account.error_message)

    def test_not_in_the_log(self):
        """At no level of any logger, whatever the server is configured to log."""
        records = []
        everything = patch.object(logging.Logger, "isEnabledFor", return_value=True)
        collected = patch.object(logging.Logger, "handle", records.append)
        with everything, collected:
            account = self.new_account(self.anna, password=CANARY)
            account.action_connect()
            self.sync(account)
        text = "\n".join(record.getMessage() for record in records)
        self.assertIn("imap_account", text)  # the collector works
        self.assertNotIn("canary", text)
