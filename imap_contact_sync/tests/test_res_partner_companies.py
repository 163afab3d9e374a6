# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .test_imap_account_people import PeopleCase


class TestCompanies(PeopleCase):
    def company_of(self, email):
        [person] = [each for each in self.look()["people"] if each["email"] == email]
        return person["company_id"], person["company"]

    def nordwind(self, **values):
        vals = {"name": f"Nordwind {self.mark}", "is_company": True} | values
        return self.env["res.partner"].create(vals)

    def test_the_domain_where_there_is_none(self):
        domain = self.ida.partition("@")[2]
        self.assertEqual(self.company_of(self.ida), (False, domain))

    def test_none_where_everybody_has_an_address(self):
        self.nordwind(email="shop@gmail.com")
        self.assertEqual(self.company_of(self.uwe), (False, ""))

    def test_by_address_website_and_people(self):
        domain = self.ida.partition("@")[2]
        for values in ({"email": f"info@{domain}"}, {"website": f"www.{domain}/de"},
                       {"website": f"https://{domain.upper()}"}):  # fmt: skip
            with self.subTest(values):
                nordwind = self.nordwind(**values)
                self.assertEqual(
                    self.company_of(self.ida), (nordwind.id, nordwind.name)
                )
                nordwind.unlink()
        nordwind = self.nordwind()
        self.env["res.partner"].create(
            {"name": "Jo", "email": f"jo@{domain}", "parent_id": nordwind.id}
        )
        self.assertEqual(self.company_of(self.ida)[0], nordwind.id)

    def test_nobody_of_our_own_company(self):
        self.company.partner_id.email = f"hello@n{self.mark}.example"
        self.received(f"Backup report <jobs7.{self.mark}@srv.n{self.mark}.example>")
        self.assertEqual(self.emails(), [self.uwe, self.tom])

    def test_either_spelling_of_a_domain(self):
        nordwind = self.nordwind(email=f"info@m\u00fcller-{self.mark}.example")
        domain = f"m\u00fcller-{self.mark}.example".encode("idna").decode()
        self.sent(f"eva@{domain}")
        self.assertEqual(self.company_of(f"eva@{domain}")[0], nordwind.id)

    def test_never_one_of_several(self):
        domain = self.ida.partition("@")[2]
        for name in ("One", "Other"):
            self.nordwind(name=name, email=f"{name.lower()}@{domain}")
        self.assertEqual(self.company_of(self.ida), (False, domain))

    def test_of_a_domain_above(self):
        self.nordwind(email=f"info@n{self.mark}.example")
        self.sent(f"eva@mail.n{self.mark}.example")
        self.assertTrue(self.company_of(f"eva@mail.n{self.mark}.example")[0])

    def test_not_one_that_the_user_does_not_see(self):
        domain = self.ida.partition("@")[2]
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.nordwind(email=f"info@{domain}", company_id=elsewhere.id)
        self.assertFalse(self.company_of(self.ida)[0])
        self.nordwind(email=f"other@{domain}").active = False
        self.assertFalse(self.company_of(self.ida)[0])

    def test_not_one_of_another_company_that_the_user_sees_too(self):
        """What is found becomes a contact for this mailbox's company."""
        domain = self.ida.partition("@")[2]
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.anna.company_ids += elsewhere
        theirs = self.nordwind(email=f"info@{domain}", company_id=elsewhere.id)
        self.account = self.account.with_context(
            allowed_company_ids=[self.company.id, elsewhere.id]
        )
        self.assertEqual(self.company_of(self.ida), (False, domain))
        for values in ({"company": theirs.name}, {"company_id": theirs.id}):
            [ida], _notice = self.create_contacts([{"email": self.ida, **values}])
            self.assertNotIn(theirs, ida.parent_id)
            ida.unlink()

    def test_contacts_are_their_companys(self):
        domain = self.ida.partition("@")[2]
        ours = self.nordwind(email=f"info@{domain}", company_id=self.company.id)
        ida, uwe, _tom = self.create_all()[0]
        self.assertEqual((ida.parent_id, ida.company_id), (ours, self.company))
        self.assertFalse(uwe.company_id)

    def test_not_by_a_page_on_a_host_of_many(self):
        self.nordwind(website="https://www.linkedin.com/company/nordwind")
        for email in (f"joe.{self.mark}@linkedin.com", f"eva.{self.mark}@a.gov.uk"):
            self.sent(email)
        self.nordwind(name="Government", website="https://gov.uk")
        self.assertEqual(
            self.company_of(f"joe.{self.mark}@linkedin.com"), (False, "linkedin.com")
        )
        self.assertEqual(
            self.company_of(f"eva.{self.mark}@a.gov.uk"), (False, "a.gov.uk")
        )
