# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cron workers die at every place, and no mail is lost or doubled by it."""

import random
import time

from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

from .committed import trust_only_the_test_server
from .crash_faults import (
    TORN,
    mark_then_post,
    post_then_mark,
    post_then_mark_without_key,
)
from .crashes import OWNERS, CrashWorld
from .hypothesis_profile import TORTURE
from .mail_server import MailServer


def spread(count, wanted):
    """As many of the numbers from 1 to ``count``, evenly; all of them in TORTURE."""
    if TORTURE or count <= wanted:
        return list(range(1, count + 1))
    return [1 + index * (count - 1) // (wanted - 1) for index in range(wanted)]


class TestCrashes(BaseCase):
    """F17, F18: Odoo ends a job that takes too long by SIGKILL."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        trust_only_the_test_server(cls)
        cls.world = CrashWorld(Registry(get_db_name()), MailServer())
        cls.addClassCleanup(cls.world.remove)

    def reset(self):
        self.world.reset("Anna", "Ben")

    def assert_well(self, where):
        """All mail stands once, and one more run changes nothing."""
        self.assertFalse(self.world.locked_rows(), where)
        self.assertEqual(self.world.findings(), [], where)
        before = self.world.snapshot()
        self.world.make_due()
        outcome = self.world.work()
        read = outcome.names.count("after folders")
        self.assertEqual(read, len(self.world.accounts), where)
        self.assertEqual(outcome.errors, [], where)
        self.assertEqual(self.world.snapshot(), before, where)

    def names_of_a_whole_run(self, **plan):
        """The checkpoints of a run that nothing disturbs, in their order."""
        self.reset()
        outcome = self.world.work(**plan)
        self.assertEqual(outcome.errors, [])
        return outcome.names

    def test_kill(self):
        names = self.names_of_a_whole_run()
        self.assert_well("nobody died")
        self.assertGreater(len(names), 100)
        for at in spread(len(names), 20):
            where = f"killed {names[at - 1]}, checkpoint {at}"
            self.reset()
            self.assertTrue(self.world.work(at=at).killed, where)
            # Nothing but time is needed: the job and the mailboxes still are due.
            self.assertEqual(self.world.work().errors, [], where)
            self.assert_well(where)

    def test_database_connections_end(self):
        names = self.names_of_a_whole_run()
        for number, at in enumerate(spread(len(names), 4)):
            end = ("all", "newest")[number % 2]
            where = f"{end} terminated {names[at - 1]}, checkpoint {at}"
            self.reset()
            self.world.work(at=at, end=end)
            self.world.make_due()
            self.assertEqual(self.world.work().errors, [], where)
            self.assert_well(where)

    def findings_after_a_tear(self, fault):
        """The kinds of what is found after each tear in a faulty product."""
        names = self.names_of_a_whole_run(fault=fault)
        harmless = {"counters"}  # those of the folder may be one batch behind
        self.assertLessEqual(set(dict(self.world.findings())), harmless)
        tears = names.count(TORN)
        self.assertGreater(tears, 5)
        for at in spread(tears, 2):
            self.reset()
            self.assertTrue(self.world.work(at=at, only=TORN, fault=fault).killed)
            self.world.work(fault=fault)
            yield set(dict(self.world.findings()))

    def test_mark_then_post_is_noticed(self):
        for kinds in self.findings_after_a_tear(mark_then_post):
            self.assertIn("accounting", kinds)
            self.assertIn("ledger", kinds)

    def test_post_then_mark_without_key_is_noticed(self):
        for kinds in self.findings_after_a_tear(post_then_mark_without_key):
            self.assertIn("doubled", kinds)

    def test_post_then_mark_is_healed_by_the_keys(self):
        for kinds in self.findings_after_a_tear(post_then_mark):
            self.assertEqual(kinds, set())

    def test_three_workers(self):
        """At the same time, with mailboxes that share emails."""
        for seed in range(12 if TORTURE else 1):
            self.world.reset(*OWNERS)
            crowd = Crowd(self.world, seed)
            crowd.work_until_done()
            self.assertGreater(crowd.killed, 3)
            self.assert_well(f"seed {seed}")


class Crowd:
    """Three workers; each one that dies is replaced until the work is done."""

    size, kills, patience = 3, 12, 180  # patience in seconds

    def __init__(self, world, seed):
        self.world = world
        self.chance = random.Random(seed)
        self.running, self.ended, self.killed = [], [], 0

    def work_until_done(self):
        deadline = time.monotonic() + self.patience
        while self.running or self.world.due():
            assert time.monotonic() < deadline, "The work does not end."
            while len(self.running) < self.size and self.world.due():
                self.running.append(self._next())
            time.sleep(0.01)
            for child in [*self.running]:
                self._look_at(child)
        self.world.wait_until_free(self.ended)

    def _next(self):
        self.world.trigger()
        alive = len(self.running) + self.killed >= self.kills
        at = 0 if alive else self.chance.randint(1, 60)
        return self.world.start(at=at, jobs=self.world.lanes)

    def _look_at(self, child):
        outcome = child.poll()
        if outcome:
            self.killed += outcome.killed
            self.running.remove(child)
            self.ended.append(child)
