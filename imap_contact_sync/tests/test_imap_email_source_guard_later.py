# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .mail_server import mail
from .test_imap_email_source_guard import CLERK, GuardCase


class TestLater(GuardCase):
    """Contacts change, and the mail is there already."""

    def test_protected_and_open_again_at_once(self):
        self.lena.active = False
        self.imported()
        self.assert_open()
        self.lena.with_user(self.anna).imap_protected = True
        self.assert_private()
        self.lena.imap_protected = False
        self.assert_open()

    def test_each_way_at_once(self):
        self.env.company.write(
            {"imap_same_address": "person", "imap_own_domains": "own.example"}
        )
        firm = self.new_contact("Lawyers", CLERK, is_company=True)
        self.new_contact("Clerk", CLERK)
        council = self.new_contact("Works Council", "council@own.example")
        self.imported(CLERK, reply_to=council.email)
        self.assert_open()
        for contact in firm | council:
            with self.subTest(contact.name):
                contact.imap_protected = True
                self.assert_private()
                contact.imap_protected = False
                self.assert_open()

    def test_behind_the_last_one_that_is_counted(self):
        crowd = [f"p{n}@many.example" for n in range(199)]
        self.env["res.partner"].create([{"name": e, "email": e} for e in crowd])
        to = ", ".join([self.anna.login, *crowd])
        cc = f"{self.nora.email}, {self.lena.email}"
        self.server.deliver(self.anna.login, mail(self.theo.email, to, "Crowd", cc=cc))
        self.poll()
        self.assert_open(self.theo)
        self.lena.imap_protected = True
        self.assert_private(self.theo)

    def test_only_participants_count(self):
        self.lena.active = False
        self.imported(f'"{self.lena.email} via forms" <forms@else.example>')
        self.lena.imap_protected = True
        self.poll()
        self.assert_open()

    def test_of_a_header_field_that_is_not_stored_too(self):
        self.lena.active = False
        self.imported("x@else.example", bcc=self.lena.email)
        self.lena.imap_protected = True
        self.assert_private()
        self.poll()
        self.assert_private()
        self.assertFalse(self.folder(self.account)._again())
        self.lena.imap_protected = False
        self.assert_open()

    def test_a_new_contact_that_is_protected(self):
        self.imported("eve@else.example")
        self.new_contact("Eve", "eve@else.example", imap_protected=True, active=False)
        self.poll()
        self.assert_private()

    def test_one_that_was_created_after_its_mail(self):
        self.imported("eve@else.example")
        eve = self.new_contact("Eve", "eve@else.example", active=False)
        self.account.sudo().env["imap.new.address"].search([]).unlink()
        eve.imap_protected = True
        self.poll()
        self.assert_private()

    def test_a_further_address_of_one_that_is_protected(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported(CLERK)
        self.assert_open()
        self.lena.email_ids = [(0, 0, {"email": CLERK})]
        self.poll()
        self.assert_private()

    def test_not_archived_any_more(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        self.lena.active = True
        self.assert_private()
        self.poll()
        self.assertIn(self.lena, self.copies().partner_ids)
        self.assert_private()
        self.assert_private(self.lena)
        self.lena.imap_protected = False
        self.assert_open()
        self.assert_open(self.lena)

    def test_not_archived_and_open_any_more(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        self.lena.write({"active": True, "imap_protected": False})
        self.assert_open()

    def test_it_stays_when_its_address_changes(self):
        """As the contacts do that an email stands on."""
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        self.lena.email = "lena@elsewhere.example"
        self.account.sudo()._judge_kept_again()
        self.poll()
        self.assert_private()

    def test_it_stays_when_its_folder_is_renumbered_too(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        self.lena.email = "lena@elsewhere.example"
        [copy], number = self.copies(), self.folder(self.account).uidvalidity
        self.server.renumber(self.anna.login, number + 7)
        self.poll()
        self.assertEqual((self.copies(), copy.uidvalidity), (copy, number + 7))
        self.assert_private()

    def test_merging_moves_it(self):
        self.lena.write({"imap_protected": True, "active": False})
        self.imported()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.lena | self.theo).ids, self.theo)
        self.assertTrue(self.theo.imap_protected)
        self.assert_private()
        self.theo.imap_protected = False
        self.assert_open()
