# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.cursor import WINDOW, Cursor, UidSet

from .hypothesis_profile import examples

UIDS = st.sets(st.integers(1, 60))
STEPS = st.lists(
    st.tuples(st.sampled_from(["scan", "die", "arrive"]), st.integers(1, 9)),
    max_size=30,
)


class TestUidSet(BaseCase):
    @examples
    @given(UIDS, UIDS, st.integers(0, 61))
    def test_like_sets_of_python(self, left, right, uid):
        one, two = UidSet.of(left), UidSet.of(right)
        self.assertEqual(set(one | two), left | right)
        self.assertEqual(set(one - two), left - right)
        self.assertEqual(list(one), sorted(left))
        self.assertEqual(len(one), len(left))
        self.assertEqual(bool(one), bool(left))
        self.assertEqual(uid in one, uid in left)
        self.assertEqual(UidSet.parse(str(one)), one)
        self.assertEqual(one == two, left == right)

    @examples
    @given(UIDS)
    def test_ranges_are_sorted_disjoint_and_not_adjacent(self, uids):
        ranges = UidSet.of(uids).ranges
        for (low, high), (next_low, _high) in zip(ranges, ranges[1:], strict=False):
            self.assertLessEqual(low, high)
            self.assertLess(high + 1, next_low)

    def test_text(self):
        table = [
            ("", ""), ("7", "7"), ("1:4,7", "1:4,7"), ("7,1:4", "1:4,7"),
            ("1:3,2:5,6", "1:6"), ("3,3,3", "3"), ("4294967295", "4294967295"),
        ]  # fmt: skip
        for text, expected in table:
            with self.subTest(text=text):
                self.assertEqual(str(UidSet.parse(text)), expected)
        self.assertEqual(UidSet.parse(None), UidSet())

    @examples
    @given(UIDS, st.integers(-1, 61))
    def test_first(self, uids, count):
        found = UidSet.of(uids).first(count)
        self.assertEqual(list(found), sorted(uids)[: max(0, count)])

    @examples
    @given(UIDS)
    def test_span(self, uids):
        span = UidSet.of(uids).span
        self.assertEqual(bool(span), bool(uids))
        if uids:
            self.assertEqual((span[0], span[-1]), (min(uids), max(uids)))

    def test_a_whole_mailbox_stays_small(self):
        every = UidSet.parse("1:4294967295")
        self.assertEqual(len(every), 4294967295)
        self.assertIn(4294967295, every)
        self.assertNotIn(0, every)


def remaining(cursor, uidnext):
    """How many UIDs are still to scan, above and below what is scanned."""
    return max(0, uidnext - 1 - cursor.high) + max(0, cursor.low - cursor.floor)


