# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from odoo.addons.imap_contact_sync.models.settings import DEFAULTS, limit

from .common import CRON, ImapSyncCase


class TestSettings(ImapSyncCase):
    def save(self, **values):
        with Form(self.env["res.config.settings"]) as form:
            for name, value in values.items():
                form[f"imap_{name}"] = value
        form.record.execute()

    def test_defaults_are_shown(self):
        form = Form(self.env["res.config.settings"])
        for name, value in DEFAULTS.items():
            self.assertEqual(form[f"imap_{name}"], value, name)
        self.assertEqual(form["imap_lanes"], 1)

    def test_every_limit_is_saved(self):
        changed = {name: value + 1 for name, value in DEFAULTS.items()}
        self.save(**changed)
        for name, value in changed.items():
            self.assertEqual(limit(self.env, name), value, name)

    def test_lanes(self):
        self.save(lanes=3)
        self.assertEqual(len(self.env["ir.cron"]._imap_lanes().filtered("active")), 3)
        self.assertEqual(Form(self.env["res.config.settings"])["imap_lanes"], 3)

    def test_settings_are_saved_while_no_mailbox_is_read(self):
        self.env.ref(CRON).active = False
        self.assertEqual(Form(self.env["res.config.settings"])["imap_lanes"], 1)
        self.save(day_messages=7)
        self.assertEqual(limit(self.env, "day_messages"), 7)
        self.assertFalse(self.env.ref(CRON).active)

    def test_a_limit_that_lets_nothing_through(self):
        for name in ("lanes", *DEFAULTS):
            for value in (0, -1):
                with self.subTest(name=name, value=value):
                    with self.assertRaisesRegex(ValidationError, "at least 1"):
                        self.env["res.config.settings"].create({f"imap_{name}": value})

    def test_administrators_only(self):
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(self.anna).create(
                {"imap_lanes": 9}
            ).execute()
