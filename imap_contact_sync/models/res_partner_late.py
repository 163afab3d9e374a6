# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..engine.matching import CONTACT_LIMIT, NO_CONTACT

# A change of these may bring a contact mail that it had not.
BRINGING = {"email", "active", "company_id"}


class ResPartner(models.Model):
    """Contacts that come, change and go, and their past mail.

    What they bring comes with the next run of each mailbox; nothing is made due here,
    and what is there stays. With a deleted contact goes what stands on nobody else.
    """

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts._imap_look_for(contacts._imap_named())
        return contacts

    def write(self, vals):
        if BRINGING.isdisjoint(vals):
            return super().write(vals)
        before = self.filtered("active")._imap_named()
        result = super().write(vals)
        self._imap_look_for(self._imap_named() - before)
        return result

    def _imap_named(self):
        """What decides whose mail a contact gets: its id, address, and company.

        Colleagues', too: whether they are contacts, each mailbox knows for itself.
        """
        # sudo: who may create a contact need not be allowed to read all of it
        return {
            (each.id, email, each.company_id.id)
            for each in self.sudo()
            for email in each._imap_addresses()
        }

    @api.model
    def _imap_look_for(self, named):
        """:param named: see ``_imap_named``"""
        pairs = {(email, company) for _id, email, company in named}
        self.env["imap.new.address"]._remember(pairs)

    def unlink(self):
        """Copies that name nobody any more go, with what nobody else has of them."""
        # sudo: copies are nobody's to delete, and others' addresses to look up
        contacts, ledger = self.sudo(), self.env["imap.email.source"].sudo()
        sources = ledger.search([("partner_ids", "in", self.ids)])
        emails = contacts._imap_addresses()
        crowded = sources.filtered(lambda each: len(each.partner_ids) > CONTACT_LIMIT)
        sources.folder_id._change_rules()
        result = super().unlink()
        sources.invalidate_recordset()
        contacts._imap_held_by_others(emails, sources)
        emptied = sources.filtered(lambda source: not source._named_records())
        for folder, uids in (crowded - emptied)._uids_by_folder().items():
            folder._judge_again(uids)  # who follows moves up
        emptied._drop(NO_CONTACT)
        return result

    @api.model
    def _imap_held_by_others(self, emails, sources):
        """Mail of a deleted contact comes to who else has its address.

        Merged contacts have given theirs away: the one that stays has all of it.

        :param sources: the copies that have named the deleted contact
        """
        same = [("email_normalized", "in", emails)]
        further = self.env["res.partner.email"].search(same).partner_id
        others = self.search(same) | further
        others = others.filtered(
            lambda each: any(each not in source.partner_ids for source in sources)
        )
        named = others._imap_named()
        self._imap_look_for({each for each in named if each[1] in emails})


class ResPartnerEmail(models.Model):
    _inherit = "res.partner.email"

    def _added(self):
        self._imap_bring_mail()
        return super()._added()

    def write(self, vals):
        if {"email", "partner_id"}.isdisjoint(vals):
            return super().write(vals)
        before = {each: each._place() for each in self}
        result = super().write(vals)
        self.filtered(lambda each: each._place() != before[each])._imap_bring_mail()
        return result

    def _imap_bring_mail(self):
        # sudo: as of the contacts
        emails = set(self.sudo().mapped("email_normalized"))
        named = self.partner_id._imap_named()
        self.partner_id._imap_look_for({each for each in named if each[1] in emails})
