# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import threading
import traceback
from contextlib import contextmanager
from unittest.mock import patch

from psycopg2 import Error

from odoo.service.model import call_kw
from odoo.tests import TransactionCase

from ..models.unlogged import unlogged
from .common import ImapSyncCase
from .mail_server import mail

SECRET, SUBJECT, BODY = "canary-secret", "canary-subject", "canary-body"


@contextmanager
def everything_logged():
    """Every record of every logger, as text with its traceback."""
    texts = []

    def collect(logger, record):
        if logger.filter(record):
            text = record.getMessage()
            if record.exc_info:
                text += "".join(traceback.format_exception(*record.exc_info))
            texts.append(f"{logger.name}: {text}")

    enabled = patch.object(logging.Logger, "isEnabledFor", return_value=True)
    with enabled, patch.object(logging.Logger, "handle", collect):
        yield texts


class TestUnlogged(TransactionCase):
    def test_statements_of_this_thread(self):
        with everything_logged() as texts, unlogged():
            with unlogged():
                self.env.cr.execute("SELECT %s", [BODY])
            self.env.cr.execute("SELECT %s", [BODY])
        self.assertNotIn(BODY, "".join(texts))

    def test_one_that_fails(self):
        with everything_logged() as texts, unlogged():
            with self.assertRaises(Error):
                self.env.cr.execute("SELECT %s::integer", [BODY])
        self.assertNotIn(BODY, "".join(texts))

    def test_outside_they_are_logged(self):
        with unlogged():
            pass
        with everything_logged() as texts:
            self.env.cr.execute("SELECT %s", [BODY])
        self.assertIn(BODY, "".join(texts))

    def test_those_of_other_threads_are_logged(self):
        logger = logging.getLogger("odoo.sql_db")
        with everything_logged() as texts, unlogged():
            thread = threading.Thread(target=logger.error, args=["another's"])
            thread.start()
            thread.join()
            logger.error("mine")
        self.assertEqual(texts, ["odoo.sql_db: another's"])


class TestNothingOfMailIsLogged(ImapSyncCase):
    """LOG-1, LOG-3, LOG-6: at no level of any logger, whatever happens."""

    def setUp(self):
        super().setUp()
        self.account = self.started(self.anna)

    def deliver(self, **options):
        letter = mail(
            self.lena.email, self.anna.login, subject=SUBJECT, body=BODY, **options
        )
        self.server.deliver(self.anna.login, letter)

    def assert_clean(self, texts):
        self.assertGreater(len(texts), 2)  # the collector works
        text = "\n".join(texts).lower()
        for word in (SECRET, SUBJECT, BODY, self.lena.email):
            self.assertNotIn(word, text)

    def test_a_run(self):
        self.deliver()
        with everything_logged() as texts:
            self.run_cron_of(self.account)
        self.assertEqual(self.subjects(self.lena), [SUBJECT])
        self.assert_clean(texts)

    def run_cron_of(self, account):
        account.sudo().run_ids.next_sync_date = "2020-01-01"
        self.run_cron()

    def test_a_statement_that_fails(self):
        """F19: Odoo logs the whole INSERT, with subject and body."""
        self.env.cr.execute(
            "ALTER TABLE imap_email_content ADD CONSTRAINT refuses CHECK (subject = '')"
        )
        self.deliver()
        with everything_logged() as texts:
            self.run_cron_of(self.account)
        self.assertTrue([text for text in texts if "CheckViolation" in text])
        self.assertEqual(self.folder(self.account).failed_count, 1)
        self.assert_clean(texts)

    def test_a_message_that_cannot_be_read(self):
        self.deliver()
        with everything_logged() as texts, self.poisoned(BODY.encode()):
            self.run_cron_of(self.account)
        self.assertEqual(self.folder(self.account).failed_count, 1)
        self.assert_clean(texts)

    def test_a_call_that_saves_a_password(self):
        """LOG-5: Odoo logs the arguments of every call at the level DEBUG."""
        accounts = self.env["imap.account"].with_user(self.anna)
        with everything_logged() as texts:
            for name, *args in (
                ("write", {"password": SECRET}),
                ("web_save", {"password": SECRET}, {"password": {}}),
                ("onchange", {"password": SECRET}, ["password"], {"password": {}}),
            ):
                call_kw(accounts, name, [self.account.ids, *args], {})
        self.assertEqual(
            len([text for text in texts if ": call imap.account" in text]), 3
        )
        self.assert_clean(texts)
