# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The same mail on the same contacts, whatever the server can do and calls things."""

import os
from contextlib import contextmanager, nullcontext
from unittest import SkipTest

from odoo.tools import html2plaintext

from .common import ImapSyncCase
from .fault_proxy import FaultProxy
from .mail_server import mail
from .other_servers import allow_servers
from .scripted_server import trusted

# The name in a command, between quotes; what people see; the role.
NAMES = [
    (r"a \"b\" c", 'a "b" c', "other"),
    (r"back\\slash", "back\\slash", "other"),
    ("Entw&APw-rfe", "Entwürfe", "drafts"),
    ("Caf&AOk-", "Caf\u00e9", "other"),
    ("Cafe&AwE-", "Cafe\u0301", "other"),
    ("Level/&ZeVnLIqe-", "Level / 日本語", "other"),
    ("2024", "2024", "other"),
    ("NIL", "NIL", "other"),
    ("nil", "nil", "other"),
    (" before", " before", "other"),
    ("behind ", "behind ", "other"),
    ("per%cent", "per%cent", "other"),
    ("A &- B", "A & B", "other"),
    ("[Mail] (x) {1}", "[Mail] (x) {1}", "other"),
]
# What Dovecot lets nobody create, by the name that stands for it there.
BROKEN_NAMES = {
    b"odd-1": (b"Foo&ZZZ", "Foo&ZZZ"),
    b"odd-2": (b"Gel\xf6scht", "Gel\u00f6scht"),
    b"odd-3": (b"Gel\xc3\xb6scht", "Gel\u00f6scht"),
    b"odd-4": (b"Ge\xff\xfel", "Ge\u00ff\u00fel"),
    b"odd-5": (b"&AGE-", "a"),
    b"odd-6": (b'"', '"'),
    b"odd-7": (b"\\", "\\"),
}


class ServersCase(ImapSyncCase):
    """A rich Dovecot, a poor one, and one with a proxy before it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "IMAP_TEST_POOR_HOST" not in os.environ:
            raise SkipTest("This machine has no address for a second mail server.")
        cls.poor_host = os.environ["IMAP_TEST_POOR_HOST"]
        cls.proxy = cls.enterClassContext(
            FaultProxy(cls.server.host, cls.server.ssl_port)
        )
        proxy = "localhost", cls.proxy.port
        allow_servers(cls, (cls.poor_host, cls.server.ssl_port), proxy)

    def setUp(self):
        super().setUp()
        self.proxy.meet(None)
        self.proxy.rewrite()
        self.is_proxied = False

    def connected(self, user, **values):
        with self.trusting():
            return super().connected(user, **values)

    def run_cron(self):
        with self.trusting():
            return super().run_cron()

    def trusting(self):
        """Trust the proxy's certificate while it is in use, and no other."""
        return trusted("localhost") if self.is_proxied else nullcontext()

    @contextmanager
    def mailbox(self, login=None, **where):
        """A mailbox of Anna, whatever its login; only this one."""
        account = self.connected(self.anna, login=login or self.anna.login, **where)
        try:
            yield account
        finally:
            self.env.invalidate_all()
            account.sudo().unlink()

    @contextmanager
    def proxied_mailbox(self, login=None):
        self.is_proxied = True
        with self.mailbox(login, port=self.proxy.port) as account:
            yield account
        self.is_proxied = False

    def tick_all(self, account):
        folders = account.sudo().folder_ids
        folders.filtered("selectable").selected = True

    def letter(self, subject):
        return mail(self.lena.email, self.anna.login, subject)


