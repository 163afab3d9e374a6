# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every relation that leads to messages or to our models, from the registry."""

from odoo.fields import Domain

from .leaks import CLOSED, LetterCase
from .ways import WORDS, said


class TestEveryRelation(LetterCase):
    """Paths that are generated from the registry, so that new models are covered."""

    HUBS = ("mail.message", "ir.attachment")
    TEXTS = (
        "subject", "body", "email_to", "email_cc", "notes", "name", "index_content"
    )  # fmt: skip
    LONG = ("res.partner", "message_ids.imap_email_id.content_ids.body")

    def depth(self, model):
        return 3 if model == "res.partner" or self.is_hub(model) else 2

    def is_hub(self, model):
        return model in self.HUBS or model.startswith("imap.")

    def relations(self, model):
        """Relation fields of a model that lead to a message or to our models."""
        for field in model._fields.values():
            if not field.relational or not field._description_searchable:
                continue
            if field.comodel_name and self.is_hub(field.comodel_name):
                yield field

    def paths(self, model, depth, seen=()):
        """Dotted paths through hubs that end in a text field."""
        if not depth:
            return
        for field in self.relations(model):
            comodel = self.env[field.comodel_name]
            path = (*seen, field.name)
            for name in self.TEXTS:
                text = comodel._fields.get(name)
                if text is not None and text._description_searchable:
                    yield ".".join((*path, name))
            if path.count(field.name) == 1:
                yield from self.paths(comodel, depth - 1, path)

    def models(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not model._abstract and model._auto:
                yield model

    def all_paths(self):
        for model in self.models():
            name = model._name
            yield from ((name, path) for path in self.paths(model, self.depth(name)))
            if self.is_hub(name):
                texts = set(self.TEXTS) & model._fields.keys()
                yield from ((name, text) for text in sorted(texts))

    @staticmethod
    def dotted(path):
        return Domain.OR(Domain(path, "ilike", word) for word in WORDS)

    @staticmethod
    def nested(path, operator="any"):
        """The path as conditions within conditions, with a pattern of one's own."""
        first, *rest, text = path.split(".")
        domain = Domain.OR(Domain(text, "=ilike", f"%{word}%") for word in WORDS)
        for name in reversed(rest):
            domain = Domain(name, "any", domain)
        return Domain(first, operator, domain)

    def count(self, user, model, domain, limit=1):
        model = self.env[model].with_user(user).sudo(user == self.env.user)
        try:
            return model.search_count(domain, limit=limit)
        except CLOSED:
            return 0

    def without_those(self, user, model, path):
        """How many records "not any" leaves out."""
        every = self.count(user, model, Domain.TRUE, limit=None)
        rest = self.count(user, model, self.nested(path, "not any"), limit=None)
        return rest and every - rest

    def test_no_path_finds_a_word(self):
        self.imported("metadata")
        paths = sorted(set(self.all_paths()))
        self.assertLessEqual(
            {("res.partner", "message_ids.body"), self.LONG}, set(paths)
        )
        for user in self.carl | self.portal:
            for model, path in paths:
                found = self.count(user, model, self.dotted(path))
                self.assertFalse(found, (user.login, model, path))

    def test_no_nested_condition_finds_a_word(self):
        self.imported("metadata")
        for model, path in sorted(set(self.all_paths())):
            if "." in path and path.count(".") < 3:
                found = self.count(self.carl, model, self.nested(path))
                found += self.without_those(self.carl, model, path)
                self.assertFalse(found, (model, path))

    def test_the_words_can_be_found_in_each_of_these_ways(self):
        """As superuser: what the tests above look for is there."""
        self.imported()
        root = self.env.user
        model, path = self.LONG
        self.assertTrue(self.count(root, model, self.dotted(path)))
        self.assertTrue(self.count(root, model, self.nested(path)))
        self.assertTrue(self.without_those(root, model, path))

    def groupings(self):
        """Stored links to hubs, with each text that rows can be grouped by there."""
        for model in self.models():
            for field in self.relations(model):
                if field.type == "many2one" and field.store:
                    texts = (
                        set(self.TEXTS) & self.env[field.comodel_name]._fields.keys()
                    )
                    yield from (
                        (model._name, f"{field.name}.{text}") for text in sorted(texts)
                    )

    def grouped(self, user, model, path):
        model = self.env[model].with_user(user).sudo(user == self.env.user)
        try:
            with self.env.cr.savepoint(flush=False):
                return model._read_group([], [path], ["__count"])
        except CLOSED:
            return []

    def test_no_group_names_a_word(self):
        """With rows of the user's own that point to the hidden message."""
        mail = self.imported()
        mine = {"parent_id": mail.messages.id, "author_id": self.carl.partner_id.id}
        self.env["mail.message"].create(mine)
        told = {"res_partner_id": self.carl.partner_id.id}
        self.env["mail.notification"].create(
            told | {"mail_message_id": mail.messages.id}
        )
        paths = set(self.groupings())
        self.assertIn(("mail.notification", "mail_message_id.subject"), paths)
        for user in self.carl | self.portal:
            for model, path in sorted(paths):
                groups = self.grouped(user, model, path)
                self.assertFalse(said(groups), (user.login, model, path))
        found = self.grouped(self.env.user, "imap.email.source", "content_id.subject")
        self.assertTrue(said(found))
