# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from ..models.levels import (
    CHOSEN,
    EVERYTHING,
    LABELS,
    LEVELS,
    METADATA,
    PRIVATE,
    SUBJECT,
    Sharing,
    cap_rank,
    openness,
    rank,
)

ANNA, BEN, CARL = 1, 2, 3


def shared(account, owner=ANNA, level=PRIVATE, cap=EVERYTHING, readers=()):
    return Sharing(account, owner, "Somebody", level, cap, True, frozenset(readers))


class TestLevels(BaseCase):
    def test_ranks_are_in_the_order_of_openness(self):
        self.assertEqual([rank(level) for level in LEVELS], [0, 1, 2, 3])
        self.assertEqual(tuple(level for level, _label in LABELS), LEVELS)

    def test_ones_own_is_not_among_the_others(self):
        found = openness([shared(7, level=EVERYTHING)], [], ANNA)
        self.assertEqual(found.own, {7})
        self.assertFalse(found.by_default)
        self.assertFalse(found.by_choice)

    def test_a_level_opens_itself_and_less(self):
        for level in range(4):
            found = openness([shared(7, level=level)], [], BEN)
            self.assertFalse(found.own)
            for wanted in (METADATA, SUBJECT, EVERYTHING):
                opened = [7] if level >= wanted else []
                self.assertEqual(found.open_by_default(wanted), opened, (level, wanted))

    def test_the_cap_is_a_ceiling_of_level_choice_and_readers(self):
        capped = shared(7, level=EVERYTHING, cap=SUBJECT, readers=[CARL])
        for user in (BEN, CARL):
            found = openness([capped], [], user)
            self.assertEqual(found.open_by_default(SUBJECT), [7])
            self.assertEqual(found.open_by_default(EVERYTHING), [])
            self.assertEqual(found.open_by_choice(SUBJECT), [7])
            self.assertEqual(found.open_by_choice(EVERYTHING), [])

    def test_a_reader_sees_everything_of_a_private_mailbox(self):
        private = shared(7, readers=[CARL])
        self.assertEqual(openness([private], [], CARL).open_by_default(EVERYTHING), [7])
        self.assertEqual(openness([private], [], BEN).open_by_default(METADATA), [])

    def test_everybody_is_neither_owner_nor_reader(self):
        sharings = [shared(7, readers=[CARL]), shared(8, BEN, SUBJECT)]
        found = openness(sharings, [5])
        self.assertFalse(found.own)
        self.assertEqual(found.by_default, {7: PRIVATE, 8: SUBJECT})
        self.assertEqual(found.protected, [5])

    def test_within_some_mailboxes(self):
        sharings = [shared(7), shared(8, BEN, SUBJECT), shared(9, CARL, SUBJECT)]
        found = openness(sharings, [5], ANNA).within([7, 9])
        self.assertEqual(found.own, {7})
        self.assertEqual(found.open_by_default(SUBJECT), [9])
        self.assertEqual(found.open_by_choice(EVERYTHING), [9])
        self.assertEqual(found.protected, [5])

    def test_the_rank_of_a_copy(self):
        sharings = [shared(7), shared(8, BEN, SUBJECT), shared(9, CARL, cap=METADATA)]
        found = openness(sharings, [], ANNA)
        for account, choice, guarded, seen in [
            (7, None, False, EVERYTHING), (7, "private", True, EVERYTHING),
            (8, None, False, SUBJECT), (8, "private", False, PRIVATE),
            (8, CHOSEN, False, EVERYTHING), (8, CHOSEN, True, PRIVATE),
            (8, None, True, PRIVATE), (9, None, False, PRIVATE),
            (9, CHOSEN, False, METADATA), (10, None, False, PRIVATE),
        ]:  # fmt: skip
            place = (account, choice, guarded)
            self.assertEqual(found.rank_of(*place), seen, place)

    def test_the_cap_of_a_policy(self):
        for default, ceiling, choice, cap in [
            ("private", "everything", True, EVERYTHING),
            ("private", "everything", False, PRIVATE),
            ("subject", "metadata", False, METADATA),
            ("private", "subject", True, SUBJECT),
        ]:
            self.assertEqual(cap_rank(default, ceiling, choice), cap)
