# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.cursor import Cursor, UidSet
from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.net.reader import OpenFolder
from odoo.addons.imap_contact_sync.engine.visit import Limits, Visit


class Session:
    """Counts what a visit asks for."""

    def __init__(self, exists=10):
        self.asked = []
        self.received = 0
        self.exists = exists

    def open(self, path):
        self.asked.append(path)
        if path == b"gone":
            raise FolderUnavailable("folder_refused")
        return OpenFolder(7, 90_000, self.exists)

    def uids(self, window, exists):
        self.asked.append((window, exists))
        return UidSet.of([5, 80_000])


class TestVisit(BaseCase):
    def visit(self, exists=10, **limits):
        self.now = 100.0
        visit = Visit(Limits(**limits), clock=lambda: self.now)
        visit.session = Session(exists)
        visit.steps = 1
        return visit

    def test_limits(self):
        visit = self.visit()
        self.now, visit.messages, visit.session.received = 9e9, 10**9, 10**15
        self.assertFalse(visit.is_over)
        visit = self.visit(seconds=30)
        self.now = 129
        self.assertFalse(visit.is_over)
        self.now = 130
        self.assertTrue(visit.is_over)
        self.assertEqual(visit.seconds, 30)
        visit = self.visit(messages=5)
        visit.messages = 4
        self.assertFalse(visit.is_over)
        visit.messages = 5
        self.assertTrue(visit.is_over)
        visit = self.visit(octets=1000)
        visit.session.received = 1000
        self.assertTrue(visit.is_over)

    def test_one_step_is_taken_even_when_the_day_is_over_already(self):
        visit = self.visit(messages=-3)
        visit.steps = 0
        self.assertFalse(visit.is_over)
        visit.steps = 1
        self.assertTrue(visit.is_over)

    def test_the_conversation_ends_a_step_after_the_limit(self):
        """NET-8"""
        for seconds, longest in ((60, 135), (0, 75), (-5, 75)):
            self.assertEqual(Visit(Limits(seconds=seconds)).longest, longest)

    def test_before_it_is_connected(self):
        visit = Visit(Limits())
        self.assertEqual(visit.octets, 0)
        with self.assertRaises(RuntimeError):
            self.assertIsNone(visit.session)

    def test_a_folder_is_opened_once_while_it_is_open(self):
        visit = self.visit()
        for path in (b"a", b"a", b"b", b"a"):
            visit.open(path)
        self.assertEqual(visit.session.asked, [b"a", b"b", b"a"])

    def test_a_refusal_leaves_none_open(self):
        visit = self.visit()
        visit.open(b"a")
        with self.assertRaises(FolderUnavailable):
            visit.open(b"gone")
        visit.open(b"a")
        self.assertEqual(visit.session.asked, [b"a", b"gone", b"a"])

    def test_uids_of_a_sparse_folder_are_asked_for_once(self):
        visit = self.visit()
        visit.open(b"a")
        for _time in range(2):
            present = visit.present(Cursor.start(90_000, 3), 90_000)
            self.assertEqual(present, [5, 80_000])
        self.assertEqual(visit.session.asked[1:], [(range(3, 90_000), 10)])

    def test_a_dense_folder_is_not_asked(self):
        visit = self.visit(exists=80_000)
        visit.open(b"a")
        self.assertIsNone(visit.present(Cursor.start(90_000, 3), 90_000))
        self.assertEqual(visit.session.asked, [b"a"])
