# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.imap_contact_sync.tests.common import ImapSyncCase
from odoo.addons.imap_contact_sync.tests.mail_server import mail

OWN_LEADS = "sales_team.group_sale_salesman"
ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
PIA = "pia@sonnendach.example"


class Leads:
    """Anna and Ben see their own leads each. No contact has the address of Anna's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.anna | cls.ben:
            user.group_ids += cls.env.ref(OWN_LEADS)
        cls.lead = cls.new_lead("Solar Roof", PIA)

    @classmethod
    def new_lead(cls, name, email=None, **values):
        values = {"type": "lead", "user_id": cls.anna.id} | values
        if email:
            values["email_from"] = email
        return cls.env["crm.lead"].create({"name": name, **values})


class LeadCase(Leads, ImapSyncCase):
    def deliver(self, *subjects, sender=PIA, to=None, **fields):
        for subject in subjects:
            message = mail(sender, to or self.anna.login, subject, **fields)
            self.server.deliver(self.anna.login, message)

    def imported(self, *subjects, **fields):
        """Anna's mailbox, after these have come."""
        self.deliver(*subjects, **fields)
        account = self.connected(self.anna)
        self.sync(account)
        return account

    def seen(self, lead, user):
        """The subjects that the lead's chatter shows to a user."""
        return sorted(
            each["subject"]
            for each in self.chatter(lead, user)
            if each["message_type"] == "imap_email"
        )

    def envelope(self, lead, subject, user=None):
        found = self.envelopes(lead).filtered(
            lambda each: each.imap_email_id.content_ids[0].subject == subject
        )
        return found.with_user(user or self.anna)
