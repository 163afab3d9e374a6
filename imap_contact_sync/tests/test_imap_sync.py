# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.engine.errors import RetryLater
from odoo.addons.imap_contact_sync.engine.net.session import MailboxSession
from odoo.addons.imap_contact_sync.engine.records import Record

from .common import ImapSyncCase
from .mail_server import mail

MODELS = "odoo.addons.imap_contact_sync.models"
SYNC_LOG = f"{MODELS}.imap_sync"
FOLDERS = f"{MODELS}.imap_sync_folder"
BATCHES = "odoo.addons.imap_contact_sync.engine.matching"


class TestWhatIsKept(ImapSyncCase):
    def test_received_and_sent_mail_stands_on_the_contact(self):
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, "Question")
        )
        self.server.deliver(
            self.anna.login,
            mail(self.anna.login, self.lena.email, "Answer"),
            folder="Sent",
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(self.subjects(self.lena), ["Answer", "Question"])
        directions = self.envelopes(self.lena).imap_email_id.mapped("direction")
        self.assertCountEqual(directions, ["in", "out"])

    def test_every_address_field_makes_a_participant(self):
        login = self.anna.login
        stranger = "someone@elsewhere.example"
        self.server.deliver(
            login,
            mail(self.lena.email, login, "From"),
            mail(stranger, login, "Reply-To", reply_to=self.lena.email),
            mail(stranger, self.lena.email, "To"),
            mail(stranger, login, "Cc", cc=f"Lena <{self.lena.email.upper()}>"),
            mail(login, stranger, "Bcc", bcc=self.lena.email),
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(
            self.subjects(self.lena), ["Bcc", "Cc", "From", "Reply-To", "To"]
        )

    def test_mail_to_several_contacts_stands_on_each_with_one_content(self):
        self.server.deliver(
            self.anna.login,
            mail(self.lena.email, f"{self.theo.email}, {self.anna.login}", "Both"),
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(self.contents(self.lena), self.contents(self.theo))
        self.assertEqual(len(self.contents(self.lena)), 1)
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.envelopes(self.theo)), 1)

    def test_further_address_of_a_contact(self):
        self.env["res.partner.email"].create(
            {"partner_id": self.lena.id, "email": "Lena.Private@posteria.example"}
        )
        self.server.deliver(
            self.anna.login,
            mail("lena.private@posteria.example", self.anna.login, "From home"),
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(self.subjects(self.lena), ["From home"])

    def test_date_is_that_of_the_mail(self):
        moment = fields.Datetime.now() - timedelta(days=20, hours=3)
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, date=moment)
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(self.envelopes(self.lena).date, moment)

    def test_author_is_who_wrote_it(self):
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, "Question")
        )
        self.server.deliver(
            self.anna.login,
            mail(self.anna.login, self.lena.email, "Answer"),
            folder="Sent",
        )
        self.sync(self.connected(self.anna))
        authors = {
            envelope.imap_email_id.content_ids.subject: envelope.author_id
            for envelope in self.envelopes(self.lena)
        }
        self.assertEqual(authors["Question"], self.lena)
        self.assertEqual(authors["Answer"], self.anna.partner_id)

    def test_a_forged_colleague_is_not_the_author(self):
        self.server.deliver(
            self.ben.login, mail(self.anna.login, self.lena.email, cc=self.ben.login)
        )
        self.sync(self.connected(self.anna), self.connected(self.ben))
        self.assertFalse(self.envelopes(self.lena).author_id)
        self.assertIn(self.anna.login, self.envelopes(self.lena).email_from)

    def test_her_own_sent_copy_makes_the_colleague_the_author(self):
        message = mail(self.anna.login, self.lena.email, cc=self.ben.login)
        self.server.deliver(self.ben.login, message)
        self.sync(self.connected(self.ben))
        self.assertFalse(self.envelopes(self.lena).author_id)
        self.server.deliver(self.anna.login, message, folder="Sent")
        self.sync(self.connected(self.anna))
        self.assertEqual(self.envelopes(self.lena).author_id, self.anna.partner_id)

    def test_body_and_files(self):
        picture = bytes(range(256)) * 40
        self.server.deliver(
            self.anna.login,
            mail(
                self.lena.email,
                self.anna.login,
                html='<p onclick="x()">Grüße <b>aus Köln</b><script>x()</script></p>',
                files=[("Bericht für März.pdf", "application/pdf", picture)],
            ),
        )
        self.sync(self.connected(self.anna))
        content = self.contents(self.lena)
        self.assertIn("<p>Grüße <b>aus Köln</b></p>", content.body)
        self.assertNotIn("script", content.body)
        self.assertEqual(content.attachment_ids.name, "Bericht für März.pdf")
        self.assertEqual(content.attachment_ids.raw, picture)
        self.assertEqual(content.attachment_ids.res_model, "imap.email.content")

    def test_image_of_the_body_is_shown_and_not_listed(self):
        message = mail(self.lena.email, self.anna.login, html="<p>logo</p>")
        image = (
            b"Content-Type: multipart/related; boundary=xyz\r\n\r\n--xyz\r\n"
            b"Content-Type: text/html\r\n\r\n<p>Look: <img src='cid:logo@x'></p>\r\n"
            b"--xyz\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--xyz--\r\n"
        )
        head = message.split(b"\nMIME-Version")[0].split(b"\nContent-Type")[0]
        self.server.deliver(self.anna.login, head + b"\n" + image)
        self.sync(self.connected(self.anna))
        content = self.contents(self.lena)
        self.assertRegex(content.body, r'<img src="/web/image/\d+">')
        self.assertNotIn("access_token", content.body)
        self.assertFalse(content.attachment_ids)


