# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.net.fetch import RawHeader
from odoo.addons.imap_contact_sync.engine.people import (
    LONGEST_NAME,
    MOST_NAMES,
    People,
    clean_name,
    company_domains,
    name_of_address,
)

from .hypothesis_profile import examples
from .pace import check_takes

START = date(2026, 3, 1)
ME = "anna@we.example"
LENA, THEO = "Lena Berg <lena@nordwind.example>", "theo@x.example"


class PeopleCase(BaseCase):
    def setUp(self):
        super().setUp()
        self.people = People({ME}, START)
        self.count = 0

    def add(self, sender, to=ME, day=1, in_sent=False, **extra):
        self.count += 1
        extra = {"Message-ID": f"<{self.count}@x.example>"} | extra
        lines = [f"From: {sender}", f"To: {to}",
                 f"Date: Mon, {day:02} Mar 2026 10:00:00 +0000"]  # fmt: skip
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in extra.items()]
        content = "\n".join([*lines, "", ""]).encode()
        self.people.add(RawHeader(self.count, 100, content), in_sent)

    def emails(self, answered=False):
        return [each.email for each in self.people.found(answered)]


class TestPeople(PeopleCase):
    def test_counted_in_both_directions(self):
        self.add(LENA)
        self.add(LENA, day=5)
        self.add(ME, LENA, day=3)
        [lena] = self.people.found(answered=True)
        self.assertEqual((lena.sent, lena.received), (1, 2))
        self.assertEqual(lena.last.day, 5)
        self.assertEqual(lena.name, "Lena Berg")

    def test_to_whom_i_wrote_come_first_and_perhaps_alone(self):
        self.add(LENA)
        self.add(LENA)
        self.add(ME, THEO, Cc="ben@x.example")
        self.assertEqual(self.emails(answered=True), [THEO, "ben@x.example"])
        self.assertEqual(self.emails()[-1], "lena@nordwind.example")

    def test_others_who_were_written_to_are_nobody_of_mine(self):
        self.add(LENA, f"{ME}, {THEO}")
        self.assertEqual(self.emails(), ["lena@nordwind.example"])

    def test_an_email_counts_once_whatever_number_of_folders_has_it(self):
        for _each in range(3):
            self.add(LENA, **{"Message-ID": "<same@x.example>"})
        [lena] = self.people.found(answered=False)
        self.assertEqual(lena.received, 1)

    def test_the_sender_in_the_folder_of_sent_mail_is_its_owner(self):
        """Under an alias that he has not confirmed."""
        self.add("Anna <sales@we.example>", THEO, in_sent=True)
        self.add("Anna <sales@we.example>", ME)
        [theo] = self.people.found(answered=True)
        self.assertEqual((theo.email, theo.sent), (THEO, 1))
        self.assertEqual(self.emails(), [THEO])

    def test_but_not_of_what_was_written_to_him_and_moved_there(self):
        self.add(LENA, f"{ME}, {THEO}", in_sent=True)
        self.assertEqual(self.emails(), ["lena@nordwind.example"])

    def test_a_mailing_list_is_nobody(self):
        """It is written to as people are."""
        posts = ["<mailto:dev@x.example>", "<MAILTO:Dev@X.example?subject=x>"]
        for post in posts:
            self.people = People({ME}, START)
            self.add(ME, f"dev@x.example, {THEO}")
            self.assertEqual(set(self.emails()), {"dev@x.example", THEO})
            self.add(LENA, "dev@x.example", List_Post=post, List_Id="<dev.x.example>")
            self.assertEqual(self.emails(), [THEO], post)
        self.add(LENA, "dev@x.example", List_Post="NO")
        self.assertEqual(self.emails(), [THEO])

    def test_few_names_of_each_are_counted(self):
        for number in range(30):
            self.add(f"Lena {number} <lena@nordwind.example>")
        for _each in range(3):
            self.add("Lena 2 <lena@nordwind.example>")
        [lena] = self.people.found(answered=False)
        self.assertEqual(lena.received, 33)
        self.assertEqual(len(lena.own_names), MOST_NAMES)
        self.assertEqual(lena.name, "Lena 2")

    def test_names_that_want_to_cost_time(self):
        names = [sign * 32_000 for sign in ("(", "[", "()", "(a", "via ", ", ", "'")]
        for name in names:
            check_takes(0.05, clean_name, name)
        for name in names:
            self.add(f'"{name}" <lena@nordwind.example>')
        [lena] = self.people.found(answered=False)
        check_takes(0.05, lambda: lena.name)

    def test_neither_lists_nor_bulk_nor_machines(self):
        for header in ({"List_Id": "<a.b.example>"}, {"Precedence": "bulk"},
                       {"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"},
                       {"List_Unsubscribe": "<mailto:x@y.example>"}):  # fmt: skip
            self.add(LENA, **header)
        self.add("Mail System <mailer-daemon@x.example>")
        self.assertEqual(self.emails(), [])
        self.add(LENA, Content_Class="urn:content-classes:calendarmessage")
        self.assertEqual(self.emails(), ["lena@nordwind.example"])

    def test_neither_me_nor_roles_nor_what_goes_to_a_crowd(self):
        self.add(ME, f"{ME}, info@x.example, no-reply@x.example")
        self.add("Shop <noreply@x.example>")
        self.add(ME, ", ".join(f"p{number}@x.example" for number in range(21)))
        self.assertEqual(self.emails(), [])
        self.add(ME, ", ".join(f"p{number}@x.example" for number in range(20)))
        self.assertEqual(len(self.emails()), 20)

    def test_what_somebody_calls_himself_goes_before_what_others_say(self):
        self.add(ME, "Leni <lena@nordwind.example>")
        self.add(ME, "Leni <lena@nordwind.example>")
        self.add(LENA)
        [lena] = self.people.found(answered=True)
        self.assertEqual(lena.name, "Lena Berg")

    def test_what_is_older_does_not_count(self):
        self.people = People({ME}, date(2026, 3, 3))
        self.add(LENA, day=2)
        self.add(ME, THEO, day=3)
        self.assertEqual(self.emails(), [THEO])

    def test_header_fields_that_are_none(self):
        for content in (b"", b"\n\n", b"From:\n\n", b"\xff\xfe", b"From: x\nTo: y\n\n"):
            self.people.add(RawHeader(1, 1, content))
        self.assertEqual(self.emails(), [])

    @examples
    @given(st.binary(max_size=300))
    def test_any_header(self, content):
        people = People({ME}, START)
        people.add(RawHeader(1, 1, b"From: " + content))
        people.add(RawHeader(2, 1, b"From: anna@we.example\nTo: " + content))
        for each in people.found(answered=False):
            self.assertTrue(0 < len(each.name) <= max(LONGEST_NAME, len(each.email)))
            self.assertIn("@", each.email)


