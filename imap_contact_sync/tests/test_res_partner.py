# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .leaks import LeakCase


class TestContact(LeakCase):
    def find(self, *emails, company=None):
        return self.env["res.partner"]._contacts_by_email(
            emails, company or self.env.company
        )

    def test_contacts_and_colleagues(self):
        contacts, colleagues = self.find(
            self.lena.email, self.carl.email, "nobody@else.example"
        )
        carl = self.carl.partner_id
        self.assertEqual(
            contacts, {self.lena.email: (self.lena.id,), self.carl.email: (carl.id,)}
        )
        self.assertEqual(colleagues, {self.carl.email})

    def test_several_contacts_of_one_address(self):
        double = self.new_contact("Double", self.lena.email.upper())
        contacts, _colleagues = self.find(self.lena.email)
        self.assertEqual(contacts[self.lena.email], (self.lena.id, double.id))

    def test_further_address(self):
        further = {"partner_id": self.lena.id, "email": "L@home.example"}
        self.env["res.partner.email"].create(further)
        self.env["res.partner.email"].create(
            dict(further, email=f"<{self.lena.email}>")
        )
        contacts, _colleagues = self.find("l@home.example", self.lena.email)
        self.assertEqual(contacts["l@home.example"], (self.lena.id,))
        self.assertEqual(contacts[self.lena.email], (self.lena.id,))

    def test_both_spellings_of_an_internationalised_domain(self):
        written, readable = "jo@xn--bcher-kva.example", "jo@b\u00fccher.example"
        one = self.new_contact("Jo", readable)
        self.assertEqual(self.find(written)[0], {written: (one.id,)})
        other = self.new_contact("Jo", False)
        other.email_ids = [(0, 0, {"email": written})]
        both = (one.id, other.id)
        found = self.find(written, readable)[0]
        self.assertEqual(found, {written: both, readable: both})
        self.assertIn("Jo", one.imap_same_address)
        self.ben.partner_id.email = readable
        self.assertEqual(self.find(written)[1], {written})

    def test_a_customer_with_an_account_is_a_contact(self):
        contacts, colleagues = self.find(self.nora.email)
        self.assertEqual(contacts, {self.nora.email: (self.nora.id,)})
        self.assertFalse(colleagues)

    def test_archived_contacts_get_none(self):
        self.env["res.partner.email"].create(
            {"partner_id": self.lena.id, "email": "l@home.example"}
        )
        self.lena.active = False
        self.assertEqual(self.find(self.lena.email, "l@home.example"), ({}, set()))

    def test_contacts_of_another_company_get_none(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.lena.company_id = other
        self.assertFalse(self.find(self.lena.email)[0])
        self.assertTrue(self.find(self.lena.email, company=other)[0])

    def test_contacts_of_a_company_are_those_of_its_branches(self):
        """Odoo's own rule for contacts; neither downwards nor sideways."""
        company = self.env.company
        branch, sibling = self.env["res.company"].create(
            [{"name": name, "parent_id": company.id} for name in ("North", "South")]
        )
        twig = self.env["res.company"].create({"name": "Twig", "parent_id": branch.id})
        self.portal.unlink()  # who has an account stays in its company
        self.nora.company_id, found = company, {}
        for each in company | branch | sibling | twig:
            found[each] = bool(self.find(self.nora.email, company=each)[0])
        self.assertTrue(all(found.values()), found)
        self.ben.write({"company_ids": [(6, 0, twig.ids)], "company_id": twig.id})
        theirs = self.env(user=self.ben)["res.partner"]._contacts_by_email(
            [self.nora.email], twig.with_user(self.ben)
        )
        self.assertTrue(theirs[0], "who does not see the company above sees them")
        self.nora.company_id = branch
        for each in company | branch | sibling | twig:
            found[each] = bool(self.find(self.nora.email, company=each)[0])
        self.assertEqual([each for each in found if found[each]], [branch, twig])

    def test_the_look_up_has_its_index(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'res_partner'"
        )
        definitions = [definition for [definition] in self.env.cr.fetchall()]
        self.assertTrue(
            [each for each in definitions if "(email_normalized)" in each]
        )  # fmt: skip

    def test_further_addresses_are_no_field_of_theirs(self):
        """A customer reads his own record, on pages of the portal."""
        for user in self.strangers:
            contacts = self.nora.with_user(user)
            self.assertNotIn("email_ids", contacts.fields_get())
            self.assertIn("name", contacts.fields_get())
        [values] = self.nora.with_user(self.portal).read(["name"])
        self.assertEqual(values["name"], self.nora.name)

    def test_who_is_named_by_a_pattern(self):
        self.env["res.partner.email"].create(
            {"partner_id": self.theo.id, "email": "t@a.nordwind.example"}
        )
        idn = self.new_contact("Idn", "jo@bücher.example")
        near = self.new_contact("Near", "lena@xnordwind.example")
        wild = self.new_contact("Wild", "a%b@x_y.example")
        self.lena.active = False
        table = [
            ("lena@nordwind.example", self.lena),
            ("nordwind.example", self.lena | self.nora | self.theo),
            ("a.nordwind.example", self.theo),
            ("t@a.nordwind.example", self.theo),
            ("xnordwind.example", near),
            ("xn--bcher-kva.example", idn),
            ("jo@xn--bcher-kva.example", idn),
            ("x_y.example", wild),
            ("xzy.example", self.env["res.partner"]),
        ]
        for pattern, contacts in table:
            with self.subTest(pattern):
                self.assertEqual(self.env["res.partner"]._named_by(pattern), contacts)
