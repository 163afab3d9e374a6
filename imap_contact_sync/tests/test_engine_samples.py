# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each ``samples/NAME.eml`` against ``NAME.json`` beside it."""

import json
import re
from pathlib import Path

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.message import parse_message

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.eml"))


class TestSamples(BaseCase):
    maxDiff = None

    def test_samples(self):
        self.assertGreaterEqual(len(SAMPLES), 15)
        for path in SAMPLES:
            with self.subTest(path.stem):
                expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
                self.check(path.read_bytes(), expected)

    def check(self, raw, expected):
        envelope, mail = parse_envelope(1, len(raw), raw), parse_message(raw)
        text = " ".join(re.sub(r"<[^>]*>", " ", mail.body).split())
        found = {
            "sender": str(envelope.sender) if envelope.sender else None,
            "emails": envelope.emails(),
            "date": envelope.date and envelope.date.isoformat(),
            "subject": envelope.subject,
            "attachments": [each.name for each in mail.attachments],
            "inline": [each.name for each in mail.attachments if each.inline],
        }
        for snippet in expected.pop("text", ()):
            self.assertIn(snippet, text)
        for snippet in expected.pop("not_text", ()):
            self.assertNotIn(snippet, text)
        self.assertEqual(found, expected)
        self.assertEqual(mail.subject, envelope.subject)
