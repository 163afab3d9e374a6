# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real and hostile mail of other projects, which is not part of this repository.

``CORPUS_DIR`` names its folder; else ``shared/corpus`` beside the checkout is taken.
"""

import os
import re
from pathlib import Path
from unittest import SkipTest

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.message import parse_message

from .test_engine_message import texts_of

BESIDE = Path(__file__).parents[3] / "shared" / "corpus"
CORPUS = Path(os.environ.get("CORPUS_DIR") or BESIDE)
MESSAGES = {".eml", ".msg", ".box"}
ESCAPE = re.compile(r"\\(x..|u....|U.{8}|\n *(?:\\(?= ))?|.)")
ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "0": "\0", "e": "\x1b", "_": "\u00a0"}


def read_message(path):
    """The message; a mailbox file begins with a line of its own."""
    raw = path.read_bytes()
    return raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw


def yaml_text(document, name):
    """The text of one scalar; PyYAML is not at hand."""
    line = re.search(rf"^{name}:(.*(?:\n  .*)*)", document, re.MULTILINE)
    text = line[1].strip() if line else ""
    if text.startswith('"'):
        return ESCAPE.sub(unescaped, text[1:-1])
    if text.startswith("'"):
        text = text[1:-1].replace("''", "'")
    return text


def unescaped(found):
    code = found[1]
    if code[0] in "xuU" and len(code) > 1:
        return chr(int(code[1:], 16))
    return "" if code[0] == "\n" else ESCAPED.get(code, code)


class TestCorpus(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not CORPUS.is_dir():
            raise SkipTest(
                "There is no corpus of real mail: set CORPUS_DIR to its folder."
            )

    def test_every_message_is_read(self):
        paths = [path for path in sorted(CORPUS.rglob("*")) if path.suffix in MESSAGES]
        self.assertGreater(len(paths), 250)
        for path in paths:
            with self.subTest(str(path.relative_to(CORPUS))):
                raw = read_message(path)
                envelope, mail = parse_envelope(1, len(raw), raw), parse_message(raw)
                texts = [envelope.subject, envelope.message_id, *envelope.emails()]
                for text in (*texts, *texts_of(mail)):
                    self.assertNotIn(b"\0", text.encode("utf-8"))
                self.assertEqual((len(envelope.key), len(mail.digest)), (64, 64))

    def test_senders_and_subjects(self):
        senders = subjects = 0
        answers = sorted((CORPUS / "zammad").glob("*.yml"))
        self.assertEqual(len(answers), 106)
        for path in answers:
            document = path.read_text("utf-8")
            envelope = parse_envelope(1, 1, read_message(path.with_suffix(".box")))
            sender = envelope.sender.email if envelope.sender else ""
            senders += sender == yaml_text(document, "from_email").lower()
            subject = " ".join(yaml_text(document, "subject").split())
            subjects += subject == envelope.subject
        self.assertGreaterEqual(senders, 97)
        self.assertGreaterEqual(subjects, 101)

    def test_yaml(self):
        table = [
            ("subject: plain: x", "plain: x"),
            ("subject: 'it''s'", "it's"),
            ('subject: "a\\tb\\u00e9\\"c"', 'a\tbé"c'),
            ("subject: ''", ""),
            ("other: x", ""),
        ]
        for document, text in table:
            with self.subTest(document):
                self.assertEqual(yaml_text(document, "subject"), text)
