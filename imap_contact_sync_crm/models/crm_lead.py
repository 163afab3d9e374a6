# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql

from odoo.addons.imap_contact_sync.engine.patterns import by_spelling, readable_domain
from odoo.addons.imap_contact_sync.engine.records import Dated, Record

OPEN = Domain("active", "=", True) & Domain("won_status", "=", "pending")


class CrmLead(models.Model):
    """A lead or an opportunity as a record that mail stands on.

    All mail of its own address does, and the mail of its contact since it was opened.
    That is when it was created: ``date_open`` is when it was last given to somebody,
    which may be never or yesterday.
    """

    _name = "crm.lead"
    _inherit = ["crm.lead", "imap.record"]

    # Odoo asks for a trigram index, which many databases cannot have.
    _imap_email_index = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.model
    def _imap_records_by_email(self, emails, contacts, company):
        found = {}
        for lead, lead_emails in self._imap_open_leads(emails, contacts, company):
            for email in lead_emails:
                is_contact = lead.partner_id.id in contacts.get(email, ())
                since = lead.create_date.replace(tzinfo=UTC) if is_contact else None
                dated = Dated(Record(self._name, lead.id), since)
                found.setdefault(email, []).append(dated)
        return found

    @api.model
    def _imap_open_leads(self, emails, contacts, company):
        """Pairs of lead and those of these addresses that are its or its contact's."""
        by_contact = {}
        for email, ids in contacts.items():
            for id_ in ids:
                by_contact.setdefault(id_, []).append(email)
        written = by_spelling(emails)
        leads = self.search_fetch(
            OPEN
            & Domain("company_id", "in", [False, company.id])
            & (
                Domain("email_normalized", "in", list(written))
                | Domain("partner_id", "in", list(by_contact))
            ),
            ["email_normalized", "partner_id", "create_date"],
            order="id",
        )
        for lead in leads:
            own = set(written.get(lead.email_normalized, ()))
            yield lead, own.union(by_contact.get(lead.partner_id.id, ()))

    @api.model
    def _named_by(self, pattern):
        local, at, domain = pattern.rpartition("@")
        domains = {domain, readable_domain(domain)}  # people write both
        if at:
            wanted = Domain("email_normalized", "in", [f"{local}@{d}" for d in domains])
        else:
            wanted = Domain.OR(
                Domain("email_normalized", "=like", f"%{before}{escape_psql(each)}")
                for each in domains
                for before in "@."
            )
        return self.with_context(active_test=False).search(wanted)

    def _imap_addresses(self):
        own = [self.email_normalized] if self.email_normalized else []
        return own + self.partner_id._imap_addresses()

    def _imap_contact(self):
        return self.partner_id._filtered_access("read")

    def _imap_written_to(self):
        contact = self._imap_contact()
        return [contact.email_normalized or self.email_normalized]
