# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from odoo.addons.imap_contact_sync.engine.envelope import hashed
from odoo.addons.imap_contact_sync.engine.matching import NO_CONTACT
from odoo.addons.imap_contact_sync.engine.records import Record

from .crm_lead import OPEN

# What says which mail is an open lead's.
DECIDING = {
    "active", "company_id", "email_from", "partner_id", "probability", "stage_id"
}  # fmt: skip
# Of these, what says whose it is; and what it may be looked for by.
NAMING = {"company_id", "email_from", "partner_id"}
LOOKED_FOR = {"company_id", "email_from"}
# Copies a lead gets at once, the newest ones: its author waits for them.
AT_ONCE = 200
HEADER_FIELDS = ("email_id.email_from", "content_id.email_to", "content_id.email_cc")


class CrmLead(models.Model):
    """Mail comes to a lead, goes with it when leads are merged, and ends with it."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._imap_bring_mail()
        leads._imap_look_for_mail()
        return leads

    def write(self, vals):
        if not DECIDING & vals.keys():
            return super().write(vals)
        # sudo: whether a lead is open
        before = self.sudo().filtered_domain(OPEN)
        result = super().write(vals)
        opened = self.sudo().filtered_domain(OPEN) - before
        named = self if NAMING & vals.keys() else self.browse()
        (opened | named.sudo())._imap_bring_mail()
        looked_for = self if LOOKED_FOR & vals.keys() else self.browse()
        (opened | looked_for.sudo())._imap_look_for_mail()
        return result

    def unlink(self):
        self._imap_take_mail_off()
        return super().unlink()

    def _merge_dependences_history(self, opportunities):
        """Before core, which would write a subject, and meet doubles."""
        opportunities._imap_move_mail(self)
        return super()._merge_dependences_history(opportunities)

    def _imap_bring_mail(self):
        """What is kept for other records already stands on these at once.

        Of very much the newest; the rest comes with the next run of each mailbox.
        """
        # sudo: the ledger has no rights of its own; who sees the mail is decided by it
        for lead in self.sudo():
            if not lead.active or lead.won_status != "pending":
                continue
            sources = lead._imap_kept()
            if len(sources) > AT_ONCE:
                self._imap_look_for(lead._imap_addresses(), lead.company_id)
                sources = sources.sorted(lambda each: each.email_id.date, reverse=True)
            lead._imap_put(lead._imap_that_may_stand(sources[:AT_ONCE]))

    def _imap_put(self, sources):
        sources.write({"lead_ids": [Command.link(self.id)]})
        # Not in the user's name: who creates a message may always read it.
        messages = self.env["mail.message"].with_user(SUPERUSER_ID)
        messages._add_envelopes(
            {(email, Record(self._name, self.id)) for email in sources.email_id}
        )

    def _imap_look_for_mail(self):
        """What stands on nobody yet comes with the next run of each mailbox."""
        # sudo: who may create a lead need not know which mailboxes there are
        leads = self.sudo().filtered_domain(OPEN)
        for company, some in leads.grouped("company_id").items():
            emails = set(some.mapped("email_normalized")) - {False}
            some._imap_look_for(emails, company)

    @api.model
    def _imap_look_for(self, emails, company):
        named = {(email, company.id) for email in emails}
        # sudo: rows are nobody's to write
        self.env["imap.new.address"].sudo()._remember(named)

    def _imap_kept(self):
        """Copies that name the lead, and do not know it yet."""
        ledger = self.env["imap.email.source"]
        found = ledger
        contact = self.partner_id
        new = Domain("lead_ids", "not in", self.ids)
        new &= Domain("withheld_lead_ids", "not in", self.ids)
        new &= Domain("doomed", "=", False)
        if contact:
            found |= ledger.search(
                Domain("partner_ids", "in", contact.ids)
                & Domain("email_id.date", ">=", self.create_date)
                & new
            )
        email = self.email_normalized
        if email and email not in contact._imap_addresses():
            named, _colleagues = contact._contacts_by_email(
                [email], self.company_id or self.env.company
            )
            texts = Domain.OR(Domain(name, "ilike", email) for name in HEADER_FIELDS)
            found |= ledger.search(
                Domain("partner_ids", "in", list(named.get(email, ()))) & texts & new
            ).filtered(lambda source: email in source._stored_addresses())
        return found

    def _imap_that_may_stand(self, sources):
        """The copies that neither a rule nor their owner keeps off the lead, nor that
        it has as Odoo's own message."""
        exclusions, addresses = self.env["imap.exclusion"], set(self._imap_addresses())
        mine = self.env["mail.message"].search_fetch(
            [("model", "=", self._name), ("res_id", "=", self.id),
             ("message_id", "!=", False), ("imap_email_id", "=", False)],
            ["message_id"],
        )  # fmt: skip
        own = {hashed(each.message_id.strip()) for each in mine}
        removed = self._imap_removed()
        excluded = {
            account: exclusions._patterns_of(account)[0].among(addresses)
            for account in sources.account_id
        }

        def may_stand(source):
            company = source.email_id.company_id
            named = addresses.intersection(source._stored_addresses())
            keys = {source.email_id.key, *source._links()}
            return (
                self.company_id in (company, company.browse())
                and source.message_key not in own
                and (not named or named - excluded[source.account_id])
                and removed[source.account_id.user_id].isdisjoint(keys)
            )

        return sources.filtered(may_stand)

    def _imap_removed(self):
        """The keys that the owners of mailboxes have taken off the lead, by user."""
        found = defaultdict(set)
        for each in self.env["imap.tombstone"].search([("lead_id", "=", self.id)]):
            found[each.account_id.user_id].add(each.key)
        return found

    def _imap_take_mail_off(self):
        """With a lead goes its mail, unless it stands on another record."""
        # sudo: the ledger is nobody's to write
        sources = self.env["imap.email.source"].sudo()
        sources = sources.search([("lead_ids", "in", self.ids)])
        sources._withhold(self.sudo(), NO_CONTACT)

    def _imap_move_mail(self, target):
        """Envelopes, and what says who sees them, go to the lead that stays."""
        leads = self | target
        # sudo: envelopes are nobody's to write; core moves messages as superuser too
        envelopes = self.env["mail.message"].sudo().search(
            [
                ("model", "=", self._name),
                ("res_id", "in", leads.ids),
                ("imap_email_id", "!=", False),
            ],
            order="id",
        )  # fmt: skip
        self._imap_give(envelopes, "res_id", target, ["imap_email_id"])
        # sudo: nobody reads tombstones
        tombstones = self.env["imap.tombstone"].sudo()
        tombstones = tombstones.search([("lead_id", "in", leads.ids)], order="id")
        self._imap_give(tombstones, "lead_id", target, ["account_id", "key"])
        self._imap_move_names(target)

    @api.model
    def _imap_give(self, rows, name, target, same):
        """All rows get this lead; of those that are the same then only one stays.

        :param same: names of fields: what must not be there twice
        """
        groups = {}
        # Those that have it already stay.
        for each in rows.sorted(lambda each: int(each[name]) != target.id):
            groups.setdefault(tuple(each[field] for field in same), each)
        staying = rows.browse(each.id for each in groups.values())
        (rows - staying).unlink()
        staying.write({name: target.id})

    def _imap_move_names(self, target):
        """What the copies name: without it nobody would see the envelopes."""
        ledger = self.env["imap.email.source"]
        fields = ledger._record_fields()[self._name]
        ledger.flush_model([fields.named, fields.withheld])
        for name in (fields.named, fields.withheld):
            self.env.cr.execute(
                SQL(
                    """WITH moved AS (
                        DELETE FROM %(table)s WHERE lead_id = ANY(%(leads)s)
                        RETURNING source_id)
                    INSERT INTO %(table)s (source_id, lead_id)
                    SELECT DISTINCT source_id, %(target)s FROM moved
                    ON CONFLICT DO NOTHING""",
                    table=SQL.identifier(ledger._fields[name].relation),
                    leads=self.ids,
                    target=target.id,
                )
            )
        ledger.invalidate_model([fields.named, fields.withheld])
