# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.files import Attachment
from odoo.addons.imap_contact_sync.engine.invitation import (
    MOST_PEOPLE,
    is_calendar,
    read_event,
)
from odoo.addons.imap_contact_sync.engine.large import parse_large
from odoo.addons.imap_contact_sync.engine.message import parse_message

from .hypothesis_profile import examples

VISIT = """\
BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@nordwind.example
SUMMARY;LANGUAGE=en:Visit\\, with a
  tour
DTSTART;TZID="Europe/Berlin":20260306T100000
DTEND;TZID="Europe/Berlin":20260306T113000
LOCATION:Hall 3\\; second floor
DESCRIPTION:Bring the <b>samples</b>.\\nWe meet at the gate.
ORGANIZER;CN="Fischer: Lena":MAILTO:lena@nordwind.example
ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Anna Berg;ROLE=REQ-PARTICIPANT:mailto:anna@
 we.example
ATTENDEE:mailto:theo@bellerive.example
BEGIN:VALARM
TRIGGER:-PT15M
DESCRIPTION:Reminder
SUMMARY:Alarm
END:VALARM
END:VEVENT
BEGIN:VEVENT
SUMMARY:Another one
DTSTART:20270101
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
WHAT = [
    "Visit, with a tour",
    "2026-03-06 10:00 – 11:30 (Europe/Berlin)",
    "Hall 3; second floor",
    "Fischer: Lena <lena@nordwind.example>, Anna Berg <anna@we.example>, "
    "theo@bellerive.example",
]
PIECES = st.sampled_from(
    [
        "BEGIN:VCALENDAR\n", "METHOD:REQUEST\n", "BEGIN:VEVENT\n", "END:VEVENT\n",
        "DTSTART:", "DTEND:", "DURATION:", "99991231T235959", "00010101", "20260306",
        "P9999D", "PT99999M", "P", "T", "Z", "\n", "\n ", ";", ":", '"', "CN=", "\\",
        "ATTENDEE", "SUMMARY:", "TZID=", "RRULE:", "\x00", "ä", "END:VCALENDAR\n",
    ]
)  # fmt: skip


def event(*lines, method="REQUEST"):
    text = "\r\n".join(
        ["BEGIN:VCALENDAR", f"METHOD:{method}", "BEGIN:VEVENT", *lines, "END:VEVENT"]
    )
    return read_event(text.encode())


def message(*parts, kind="mixed", extra=""):
    inside = "".join(f"\r\n--b\r\n{part}" for part in parts)
    return (
        f"From: lena@nordwind.example\r\nSubject: x\r\n{extra}Content-Type: "
        f"multipart/{kind}; boundary=b\r\n{inside}\r\n--b--\r\n"
    ).encode()


def text_part(text, kind="text/plain"):
    return f"Content-Type: {kind}\r\n\r\n{text}"


INVITE = text_part(VISIT, "text/calendar; method=REQUEST; charset=utf-8")


class TestEvent(BaseCase):
    def test_what_when_where_who(self):
        found = read_event(VISIT.encode())
        self.assertEqual(list(found.lines), WHAT)
        self.assertEqual(
            found.description, "Bring the <b>samples</b>.\nWe meet at the gate."
        )
        self.assertEqual(found.notes, ())

    def test_moments(self):
        table = [
            (("DTSTART:20260306T100000Z", "DTEND:20260306T110000Z"),
             "2026-03-06 10:00 – 11:00 (UTC)"),
            (("DTSTART:20260306T220000", "DTEND:20260307T010000"),
             "2026-03-06 22:00 – 2026-03-07 01:00"),
            (("DTSTART;VALUE=DATE:20260306", "DTEND;VALUE=DATE:20260307"),
             "2026-03-06"),
            (("DTSTART;VALUE=DATE:20260306", "DTEND;VALUE=DATE:20260309"),
             "2026-03-06 – 2026-03-08"),
            (("DTSTART:20260306T100000", "DURATION:PT1H30M"),
             "2026-03-06 10:00 – 11:30"),
            (("DTSTART:20260306", "DURATION:P1W2D"), "2026-03-06 – 2026-03-14"),
            (("DTSTART:20260306T100000", "DTEND:20260306T090000"), "2026-03-06 10:00"),
            (("DTSTART:20260306T100000", "DTEND:soon"), "2026-03-06 10:00"),
            (("DTSTART:99991231T235959", "DURATION:P9D"), "9999-12-31 23:59"),
        ]  # fmt: skip
        for lines, shown in table:
            with self.subTest(lines):
                self.assertEqual(event(*lines).lines, (shown,))
        for value in ("20261306T100000", "tomorrow", ""):
            with self.subTest(value):
                self.assertEqual(event(f"DTSTART:{value}").lines, ())

    def test_notes(self):
        start = "DTSTART:20260306"
        answer = "ATTENDEE;PARTSTAT={}:mailto:anna@we.example"
        table = [
            ("CANCEL", (start,), ("event_cancelled",)),
            ("REPLY", (start, answer.format("ACCEPTED")), ("event_accepted",)),
            ("reply", (start, answer.format("declined")), ("event_declined",)),
            ("REPLY", (start, answer.format("TENTATIVE")), ("event_tentative",)),
            ("REPLY", (start, answer.format("X-WHAT")), ()),
            ("REPLY", (start,), ()),
            ("REQUEST", (start, answer.format("ACCEPTED")), ()),
            ("REQUEST", (start, "RRULE:FREQ=WEEKLY"), ("event_repeats",)),
        ]
        for method, lines, notes in table:
            with self.subTest(method, lines=lines):
                self.assertEqual(event(*lines, method=method).notes, notes)

    def test_what_is_no_message_is_a_file_only(self):
        without_method = VISIT.replace("METHOD:REQUEST\r\n", "")
        inside = without_method.replace("UID:", "METHOD:REQUEST\r\nUID:")
        task = VISIT.replace("VEVENT", "VTODO")
        for text in (without_method, inside, task, "", "BEGIN:VCALENDAR"):
            with self.subTest(text[:60]):
                self.assertIsNone(read_event(text.encode()))

    def test_many_people(self):
        people = [f"ATTENDEE:mailto:p{each}@many.example" for each in range(99)]
        [_when, who] = event("DTSTART:20260306", *people, people[0]).lines
        self.assertEqual(who.count("@"), MOST_PEOPLE)
        self.assertTrue(who.endswith(", … (+49)"))

    def test_nothing_that_postgresql_refuses_or_that_disguises_itself(self):
        found = event("DTSTART:20260306", "SUMMARY:a\x00b\u202ec\\nd", "LOCATION:\ud800"
                      .encode("utf-8", "replace").decode())  # fmt: skip
        self.assertEqual(found.lines[0], "abc d")

    @examples
    @given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
    def test_no_text_raises(self, text, whole):
        if whole:
            text = f"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nDTSTART:{text}"
        if found := read_event(text.encode()):
            found.text(with_description=True).encode()

    @examples
    @given(st.binary(max_size=300))
    def test_no_octets_raise(self, content):
        read_event(content)

    def test_hostile_lines_take_no_time(self):
        for text in ('";' * 10**6, "a;" * 10**6, "A" * 10**6, '"' * 10**6, "\\" * 10**6,
                     ";a=" * 10**6, "BEGIN:X\n" * 10**5):  # fmt: skip
            event("DTSTART:20260306", text, f"SUMMARY{text}:x", f"SUMMARY:{text}")

    def test_which_files_are_calendars(self):
        table = [
            ("invite.ics", "text/calendar", True),
            ("x", "application/ics", True),
            ("Invite.ICS", "application/octet-stream", True),
            ("ics.txt", "text/plain", False),
        ]
        for name, mimetype, expected in table:
            file = Attachment(name, mimetype, b"")
            self.assertEqual(is_calendar(file), expected)


class TestInvitations(BaseCase):
    """Whole messages: readable, and the calendar file is there."""

    def shown(self, mail):
        return re.sub(r"<[^>]*>", "", mail.body)

    def assert_event(self, mail, *names):
        shown = self.shown(mail)
        self.assertEqual(shown.count("Visit, with a tour"), 1, shown)
        for line in WHAT[:3]:
            self.assertIn(line, shown)
        self.assertEqual([each.name for each in mail.attachments], [*names])
        self.assertNotIn("VCALENDAR", shown)
        return shown

    def test_beside_a_text(self):
        """As Outlook and Google send them."""
        for kind in ("alternative", "mixed"):
            with self.subTest(kind):
                parts = text_part("See you there."), INVITE
                mail = parse_message(message(*parts, kind=kind))
                shown = self.assert_event(mail, "invite.ics")
                self.assertLess(shown.index("Visit"), shown.index("See you there."))
                self.assertNotIn("samples", shown)  # the text says what is to be said
                self.assertIn(b"BEGIN:VEVENT", mail.attachments[0].content)

    def test_twice_in_it(self):
        file = INVITE.replace("text/calendar", "application/ics").replace(
            "\r\n\r\n",
            '\r\nContent-Disposition: attachment; filename="a.ics"\r\n\r\n',
            1,
        )
        mail = parse_message(message(text_part("Hello"), INVITE, file))
        self.assert_event(mail, "invite.ics", "a.ics")

    def test_nothing_else_in_it(self):
        raw = f"From: lena@nordwind.example\r\nSubject: x\r\n{INVITE}".encode()
        mail = parse_message(raw)
        shown = self.assert_event(mail, "invite.ics")
        self.assertIn("Bring the &lt;b&gt;samples&lt;/b&gt;.", mail.body)
        self.assertIn("We meet at the gate.", shown)

    def test_encoded_and_large(self):
        coded = text_part(VISIT, "text/calendar; method=REQUEST").encode()
        coded = coded.replace(
            b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", 1
        )
        raw = message(text_part("See you"), coded.decode())
        whole = parse_large([raw[:1000], raw[1000:]])
        self.assert_event(whole, "invite.ics")
        self.assertEqual(whole.digest, parse_message(raw).digest)

    def test_a_cancelled_one(self):
        mail = parse_message(
            message(text_part("x"), INVITE.replace("REQUEST", "CANCEL"))
        )
        self.assertEqual(mail.notes, ("event_cancelled",))

    def test_a_calendar_that_is_no_message(self):
        calendar = INVITE.replace("METHOD:REQUEST\r\n", "")
        mail = parse_message(message(text_part("Our dates"), calendar))
        self.assertEqual(self.shown(mail), "Our dates")
        self.assertEqual([each.name for each in mail.attachments], ["invite.ics"])
