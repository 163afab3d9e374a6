# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..hooks import post_init_hook
from .leaks import LeakCase
from .mail_server import mail

RULES_LOG = "odoo.addons.base.models.ir_rule"
HOME = "l.fischer@home.example"


class AddressCase(LeakCase):
    def rows(self, contact):
        return self.env["res.partner.email"].search([("partner_id", "=", contact.id)])

    def derived(self, contact):
        rows = self.rows(contact)
        self.assertTrue(all(rows.mapped("is_derived")))
        return sorted(rows.mapped("email_normalized"))

    def find(self, *emails):
        return self.env["res.partner"]._contacts_by_email(emails, self.env.company)[0]

    def hide(self, contact):
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {contact.id})]",
            }
        )


class TestSeveralInOneField(AddressCase):
    def test_each_of_them_is_the_contacts(self):
        self.lena.email = f"lena@nordwind.example; Lena <{HOME.upper()}>, x@y.example"
        self.assertEqual(self.derived(self.lena), [HOME, "x@y.example"])
        found = self.find("lena@nordwind.example", HOME, "x@y.example")
        self.assertEqual(set(found.values()), {(self.lena.id,)})
        self.assertEqual(len(found), 3)

    def test_they_follow_the_field(self):
        contact = self.new_contact("Two", f"two@a.example, {HOME}")
        self.assertEqual(self.derived(contact), [HOME])
        [row] = self.rows(contact)
        contact.email = f"two@a.example, x@y.example, {HOME}, {HOME}"
        self.assertEqual(self.derived(contact), [HOME, "x@y.example"])
        self.assertTrue(row.exists())
        contact.email = HOME
        self.assertEqual(self.derived(contact), [])
        self.assertEqual(self.find(HOME, "x@y.example"), {HOME: (contact.id,)})
        contact.email = False
        self.assertFalse(self.find(HOME))

    def test_what_is_no_address_is_left_out(self):
        contact = self.new_contact("Odd", f"@ @@ {HOME}, lena@, @x.example")
        found = {contact.email_normalized, *self.derived(contact)} - {False}
        self.assertEqual(found, {HOME})

    def test_who_edits_the_contact_only(self):
        """The list of addresses is for who edits contacts; one's own is everybody's."""
        self.carl.with_user(self.carl).write({"email": f"c@test.example, {HOME}"})
        self.assertEqual(self.derived(self.carl.partner_id), [HOME])

    def test_they_are_not_in_the_list_of_further_addresses(self):
        self.lena.email = f"lena@nordwind.example, {HOME}"
        self.lena.email_ids = [(0, 0, {"email": "work@a.example"})]
        self.env.invalidate_all()
        self.assertEqual(self.lena.email_ids.mapped("email"), ["work@a.example"])
        self.assertEqual(
            self.lena._imap_addresses(),
            ["lena@nordwind.example", HOME, "work@a.example"],
        )

    def test_nobody_edits_them(self):
        self.lena.email = f"lena@nordwind.example, {HOME}"
        [row] = self.rows(self.lena).with_user(self.ben)
        for action in (
            lambda: row.write({"email": "x@y.example"}),
            lambda: row.write({"is_derived": False}),
            row.unlink,
            lambda: row.create(
                {"partner_id": self.theo.id, "email": HOME, "is_derived": True}
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                action()
        self.assertEqual(self.derived(self.lena), [HOME])

    def test_the_same_as_a_further_one(self):
        """It stays the contact's when the field loses it."""
        self.lena.email_ids = [(0, 0, {"email": HOME})]
        self.lena.email = f"lena@nordwind.example, {HOME}"
        self.assertEqual(self.find(HOME), {HOME: (self.lena.id,)})
        self.lena.email = "lena@nordwind.example"
        self.assertEqual(self.find(HOME), {HOME: (self.lena.id,)})

    def test_contacts_that_were_there_before_the_addon(self):
        self.env.cr.execute(
            "UPDATE res_partner SET email = %s, active = FALSE WHERE id = %s",
            [f"lena@nordwind.example, {HOME}", self.lena.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.rows(self.lena))
        post_init_hook(self.env)
        self.assertEqual(self.derived(self.lena), [HOME])

    def test_mail_from_the_second_one_stands_on_the_contact(self):
        self.lena.email = f"lena@nordwind.example, {HOME}"
        self.server.deliver(self.anna.login, mail(HOME, self.anna.login, "Second"))
        self.sync(self.connected(self.anna))
        self.assertEqual(self.subjects(self.lena), ["Second"])
        self.assertEqual(self.envelopes(self.lena).author_id, self.lena)

    def test_an_answer_to_the_second_one_says_nothing_of_others(self):
        """Odoo writes to all that stand in the field."""
        self.lena.email = f"lena@nordwind.example, {HOME}"
        self.server.deliver(self.anna.login, mail(HOME, self.anna.login, "Second"))
        self.sync(self.connected(self.anna))
        answer = self.envelopes(self.lena).with_user(self.anna).imap_reply()
        self.assertEqual(answer["recipients"], self.lena.ids)
        self.assertFalse(answer["notice"])


class TestFound(AddressCase):
    def setUp(self):
        super().setUp()
        self.lena.email_ids = [(0, 0, {"email": HOME})]
        self.env.flush_all()

    def named(self, user, text, operator="ilike"):
        contacts = self.env["res.partner"].with_user(user)
        found = contacts.name_search(text, operator=operator)
        return contacts.browse(id_ for id_, _name in found)

    def test_by_a_further_address(self):
        for user in self.colleagues:
            for text, operator in (("fischer@home", "ilike"), (HOME, "=")):
                self.assertEqual(self.named(user, text, operator), self.lena)

    def test_and_by_what_odoo_finds_them(self):
        self.assertEqual(self.named(self.carl, "lena@nordwind"), self.lena)
        self.assertEqual(self.named(self.carl, "Lena Fi"), self.lena)
        self.assertIn(self.theo, self.named(self.carl, ""))

    def test_who_has_it_is_not_among_those_who_have_not(self):
        others = self.env["res.partner"].with_user(self.carl).search(
            [("display_name", "not ilike", "fischer@home")]
        )  # fmt: skip
        self.assertNotIn(self.lena, others)
        self.assertIn(self.theo, others)

    def test_a_hidden_contact_is_not_found(self):
        self.hide(self.lena)
        for user in self.ben | self.carl:
            self.assertFalse(self.named(user, "fischer@home"))

    def test_a_user_looks_up_what_he_may_read(self):
        contacts = self.env["res.partner"].with_user(self.ben)
        emails = [HOME, self.lena.email, self.theo.email, False]
        found, _staff = contacts._contacts_by_email(emails, self.env.company)
        self.assertEqual(len(found), 3)
        self.hide(self.lena)
        self.env.invalidate_all()
        found, _staff = contacts._contacts_by_email(emails, self.env.company)
        self.assertEqual(found, {self.theo.email: (self.theo.id,)})

    def test_strangers_search_without_them(self):
        for user in self.strangers:
            contacts = self.env["res.partner"].with_user(user)
            domain = contacts._search_display_name("ilike", "fischer@home")
            self.assertNotIn("email_ids", str(domain))

    def test_the_search_of_the_contacts_app(self):
        view = self.env["res.partner"].get_view(
            self.env.ref("base.view_res_partner_filter").id, "search"
        )
        for name in ("name", "email"):
            [field] = self.fields_of(view["arch"], name)
            domain = field.get("filter_domain").replace("self", "'fischer@home'")
            found = self.env["res.partner"].with_user(self.carl).search(eval(domain))
            self.assertEqual(found, self.lena, name)

    def fields_of(self, arch, name):
        from lxml import etree

        return etree.fromstring(arch).xpath(f"//field[@name='{name}']")


class TestSameAddress(AddressCase):
    def notice(self, contact, user=None):
        self.env.invalidate_all()
        return contact.with_user(user or self.carl).imap_same_address

    def test_nothing_is_said_of_an_address_of_one(self):
        self.assertFalse(self.notice(self.lena))
        self.lena.email_ids = [(0, 0, {"email": self.lena.email})]
        self.assertFalse(self.notice(self.lena))

    def test_whichever_field_it_stands_in(self):
        double = self.new_contact("Double", "double@a.example")
        for values in (
            {"email": self.lena.email.upper()},
            {"email": f"double@a.example, {self.lena.email}"},
            {"email": False, "email_ids": [(0, 0, {"email": self.lena.email})]},
        ):
            double.write(values)
            sentence = "lena@nordwind.example is also an address of %s."
            self.assertEqual(self.notice(self.lena), sentence % "Double")
            self.assertEqual(self.notice(double), sentence % self.lena.name)
            double.write({"email": False, "email_ids": [(5,)]})

    def test_an_archived_one_is_told_as_such(self):
        self.new_contact("Gone", self.lena.email).active = False
        self.assertIn("Gone (archived)", self.notice(self.lena))

    def test_only_who_may_be_read_is_named(self):
        double = self.new_contact("Double", self.lena.email)
        further = self.new_contact("Further", "f@a.example")
        further.email_ids = [(0, 0, {"email": self.lena.email})]
        self.hide(double)
        self.assertNotIn("Double", self.notice(self.lena, self.ben))
        self.assertIn("Further", self.notice(self.lena, self.ben))
        self.hide(further)
        self.assertFalse(self.notice(self.lena, self.ben))

    def test_while_it_is_typed(self):
        with Form(self.env["res.partner"].with_user(self.ben)) as form:
            form.name = "New"
            form.email = self.lena.email
            self.assertIn(self.lena.name, form.imap_same_address)
            form.email = "new@a.example"
            self.assertFalse(form.imap_same_address)
            with form.email_ids.new() as line:
                line.email = self.theo.email
            self.assertIn(self.theo.name, form.imap_same_address)


class TestImport(AddressCase):
    def load(self, *rows):
        contacts = self.env["res.partner"].with_user(self.ben)
        return contacts.load(["id", "name", "email", "email_ids/email"], list(rows))

    def imported(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def test_further_addresses_are_imported(self):
        answer = self.load(
            ["x.one", "One", "one@a.example, uno@a.example", "one@b.example"],
            ["", "", "", "One <ONE@c.example>"],
            ["x.two", "Two", "two@a.example", ""],
        )
        self.assertFalse(answer["messages"])
        one = self.imported("One")
        self.assertEqual(
            one._imap_addresses(),
            ["one@a.example", "uno@a.example", "one@b.example", "one@c.example"],
        )
        self.assertFalse(self.imported("Two").email_ids)

    def test_a_bad_one_is_told(self):
        answer = self.load(["x.one", "One", "one@a.example", "uno"])
        [message] = answer["messages"]
        self.assertIn("uno is not an email address", message["message"])
        self.assertFalse(self.imported("One"))

    def test_doubles_are_folded_also_those_of_a_second_import(self):
        rows = [["x.one", "One", "one@a.example", "one@b.example"],
                ["", "", "", "ONE@b.example"]]  # fmt: skip
        for _time in range(2):
            answer = self.load(*rows)
            self.assertFalse(answer["messages"])
            self.assertEqual(len(self.imported("One").email_ids), 1)

    def test_a_double_by_editing_is_refused(self):
        self.lena.email_ids = [
            (0, 0, {"email": each}) for each in (HOME, "x@y.example")
        ]
        with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.lena.email_ids[1].email = HOME.upper()
                self.env.flush_all()
        self.assertIn("address_unique", str(caught.exception))

    def test_a_double_of_a_hidden_contact_tells_nothing(self):
        self.lena.email_ids = [(0, 0, {"email": HOME})]
        self.hide(self.lena)
        self.env.invalidate_all()
        for email in (HOME, "x@y.example"):
            with self.assertRaises(AccessError), mute_logger(RULES_LOG):
                self.lena.email_ids.with_user(self.ben).create(
                    {"partner_id": self.lena.id, "email": email}
                )
