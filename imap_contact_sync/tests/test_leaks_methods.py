# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ROLE-5: no public method of our models works on somebody else's records."""

import inspect
import itertools

from odoo import models
from odoo.exceptions import AccessError
from odoo.models import BaseModel, Model, TransientModel
from odoo.service.model import get_public_method
from odoo.tools import mute_logger

from .leaks import CLOSED, LetterCase
from .ways import said

# Public methods of models of Odoo that this addon adds: none of them is called by
# others than the web client, for a message that the user sees.
ADDED = ("imap_share", "imap_remove", "imap_conversation_count")
ARGUMENTS = {"choice": "everything", "vals": {}, "value": "x", "default": {}}


class TestMethods(LetterCase):
    """Ben has the same rights as Anna, on his own mailbox."""

    def ours(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("imap.") and not model._abstract:
                yield model

    def methods(self, model):
        """Names that RPC may call and that Odoo's own models do not have."""
        known = {
            *dir(BaseModel),
            *dir(Model),
            *dir(TransientModel),
            *dir(type(self.env["base"])),
        }
        for name in dir(type(model)):
            if name.startswith("_") or name in known or name in model._fields:
                continue
            try:
                method = get_public_method(model, name)
            except (AccessError, AttributeError):
                continue
            if inspect.isfunction(method):
                yield name, method

    def arguments(self, method):
        parameters = list(inspect.signature(method).parameters.values())[1:]
        return [
            ARGUMENTS.get(each.name, False)
            for each in parameters
            if each.default is each.empty
            and each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
        ]

    def records(self, model):
        """Everything of Anna's, wizards that she has open included."""
        values = {
            "imap.sharing.change": {"account_id": self.account.id},
            "imap.view.as": {"partner_id": self.nora.id, "user_id": self.carl.id},
        }
        if model._name in values:
            return model.with_user(self.anna).create(values[model._name])
        return model.search([])

    def state(self):
        """What Anna's mailbox is like; no call of another user may change it."""
        self.env.invalidate_all()
        account = self.account.sudo()
        rows = [account, account.folder_ids, account.run_ids]
        rows += [self.env["imap.email.source"].search([])]
        return [each.read() for records in rows for each in records]

    def call(self, user, records, name, *args):
        """The answer, or ``None`` where the call is refused."""
        records = records.with_user(user).sudo(False)
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"):
                answer = get_public_method(records, name)(records, *args)
                self.env.flush_all()
            return answer, self.state() == self.before
        except CLOSED:
            return None
        finally:
            self.env.transaction.clear()
            savepoint.close(rollback=True)

    def test_every_public_method_refuses_the_mailbox_of_another(self):
        self.imported()
        called = set()
        self.before = self.state()
        for model in self.ours():
            records = self.records(model)
            for name, method in self.methods(model):
                called.add((model._name, name))
                for user in self.ben | self.carl | self.ada | self.portal:
                    for record in records:
                        found = self.call(user, record, name, *self.arguments(method))
                        self.assert_harmless(found, (user.login, model._name, name))
        self.assertLessEqual(
            {
                ("imap.account", "action_connect"), ("imap.account", "action_pause"),
                ("imap.sharing.change", "action_confirm"),
                ("imap.account", "imap_where"), ("imap.folder", "action_keep"),
            },
            called,
        )  # fmt: skip

    def assert_harmless(self, found, name):
        if found:
            answer, unchanged = found
            self.assertTrue(unchanged, name)
            self.assertFalse(said(answer), name)
            self.assertNotIn(self.account.sudo().login, str(answer), name)

    def test_its_owner_calls_them(self):
        """So the test above is not refused for another reason."""
        self.imported()
        self.before = self.state()
        for name in ("action_pause", "action_sync_now"):
            _answer, unchanged = self.call(self.anna, self.account, name)
            self.assertFalse(unchanged, name)

    def test_the_methods_of_messages_are_for_the_owner_of_a_copy(self):
        mail = self.shared("everything", readers=True)
        self.before = self.state()
        for name in ADDED:
            if not hasattr(mail.messages, name):
                continue
            args = ["private"] if name == "imap_share" else []
            self.assertTrue(self.call(self.anna, mail.messages, name, *args), name)
            for user in self.ben | self.carl | self.rita | self.mona | self.ada:
                found = self.call(user, mail.messages, name, *args)
                self.assertIsNone(found, (user.login, name))
            for user in self.portal | self.public:
                self.assertIsNone(self.call(user, mail.messages, name, *args))


class TestWizards(LetterCase):
    """The wizards tell only of one's own mailbox."""

    def tried(self, ask):
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"):
                return ask()
        except CLOSED:
            return None
        finally:
            self.env.transaction.clear()
            savepoint.close(rollback=True)

    def values(self, user, model, vals):
        """What a user reads of each field of a wizard of his, saved or not."""
        wizard = self.env[model].with_user(user).sudo(False)

        def read(name):
            created = wizard.create(vals)
            self.env.flush_all()
            self.env.invalidate_all()
            return created.read([name])[0][name]

        def shown(name):
            spec = {each: {} for each in (name, *vals)}
            return wizard.onchange(vals, list(vals), spec)["value"].get(name)

        names = wizard._fields.keys() - models.MAGIC_COLUMNS - vals.keys()
        found = {}
        # What a company allows is no secret in it.
        for name in names - {"display_name", "company_choice", "limit"}:
            for ask in (read, shown):
                if value := self.tried(lambda ask=ask, name=name: ask(name)):
                    found.setdefault(name, value)
        return found

    def test_the_level_of_another_mailbox_is_not_told(self):
        self.shared("subject", readers=True)
        vals = {"account_id": self.account.id}
        values = self.values(self.anna, "imap.sharing.change", vals)
        self.assertEqual(values["sharing"], "subject")
        self.assertIn("reader_ids", values)
        for user in self.ben | self.carl | self.ada | self.portal:
            found = self.values(user, "imap.sharing.change", vals)
            self.assertEqual(found, {}, user.login)

    def wizards(self):
        """Each of our wizards, as a manager opens it on his own mailbox."""
        account = self.new_account(self.mona)
        values = {
            "imap.sharing.change": {"account_id": account.id},
            "imap.disconnect": {"account_id": account.id},
            "imap.view.as": {"partner_id": self.nora.id, "user_id": self.carl.id},
            "imap.exclusion.add": {"pattern": "doctor@praxis.example"},
        }
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("imap.") and model._transient:
                if not name.endswith(".line"):  # never stored
                    yield model.with_user(self.mona).create(values.get(name, {}))

    def test_nobody_reads_the_wizard_of_another(self):
        """Odoo leaves a wizard's record to whoever may open such a wizard."""
        second = self.new_users(
            {"name": "Second Roth", "group": "imap_contact_sync.group_manager"}
        )
        opened = list(self.wizards())
        self.assertGreater(len(opened), 5)
        self.env.flush_all()
        for wizard, user in itertools.product(
            opened, second | self.ben | self.carl | self.ada | self.portal
        ):
            theirs = wizard.with_user(user).sudo(False)
            self.env.invalidate_all()
            with (
                self.subTest(wizard._name, user=user.login),
                mute_logger("odoo.models"),
            ):
                self.assertTrue(wizard.read(["create_uid"]))
                self.env.invalidate_all()
                for method in (theirs.read, theirs.unlink):
                    with self.assertRaises(AccessError):
                        method()

    def test_a_company_where_the_manager_does_not_work_is_not_told_of(self):
        other = self.env["res.company"].create(
            {"name": "Elsewhere", "imap_own_domains": "elsewhere.example",
             "imap_sharing_default": "metadata"}
        )  # fmt: skip
        vals = {"company_id": other.id}
        for model in ("imap.policy", "imap.colleagues"):
            found = self.values(self.mona, model, vals)
            self.assertNotIn("elsewhere.example", str(found))
            self.assertNotIn("metadata", str(found))
        self.mona.company_ids += other
        values = self.values(self.mona, "imap.colleagues", vals)
        self.assertEqual(values["own_domains"], "elsewhere.example")

    def test_view_as_shows_ones_own_mail_only(self):
        self.imported("everything")
        vals = {"partner_id": self.nora.id, "user_id": self.carl.id}
        for user, count in ((self.anna, 1), (self.ben, 0), (self.mona, 0)):
            view = self.env["imap.view.as"].with_user(user).create(vals)
            self.assertEqual(len(view.line_ids), count, user.login)
            self.assertEqual(bool(said(view.line_ids.mapped("excerpt"))), bool(count))
        for user in self.carl | self.ada | self.portal:
            self.assertEqual(self.values(user, "imap.view.as", vals), {}, user.login)

    def test_view_as_shows_what_the_colleague_sees(self):
        vals = {"partner_id": self.nora.id, "user_id": self.carl.id}
        for level, words in (
            ("private", set()), ("metadata", set()), ("subject", {"Zirbenholz"}),
            ("everything", {"Zirbenholz", "Kupferkessel"}),
        ):  # fmt: skip
            self.imported(level)
            view = self.env["imap.view.as"].with_user(self.anna).create(vals)
            found = said([(each.subject, each.excerpt) for each in view.line_ids])
            self.assertEqual(set(found), words, level)

    def test_the_policy_tells_of_the_managers_companies_only(self):
        self.imported("everything")
        vals = {
            "company_id": self.account.sudo().company_id.id,
            "sharing_ceiling": "private", "sharing_default": "private",
        }  # fmt: skip
        values = self.values(self.mona, "imap.policy", vals)
        self.assertIn("1 email", values["consequence"])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.mona.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        values = self.values(self.mona, "imap.policy", vals)
        self.assertNotIn("1 email", values.get("consequence", ""))
        for user in self.ben | self.carl | self.ada | self.portal:
            found = self.values(user, "imap.policy", vals)
            self.assertNotIn("1 email", found.get("consequence", ""), user.login)