class TestNames(BaseCase):
    def test_display_names(self):
        table = {
            "Lena Berg": "Lena Berg",
            "Berg, Lena": "Lena Berg",
            "  'Lena   Berg' ": "Lena Berg",
            "Lena Berg (Sales)": "Lena Berg",
            "Berg, Lena [Nordwind]": "Lena Berg",
            "Berg (Sales), Lena": "Lena Berg",
            "Lena Berg (Sales) [x] (y)": "Lena Berg",
            "Lena via Docs": "Lena",
            "Berg, Lena, Dr.": "Berg, Lena, Dr.",
            "Jürgen Groß": "Jürgen Groß",
            "lena@nordwind.example": "",
            "": "", "''": "", "-": "", "(x)": "",
            "x" * 300: "x" * LONGEST_NAME,
        }  # fmt: skip
        for name, cleaned in table.items():
            with self.subTest(name):
                self.assertEqual(clean_name(name), cleaned)

    def test_of_an_address(self):
        table = {
            "anna.berg@x.example": "Anna Berg",
            "anna_berg+crm@x.example": "Anna Berg",
            "anna@x.example": "anna@x.example",
            "a1234@x.example": "a1234@x.example",
            "anna.berg2@x.example": "anna.berg2@x.example",
        }
        for email, name in table.items():
            self.assertEqual(name_of_address(email), name)

    def test_domains_of_companies(self):
        self.assertEqual(
            company_domains("a@mail.nordwind.example"),
            ["mail.nordwind.example", "nordwind.example"],
        )
        self.assertEqual(company_domains("a@nordwind.example"), ["nordwind.example"])
        for email in ("a@gmail.com", "a@gmx.de", "a@x.web.de"):
            self.assertEqual(company_domains(email), [])
        self.assertEqual(company_domains("a@localhost"), ["localhost"])
        self.assertEqual(company_domains("a@mail.x.co.uk"), ["mail.x.co.uk", "x.co.uk"])
        self.assertEqual(company_domains("a@tax.gov.uk"), ["tax.gov.uk"])
        self.assertEqual(company_domains("a@com.example"), ["com.example"])
