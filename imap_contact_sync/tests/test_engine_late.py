# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.late import (
    COMMAND_OCTETS,
    MOST_SEARCHED,
    can_be_searched,
    commands,
    is_searchable,
    search_late,
)
from odoo.addons.imap_contact_sync.engine.net.search import Known

from .test_engine_session import SessionCase

EXAMINED = ("EXAMINE .*", b"* 20 EXISTS", b"* OK [UIDNEXT 30] next", b"OK done")
EVE = "eve@else.example"
KNOWN = Known(7, "lena@nordwind.example", "anna@test.example")


class TestCommands(BaseCase):
    def test_what_can_be_searched(self):
        self.assertTrue(is_searchable(EVE))
        for email in ("ève@else.example", "eve@xn--mller-kva.example", "a\r\nb@c.de"):
            self.assertFalse(is_searchable(email), email)
            self.assertFalse(can_be_searched([EVE, email]))
        many = [f"c{n}@many.example" for n in range(MOST_SEARCHED + 1)]
        self.assertTrue(can_be_searched(many[1:]))
        self.assertFalse(can_be_searched(many))

    def test_one_command_for_one_contact(self):
        [terms] = commands([EVE, "eve@second.example"], (KNOWN,))
        self.assertEqual(terms.keys.count(b" TO "), 2 + 1)

    def test_the_key_of_a_known_message(self):
        key = b'(UID 7 FROM "a\\"@b.example" OR TO "c@d.example" CC "c@d.example")'
        self.assertEqual(Known(7, 'a"@b.example', "c@d.example").key, key)

    def test_lines_that_every_server_reads(self):
        emails = [f"{n:03}{'x' * 60}@a-domain.example" for n in range(MOST_SEARCHED)]
        parts = list(commands(emails, (KNOWN,)))
        self.assertGreater(len(parts), 1)
        self.assertEqual([e for each in parts for e in each.addresses], emails)
        for terms in parts:
            self.assertLessEqual(len(terms.keys), COMMAND_OCTETS)
        self.assertEqual([bool(each.known) for each in parts].count(True), 1)

    def test_an_address_that_is_too_long_stands_alone(self):
        long = "x" * COMMAND_OCTETS + "@y.example"
        self.assertEqual(
            [each.addresses for each in commands([EVE, long, EVE])],
            [(EVE,), (long,), (EVE,)],
        )


class TestSearch(SessionCase):
    def found(self, answer, known=(KNOWN,), exists=20):
        script = (r"UID SEARCH UID 3:9 OR .*", *answer)
        with self.session(EXAMINED, script) as session:
            session.open(b"INBOX")
            return search_late(session, [EVE], known, exists, range(3, 10))

    def test_what_is_found(self):
        found = self.found([b"* SEARCH 7 4 99", b"OK done"])
        self.assertEqual(found, UidSet.of([4, 7, 99]))

    def test_a_server_that_does_not_find_what_is_known(self):
        self.assertIsNone(self.found([b"* SEARCH 4", b"OK done"]))
        self.assertIsNone(self.found([b"* SEARCH", b"OK done"]))
        self.assertEqual(self.found([b"* SEARCH", b"OK done"], known=()), UidSet())

    def test_one_known_message_is_enough(self):
        gone = Known(8, "x@y.example", "z@y.example")
        answer = [b"* SEARCH 7", b"OK done"]
        self.assertEqual(self.found(answer, (gone, KNOWN)), UidSet.of([7]))

    def test_a_refusal(self):
        for refusal in (
            b"NO no",
            b"BAD what is OR",
            b"NO [LIMIT] Too many search keys",
            b"NO [SERVERBUG] Internal error",
        ):
            with self.assertRaises(FolderUnavailable):
                self.found([refusal])
