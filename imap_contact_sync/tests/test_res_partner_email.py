# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from .leaks import LeakCase

RULES_LOG = "odoo.addons.base.models.ir_rule"


class TestFurtherAddress(LeakCase):
    def setUp(self):
        super().setUp()
        self.address = self.env["res.partner.email"].create(
            {"partner_id": self.lena.id, "email": "Lena <L.Fischer@Home.example>"}
        )

    def test_it_is_normalised(self):
        self.assertEqual(self.address.email_normalized, "l.fischer@home.example")
        self.address.email = "other@home.example"
        self.assertEqual(self.address.email_normalized, "other@home.example")

    def test_what_is_no_address_is_told(self):
        for wrong in ("lena", "lena@", "a@b.example, c@d.example"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.address.email = wrong

    def test_colleagues_read_it_with_the_contact(self):
        for user in self.colleagues:
            lena = self.lena.with_user(user)
            self.assertEqual(lena.email_ids.ids, self.address.ids)
            domain = [("email_ids.email", "ilike", "home.example")]
            self.assertEqual(lena.search(domain), lena)

    def test_who_edits_contacts_edits_it(self):
        self.lena.with_user(self.ben).email_ids = [(0, 0, {"email": "x@home.example"})]
        self.assertEqual(len(self.lena.email_ids), 2)
        self.address.with_user(self.ben).email = "y@home.example"
        with self.assertRaises(AccessError):
            self.address.with_user(self.carl).email = "z@home.example"
        with self.assertRaises(AccessError):
            self.address.with_user(self.carl).unlink()

    def test_it_is_hidden_with_its_contact(self):
        self.env["ir.rule"].create(
            {
                "name": "Not Lena",
                "model_id": self.env.ref("base.model_res_partner").id,
                "domain_force": f"[('id', '!=', {self.lena.id})]",
            }
        )
        theirs = self.env["res.partner.email"].create(
            {"partner_id": self.theo.id, "email": "t@home.example"}
        )
        self.env.flush_all()
        for user in self.ben | self.carl | self.ada:
            self.env.invalidate_all()
            addresses = self.env["res.partner.email"].with_user(user)
            self.assertEqual(addresses.search([]), theirs)
            both = (self.address + theirs).with_user(user)
            self.assertEqual(both._filtered_access("read"), theirs)
            with self.assertRaises(AccessError), mute_logger(RULES_LOG):
                _seen = both[0].email
        values = {"partner_id": self.lena.id, "email": "x@home.example"}
        theirs = theirs.with_user(self.ben)
        for action in (
            lambda: theirs.write({"partner_id": self.lena.id}),
            lambda: theirs.write(
                {"partner_id": self.lena.id, "email": self.address.email}
            ),
            lambda: self.address.with_user(self.ben).write({"email": "x@home.example"}),
            lambda: self.address.with_user(self.ben).unlink(),
            lambda: self.address.with_user(self.ben).create(values),
        ):
            with self.assertRaises(AccessError), mute_logger(RULES_LOG):
                with self.env.cr.savepoint():
                    action()

    def test_strangers_have_none(self):
        for user in self.strangers:
            with self.assertRaises(AccessError):
                self.env["res.partner.email"].with_user(user).search([])

    def test_it_goes_with_its_contact(self):
        self.lena.unlink()
        self.assertFalse(self.address.exists())
