# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever other mail programs do to a mailbox, in any order, between two runs.

In committed transactions. A crash is an exception that no handler of the run
catches, at a checkpoint of the run (see ``crash_worker``): what the open
transactions have written is rolled back, what was committed before stays.
"""

import os
import re
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo import fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

from odoo.addons.imap_contact_sync.engine import matching
from odoo.addons.imap_contact_sync.models import imap_sync_folder

from .committed import CommittedWorld, trust_only_the_test_server
from .common import without_limits
from .crash_worker import checkpoint_places
from .hypothesis_profile import TORTURE, examples
from .mail_server import MailServer, mail
from .mailbox_model import Letter, ModelledMailbox, SessionLog

FOLDERS = ("INBOX", "Sent", "Work", "Office")
NAMES = ("Work", "Office", "Desk")  # what folders are renamed to
CONTACTS = ("Lena", "Theo")
numbers = st.integers(0, 10_000)
# Of which contacts, whether it is sent by the owner, whether it has a Message-ID.
mails = st.tuples(st.sets(st.sampled_from(CONTACTS)), st.booleans(), st.booleans())


class Crash(BaseException):
    """The end of a run in its middle."""


class MailboxMachine(RuleBasedStateMachine):
    """``letters`` are all that ever were sent; ``standing`` those that a completed
    run has met, as ``(contact, label)``."""

    def __init__(self, world):
        super().__init__()
        self.world = world
        login = f"anna-{os.urandom(4).hex()}-{world.mark}@test.example"
        self.log = SessionLog(login, opened=1)
        self.mailbox = ModelledMailbox(world.server, login, FOLDERS)
        self.login = login
        self.letters = []
        self.standing = set()
        self.sound = True
        with world.transaction() as env:
            self.account = world.connect(env, "Anna", login, FOLDERS)

    def teardown(self):
        try:
            if self.sound:
                self.sync()
            self.mailbox.close()
        finally:
            with self.world.transaction() as env:
                self.world.delete_accounts(env)

    @initialize(mails=st.lists(mails, min_size=4, max_size=8))
    def begin(self, mails):
        for number, each in enumerate(mails):
            self.append(number, [each])
        self.sync()

    # What other mail programs do.

    @rule(folder=numbers, mails=st.lists(mails, min_size=1, max_size=4))
    def append(self, folder, mails):
        """Mail of or to contacts, or of strangers; with a Message-ID or without."""
        for names, sent, known in mails:
            letter = self._new_letter(names, sent, known)
            self.letters.append(letter)
            self.mailbox.append(self._folder(folder), letter)

    def _new_letter(self, names, sent, known):
        label = f"Mail {len(self.letters)}"
        people = [self.world.people[name] for name in sorted(names)]
        people = people or [self.world.people["Stranger"]]
        parties = (self.login, ", ".join(people))
        if not sent:
            parties = (people[0], ", ".join([self.login, *people[1:]]))
        raw = mail(
            *parties, label, f"{label}. Version 1.",
            # Several have the same date, and only their subjects tell them apart.
            date=self.world.begin + timedelta(minutes=len(self.letters) // 3),
            message_id=f"<{len(self.letters)}.{self.login}>",
        )  # fmt: skip
        if not known:
            raw = re.sub(rb"Message-ID:.*\n", b"", raw)
        return Letter(label, 1, frozenset(names), raw)

    @precondition(lambda self: self.letters)
    @rule(folder=numbers, letter=numbers)
    def append_again(self, folder, letter):
        self.mailbox.append(self._folder(folder), self._pick(self.letters, letter))

    @precondition(lambda self: self.letters)
    @rule(folder=numbers, letter=numbers)
    def append_with_a_footer(self, folder, letter):
        """Each version is longer than the one before: by its size it is known."""
        label = self._pick(self.letters, letter).label
        [first, *others] = [each for each in self.letters if each.label == label]
        version = len(others) + 2
        text = f"Version {version}. {'Footer. ' * version}"
        raw = first.raw.replace(b"Version 1.", text.encode())
        new = Letter(label, version, first.names, raw)
        self.letters.append(new)
        self.mailbox.append(self._folder(folder), new)

    @precondition(lambda self: any(self.mailbox.letters()))
    @rule(which=numbers)
    def expunge(self, which):
        folder, uid, _letter = self._pick(list(self.mailbox.letters()), which)
        self.mailbox.expunge(folder, uid)

    @precondition(lambda self: any(self.mailbox.letters()))
    @rule(which=numbers, where=numbers)
    def move(self, which, where):
        folder, uid, _letter = self._pick(list(self.mailbox.letters()), which)
        others = sorted(self.mailbox.folders.keys() - {folder})
        self.mailbox.move(folder, uid, self._pick(others, where))

    @rule(folder=numbers)
    def renumber(self, folder):
        self.mailbox.renumber(self._folder(folder))

    @rule(folder=numbers, name=numbers)
    def rename(self, folder, name):
        """The owner looks at his folders then, and ticks the new one instead."""
        own = sorted(self.mailbox.folders.keys() & set(NAMES))
        free = sorted(set(NAMES) - set(own))
        old, new = self._pick(own, folder), self._pick(free, name)
        self.mailbox.rename(old, new)
        with self.world.transaction() as env:
            account = env["imap.account"].browse(self.account)
            with without_limits():
                account.with_user(account.user_id).action_connect()
            for each in account.folder_ids:
                each.selected = each.path in self.mailbox.folders

    def _folder(self, number):
        return self._pick(sorted(self.mailbox.folders), number)

    def _pick(self, values, number):
        return values[number % len(values)]

    # What the scheduled action does.

    @rule()
    def sync(self):
        self.sound = False
        copies = self._copies()
        bodies = self.log.bodies()
        state = self.mailbox.state()
        self.world.make_due()
        self._run()
        assert self.mailbox.state() == state, "the mailbox was changed"
        self._check_model(state)
        bodies = self.log.bodies() - bodies
        wanted = [
            letter
            for _folder, _uid, letter in self.mailbox.letters()
            if letter.names and (letter.label, letter.version) not in copies
        ]
        assert bodies <= len(wanted), "a body was fetched again"
        self._check_what_is_kept()
        self.sound = True

    @rule(places=st.lists(st.integers(1, 40), min_size=1, max_size=3))
    def crash(self, places):
        """One run after the other ends at its checkpoint of this number."""
        state = self.mailbox.state()
        for at in places:
            self.world.make_due()
            with self._crashing(at), suppress(Crash):
                self._run()
        assert self.mailbox.state() == state, "the mailbox was changed"

    def _run(self):
        with ExitStack() as small, self.world.transaction() as env:
            small.enter_context(patch.object(imap_sync_folder, "WINDOW", 3))
            small.enter_context(patch.object(matching, "BATCH_MESSAGES", 2))
            env["imap.sync"]._cron_sync()

    def _crashing(self, at):
        """Each checkpoint counts, and the one of this number ends the run."""
        left = at

        def passed():
            nonlocal left
            left -= 1
            if not left:
                raise Crash

        def watched(original, *words, **kw):
            passed()
            answer = original(*words, **kw)
            passed()
            return answer

        patches = ExitStack()
        for owner, name in checkpoint_places(self.world.registry):
            function = partial_method(watched, getattr(owner, name))
            patches.enter_context(patch.object(owner, name, function))
        return patches

    def _copies(self):
        """What the mailbox has a copy of, as ``(label, version)``."""
        with self.world.transaction() as env:
            contents = (
                env["imap.email.source"]
                .search([("account_id", "=", self.account)])
                .content_id
            )
            return {
                (each.subject, int(re.search(r"Version (\d+)", each.body)[1]))
                for each in contents
            }

    def _check_model(self, state):
        wanted = {name: set(uids) for name, uids in self.mailbox.folders.items()}
        assert self.mailbox.uids(state) == wanted, "the model is wrong"

    def _check_what_is_kept(self):
        with self.world.transaction() as env:
            account = env["imap.account"].browse(self.account)
            assert account.last_sync_status == "ok", account.error_message
            self._check_chatters(env)
            folders = {folder.path: folder for folder in account.folder_ids}
            for path, content in self.mailbox.folders.items():
                self._check_folder(env, folders[path], content)

    def _check_chatters(self, env):
        stands = Counter()
        for name, partner in self.world.partners.items():
            for envelope in env["mail.message"].search(
                [("model", "=", "res.partner"), ("res_id", "=", partner),
                 ("imap_email_id", "!=", False)]
            ):  # fmt: skip
                labels = set(envelope.imap_email_id.content_ids.mapped("subject"))
                assert len(labels) == 1, f"one email of {labels}"
                stands[name, *labels] += 1
        ever = {(name, each.label) for each in self.letters for name in each.names}
        self.standing |= {
            (name, letter.label)
            for _folder, _uid, letter in self.mailbox.letters()
            for name in letter.names
        }
        assert self.standing <= stands.keys(), self.standing - stands.keys()
        assert stands.keys() <= ever, stands.keys() - ever
        assert set(stands.values()) <= {1}, stands
        labels = {label for _name, label in stands}
        assert len(self.world.emails(env)) == len(labels), "emails nobody sees"

    def _check_folder(self, env, folder, content):
        assert not folder._accounting_gap(), folder.path
        assert folder.scanned_count >= len(content), folder.path
        sources = env["imap.email.source"].search(
            [("folder_id", "=", folder.id), ("uidvalidity", "=", folder.uidvalidity),
             ("uid", ">", 0)]
        )  # fmt: skip
        kept = {each.uid: each.content_id for each in sources}
        for uid, letter in content.items():
            assert (uid in kept) == bool(letter.names), (folder.path, uid)
            if letter.names:
                assert kept[uid].subject == letter.label
                assert f"Version {letter.version}." in kept[uid].body


def partial_method(around, original):
    return lambda *words, **kw: around(original, *words, **kw)


class TestStateMachine(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        trust_only_the_test_server(cls)
        cls.world = CommittedWorld(
            Registry(get_db_name()), MailServer(), ["Anna"], CONTACTS
        )
        cls.addClassCleanup(cls.world.remove)
        cls.world.begin = fields.Datetime.now() - timedelta(days=3)

    def test_any_order(self):
        run_state_machine_as_test(
            partial(MailboxMachine, self.world),
            settings=settings(
                examples,
                max_examples=300 if TORTURE else 8,
                stateful_step_count=30 if TORTURE else 12,
                # The steps that fail are told at once; a shorter list takes minutes.
                phases=settings.default.phases if TORTURE else [Phase.generate],
            ),
        )