class TestSameResult(ServersCase):
    def setUp(self):
        super().setUp()
        anna, lena = self.anna.login, self.lena.email
        self.inbox = [self.letter("Question"), mail("x@y.example", anna, "Stranger")]
        self.sent = [mail(anna, lena, "Answer"), mail(anna, self.theo.email, "Hi")]
        self.deep = [self.letter("Put away")]
        self.later = [self.letter("Another question")]

    def result(self, login, prefix="", separator="/", **where):
        """What stands on the contacts, and what is known of the folders."""
        deliver = self.server.deliver
        deliver(login, *self.inbox)
        deliver(login, *self.sent, folder=f"{prefix}Sent")
        deliver(login, *self.deep, folder=f"{prefix}Deep{separator}er")
        with self.mailbox(login, **where) as account:
            proposed = self.folders(account, prefix, separator)
            for values in proposed.values():
                del values["server_count"]  # a poor server tells it later
            self.folder(account, f"{prefix}Deep{separator}er").selected = True
            self.sync(account)
            deliver(login, *self.later)
            self.sync(account)
            self.assertEqual(account.last_sync_status, "ok", account.error_message)
            folders = self.folders(account, prefix, separator)
            return proposed, folders, self.mails()

    def folders(self, account, prefix, separator):
        names = "name", "role", "selected", "selectable"
        counts = "server_count", "scanned_count", "kept_count", "skipped_count"
        found = {}
        for folder in account.sudo().folder_ids:
            path = folder.path.removeprefix(prefix).replace(separator, "/")
            shown = folder.name.removeprefix("INBOX / ")
            values = {name: folder[name] for name in (*names, *counts)}
            found[path] = values | {"name": shown}
        return found

    def mails(self):
        return sorted(
            (partner.name, content.subject, html2plaintext(content.body),
             content.email_id.direction, content.email_id.author_id.name,
             content.email_id.date)
            for partner in (self.lena, self.theo)
            for content in self.contents(partner)
        )  # fmt: skip

    def test_same_on_every_server(self):
        rich = self.result(self.anna.login)
        proposed, folders, mails = rich
        self.assertEqual(len(mails), 5, mails)
        self.assertEqual(proposed["Sent"]["role"], "sent")
        self.assertTrue(proposed["Sent"]["selected"])
        self.assertEqual(folders["INBOX"]["skipped_count"], 1)
        others = {
            "poor": self.result(f"poor-{self.anna.login}", host=self.poor_host),
            "starttls": self.result(
                f"clear-{self.anna.login}", encryption="starttls",
                port=self.server.starttls_port,
            ),
            "dots": self.result(f"{self.mark}@dots.example", "INBOX.", "."),
            "poor with dots": self.result(
                f"poor-{self.mark}@dots.example", "INBOX.", ".", host=self.poor_host
            ),
        }  # fmt: skip
        for place, result in others.items():
            for ours, theirs in zip(result, rich, strict=True):
                with self.subTest(place):
                    self.assertEqual(ours, theirs)

    def test_poor_server_is_poor(self):
        """Else the test above compares a server with itself."""
        self.proxy.upstream = self.poor_host, self.server.ssl_port
        self.addCleanup(setattr, self.proxy, "upstream",
                        (self.server.host, self.server.ssl_port))  # fmt: skip
        with self.proxied_mailbox() as account:
            self.sync(account)
            self.assertEqual(account.last_sync_status, "ok", account.error_message)
        self.assertGreater(self.proxy.commands["STATUS"], 0)

    def test_poll_without_news_reads_nothing(self):
        self.server.deliver(self.anna.login, *self.inbox)
        for hidden in ((), (b"LIST-STATUS", b"SPECIAL-USE")):
            with self.subTest(hidden=hidden), self.proxied_mailbox() as account:
                self.proxy.meet(None, hide=hidden)
                self.sync(account)
                self.proxy.meet(None, hide=hidden)
                self.sync(account)
                self.assertEqual(account.last_sync_status, "ok")
                asked = set(self.proxy.commands)
            self.assertFalse(asked & {"EXAMINE", "UID SEARCH", "UID FETCH headers"})
            self.assertEqual("STATUS" in asked, bool(hidden))