class TestCursor(BaseCase):
    def test_new_mail_first_then_history_downwards(self):
        cursor = Cursor.start(uidnext=10, floor=3)
        self.assertEqual(remaining(cursor, 10), 7)
        windows = []
        while window := cursor.next_window(12, size=4):
            windows.append((window.start, window.stop))
            cursor = cursor.after(window)
        self.assertEqual(windows, [(10, 12), (6, 10), (3, 6)])
        self.assertEqual(remaining(cursor, 12), 0)
        self.assertEqual(remaining(cursor, 15), 3)

    def test_nothing_to_do(self):
        for uidnext, floor in ((1, 1), (10, 10), (10, 99)):
            with self.subTest(uidnext=uidnext, floor=floor):
                cursor = Cursor.start(uidnext, floor)
                self.assertFalse(cursor.next_window(uidnext))
                self.assertEqual(remaining(cursor, uidnext), 0)

    def test_uidnext_that_shrinks_scans_nothing_twice(self):
        cursor = Cursor(low=1, high=9, floor=1)
        self.assertFalse(cursor.next_window(5))

    @examples
    @given(st.integers(1, 40), st.integers(1, 50), st.integers(1, 7), STEPS)
    def test_each_uid_once_in_any_interleaving(self, uidnext, floor, size, steps):
        """A run that dies in a window keeps the cursor from before it."""
        first, scanned = uidnext, Counter()
        cursor = Cursor.start(uidnext, floor)
        for step, count in [*steps, ("scan", 200)]:
            if step == "arrive":
                uidnext += count
                continue
            for _each in range(count):
                before = remaining(cursor, uidnext)
                window = cursor.next_window(uidnext, size)
                self.assertLessEqual(len(window), size)
                self.assertEqual(bool(window), bool(before))
                if not window or step == "die":
                    break
                scanned.update(window)
                cursor = cursor.after(window)
                self.assertEqual(remaining(cursor, uidnext), before - len(window))
        expected = set(range(min(floor, first), uidnext))
        self.assertEqual(set(scanned), expected)
        self.assertLessEqual(set(scanned.values()), {1})

    def test_sparse_windows_have_as_many_messages(self):
        present = [5, 90, 1_000, 40_000, 40_001, 80_000]
        cursor = Cursor(low=30_000, high=30_000, floor=3)
        self.assertTrue(cursor.is_sparse(90_000, len(present)))
        windows = []
        while window := cursor.next_window(90_000, 2, present):
            windows.append((window.start, window.stop))
            cursor = cursor.after(window)
        self.assertEqual(
            windows,
            [(30_001, 80_000), (80_000, 90_000), (90, 30_000), (3, 90)],
        )

    def test_dense_folder_is_not_sparse(self):
        span = WINDOW + 400
        self.assertFalse(Cursor.start(span + 1, 1).is_sparse(span + 1, 100))
        self.assertTrue(Cursor.start(span + 1, 1).is_sparse(span + 1, 99))
        self.assertFalse(Cursor(1, 999, 1).is_sparse(1_000, 0))

    @examples
    @given(
        st.integers(1, 40), st.integers(1, 60), st.integers(1, 60), st.integers(1, 4),
        st.sets(st.integers(1, 59)),
    )  # fmt: skip
    def test_sparse_windows_leave_nothing_out(self, start, uidnext, floor, size, uids):
        present = sorted(uids)
        cursor, scanned = Cursor.start(start, floor), []
        while window := cursor.next_window(uidnext, size, present):
            self.assertLessEqual(len(uids & set(window)), size)
            scanned += window
            cursor = cursor.after(window)
        expected = set(range(min(floor, start), max(start, uidnext)))
        self.assertEqual(sorted(scanned), sorted(expected))


SETS = st.sets(st.integers(1, 60))


class TestUidSetArithmetic(BaseCase):
    @examples
    @given(SETS, SETS)
    def test_as_sets_of_numbers(self, left, right):
        a, b = UidSet.of(left), UidSet.of(right)
        self.assertEqual(set(a - b), left - right)
        self.assertEqual(set(a & b), left & right)
        self.assertEqual(set(a | b), left | right)
        self.assertEqual(UidSet.of(a - b), a - b)  # sorted, disjoint, joined

    @examples
    @given(st.sets(st.integers(1, 60), min_size=2))
    def test_halves(self, uids):
        lower, upper = UidSet.of(uids).halves()
        self.assertEqual([*lower, *upper], sorted(uids))
        self.assertEqual(len(lower), len(uids) // 2)

    @examples
    @given(st.sets(st.integers(1, 60)), st.integers(1, 9))
    def test_parts(self, uids, size):
        parts = list(UidSet.of(uids).parts(size))
        self.assertEqual([*UidSet.join(r for p in parts for r in p.ranges)],
                         sorted(uids))  # fmt: skip
        self.assertEqual(sum(map(len, parts)), len(uids))
        self.assertLessEqual(set(map(len, parts[:-1])), {size})
        firsts = [each.ranges[0][0] for each in parts]
        self.assertEqual(firsts, sorted(firsts, reverse=True))

    def test_large_ranges_are_never_counted_through(self):
        whole = UidSet(((1, 2**32 - 1),))
        self.assertEqual(str(whole - UidSet.of([5])), f"1:4,6:{2**32 - 1}")
        self.assertEqual(len(whole.halves()[0]), 2**31 - 1)
