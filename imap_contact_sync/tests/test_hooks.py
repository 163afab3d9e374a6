# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os

from odoo.modules.registry import Registry
from odoo.tests import BaseCase, new_test_user
from odoo.tests.common import get_db_name
from odoo.tools import config

from ..hooks import uninstall_hook
from .committed import CommittedWorld, trust_only_the_test_server
from .leaks import LetterCase
from .mail_server import MailServer, mail
from .uninstall_worker import MODULE, copied, uninstall


class TestUninstall(LetterCase):
    def assert_accounting(self):
        """These tests take mail away behind the back of the run."""

    def test_the_hook_removes_the_files_and_no_other(self):
        files = self.imported().files
        kept = self.env["ir.attachment"].create({"name": "x", "raw": b"x"})
        uninstall_hook(self.env)
        self.assertFalse(files.exists())
        self.assertTrue(kept.exists())

    def test_the_hook_forgets_the_settings_and_that_there_was_a_key(self):
        parameters = self.env["ir.config_parameter"]
        ours = [("key", "=like", "imap_contact_sync.%")]
        self.assertIn("imap_contact_sync.key_fingerprint",
                      parameters.search(ours).mapped("key"))  # fmt: skip
        others = parameters.search_count([]) - parameters.search_count(ours)
        uninstall_hook(self.env)
        self.assertFalse(parameters.search(ours))
        self.assertEqual(parameters.search_count([]), others)

    def test_the_hook_removes_secrets_contents_and_envelopes(self):
        mail = self.imported()
        posted = self.nora.message_post(body="stays")
        uninstall_hook(self.env)
        self.assertFalse(self.account.sudo().secret)
        for records in (mail.messages, mail.emails, mail.contents):
            self.assertFalse(records.exists(), records._name)
        self.assertTrue(posted.exists())

    def test_odoo_says_what_goes(self):
        """The dialog that asks before uninstalling counts mailboxes and emails."""
        module = self.env["ir.module.module"].search([("name", "=", MODULE)])
        wizard = self.env["base.module.uninstall"].create({"module_ids": module.ids})
        counts = {each.model: each.count for each in wizard.model_ids}
        emails = self.env["imap.email"].search_count([])
        self.assertGreater(emails, 0)
        self.assertEqual(counts["imap.email"], emails)
        self.assertIn("imap.account", counts)

    def test_envelopes_go_with_their_type(self):
        """What Odoo does with the message type when the addon is uninstalled."""
        message = self.imported().messages
        posted = self.nora.message_post(body="stays")
        selection = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "mail.message"),
                ("field_id.name", "=", "message_type"),
                ("value", "=", "imap_email"),
            ]
        )
        self.assertEqual(len(selection), 1)
        selection._process_ondelete()
        self.assertFalse(message.exists())
        self.assertTrue(posted.exists())

    def test_envelopes_go_with_their_emails(self):
        """Also in the database itself, which knows nothing of the addon."""
        mail = self.imported()
        self.env.cr.execute("DELETE FROM imap_email WHERE id = %s", mail.emails.ids)
        self.env.invalidate_all()
        self.assertFalse(mail.messages.exists())
        self.assertFalse(mail.contents.exists())


class TestRealUninstall(BaseCase):
    """By Odoo itself, in a copy of the database; and another addon forbids it to
    delete messages."""

    def setUp(self):
        super().setUp()
        trust_only_the_test_server(type(self))
        self.database = get_db_name()
        server = MailServer()
        self.world = CommittedWorld(Registry(self.database), server, ["Anna"], ["Lena"])
        self.addCleanup(self.world.remove)
        anna, lena = self.world.people["Anna"], self.world.people["Lena"]
        files = [("a.txt", "text/plain", b"kept nowhere " * 500)]
        server.deliver(anna, mail(lena, anna, "Private", files=files))
        with self.world.transaction() as env:
            groups = "base.group_user,base.group_partner_manager"
            login = f"carl-{self.world.mark}"
            self.colleague = new_test_user(env, login, groups).id
            self.world.connect(env, "Anna", anna, ["INBOX"])
            contact = env["res.partner"].browse(self.world.partners["Lena"])
            contact.message_post(body="stays")
        self.world.users["Carl"] = self.colleague
        self.world.make_due()
        with self.world.transaction() as env:
            env["imap.sync"]._cron_sync()
            content = self.world.emails(env).content_ids
            self.file = content.attachment_ids.store_fname
            self.before = self.amounts(env)

    @staticmethod
    def amounts(env):
        """How many rows there are of what is ours."""
        env.cr.execute(
            """SELECT
                (SELECT count(*) FROM mail_message WHERE message_type = 'imap_email'),
                (SELECT count(*) FROM ir_attachment
                    WHERE res_model LIKE 'imap.%'),
                (SELECT count(*) FROM information_schema.columns
                    WHERE table_name LIKE 'imap\\_%' OR column_name LIKE 'imap\\_%'),
                (SELECT count(*) FROM ir_model WHERE model LIKE 'imap.%'),
                (SELECT count(*) FROM ir_cron WHERE cron_name LIKE 'Mailboxes:%')"""
        )
        return list(env.cr.fetchone())

    def look(self, env):
        """What is left, in the database, in the files, and for a colleague."""
        contact = self.world.partners["Lena"]
        messages = env["mail.message"].with_user(self.colleague)
        thread = messages.env["res.partner"].browse(contact)
        found = messages._message_fetch(None, thread=thread)["messages"]
        note = thread.message_post(body="new")
        env["ir.attachment"]._gc_file_store()
        store = config.filestore(env.cr.dbname)
        return {
            "rows": self.amounts(env),
            "chatter": [message.body for message in found if message.body],
            "bare": messages.search_count(
                [("model", "=", "res.partner"), ("res_id", "=", contact),
                 ("body", "in", [False, ""]), ("message_type", "!=", "notification")]
            ),
            "types": env["mail.message"].search_count(
                [("message_type", "=", "imap_email")]
            ),
            "posted": bool(note),
            "file": os.path.exists(os.path.join(store, self.file)),
        }  # fmt: skip

    def test_nothing_is_left(self):
        self.assertTrue(all(self.before), self.before)
        copy = f"{self.database}_uninstall"
        with copied(self.database, copy):
            store = config.filestore(copy)
            self.assertTrue(os.path.exists(os.path.join(store, self.file)))
            left = uninstall(copy, self.look)
        self.assertEqual(left["rows"], [0] * len(self.before))
        self.assertIn("<p>stays</p>", left["chatter"])
        self.assertEqual((left["bare"], left["types"]), (0, 0))
        self.assertTrue(left["posted"])
        self.assertFalse(left["file"])
