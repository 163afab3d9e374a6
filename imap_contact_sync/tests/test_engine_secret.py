# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from dataclasses import replace

from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.secret import (
    PREFIX,
    SecretBox,
    SecretPlace,
    SecretUnreadable,
)

from .hypothesis_profile import examples

KEY, OTHER_KEY = Fernet.generate_key().decode(), Fernet.generate_key().decode()
PLACE = SecretPlace("uuid-1", 7, "imap.test.example", 993, "ann@test.example")


class TestSecret(BaseCase):
    def setUp(self):
        super().setUp()
        self.box = SecretBox([KEY])

    @examples
    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_round_trip(self, secret):
        box = SecretBox([KEY])
        sealed = box.seal(PLACE, secret)
        self.assertTrue(sealed.startswith(PREFIX))
        self.assertEqual(box.open(PLACE, sealed), secret)

    def test_sealed_text_shows_nothing_and_never_repeats(self):
        sealed = self.box.seal(PLACE, "hunter2")
        for word in ("hunter2", PLACE.login, PLACE.host):
            self.assertNotIn(word, sealed)
        self.assertNotEqual(sealed, self.box.seal(PLACE, "hunter2"))

    def test_opens_at_no_other_place(self):
        sealed = self.box.seal(PLACE, "hunter2")
        table = {
            "database": "uuid-2",
            "account": 8,
            "host": "imap.other.example",
            "port": 143,
            "login": "bob@test.example",
        }
        self.assertEqual(table.keys(), vars(PLACE).keys())
        for name, value in table.items():
            with self.subTest(name), self.assertRaises(SecretUnreadable):
                self.box.open(replace(PLACE, **{name: value}), sealed)

    def test_an_error_holds_no_secret(self):
        """LOG-2: tools that report errors send the variables of all calls."""
        sealed = self.box.seal(PLACE, "hunter2")
        with self.assertRaises(SecretUnreadable) as caught:
            self.box.open(replace(PLACE, account=8), sealed)
        self.assertIsNone(caught.exception.__context__)
        traceback, names = caught.exception.__traceback__, set()
        while traceback := traceback.tb_next:
            names |= traceback.tb_frame.f_locals.keys()
            self.assertNotIn("hunter2", str(traceback.tb_frame.f_locals))
        self.assertIn("sealed", names)  # it is the right frame

    def test_new_key_first_and_old_key_still_opens(self):
        sealed = self.box.seal(PLACE, "hunter2")
        both = SecretBox([OTHER_KEY, KEY])
        self.assertEqual(both.open(PLACE, sealed), "hunter2")
        renewed = both.seal(PLACE, "hunter2")
        self.assertEqual(SecretBox([OTHER_KEY]).open(PLACE, renewed), "hunter2")
        with self.assertRaises(SecretUnreadable):
            self.box.open(PLACE, renewed)

    def test_what_is_not_a_sealed_secret(self):
        sealed = self.box.seal(PLACE, "hunter2")
        ring = Fernet(KEY)
        table = {
            "empty": "",
            "plain": "hunter2",
            "prefix only": PREFIX,
            "not ascii": PREFIX + "ü",
            "cut": sealed[:-5],
            "changed": sealed[:30] + ("A" if sealed[30] != "A" else "B") + sealed[31:],
            "not json": PREFIX + ring.encrypt(b"hunter2").decode(),
            "other json": PREFIX + ring.encrypt(json.dumps([1]).encode()).decode(),
            "no place": PREFIX + ring.encrypt(b'{"secret": "hunter2"}').decode(),
        }
        for name, text in table.items():
            with self.subTest(name), self.assertRaises(SecretUnreadable):
                self.box.open(PLACE, text)

    def test_keys_must_be_keys(self):
        for keys in ([], [""], ["short"], [KEY, "short"]):
            with self.subTest(keys=len(keys)), self.assertRaises(ValueError):
                SecretBox(keys)