class TestGuestInTheMailbox(ImapSyncCase):
    """Invariants I1 and I2."""

    def test_nothing_in_the_mailbox_changes(self):
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login))
        self.server.deliver(login, mail(self.lena.email, login), flags=r"(\Seen)")
        account = self.connected(self.anna)
        items = "MESSAGES UNSEEN UIDNEXT HIGHESTMODSEQ"
        before = self.server.flags(login), self.server.status(login, items)
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 2)
        after = self.server.flags(login), self.server.status(login, items)
        self.assertEqual(
            [self.without_recent(before[0]), before[1]],
            [self.without_recent(after[0]), after[1]],
        )

    def without_recent(self, flags):
        # Any session that opens a folder ends the "recent" of RFC 3501 2.3.2.
        return {
            uid: each.replace(r"\Recent", "").strip() for uid, each in flags.items()
        }

    def test_mail_of_strangers_leaves_no_trace(self):
        secret = f"Zq{self.mark}"
        self.server.deliver(
            self.anna.login,
            mail(f"{secret}@else.example", self.anna.login, secret, body=secret),
        )
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.skipped(account), {"no_contact": "1"})
        self.assertEqual(self.server.last_bodies(self.anna.login), 0)
        self.env.flush_all()
        for table, column in self.text_columns():
            self.env.cr.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s',
                [f"%{secret}%"],
            )
            self.assertEqual(self.env.cr.fetchone(), (0,), f"{table}.{column}")

    def text_columns(self):
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
            JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
            AND data_type IN ('text', 'character varying', 'json', 'jsonb')
            AND (table_name LIKE 'imap%' OR table_name LIKE 'mail%'
                OR table_name LIKE 'res_partner%' OR table_name LIKE 'ir_att%'
                OR table_name LIKE 'bus%' OR table_name LIKE 'ir_logging')"""
        )
        return self.env.cr.fetchall()

    def test_bodies_of_matches_only(self):
        login = self.anna.login
        strangers = [mail(f"s{n}@else.example", login) for n in range(5)]
        self.server.deliver(login, *strangers, mail(self.lena.email, login))
        self.sync(self.connected(self.anna))
        self.assertEqual(self.server.last_bodies(login), 1)

    def test_colleagues_among_themselves_are_skipped(self):
        self.server.deliver(self.anna.login, mail(self.ben.login, self.anna.login))
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.skipped(account), {"internal": "1"})
        self.assertFalse(self.envelopes(self.ben.partner_id))


class TestExactlyOnce(ImapSyncCase):
    """Invariant I3."""

    def test_second_run_adds_nothing(self):
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, "Once")
        )
        account = self.connected(self.anna)
        self.sync(account)
        before = self.envelopes(self.lena), self.contents(self.lena)
        self.sync(account)
        self.assertEqual((self.envelopes(self.lena), self.contents(self.lena)), before)
        self.assertEqual(self.server.last_bodies(self.anna.login), 0)

    def test_same_mail_in_two_folders(self):
        message = mail(self.lena.email, self.anna.login, "Filed")
        self.server.deliver(self.anna.login, message)
        self.server.deliver(self.anna.login, message, folder="Clients/North")
        account = self.connected(self.anna)
        self.folder(account, "Clients/North").selected = True
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.contents(self.lena)), 1)
        email = self.envelopes(self.lena).imap_email_id
        self.assertEqual(len(email.source_ids), 2)
        self.assertEqual(self.server.last_bodies(self.anna.login), 1)

    def test_same_mail_in_two_mailboxes(self):
        message = mail(self.lena.email, self.anna.login, cc=self.ben.login)
        self.server.deliver(self.anna.login, message)
        self.server.deliver(self.ben.login, message)
        self.sync(self.connected(self.anna), self.connected(self.ben))
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.contents(self.lena)), 1)

    def test_copy_with_a_footer_is_the_same_email_with_another_content(self):
        message = mail(self.lena.email, self.anna.login, cc=self.ben.login)
        self.server.deliver(self.anna.login, message)
        self.server.deliver(
            self.ben.login, message + b"-- \r\nScanned by MailGuard\r\n"
        )
        self.sync(self.connected(self.anna), self.connected(self.ben))
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.contents(self.lena)), 2)

    def test_forged_copy_of_the_same_size_opens_nothing(self):
        """Only in the same mailbox is a body not fetched again (ID-8)."""
        genuine = mail(self.lena.email, self.anna.login, body="genuine words")
        self.server.deliver(self.anna.login, genuine)
        forged = genuine.replace(b"genuine", b"guessed")
        self.server.deliver(self.ben.login, forged)
        self.sync(self.connected(self.anna))
        account = self.connected(self.ben)
        self.sync(account)
        email = self.envelopes(self.lena).imap_email_id
        of_ben = email.source_ids.filtered(lambda each: each.account_id == account)
        self.assertEqual(len(email), 1)
        self.assertIn("guessed", of_ben.content_id.body)
        seen = self.env["imap.email.content"].with_user(self.ben).search([])
        self.assertEqual(seen, of_ben.content_id)

    def test_renumbered_folder(self):
        login = self.anna.login
        self.server.deliver(login, *(mail(self.lena.email, login) for _ in range(3)))
        account = self.connected(self.anna)
        self.sync(account)
        before = self.envelopes(self.lena)
        for uidvalidity in (4_294_967_290, 7):  # higher than a signed integer, lower
            self.server.renumber(login, uidvalidity)
            self.sync(account)
            self.assertEqual(self.folder(account).uidvalidity, uidvalidity)
            self.assertEqual(self.envelopes(self.lena), before)
            self.assertEqual(len(before.imap_email_id.source_ids), 3)
            self.assertEqual(self.server.last_bodies(login), 0)

    def test_a_crash_before_the_commit_leaves_nothing_and_loses_nothing(self):
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, "Survivor")
        )
        account = self.connected(self.anna)
        crash = patch(
            f"{MODELS}.imap_folder_accounting.ImapFolder._advance", side_effect=OSError
        )
        with crash, mute_logger(SYNC_LOG):
            self.sync(account)
        self.assertFalse(self.envelopes(self.lena))
        self.assertFalse(
            self.env["imap.email"].search([("author_id", "=", self.lena.id)])
        )
        self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["Survivor"])

    def test_another_worker_wrote_the_same_email_meanwhile(self):
        """What a unique constraint refuses is tried again in a new transaction."""
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, "Shared")
        )
        account = self.connected(self.anna)
        post = self.env.registry["imap.sync"]._post
        attempts = []

        def post_second(sync, folder, pairs):
            attempts.append(len(pairs))
            posted = post(sync, folder, pairs)
            if len(attempts) == 1:
                email = self.env["imap.email"].with_env(sync.env).search([])[0]
                email.create(email.read(["key", "date", "direction"])[0] | {
                    "company_id": email.company_id.id, "id": False,
                })  # fmt: skip
            return posted

        with patch.object(self.env.registry["imap.sync"], "_post", post_second):
            self.sync(account)
        self.assertEqual(attempts, [1, 1])
        self.assertEqual(self.subjects(self.lena), ["Shared"])
        self.assertFalse(account.failure_ids)

    def test_the_database_refuses_doubles(self):
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        self.sync(self.connected(self.anna))
        envelope = self.envelopes(self.lena)
        email = envelope.imap_email_id
        lena = Record("res.partner", self.lena.id)
        for double in (
            lambda: envelope.create(envelope._envelope_values(email, lena)),
            lambda: email.create(
                {"company_id": email.company_id.id, "key": email.key,
                 "date": email.date, "direction": "in"}
            ),
            lambda: email.source_ids.create(
                email.source_ids.copy_data()[0]
            ),
        ):  # fmt: skip
            with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
                with self.env.cr.savepoint():
                    double()

    def test_message_without_an_id_is_known_again(self):
        message = mail(self.lena.email, self.anna.login, "No id")
        lines = [
            line for line in message.split(b"\n") if not line.startswith(b"Message-ID")
        ]
        self.server.deliver(self.anna.login, b"\n".join(lines))
        self.server.deliver(self.anna.login, b"\n".join(lines), folder="Archive")
        account = self.connected(self.anna)
        self.folder(account, "Archive").selected = True
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_same_id_with_other_sender_is_another_email(self):
        same = {
            "message_id": f"<{self.mark}@forged.example>",
            "date": fields.Datetime.now(),
        }
        self.server.deliver(
            self.anna.login,
            mail(self.theo.email, self.lena.email, "Forged", **same),
            mail(self.lena.email, self.anna.login, "Genuine", **same),
        )
        self.sync(self.connected(self.anna))
        self.assertEqual(self.subjects(self.lena), ["Forged", "Genuine"])
        self.assertEqual(len(self.envelopes(self.lena)), 2)


class TestNothingIsLostSilently(ImapSyncCase):
    """Invariant I4: every UID ends in exactly one set. Checked after each test too."""

    def test_the_sets_add_up(self):
        login = self.anna.login
        self.server.deliver(
            login,
            mail(self.lena.email, login),
            mail("nobody@else.example", login),
            mail(self.ben.login, login),
            mail(self.theo.email, login),
        )
        account = self.connected(self.anna)
        self.sync(account)
        folder = self.folder(account)
        self.assertEqual(str(folder._scanned()), "1:4")
        self.assertEqual(str(folder._kept()), "1,4")
        self.assertEqual(self.skipped(account), {"no_contact": "2", "internal": "3"})
        self.assertEqual(
            (account.scanned_count, account.kept_count, account.skipped_count),
            (4, 2, 2),
        )
        self.assertEqual(folder.server_count, 4)

    def test_gap_is_noticed(self):
        """The check that runs after every test can fail."""
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        account = self.connected(self.anna)
        self.sync(account)
        folder = self.folder(account)
        self.assertFalse(folder._accounting_gap())
        block = folder.block_ids
        for record, broken in (
            (block, {"scanned": "1:2"}),
            (block, {"scanned": False}),
            (block, {"skipped": {"older": "1"}}),
            (folder, {"kept_count": 2}),
            (folder, {"scanned_count": 0}),
        ):
            before = {name: record[name] for name in broken}
            record.write(broken)
            self.assertTrue(folder._accounting_gap(), broken)
            record.write(before)

    def test_mail_from_before_the_start_date_is_left_alone(self):
        login = self.anna.login
        old = fields.Datetime.now() - timedelta(days=200)
        received = old.astimezone().timestamp()
        self.server.deliver(
            login, mail(self.lena.email, login, "Old", date=old), received=received
        )
        self.server.deliver(login, mail(self.lena.email, login, "New"))
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["New"])
        account.sync_since = (old - timedelta(days=1)).date()
        self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["New", "Old"])

    def test_old_mail_that_arrived_lately_is_skipped_by_its_date(self):
        old = fields.Datetime.now() - timedelta(days=200)
        self.server.deliver(
            self.anna.login, mail(self.lena.email, self.anna.login, date=old)
        )
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(self.skipped(account), {"older": "1"})
        account.sync_since = (old - timedelta(days=1)).date()
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertFalse(self.skipped(account))

    def test_interrupted_between_two_batches(self):
        """What is settled stays so, and the rest is met again: known copies too."""
        login = self.anna.login
        filed = mail(self.lena.email, login, "Filed")
        self.server.deliver(login, filed, folder="Archive")
        self.server.deliver(
            login,
            filed,
            mail("nobody@else.example", login),
            *(mail(self.lena.email, login, f"{n}") for n in range(4)),
        )
        account = self.connected(self.anna)
        inbox = self.folder(account)
        inbox.selected = False
        self.folder(account, "Archive").selected = True
        self.sync(account)
        inbox.selected = True
        imported = self.env.registry["imap.sync"]._import_batch
        batches = []

        def fail_second(sync, folder, visit, batch):
            batches.append(batch)
            if len(batches) == 2:
                raise ValueError("a bug")
            return imported(sync, folder, visit, batch)

        failing = patch.object(
            self.env.registry["imap.sync"], "_import_batch", fail_second
        )
        with failing, patch(f"{BATCHES}.BATCH_MESSAGES", 2), mute_logger(SYNC_LOG):
            self.sync(account)
        self.assertEqual(str(inbox._scanned()), "1:2,5:6")
        self.assert_accounting()
        self.assertEqual(self.subjects(self.lena), ["2", "3", "Filed"])
        self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["0", "1", "2", "3", "Filed"])
        self.assertEqual(str(inbox._scanned()), "1:6")

    def test_restored_server_with_the_same_numbering(self):
        """UIDNEXT went back: other messages may have the numbers now (SRV-7)."""
        login = self.anna.login
        self.server.deliver(
            login, *(mail(self.lena.email, login, f"{n}") for n in range(3))
        )
        account = self.connected(self.anna)
        self.sync(account)
        folder = self.folder(account)
        kept = self.envelopes(self.lena)
        folder.high_uid = 9  # as if nine messages had been there
        self.sync(account)
        self.assertEqual(folder.high_uid, 3)
        self.assertEqual(self.envelopes(self.lena), kept)
        self.assertEqual(sorted(folder._kept()), [1, 2, 3])
        self.assertEqual(len(kept.imap_email_id.source_ids), 3)

    def test_the_same_message_twice_in_one_folder(self):
        message = mail(self.lena.email, self.anna.login)
        self.server.deliver(self.anna.login, message, message)
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(len(self.contents(self.lena)), 1)
        self.assertEqual(self.folder(account).kept_count, 2)
        self.assertEqual(self.server.last_bodies(self.anna.login), 1)

    def test_windows_and_batches_read_everything(self):
        login = self.anna.login
        count = 23
        self.server.deliver(
            login, *(mail(self.lena.email, login, f"{n:02}") for n in range(count))
        )
        account = self.connected(self.anna)
        with patch(f"{FOLDERS}.WINDOW", 7), patch(f"{BATCHES}.BATCH_MESSAGES", 3):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), [f"{n:02}" for n in range(count)])

    def test_message_expunged_between_header_and_body(self):
        login = self.anna.login
        self.server.deliver(login, *(mail(self.lena.email, login) for _ in range(3)))
        account = self.connected(self.anna)
        messages = MailboxSession.messages

        def expunge_first(session, uids):
            self.server.expunge(login, 2)
            session._client.noop()  # Dovecot shows a session what has gone only then
            return messages(session, uids)

        with patch.object(MailboxSession, "messages", expunge_first):
            self.sync(account)
        self.assertEqual(str(self.folder(account)._kept()), "1,3")
        self.assertEqual(self.skipped(account), {"expunged": "2"})

    def test_new_mail_comes_with_the_next_run(self):
        login = self.anna.login
        account = self.connected(self.anna)
        self.sync(account)
        self.assertEqual(account.last_sync_status, "ok")
        self.server.deliver(login, mail(self.lena.email, login, "Later"))
        self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["Later"])


class TestIsolation(ImapSyncCase):
    """Invariant I8."""

    def poison(self):
        """A message that the parser cannot read, see ``poisoned``."""
        return mail(self.lena.email, self.anna.login, "Poison", "poison")

    def test_one_bad_message_stops_no_other(self):
        login = self.anna.login
        self.server.deliver(
            login,
            mail(self.lena.email, login, "Before"),
            self.poison(),
            mail(self.lena.email, login, "After"),
        )
        account = self.connected(self.anna)
        with self.poisoned(b"Poison"):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["After", "Before"])
        self.assertEqual(account.failure_ids.uid, 2)
        self.assertTrue(account.failure_ids.reason)
        self.assertEqual(self.folder(account).failed_count, 1)

    def test_log_names_the_message_by_number_only(self):
        self.server.deliver(self.anna.login, self.poison())
        account = self.connected(self.anna)
        with self.assertLogs(SYNC_LOG) as log, self.unreadable(b"Poison"):
            self.sync(account)
        text = "\n".join(log.output)
        self.assertIn("UID 1", text)
        for private in ("Poison", self.lena.email, self.anna.login):
            self.assertNotIn(private, text)

    def test_one_bad_folder_stops_no_other(self):
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login, "Broken"))
        self.server.deliver(
            login, mail(login, self.lena.email, "Readable"), folder="Sent"
        )
        account = self.connected(self.anna)
        refused = patch(
            "odoo.addons.imap_contact_sync.engine.net.reader.quote",
            lambda path: b'"No such folder"' if path == b"INBOX" else b'"%s"' % path,
        )
        with refused, mute_logger(SYNC_LOG):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["Readable"])
        self.assertIn("No such folder", self.folder(account).error_message)
        self.assertEqual(account.last_sync_status, "retry")
        self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["Broken", "Readable"])
        self.assertFalse(self.folder(account).error_message)
        self.assertEqual(account.last_sync_status, "ok")

    def test_a_lost_connection_is_no_failure_of_a_message(self):
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        account = self.connected(self.anna)
        lost = patch.object(
            MailboxSession, "messages", side_effect=RetryLater("connection_lost")
        )
        with lost, mute_logger(SYNC_LOG):
            self.sync(account)
        self.assertFalse(account.failure_ids)
        self.assertEqual(account.last_sync_status, "retry")
        self.sync(account)
        self.assertEqual(len(self.envelopes(self.lena)), 1)

    def test_an_empty_list_of_folders_is_no_success(self):
        account = self.connected(self.anna)
        nothing = patch.object(MailboxSession, "folders", return_value={})
        with nothing, mute_logger(SYNC_LOG):
            self.sync(account)
        self.assertEqual(account.last_sync_status, "retry")
        self.assertIn("lists no folders", account.error_message)
        self.assertFalse(any(account.folder_ids.mapped("gone")))

    def test_one_bad_mailbox_stops_no_other_and_not_the_job(self):
        broken = self.connected(self.anna)
        broken.password = "no longer right"
        self.server.deliver(self.ben.login, mail(self.lena.email, self.ben.login))
        with mute_logger(SYNC_LOG):
            self.sync(broken, self.connected(self.ben))
        self.assertEqual(len(self.envelopes(self.lena)), 1)
        self.assertEqual(broken.last_sync_status, "retry")
        cron = self.env.ref("imap_contact_sync.ir_cron_sync")
        self.assertFalse(cron.failure_count)

    def test_unexpected_error_of_a_mailbox_is_told(self):
        account = self.started(self.anna)
        bug = patch(f"{MODELS}.imap_folder.ImapFolder._to_scan", side_effect=ValueError)
        with bug, mute_logger(SYNC_LOG):
            self.sync(account)
        self.assertEqual(account.last_sync_status, "retry")
        self.assertIn("unexpected", account.error_message)


class TestWhen(ImapSyncCase):
    def test_a_run_needs_an_active_owner_of_the_group(self):
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        account = self.started(self.anna)
        group = self.env.ref("imap_contact_sync.group_user")
        # Not through write(), which stops the mailbox: the run looks for itself.
        with patch.object(self.env.registry["imap.account"], "_stop_leavers"):
            self.anna.group_ids -= group
            account.sudo()._start_soon()
            self.run_cron()
            self.assertFalse(self.envelopes(self.lena))
            self.anna.group_ids += group
            self.run_cron()
        self.assertTrue(self.envelopes(self.lena))

    def test_paused_mailbox_is_left_alone_and_resumes(self):
        account = self.started(self.anna)
        account.action_pause()
        self.server.deliver(self.anna.login, mail(self.lena.email, self.anna.login))
        self.sync(account)
        self.assertFalse(self.envelopes(self.lena))
        account.action_resume()
        self.run_cron()
        self.assertTrue(self.envelopes(self.lena))

    def test_time_is_up(self):
        """A slow run moves by a window, and goes on with the next one."""
        login = self.anna.login
        letters = [mail(self.lena.email, login, each) for each in ("Old", "New")]
        self.server.deliver(login, *letters)
        account = self.connected(self.anna)
        clock = patch.object(
            self.env.registry["imap.sync"], "_seconds_left", side_effect=[9, 0, 0]
        )  # asked before a mailbox is read, and for what it may take
        with clock, patch(f"{FOLDERS}.WINDOW", 1):
            self.sync(account)
        self.assertEqual(self.subjects(self.lena), ["New"])
        self.assertFalse(account.last_sync_date)
        self.run_cron()
        self.assertEqual(self.subjects(self.lena), ["New", "Old"])
        self.assertTrue(account.last_sync_date)

    def test_a_mailbox_that_is_not_done_goes_behind_the_others(self):
        """However much mail one has, the others have their turn."""
        accounts = self.connected(self.anna) + self.connected(self.ben)
        order = []

        def one_step(_sync, account, visit):
            order.append(account.id)
            visit.folders_read = 1
            return False

        sync_class = self.env.registry["imap.sync"]
        for minutes, account in enumerate(accounts):
            moment = fields.Datetime.now() - timedelta(minutes=9 - minutes)
            account._run().next_sync_date = moment
        for _turn in range(2):
            # Time for one mailbox, and no more.
            clock = patch.object(sync_class, "_seconds_left", side_effect=[9, 9, 0])
            with clock, patch.object(sync_class, "_sync_account", one_step):
                self.run_cron()
        self.assertEqual(order, accounts.ids)

    def test_asked_for_while_a_run_is_going_on(self):
        """It may have chosen its folders already, so another one follows."""
        login = self.anna.login
        self.server.deliver(login, mail(self.lena.email, login), folder="Clients")
        account = self.connected(self.anna)
        statuses = self.env.registry["imap.sync"]._statuses

        def tick_another(sync, session, listed, folders):
            clients = account.with_env(sync.env).folder_ids.filtered(
                lambda each: each.path == "Clients"
            )
            clients.selected = True
            later = fields.Datetime.now() + timedelta(seconds=5)
            clients.account_id.requested_date = later
            return statuses(sync, session, listed, folders)

        with patch.object(self.env.registry["imap.sync"], "_statuses", tick_another):
            self.sync(account)
        self.assertFalse(self.envelopes(self.lena))
        self.run_cron()
        self.assertTrue(self.envelopes(self.lena))

    def test_next_run_is_one_interval_later(self):
        account = self.connected(self.anna)
        self.sync(account)
        wait = account.next_sync_date - account.last_sync_date
        self.assertEqual(wait, timedelta(minutes=15))

    def test_a_locked_mailbox_is_skipped(self):
        account = self.connected(self.anna)
        account.action_sync_now()
        taken = patch.object(
            self.env.registry["imap.sync"], "_locked", return_value=False
        )
        with taken:
            self.run_cron()
        self.assertFalse(account.last_sync_date)
