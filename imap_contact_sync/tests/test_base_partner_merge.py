# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import mute_logger

from .leaks import LetterCase
from .mail_server import mail


class TestMerge(LetterCase):
    """Lena and her double, who both got one email; each has further mail."""

    def import_letter(self):
        email = "lena.fischer@nordwind.example"
        type(self).double = self.new_contact("Lena Fischer", email)
        self.env["res.partner.email"].create(
            {"partner_id": self.double.id, "email": "double@nordwind.example"}
        )
        login = self.anna.login
        both = f"{self.lena.email}, {self.double.email}"
        self.server.deliver(
            login,
            mail(self.theo.email, both, "To both"),
            mail(self.lena.email, login, "Of Lena"),
            mail(self.double.email, login, "Of her double"),
        )
        type(self).account = self.connected(self.anna)
        self.sync(self.account)

    def setUp(self):
        super().setUp()
        self.comments = self.lena.message_post(body="First")
        self.comments += self.double.message_post(body="Second")
        self.emails = (self.envelopes(self.lena) + self.envelopes(self.double)).mapped(
            "imap_email_id"
        )

    def merge(self, into=None, user=None):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        if user:
            wizard = wizard.with_user(user)
        into = into or self.lena
        self.env.flush_all()
        with mute_logger("odoo.addons.base.wizard.base_partner_merge", "odoo.sql_db"):
            wizard._merge((self.lena + self.double).ids, into)
        self.env.invalidate_all()
        return into

    def test_every_email_once_and_every_comment(self):
        for_both = self.emails.filtered(lambda each: len(each.envelope_ids) == 3)
        self.assertEqual(len(for_both), 1)  # on Theo as well
        kept = self.merge()
        self.assertEqual(
            self.subjects(kept), ["Of Lena", "Of her double", "To both"]
        )  # fmt: skip
        self.assertEqual(len(self.envelopes(kept)), 3)
        self.assertEqual(set(self.comments.mapped("res_id")), {kept.id})
        self.assertEqual(len(self.comments.exists()), 2)
        self.assertEqual(len(self.envelopes(self.theo)), 1)

    def test_either_may_be_the_one_that_stays(self):
        kept = self.merge(into=self.double)
        self.assertEqual(len(self.envelopes(kept)), 3)
        self.assertFalse(self.lena.exists())

    def test_the_sources_name_the_one_that_stays(self):
        gone = self.double.id
        kept = self.merge()
        for email in self.emails:
            self.assertIn(kept, email.source_ids.partner_ids)
        self.env.cr.execute(
            "SELECT count(*) FROM imap_email_source_partner_rel WHERE partner_id = %s",
            [gone],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_who_sees_what_follows_the_sources(self):
        kept = self.merge()
        self.assertEqual(len(self.shown(kept, self.anna)), 3)
        for user in self.ben | self.carl | self.ada:
            self.assertFalse(self.shown(kept, user))
            found = self.env["imap.email.content"].with_user(user).search([])
            self.assertFalse(found)
        self.account.sharing = "everything"
        self.assertEqual(len(self.shown(kept, self.carl)), 3)

    def test_further_addresses_move(self):
        """And those that the email field has no place for."""
        kept = self.merge()
        self.assertEqual(
            set(kept.email_ids.mapped("email")),
            {"double@nordwind.example", "lena.fischer@nordwind.example"},
        )
        self.assertEqual(kept.email, "lena@nordwind.example")

    def test_no_address_is_lost_and_none_is_there_twice(self):
        rows = self.env["res.partner.email"]
        for contact in self.lena, self.double:
            contact.email_ids = [(0, 0, {"email": "both@nordwind.example"})]
            contact.email += ", derived@nordwind.example"
        self.double.email += ", LENA@nordwind.example, second@nordwind.example"
        before = {*self.lena._imap_addresses(), *self.double._imap_addresses()}
        kept = self.merge()
        self.assertEqual(set(kept._imap_addresses()), before)
        self.assertEqual(len(before), 6)
        here = rows.search([("partner_id", "=", kept.id)])
        self.assertEqual(
            here.filtered("is_derived").mapped("email"), ["derived@nordwind.example"]
        )
        self.assertEqual(len(here), 5)
        company = self.env.company
        found, _staff = self.env["res.partner"]._contacts_by_email(before, company)
        self.assertEqual(set(found.values()), {(kept.id,)})
        self.assertEqual(set(found), before)

    def test_what_stands_in_the_email_field_is_no_further_address(self):
        self.lena.email += ", second@nordwind.example"
        for email in (self.lena.email_normalized, "second@nordwind.example"):
            self.double.email_ids = [(0, 0, {"email": email})]
        before = {*self.lena._imap_addresses(), *self.double._imap_addresses()}
        kept = self.merge()
        self.assertEqual(set(kept._imap_addresses()), before)
        self.assertEqual(
            set(kept.email_ids.mapped("email")),
            {"double@nordwind.example", "lena.fischer@nordwind.example"},
        )

    def test_the_one_that_stays_may_have_no_address(self):
        self.double.email_ids.unlink()
        self.double.email = False
        kept = self.merge(into=self.double)
        self.assertEqual(kept.email, "lena@nordwind.example")
        self.assertFalse(kept.email_ids)

    def test_an_administrator_who_sees_none_of_it_merges_all_of_it(self):
        """Nothing is lost because of who presses the button."""
        self.ada.group_ids += self.env.ref("base.group_partner_manager")
        kept = self.merge(user=self.ada)
        self.assertEqual(len(self.envelopes(kept)), 3)
        self.assertEqual(len(self.comments.exists()), 2)

    def test_contacts_without_synced_mail(self):
        self.account.unlink()
        kept = self.merge()
        self.assertEqual(set(self.comments.mapped("res_id")), {kept.id})
