# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase
from odoo.tools import mute_logger

from odoo.addons.imap_contact_sync.engine.cursor import UidSet

from .mail_server import mail
from .test_imap_sync_late import EVE, LateCase


class RowsCase(TransactionCase):
    """Rows of ``imap.new.address``, of what is done in a test."""

    def setUp(self):
        super().setUp()
        self.env["imap.new.address"].search([]).unlink()

    def rows(self):
        self.env.flush_all()
        found = self.env["imap.new.address"].search([])
        rows = sorted((each.email, each.company_id.id) for each in found)
        found.unlink()
        return rows


class TestRows(LateCase, RowsCase):
    def setUp(self):
        super().setUp()
        self.rows()  # of the colleagues

    def test_a_new_contact(self):
        self.new_contact("Eve", "Eve <EVE@Else.example>")
        self.assertEqual(self.rows(), [(EVE, False)])
        self.new_contact("Nobody", False)
        self.new_contact("Broken", "not an address")
        self.assertEqual(self.rows(), [])

    def test_of_a_company(self):
        company = self.env.company
        self.new_contact("Eve", EVE, company_id=company.id)
        self.assertEqual(self.rows(), [(EVE, company.id)])

    def test_where_there_is_no_mailbox(self):
        """One may be connected before this transaction ends (test_transactions)."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.rows()
        self.new_contact("Eve", EVE, company_id=elsewhere.id)
        self.assertEqual(self.rows(), [(EVE, elsewhere.id)])
        self.env["imap.account"].search([]).unlink()
        self.new_contact("Eve", EVE)
        self.assertEqual(self.rows(), [(EVE, False)])

    def test_one_that_is_disconnected_may_be_connected_again(self):
        self.account._disconnect("none")
        self.new_contact("Eve", EVE)
        self.assertEqual(self.rows(), [(EVE, False)])

    def test_what_changes_nothing(self):
        eve = self.new_contact("Eve", EVE)
        self.rows()
        eve.write({"name": "Eva", "phone": "1"})
        eve.write({"email": f"Eva <{EVE}>", "company_id": False, "active": True})
        eve.active = False
        eve.email = False
        self.assertEqual(self.rows(), [])

    def test_what_is_imported_again(self):
        columns = ["name", "email", "email_ids/email"]
        rows = [["Eve", f"{EVE}, two@else.example", "three@else.example"]]
        contacts = self.env["res.partner"].with_context(import_file=True)
        ids = contacts.load(columns, rows)["ids"]
        self.assertEqual(len(set(self.rows())), 3)
        again = [[str(ids[0]), *rows[0]]]
        contacts.load([".id", *columns], again)
        self.assertEqual(self.rows(), [])
        again[0][3] = "four@else.example"
        contacts.load([".id", *columns], again)
        self.assertEqual(set(self.rows()), {("four@else.example", False)})

    def test_an_address_that_is_written_as_it_is(self):
        further = self.env["res.partner.email"].create(
            {"partner_id": self.theo.id, "email": EVE}
        )
        self.rows()
        further.write({"email": f"Eve <{EVE}>", "partner_id": self.theo.id})
        self.assertEqual(self.rows(), [])

    def test_what_changes_something(self):
        eve = self.new_contact("Eve", EVE)
        self.env["res.partner.email"].create(
            {"partner_id": eve.id, "email": "second@else.example"}
        )
        company, both = self.env.company, [EVE, "second@else.example"]
        for values, emails in (
            ({"email": "third@else.example"}, ["third@else.example"]),
            ({"email": EVE}, [EVE]),
            ({"active": False}, []),
            ({"active": True}, both),
            ({"company_id": company.id}, both),
        ):
            self.rows()
            eve.write(values)
            found = [email for email, _company in self.rows()]
            self.assertEqual(found, emails, values)

    def test_two_contacts_at_once(self):
        """The new address of one is the former one of the other."""
        both = self.new_contact("Eve", EVE) + self.new_contact("Zoe", "z@y.example")
        self.rows()
        both.write({"email": EVE})
        self.assertEqual(self.rows(), [(EVE, False)])

    def test_further_addresses(self):
        further = self.env["res.partner.email"].create(
            {"partner_id": self.theo.id, "email": EVE}
        )
        self.assertEqual(self.rows(), [(EVE, False)])
        further.email = "second@else.example"
        self.assertEqual(self.rows(), [("second@else.example", False)])
        further.partner_id = self.lena
        self.assertEqual(self.rows(), [("second@else.example", False)])
        self.theo.email_ids = [(0, 0, {"email": EVE})]
        self.assertEqual(self.rows(), [(EVE, False)])

    def test_who_has_no_rights_on_mailboxes(self):
        dora = self.new_colleague(
            "Dora Egger", "base.group_user,base.group_partner_manager"
        )
        self.rows()
        contacts = self.env["res.partner"].with_user(dora)
        contact = contacts.create({"name": "Eve", "email": EVE})
        contact.email_ids = [(0, 0, {"email": "second@else.example"})]
        self.assertEqual(len(self.rows()), 2)
        contact.unlink()

    def test_ten_thousand_contacts_at_once(self):
        statements = []
        execute = self.env.cr.execute

        def noted(query, *args, **kwargs):
            if "imap_new_address" in str(query):
                statements.append(query)
            return execute(query, *args, **kwargs)

        values = [
            {"name": f"C{n}", "email": f"c{n}@many.example"} for n in range(10_000)
        ]
        self.env.cr.execute = noted
        self.addCleanup(self.env.cr.__dict__.pop, "execute", None)
        contacts = self.env["res.partner"].with_context(tracking_disable=True)
        contacts.create(values)
        self.assertEqual(len(statements), 1)
        del self.env.cr.__dict__["execute"]
        self.assertEqual(self.env["imap.new.address"].search_count([]), 10_000)


class TestDeleted(LateCase):
    def setUp(self):
        super().setUp()
        attachments = self.env["ir.attachment"].search_count([])
        login = self.anna.login
        file = ("offer.txt", "text/plain", b"An offer")
        self.server.deliver(
            login,
            mail("mia@gone.example", login, "Alone", files=[file]),
            mail("mia@gone.example", f"{login}, {self.lena.email}", "Both"),
        )
        self.mia = self.new_contact("Mia", "mia@gone.example")
        self.poll()
        self.assertEqual(self.subjects(self.mia), ["Alone", "Both"])
        added = self.env["ir.attachment"].search_count([]) - attachments
        self.assertEqual(added, 1)
        self.file = self.contents(self.mia).attachment_ids
        self.emails = self.envelopes(self.mia).imap_email_id

    def delete(self, contact, user=None):
        with mute_logger("odoo.models.unlink"):
            contact.with_user(user or self.env.user).unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assert_accounting()

    def test_what_nobody_else_has_goes(self):
        self.assertEqual(self.counts(), (7, 5, 2))
        messages = self.envelopes(self.mia)
        self.delete(self.mia)
        self.assertFalse(messages.exists())
        self.assertFalse(self.file.exists())
        left = self.emails.exists()
        self.assertEqual(left.content_ids.subject, "Both")
        self.assertEqual(left.envelope_ids.mapped("res_id"), [self.lena.id])
        self.assertFalse(left.author_id)
        self.assertEqual(self.counts(), (7, 4, 3))
        self.assertEqual(self.skipped(self.account), {"no_contact": "4:6"})

    def test_the_balance_on_the_screen(self):
        self.poll()
        self.delete(self.mia)
        words = "On the server 7 = kept 4 + skipped 3 + failed 0"
        self.assertEqual(self.inbox.balance, words)

    def test_another_mailbox_has_it(self):
        login = self.ben.login
        letter = mail("mia@gone.example", login, "Of Ben", cc=self.theo.email)
        self.server.deliver(login, letter)
        other = self.started(self.ben)
        self.run_cron()
        self.delete(self.mia)
        self.assertEqual(self.subjects(self.theo), ["Of Ben"])
        self.assertEqual(self.folder(other).kept_count, 1)

    def test_who_may_delete_contacts_need_not_see_the_mail(self):
        self.delete(self.mia, self.ben)
        self.assertEqual(len(self.emails.exists()), 1)
        self.assertEqual(self.counts(), (7, 4, 3))

    def test_it_does_not_come_back(self):
        self.delete(self.mia)
        self.poll()
        self.assertEqual(self.counts(), (7, 4, 3))
        self.assertEqual(self.fetched(), [6, 7], "nothing more than before")

    def test_its_address_on_a_new_contact(self):
        self.delete(self.mia)
        again = self.new_contact("Mia again", "mia@gone.example")
        self.poll()
        self.assertEqual(self.subjects(again), ["Alone", "Both"])
        self.assertEqual(self.contents(again).attachment_ids.raw, b"An offer")
        self.assertEqual(self.counts(), (7, 5, 2))

    def test_who_else_has_its_address(self):
        """Whatever rule had given the mail to the one that is deleted."""
        double = self.new_contact("Double", "mia@gone.example")
        self.assertFalse(self.envelopes(double))
        self.poll()
        with mute_logger("odoo.models.unlink"):
            self.envelopes(double).unlink()
        self.inbox._kept_sources(UidSet.of([6, 7])).partner_ids -= double
        self.delete(self.mia)
        self.poll()
        self.assertEqual(self.subjects(double), ["Alone", "Both"])
        self.assertEqual(self.counts(), (7, 5, 2))

    def test_several_at_once(self):
        self.delete(self.mia + self.lena)
        self.assertFalse(self.emails.exists())
        self.assertEqual(self.counts(), (7, 0, 7))
        self.assertFalse(self.env["imap.email.source"].search([]))

    def test_a_removed_one(self):
        [message, _other] = self.envelopes(self.mia).sorted("id")
        message.with_user(self.anna).imap_remove()
        self.delete(self.mia)
        self.assertFalse(self.env["imap.tombstone"].search([]))

    def test_before_the_folder_has_been_read_again(self):
        self.inbox._judge_again(UidSet.parse("1:7"))
        self.delete(self.mia)
        self.poll()
        self.assertEqual(self.counts(), (7, 4, 3))

    def test_deleted_while_its_mail_is_looked_for(self):
        eve = self.new_contact("Eve", EVE)
        self.delete(eve)
        del self.searches[:]
        self.poll()
        self.assertFalse(self.searches)
        self.assertEqual(self.counts(), (7, 5, 2))

    def test_of_many_contacts_those_who_follow_move_up(self):
        people = [self.new_contact(f"P{n}", f"p{n}@many.example") for n in range(25)]
        to = ", ".join(each.email for each in people)
        self.server.deliver(self.anna.login, mail("z@z.example", to, "To many"))
        self.poll()
        standing = [bool(self.envelopes(each)) for each in people]
        self.assertEqual(standing, [True] * 20 + [False] * 5)
        self.delete(people.pop(0))
        self.poll()
        standing = [bool(self.envelopes(each)) for each in people]
        self.assertEqual(standing, [True] * 20 + [False] * 4)


class TestMerged(LateCase, RowsCase):
    def test_nothing_is_looked_for_that_was_there(self):
        double = self.new_contact("Lena", self.lena.email)
        double.email_ids = [(0, 0, {"email": "l@else.example"})]
        self.poll()
        self.rows()
        self.merge(double, into=self.lena)
        self.assertEqual(self.rows(), [])

    def merge(self, one, into):
        wizard = self.env["base.partner.merge.automatic.wizard"]
        self.env.flush_all()
        with mute_logger("odoo.addons.base.wizard.base_partner_merge", "odoo.sql_db",
                         "odoo.models.unlink"):  # fmt: skip
            wizard._merge((one + into).ids, into)
        self.env.invalidate_all()
        self.assert_accounting()

    def test_while_an_address_is_waiting(self):
        eve = self.new_contact("Eve", False)
        self.env["res.partner.email"].create({"partner_id": eve.id, "email": EVE})
        self.merge(eve, into=self.theo)
        self.poll()
        self.assertEqual(self.subjects(self.theo), ["E4", "E5", "L1", "L2"])
        self.assertEqual(self.counts(), (5, 5, 0))

    def test_what_it_had_moves_and_is_not_doubled(self):
        eve = self.new_contact("Eve", False)
        self.env["res.partner.email"].create({"partner_id": eve.id, "email": EVE})
        self.poll()
        del self.bodies[:]
        self.merge(eve, into=self.lena)
        self.poll()
        self.assertEqual(self.subjects(self.lena), ["E4", "E5", "L1", "L2", "L3"])
        self.assertFalse(self.bodies)
        self.assertEqual(self.counts(), (5, 5, 0))
