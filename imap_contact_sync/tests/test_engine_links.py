# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.links import linked

from .hypothesis_profile import examples

KEYS = st.sampled_from("abcdefgh")
HELD = st.frozensets(KEYS, max_size=3)


class TestLinked(BaseCase):
    def test_step_by_step(self):
        links = {1: "ab", 2: "bc", 3: "cd", 4: "xy", 5: ""}
        for start in ("a", "b", "d", "ad"):
            self.assertEqual(linked(start, links), {1, 2, 3})
        self.assertEqual(linked("x", links), {4})

    def test_nothing_is_linked_with_what_nobody_has(self):
        self.assertEqual(linked("z", {1: "ab"}), set())
        self.assertEqual(linked("", {1: "ab", 2: ""}), set())
        self.assertEqual(linked("a", {}), set())

    def test_a_long_chain(self):
        links = {number: (number, number + 1) for number in range(20_000)}
        self.assertEqual(len(linked([0], links)), 20_000)

    @examples
    @given(
        st.sets(KEYS),
        st.dictionaries(st.integers(0, 9), st.frozensets(KEYS, max_size=3)),
    )
    def test_what_is_reached_and_the_rest_have_nothing_in_common(self, start, links):
        found = linked(start, links)
        keys = start.union(*(links[each] for each in found))
        for each, others in links.items():
            self.assertEqual(each in found, not keys.isdisjoint(others))
