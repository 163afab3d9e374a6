# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import PIA, LeadCase


class TestMerge(LeadCase):
    """Two leads are one after that, and each email stands on it once."""

    def setUp(self):
        super().setUp()
        self.other = self.new_lead("Battery", "jan@sonnendach.example")
        self.account = self.imported("Pia's")
        self.deliver("Both", cc="jan@sonnendach.example")
        self.deliver("Jan's", sender="jan@sonnendach.example")
        self.sync(self.account)

    def merged(self):
        wizard = self.env["crm.merge.opportunity"].with_user(self.anna)
        leads = self.lead | self.other
        wizard = wizard.with_context(active_ids=leads.ids, active_model="crm.lead")
        wizard.create({}).action_merge()
        self.env.invalidate_all()
        return leads.exists()

    def test_mail_moves_without_doubles(self):
        self.assertEqual(self.subjects(self.other), ["Both", "Jan's"])
        left = self.merged()
        self.assertEqual(len(left), 1)
        self.assertEqual(self.seen(left, self.anna), ["Both", "Jan's", "Pia's"])
        self.assertEqual(len(self.envelopes(left)), 3)
        self.assertFalse(any(self.envelopes(left).mapped("subject")))
        copies = self.envelopes(left).imap_email_id.source_ids
        self.assertEqual(copies.lead_ids, left)

    def test_whoever_saw_it_sees_it(self):
        self.account.sharing = "everything"
        (self.lead | self.other).user_id = False
        left = self.merged()
        left.user_id = False
        self.assertEqual(self.seen(left, self.ben), ["Both", "Jan's", "Pia's"])
        self.account.sharing = "private"
        self.assertEqual(self.seen(left, self.ben), [])

    def test_what_was_removed_stays_removed(self):
        for lead in (self.lead, self.other):
            self.envelope(lead, "Both").imap_remove()
        left = self.merged()
        self.server.renumber(self.anna.login, 4711)
        self.sync(self.account)
        self.assertEqual(self.seen(left, self.anna), ["Jan's", "Pia's"])

    def test_later_mail_comes_to_the_one_that_is_left(self):
        left = self.merged()
        self.deliver("Later", sender=left.email_from)
        self.sync(self.account)
        self.assertIn("Later", self.seen(left, self.anna))
        self.assertIn(left.email_normalized, (PIA, "jan@sonnendach.example"))
