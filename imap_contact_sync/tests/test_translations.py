# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

MODULE = "imap_contact_sync"
FOLDER = Path(__file__).parents[1] / "i18n"
TEMPLATE = f"{MODULE}.pot"
LANGUAGES = ("de", "es", "fr", "nl")
# What a translation has to have as well: places for values, and elements of views.
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|</?[a-zA-Z]\w*|\$\{\w+\}")
OLD = "The texts have changed. Run `make translations`, and translate what it prints."


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """Every text can be translated, and is, into four languages."""

    def texts(self, name):
        return {each.msgid: each for each in polib.pofile(str(FOLDER / name))}

    def test_the_template_has_every_text(self):
        found = io.BytesIO()
        trans_export(False, [MODULE], found, "po", self.env)
        now = {each.msgid for each in polib.pofile(found.getvalue().decode())}
        self.assertEqual(set(self.texts(TEMPLATE)), now, OLD)

    def test_every_text_is_translated(self):
        template = self.texts(TEMPLATE)
        for language in LANGUAGES:
            with self.subTest(language=language):
                texts = self.texts(f"{language}.po")
                done = {each for each, entry in texts.items() if entry.translated()}
                self.assertFalse(template.keys() - done, OLD)
                self.assertFalse(texts.keys() - template.keys(), OLD)

    def test_translations_have_the_same_places(self):
        for language in LANGUAGES:
            for text, entry in self.texts(f"{language}.po").items():
                with self.subTest(language=language, text=text):
                    there = sorted(PLACES.findall(entry.msgstr))
                    self.assertEqual(there, sorted(PLACES.findall(text)))

    def test_translations_are_not_the_english_text(self):
        """Short words may be the same; sentences are not."""
        for language in LANGUAGES:
            same = [
                text
                for text, entry in self.texts(f"{language}.po").items()
                if entry.msgstr == text and len(text.split()) > 3
            ]
            self.assertFalse(same, language)

    def test_they_are_used(self):
        """A label, and a sentence of the code."""
        self.env["res.lang"]._activate_lang("de_DE")
        addon = self.env["ir.module.module"].search([("name", "=", MODULE)])
        addon._update_translations("de_DE")
        texts = self.texts("de.po")
        accounts = self.env["imap.account"].with_context(lang="de_DE")
        label = accounts.fields_get(["sync_since"])["sync_since"]["string"]
        self.assertEqual(label, texts["Emails Since"].msgstr)
        self.assertEqual(accounts._amount_of_emails(1), texts["1 email"].msgstr)
        self.assertNotEqual(texts["1 email"].msgstr, "1 email")

    def test_a_sentence_of_a_run_is_among_them(self):
        """Extraction knows ``env._`` by its name, and no other names of it."""
        for words in (
            "refused the login",
            "is not trusted, so the password",
            "Connect again",
        ):
            self.assertTrue(any(words in text for text in self.texts(TEMPLATE)), words)
