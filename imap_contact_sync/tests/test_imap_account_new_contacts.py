# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError

from .test_imap_account_people import PeopleCase


class TestCreate(PeopleCase):
    def test_contacts_and_their_companies(self):
        contacts, notice = self.create_all()
        ida, uwe, tom = contacts
        self.assertEqual((ida.name, ida.email), ("Ida Holm", self.ida))
        self.assertEqual(ida.parent_id.name, self.ida.partition("@")[2])
        self.assertTrue(ida.parent_id.is_company)
        self.assertFalse(ida.is_company or uwe.parent_id)
        self.assertEqual(ida.create_uid, self.anna)
        self.assertIn("3 contacts created", notice)
        self.assertEqual(self.emails(), [])
        self.assertFalse(self.envelopes(tom))

    def test_their_past_emails_come_with_the_next_run(self):
        self.sync(self.account)
        (ida, _uwe, tom), _notice = self.create_all()
        self.sync(self.account)
        self.assertEqual((len(self.envelopes(ida)), len(self.envelopes(tom))), (2, 1))
        self.assert_accounting()

    def test_only_who_is_ticked(self):
        people = [each for each in self.look()["people"] if each["email"] == self.tom]
        contacts, notice = self.create_contacts(people)
        self.assertEqual(contacts.mapped("email"), [self.tom])
        self.assertIn("1 contact created", notice)

    def test_what_was_typed(self):
        person = {"email": self.ida, "name": "  I.  Holm ", "company": "Nordwind Ltd"}
        second = {"email": self.uwe, "name": "", "company": "nordwind ltd "}
        (ida, uwe), _notice = self.create_contacts([person, second])
        self.assertEqual((ida.name, ida.parent_id.name), ("I. Holm", "Nordwind Ltd"))
        self.assertEqual((uwe.name, uwe.parent_id), (self.uwe, ida.parent_id))
        person = {"email": self.tom, "name": "Tom", "company": "NORDWIND LTD"}
        [tom], _notice = self.create_contacts([person])
        self.assertEqual(tom.parent_id, ida.parent_id)

    def test_a_name_with_signs_of_patterns(self):
        person = {"email": self.tom, "name": "Tom", "company": "100x WindyA"}
        [tom], _notice = self.create_contacts([person])
        person = {"email": self.ida, "name": "Ida", "company": "100% Wind_A"}
        [ida], _notice = self.create_contacts([person])
        self.assertEqual(ida.parent_id.name, "100% Wind_A")
        self.assertNotEqual(tom.parent_id, ida.parent_id)
        person = {"email": self.uwe, "name": "Uwe", "company": "Wind\\"}
        [uwe], _notice = self.create_contacts([person])
        self.assertEqual(uwe.parent_id.name, "Wind\\")

    def test_whoever_has_become_a_contact_meanwhile(self):
        people = self.look()["people"]
        self.env["res.partner"].create({"name": "Ida", "email": self.ida.upper()})
        contacts, notice = self.create_contacts(people)
        self.assertEqual(contacts.mapped("email"), [self.uwe, self.tom])
        self.assertIn("1 of those you ticked were contacts already", notice)
        contacts, notice = self.create_contacts(people)
        self.assertFalse(contacts)
        self.assertIn("All of these are contacts already", notice)

    def test_twice_the_same(self):
        people = [{"email": self.ida, "name": "A"}, {"email": f" {self.ida.upper()} "}]
        contacts, _notice = self.create_contacts(people)
        self.assertEqual(len(contacts), 1)

    def test_what_is_no_address(self):
        for email in ("", None, "x", 5):
            with self.assertRaisesRegex(UserError, "is not an email address"):
                self.create_contacts([{"email": self.ida}, {"email": email}])
        self.assertEqual(self.emails()[0], self.ida)

    def test_a_company_that_is_none_of_the_users(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        other = self.env["res.partner"].create(
            {"name": "X", "is_company": True, "company_id": elsewhere.id}
        )
        for id_ in (other.id, self.lena.id, 2**31 - 1, "x"):
            [contact], _notice = self.create_contacts(
                [{"email": self.ida, "name": "Ida", "company_id": id_}]
            )
            self.assertFalse(contact.parent_id)
            contact.unlink()
