# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cron workers die at every place, and no mail is lost or doubled by it."""

import random
import time

from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

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


class CrashCase(BaseCase):
    lanes = 1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = CrashWorld(Registry(get_db_name()), MailServer(), cls.lanes)
        cls.addClassCleanup(cls.world.remove)

    def assert_well(self, where):
        """All mail stands once, and one more run changes nothing."""
        self.assertFalse(self.world.locked_rows(), where)
        self.assertEqual(self.world.findings(), [], where)
        before = self.world.snapshot()
        self.world.make_due()
        outcome = self.world.work()
        self.assertEqual(outcome.names.count("after folders"), len(OWNERS), where)
        self.assertEqual(outcome.errors, [], where)
        self.assertEqual(self.world.snapshot(), before, where)

    def names_of_a_whole_run(self, **plan):
        """The checkpoints of a run that nothing disturbs, in their order."""
        self.world.reset()
        outcome = self.world.work(**plan)
        self.assertEqual(outcome.errors, [])
        return outcome.names


class TestCrashes(CrashCase):
    """One worker."""

    def test_kill(self):
        names = self.names_of_a_whole_run()
        self.assert_well("nobody died")
        self.assertGreater(len(names), 100)
        for at in spread(len(names), 25):
            where = f"killed {names[at - 1]}, checkpoint {at}"
            self.world.reset()
            self.assertTrue(self.world.work(at=at).killed, where)
            # Nothing but time is needed: the job and the mailboxes still are due.
            self.assertEqual(self.world.work().errors, [], where)
            self.assert_well(where)

    def test_database_connections_end(self):
        names = self.names_of_a_whole_run()
        for number, at in enumerate(spread(len(names), 8)):
            end = ("all", "newest")[number % 2]
            where = f"{end} terminated {names[at - 1]}, checkpoint {at}"
            self.world.reset()
            self.world.work(at=at, end=end)
            self.world.make_due()
            self.assertEqual(self.world.work().errors, [], where)
            self.assert_well(where)


class TestHarness(CrashCase):
    """What the tests above would say about products that are written wrongly."""

    def findings_after_a_tear(self, fault):
        """The kinds of what is found after each tear."""
        names = self.names_of_a_whole_run(fault=fault)
        harmless = {"counters"}  # those of the folder may be one batch behind
        self.assertLessEqual(set(dict(self.world.findings())), harmless)
        tears = names.count(TORN)
        self.assertGreater(tears, 5)
        for at in spread(tears, 3):
            self.world.reset()
            self.assertTrue(self.world.work(at=at, only=TORN, fault=fault).killed)
            self.world.work(fault=fault)
            yield set(dict(self.world.findings()))

    def test_mark_then_post_loses_mail(self):
        for kinds in self.findings_after_a_tear(mark_then_post):
            self.assertIn("accounting", kinds)
            self.assertIn("ledger", kinds)

    def test_post_then_mark_without_key_doubles_mail(self):
        for kinds in self.findings_after_a_tear(post_then_mark_without_key):
            self.assertIn("doubled", kinds)

    def test_post_then_mark_is_healed_by_the_keys(self):
        for kinds in self.findings_after_a_tear(post_then_mark):
            self.assertEqual(kinds, set())


class TestCrashesOfThree(CrashCase):
    """Three workers at the same time, whose mailboxes share emails."""

    lanes = 3
    rounds = 12 if TORTURE else 2
    kills = 12

    def test_kill_at_random(self):
        for seed in range(self.rounds):
            self.world.reset()
            self.chance = random.Random(seed)
            self.left = self.kills
            self.work_until_done(seed)
            self.assert_well(f"seed {seed}")

    def work_until_done(self, seed):
        children, ended = [], []
        deadline = time.monotonic() + 120
        while children or self.world.due():
            self.assertLess(time.monotonic(), deadline, f"seed {seed}")
            while len(children) < 3 and self.world.due():
                children.append(self.next_worker())
            time.sleep(0.01)
            for child in [*children]:
                outcome = child.poll()
                if outcome:
                    self.left -= outcome.killed
                    children.remove(child)
                    ended.append(child)
        self.world.wait_until_free(ended)

    def next_worker(self):
        self.world.trigger()
        # Most of it happens in the first hundred of a worker's checkpoints.
        at = self.chance.randint(1, 100) if self.left > 0 else 0
        return self.world.start(at=at)
