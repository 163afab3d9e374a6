# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..engine.people import LONGEST_NAME
from .imap_account_people import MOST_PEOPLE


class ImapAccount(models.Model):
    """Makes contacts of the people whom a mailbox's owner has ticked."""

    _inherit = "imap.account"

    def imap_create_contacts(self, people):
        """Create contacts, and the companies that they are of; their past emails come
        with the next synchronisation, as of any new contact.

        :param people: dictionaries with ``email``, ``name`` and the ``company_id`` of
            a contact, or else in ``company`` the name of one; both may be empty
        :return: ``{"ids": of the new contacts, "notice": sentence}``
        :raises UserError: it is not allowed here, or an address is none
        """
        self.ensure_one()
        self._check_may_create_contacts()
        people = self._read_people(people)
        known = self._known_addresses(people.keys())
        new = [each for email, each in people.items() if email not in known]
        companies = self._companies_for(new)
        contacts = self.env["res.partner"].create(
            [
                {
                    "name": each["name"],
                    "email": each["email"],
                    "parent_id": company.id,
                    "company_id": company.company_id.id,
                }
                for each in new
                for company in [companies[each["email"]]]
            ]
        )
        return {"ids": contacts.ids, "notice": self._created_notice(contacts, people)}

    def _read_people(self, people):
        """What a client has sent, by normalised address."""
        found = {}
        for each in people[:MOST_PEOPLE]:
            email = email_normalize(str(each.get("email") or ""))
            if not email:
                raise UserError(
                    self.env._(
                        "%s is not an email address. Nothing was created: look again.",
                        each.get("email"),
                    )
                )
            name = " ".join(str(each.get("name") or "").split())
            found[email] = {
                "email": email,
                "name": name[:LONGEST_NAME] or email,
                "company_id": whole_number(each.get("company_id")),
                "company": " ".join(str(each.get("company") or "").split()),
            }
        return found

    def _companies_for(self, people):
        """Companies by address, perhaps none; those that are not there yet are created.

        One for all who have it: also in lower case, and with another domain.
        """
        ids = {each["company_id"] for each in people} - {False}
        chosen = self._companies_among(Domain("id", "in", list(ids)))
        found, new = {}, {}
        for each in people:
            found[each["email"]] = chosen.browse()
            if each["company_id"] in chosen.ids:
                found[each["email"]] = chosen.browse(each["company_id"])
            elif each["company"]:
                new.setdefault(each["company"].lower(), []).append(each)
        for named in new.values():
            company = self._company_named(named[0]["company"])
            found |= {each["email"]: company for each in named}
        return found

    def _companies_among(self, domain):
        """The contacts that are companies, of the mailbox's company of Odoo."""
        partners = self.env["res.partner"]
        return partners.search(partners._imap_company_domain(self.company_id) & domain)

    def _company_named(self, name):
        """The company with that name, as far as the user sees one, or a new one."""
        there = self._companies_among(Domain("name", "=ilike", escaped(name)))
        if len(there) == 1:
            return there
        return there.create({"name": name[:LONGEST_NAME], "is_company": True})

    def _created_notice(self, contacts, people):
        if not contacts:
            return self.env._("All of these are contacts already.")
        notice = self.env._(
            "%s created. Their past emails come with the next synchronisation.",
            self._amount_of_contacts(len(contacts)),
        )
        if len(contacts) < len(people):
            notice += " " + self.env._(
                "%s of those you ticked were contacts already.",
                len(people) - len(contacts),
            )
        return notice


def whole_number(value):
    """An id that a client has sent; ``False`` for what is none."""
    return value if isinstance(value, int) and 0 < value < 2**31 else False


def escaped(text):
    """For ``=ilike``, in which two signs stand for others."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
