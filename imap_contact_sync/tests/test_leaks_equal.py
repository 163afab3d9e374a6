# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every answer is the same with and without the mail that a user may not see."""

from functools import partial

from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store

from .leaks import CLOSED, LetterCase

CONTACT = "res.partner"
# What the run does, and when, is no one's secret from the system's administrator.
OWN_STATE = ("ir.cron", "ir.sequence", "ir.logging")


class TestEqualAnswers(LetterCase):
    """The differential: what a user gets before and after the mail is deleted."""

    def models(self, user):
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(user).sudo(False)
            if model._abstract or not model._auto or model._transient:
                continue
            if name not in OWN_STATE and model.has_access("read"):
                yield model

    def orders(self, model):
        """Its own, and by each link to a message or to a model of ours."""
        yield None
        for field in model._fields.values():
            target = field.comodel_name or ""
            if field.type == "many2one" and field.store:
                if target in ("mail.message", "ir.attachment") or target[:5] == "imap.":
                    yield f"{field.name}, id"

    def rows(self, user):
        """All that exists for the user, in every order, of every model."""
        for model in self.models(user):
            for order in self.orders(model):
                key = model._name, order
                yield key, self.tried(partial(self.found, model, order))

    @staticmethod
    def found(model, order):
        return model.search([], order=order).ids

    def of_contact(self, user):
        """Every field of the contact, and what its page asks for."""
        contact = self.nora.with_user(user).sudo(False)
        for name in contact._fields:
            yield name, self.tried(lambda name=name: contact.read([name]))
        messages = contact.env["mail.message"]
        for word in (None, "", "%", "a", "Zirbenholz", "Kupferkessel", "@"):
            found = self.tried(
                lambda word=word: messages._message_fetch(
                    None, thread=contact, search_term=word
                )
            )
            yield f"search {word}", str(found)
        for chosen in ("received", "sent", "files", self.anna.id, self.ben.id):
            found = self.tried(
                lambda chosen=chosen: messages._message_fetch(
                    None, thread=contact, imap_filter=chosen
                )
            )
            yield f"filter {chosen}", str(found)
        yield "owners", self.tried(contact.imap_mailbox_owners)
        yield "chatter", self.tried(lambda: self.page(contact))
        yield (
            "recipients",
            self.tried(
                lambda: contact._message_get_suggested_recipients(reply_discussion=True)
            ),
        )

    def page(self, contact):
        store = Store()
        request = ["activities", "attachments", "followers", "suggestedRecipients"]
        contact._thread_to_store(store, [], request_list=request)
        return str(store.get_result())

    def groups(self, user):
        for name in ("mail.message", "ir.attachment", CONTACT):
            model = self.env[name].with_user(user).sudo(False)
            for field in model._fields.values():
                if field.store and field.type in ("many2one", "char", "selection"):
                    spec = field.name
                    yield (
                        (name, spec),
                        self.tried(
                            lambda model=model, spec=spec: str(
                                model._read_group([], [spec], ["__count"])
                            )
                        ),
                    )

    def tried(self, ask):
        try:
            with self.env.cr.savepoint(flush=False):
                return ask()
        except CLOSED as error:
            return type(error).__name__

    def answers(self, user):
        self.env.invalidate_all()
        found = {}
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"):
            for part in (self.rows, self.of_contact, self.groups):
                found |= dict(part(user))
        return found

    def differing(self, level, users):
        """The questions whose answer tells that there was mail, by user."""
        self.imported(level)
        before = {user: self.answers(user) for user in users}
        self.account.with_user(self.env.user).unlink()
        self.env.flush_all()
        after = {user: self.answers(user) for user in users}
        return {
            user: {key for key in before[user] if before[user][key] != after[user][key]}
            for user in users
        }

    def test_private_mail_changes_no_answer(self):
        users = self.ben | self.carl | self.ada | self.portal
        for user, keys in self.differing("private", users).items():
            self.assertFalse(keys, user.login)

    def test_shared_mail_changes_no_answer_of_a_customer(self):
        [keys] = self.differing("everything", self.portal).values()
        self.assertFalse(keys)

    def test_shared_mail_changes_answers(self):
        """What the others compare can differ."""
        [keys] = self.differing("everything", self.carl).values()
        self.assertLessEqual(
            {
                ("mail.message", None), ("mail.message", "imap_email_id, id"),
                ("ir.attachment", None), ("imap.email.content", None),
                ("mail.message", "message_type"), ("ir.attachment", "name"),
                "message_ids", "has_message", "search Zirbenholz", "search %",
            },
            keys,
        )  # fmt: skip

    def test_the_manager_sees_the_mailbox_and_none_of_its_mail(self):
        [keys] = self.differing("private", self.mona).values()
        models = {key[0] for key in keys if isinstance(key, tuple)}
        self.assertEqual(models, {"imap.account", "imap.account.run"})
        self.assertEqual(len(keys), len([key for key in keys if key[0] in models]))
