# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import subprocess
from pathlib import Path

from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import config
from odoo.tools.misc import exec_pg_environ, find_pg_tool

from .committed import CommittedWorld, trust_only_the_test_server
from .mail_server import PASSWORD, MailServer, mail
from .test_unlogged import everything_logged

SUBJECT, BODY, FILE = "Zq9subjectcanary", "Zq9bodycanary", "Zq9filecanary"
WRONG_PASSWORD = "Zq9-mistyped-canary"
WORDS = (PASSWORD, WRONG_PASSWORD, SUBJECT, BODY, FILE)


def forms(word):
    """A word as it is, in hexadecimal (bytea), and in base64 at any offset."""
    yield word.encode()
    yield word.encode().hex().encode()
    for offset in range(3):
        # Without the ends, which depend on what stands around.
        yield base64.b64encode(b"x" * offset + word.encode())[4:-4]


@tagged("-at_install", "post_install")
class TestCanary(BaseCase):
    """SEC-1, RET-3: what is looked for in a full dump, the file store and the logs."""

    def setUp(self):
        super().setUp()
        trust_only_the_test_server(type(self))
        self.database = get_db_name()
        self.server = MailServer()
        registry = Registry(self.database)
        self.world = CommittedWorld(registry, self.server, ["Anna", "Ben"], ["Lena"])
        self.addCleanup(self.world.remove)
        anna, lena = self.world.people["Anna"], self.world.people["Lena"]
        # Not one that compresses, for PostgreSQL and the store may compress it.
        files = [("a.txt", "text/plain", FILE.encode())]
        self.server.deliver(anna, mail(lena, anna, SUBJECT, BODY, files=files))

    def dump(self):
        command = [find_pg_tool("pg_dump"), "--no-owner", self.database]
        done = subprocess.run(
            command, env=exec_pg_environ(), capture_output=True, check=True
        )
        self.assertIn(b"imap_email_content", done.stdout)
        return done.stdout

    def stored(self):
        folder = Path(config.filestore(self.database))
        return b"".join(
            each.read_bytes() for each in folder.rglob("*") if each.is_file()
        )

    def places(self):
        """In which places each word stands now."""
        where = {"dump": self.dump(), "files": self.stored()}
        return {
            word: {
                name
                for name, content in where.items()
                if any(form in content for form in forms(word))
            }
            for word in WORDS
        }

    def live(self):
        """Connect, mistype, import, share, show, remove, disconnect, erase."""
        anna, lena = self.world.people["Anna"], self.world.partners["Lena"]
        with self.world.transaction() as env:
            id_ = self.world.connect(env, "Anna", anna, ["INBOX"])
            account = (
                env["imap.account"].browse(id_).with_user(self.world.users["Anna"])
            )
            account.password = WRONG_PASSWORD
            account.action_connect()
            self.assertIn("refused the login", account.error_message)
        self.assertEqual(self.places(), dict.fromkeys(WORDS, set()))
        with self.world.transaction() as env:
            account = account.with_env(account.env(cr=env.cr))
            account.password = PASSWORD
            account.action_connect()
            self.assertFalse(account.error_message)
            account.sudo().sharing = "everything"
        self.world.make_due()
        with self.world.transaction() as env:
            env["imap.sync"]._cron_sync()
        with self.world.transaction() as env:
            messages = env["mail.message"].with_user(self.world.users["Ben"])
            thread = messages.env["res.partner"].browse(lena)
            found = messages._message_fetch(None, thread=thread, search_term=BODY)
            self.assertEqual(len(found["messages"]), 1)
        return id_

    def forget(self, id_):
        with self.world.transaction() as env:
            user = self.world.users["Anna"]
            env["imap.disconnect"].with_user(user).create(
                {"account_id": id_, "erase": "all"}
            ).action_confirm()
        with self.world.transaction() as env:
            env["imap.sync"]._cron_erase()
        with self.world.transaction() as env:
            env["ir.attachment"]._gc_file_store()

    def test_a_whole_life(self):
        with everything_logged() as texts:
            id_ = self.live()
            # Where they have to be: else this test would find nothing anywhere.
            self.assertEqual(
                self.places(),
                {
                    PASSWORD: set(), WRONG_PASSWORD: set(),
                    SUBJECT: {"dump"}, BODY: {"dump"}, FILE: {"files"},
                },
            )  # fmt: skip
            self.forget(id_)
            self.assertEqual(self.places(), dict.fromkeys(WORDS, set()))
        self.assertGreater(len(texts), 100)
        # Ben searched for the word himself; that pattern is his.
        logged = "\n".join(texts).replace(f"%{BODY}%", "")
        for word in WORDS:
            self.assertNotIn(word, logged, word)