class TestFolderNames(ServersCase):
    def test_mail_of_every_folder_arrives(self):
        for name, _shown, _role in NAMES:
            self.server.deliver(self.anna.login, self.letter(name), folder=name)
        for host in (self.server.host, self.poor_host):
            with self.subTest(host), self.mailbox(host=host) as account:
                self.tick_all(account)
                self.sync(account)
                self.assertEqual(account.last_sync_status, "ok", account.error_message)
                self.assertEqual(
                    self.subjects(self.lena),
                    sorted(name.strip() for name, *_rest in NAMES),
                )
                found = account.sudo().folder_ids
                self.assertLessEqual(
                    {(shown, role) for _name, shown, role in NAMES},
                    set(zip(found.mapped("name"), found.mapped("role"), strict=True)),
                )

    def test_mail_of_broken_names_arrives(self):
        for real in BROKEN_NAMES:
            self.server.deliver(
                self.anna.login, self.letter(real.decode()), folder=real.decode()
            )
        names = {real: shown for real, (shown, _name) in BROKEN_NAMES.items()}
        for hidden in ((), (b"LIST-STATUS",)):
            for literally in (False, True):
                with self.subTest(hidden=hidden, literally=literally):
                    self.proxy.meet(None, hide=hidden)
                    self.proxy.rename(names, literally)
                    self.check_broken_names()

    def check_broken_names(self):
        with self.proxied_mailbox() as account:
            self.tick_all(account)
            self.sync(account)
            self.assertEqual(account.last_sync_status, "ok", account.error_message)
            self.assertEqual(
                self.subjects(self.lena), sorted(map(bytes.decode, BROKEN_NAMES))
            )
            found = {each._raw_path(): each.name for each in account.sudo().folder_ids}
        self.assertLessEqual(dict(BROKEN_NAMES.values()).items(), found.items())


class TestOddAnswers(ServersCase):
    """A server that tells less, or other numbers, than the standard asks for."""

    def check(self, *rewritten, hide=()):
        """Three emails in two runs, each once, whatever the server says."""
        login = f"odd-{os.urandom(4).hex()}@test.example"
        self.server.deliver(login, self.letter("First"), self.letter("Second"))
        self.proxy.meet(None, hide)
        self.proxy.rewrite(rewritten)
        with self.proxied_mailbox(login) as account:
            self.sync(account)
            self.assertEqual(account.last_sync_status, "ok", account.error_message)
            self.assertEqual(self.subjects(self.lena), ["First", "Second"])
            self.server.deliver(login, self.letter("Third"))
            self.sync(account)
            self.assertEqual(account.last_sync_status, "ok", account.error_message)
            self.assertEqual(self.subjects(self.lena), ["First", "Second", "Third"])
            self.assert_accounting()

    def test_status_without_items(self):
        """163.com, for one: ``* STATUS "INBOX" ()``."""
        status = rb"^(\* STATUS .*)\(.*\)", rb"\1()"
        self.check(status)
        self.check(status, hide=(b"LIST-STATUS",))

    def test_no_delimiter(self):
        self.check((rb'^(\* LIST \(.*?\)) "/"', rb"\1 NIL"))

    def test_uidvalidity(self):
        """None, zero, and more than 32 bits have been seen."""
        for number in (0, 2**32 - 1, 2**32, 2**63 - 1):
            with self.subTest(number):
                self.check((rb"UIDVALIDITY \d+", b"UIDVALIDITY %d" % number))
        with self.subTest("missing"):
            self.check(
                (rb"\* OK \[UIDVALIDITY \d+\]", rb"* OK"),
                (rb" ?UIDVALIDITY \d+", rb""),
            )

    def test_uidvalidity_of_64_bits(self):
        self.check((rb"UIDVALIDITY \d+", b"UIDVALIDITY %d" % (2**64 - 1)))

    def test_unsolicited_answers(self):
        news = rb"* 1 FETCH (FLAGS (\\Seen) UID 1)\r\n* 2 EXISTS\r\n\1"
        self.check((rb"^(\w+ OK (?:Fetch|Status|List) completed)", news))
