# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import replace

from odoo.tests import BaseCase

from ..engine.choices import (
    KEEP,
    OWNER_ONLY,
    SKIP,
    treated,
    without,
    without_removed,
)
from ..engine.kind import MAILING_LIST, NEWSLETTER
from ..engine.matching import IN_ODOO, NO_CONTACT, REMOVED, Skip
from ..engine.records import Record
from .test_engine_matching import LENA, THEO, verdict

LEAD = Record("lead", 5)


class TestRemoved(BaseCase):
    def test_contacts_it_was_taken_off(self):
        found = verdict(From=LENA, To=THEO, References="<1@x.example>")
        key, thread = found.envelope.key, found.envelope.thread_key
        table = [
            ({("other", 1)}, (1, 2, 3)),
            ({(key, 1)}, (2, 3)),
            ({(thread, 1), (key, 3)}, (2,)),
        ]
        for removed, contacts in table:
            left = without_removed(found, removed)
            self.assertEqual(left.contacts, contacts)
            self.assertEqual(sorted(left.withheld + contacts), [1, 2, 3])
        removed = {(key, 1), (key, 2), (thread, 3)}
        self.assertEqual(without_removed(found, removed), Skip(7, REMOVED))


class TestWithout(BaseCase):
    def test_contacts_that_have_it_already(self):
        found = verdict(From=LENA, To=THEO)
        self.assertEqual(without(found, (), IN_ODOO), found)
        left = without(found, {1, 3, 9}, IN_ODOO)
        self.assertEqual((left.contacts, set(left.withheld)), ((2,), {1, 3}))
        self.assertEqual(without(found, {1, 2, 3}, IN_ODOO), Skip(7, IN_ODOO))

    def test_other_records_that_have_it_already(self):
        found = replace(verdict(From=LENA), records=(LEAD,))
        left = without(found, {LEAD}, IN_ODOO)
        self.assertEqual((left.contacts, left.records), ((1,), ()))
        self.assertEqual(left.withheld_records, (LEAD,))
        left = without(found, {1}, IN_ODOO)
        self.assertEqual((left.contacts, left.records), ((), (LEAD,)))
        self.assertEqual(without(found, {1, LEAD}, IN_ODOO), Skip(7, IN_ODOO))


class TestTreated(BaseCase):
    def treated(self, found, kind, treatment, spared=()):
        return treated(found, {7: kind}, {NEWSLETTER: treatment}, spared)

    def test_a_match(self):
        found = verdict(From=LENA)
        private = replace(found, private_kind=NEWSLETTER)
        for kind, treatment, spared, expected in [
            (NEWSLETTER, KEEP, (), found),
            (NEWSLETTER, OWNER_ONLY, (), private),
            (NEWSLETTER, OWNER_ONLY, (7,), private),
            (NEWSLETTER, SKIP, (), Skip(7, NEWSLETTER)),
            (NEWSLETTER, SKIP, (8,), Skip(7, NEWSLETTER)),
            (NEWSLETTER, SKIP, (7,), private),
            (MAILING_LIST, SKIP, (), found),  # nothing was chosen for it
            ("", SKIP, (), found),
        ]:
            with self.subTest(kind, treatment=treatment, spared=spared):
                self.assertEqual(self.treated(found, kind, treatment, spared), expected)

    def test_what_a_machine_has_written(self):
        found = verdict(From=LENA)
        left = treated(found, {}, {}, automatic={7})
        self.assertEqual(left, replace(found, automatic=True))
        self.assertEqual(treated(found, {}, {}, automatic={8}), found)

    def test_a_skip_keeps_its_reason(self):
        found = Skip(7, NO_CONTACT)
        self.assertEqual(self.treated(found, NEWSLETTER, SKIP), found)
