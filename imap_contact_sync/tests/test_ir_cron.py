# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from .common import CRON, ImapSyncCase


class TestLanes(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.crons = self.env["ir.cron"]

    def active(self):
        return self.crons._imap_lanes().filtered("active")

    def test_one_lane_at_first(self):
        self.assertEqual(self.active(), self.env.ref(CRON))

    def test_more_and_fewer(self):
        for count in (3, 1, 2, 4, 2):
            self.crons._set_imap_lanes(count)
            self.assertEqual(len(self.active()), count)
            self.assertEqual(self.active()[0], self.env.ref(CRON))
        self.assertEqual(len(self.crons._imap_lanes()), 4)  # reused, never doubled
        lane = self.active()[1]
        first = self.env.ref(CRON)
        for name in ("code", "model_id", "user_id", "interval_number", "interval_type"):
            self.assertEqual(lane[name], first[name], name)

    def test_sync_now_wakes_every_lane(self):
        self.crons._set_imap_lanes(2)
        account = self.connected(self.anna)
        triggers = self.env["ir.cron.trigger"]
        lanes = self.active()
        triggers.search([("cron_id", "in", lanes.ids)]).unlink()
        account.action_sync_now()
        found = triggers.search([("cron_id", "in", lanes.ids)])
        self.assertEqual(found.cron_id, lanes)

    def test_every_lane_does_the_same(self):
        self.crons._set_imap_lanes(2)
        account = self.started(self.anna)
        account.action_sync_now()
        with self.enter_registry_test_mode():
            self.active()[1].method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(account.last_sync_date)

    def test_no_lane_wakes_itself_without_progress(self):
        """Lanes that wait for the same mailbox would wake each other for ever."""
        account = self.started(self.anna)
        account.action_sync_now()
        triggers = self.env["ir.cron.trigger"]
        triggers.search([]).unlink()
        locked = self.patch_locked(False)
        with locked, self.enter_registry_test_mode():
            self.active().method_direct_trigger()
        self.assertFalse(triggers.search([]))

    def test_a_lane_wakes_itself_while_there_is_more(self):
        account = self.started(self.anna)
        account.action_sync_now()
        triggers = self.env["ir.cron.trigger"]
        triggers.search([]).unlink()
        lane = self.active()[0]

        def unfinished(_sync, _account, visit):
            visit.folders_read = 1
            return False

        with self.patch_sync(unfinished), self.enter_registry_test_mode():
            lane.method_direct_trigger()
        self.assertEqual(triggers.search([]).cron_id, lane)

    def patch_locked(self, value):
        return self.patched("_locked", lambda *_args: value)

    def patch_sync(self, step):
        return self.patched("_sync_account", step)

    def patched(self, name, step):
        return patch.object(self.env.registry["imap.sync"], name, step)
