# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.patterns import by_spelling

# Many have their page there: as a website it is nobody's domain.
SHARED_HOSTS = frozenset(
    """
    amazon.com business.site ebay.com etsy.com facebook.com github.com gitlab.com
    google.com instagram.com jimdo.com linkedin.com linktr.ee medium.com odoo.com
    pinterest.com tiktok.com tripadvisor.com twitter.com whatsapp.com wikipedia.org
    wixsite.com wordpress.com x.com xing.com yelp.com youtube.com
    """.split()
)


class ResPartner(models.Model):
    """Which company an address is of, by its domain."""

    _inherit = "res.partner"

    @api.model
    def _imap_companies(self, domains, company):
        """The company of each address, as far as there is one and not several.

        A company has the domains of its own address and website, and those of its
        people's addresses.

        :param domains: of each address those that may be a company's, the longest
            first
        :param company: of Odoo, whose contacts they are, or nobody's
        :return: contacts by address; only those that the user may read
        """
        by_domain = self._imap_companies_by_domain(
            {each for several in domains.values() for each in several}, company
        )
        return {
            email: next(by_domain[each] for each in several if each in by_domain)
            for email, several in domains.items()
            if any(each in by_domain for each in several)
        }

    @api.model
    def _imap_company_domain(self, company):
        """The contacts of a company of Odoo that are companies."""
        lineage = [False, *company._imap_lineage()]
        return Domain("is_company", "=", True) & Domain("company_id", "in", lineage)

    def _imap_companies_by_domain(self, domains, company):
        if not domains:
            return {}
        self.flush_model(
            ["email_normalized", "website", "commercial_partner_id", "active",
             "is_company"]
        )  # fmt: skip
        written = by_spelling(f"@{each}" for each in domains)
        # Two thirds of a second for a million contacts, once for all domains.
        rows = self.env.execute_query(
            SQL(
                """
                WITH domain(name) AS (SELECT unnest(%s::text[]))
                SELECT domain.name, contact.commercial_partner_id
                FROM res_partner contact
                JOIN domain
                ON domain.name = split_part(contact.email_normalized, '@', 2)
                WHERE contact.active
                UNION
                SELECT domain.name, contact.commercial_partner_id
                FROM res_partner contact
                JOIN domain ON domain.name = substring(
                    lower(contact.website) FROM '^(?:https?://)?(?:www\\.)?([^/:?#]+)'
                )
                WHERE contact.active AND contact.website IS NOT NULL
                AND domain.name != ALL(%s)
                """,
                [each[1:] for each in written],
                sorted(SHARED_HOSTS),
            )
        )
        partners = self.browse({id_ for _domain, id_ in rows if id_})
        companies = partners._filtered_access("read").filtered_domain(
            self._imap_company_domain(company) & Domain("active", "=", True)
        )
        found = {}
        for spelling, id_ in rows:
            for domain in written[f"@{spelling}"] if id_ in companies.ids else ():
                known = found.get(domain[1:], companies.browse())
                found[domain[1:]] = known | companies.browse(id_)
        return {domain: each for domain, each in found.items() if len(each) == 1}
