# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
from pathlib import Path

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.free_mail import FREE_MAIL
from odoo.addons.imap_contact_sync.engine.people import company_domains

PROVIDERS = Path(__file__).parents[1] / "data" / "imap.provider.csv"
# Their customers have domains of their own; what is below these is the hosters'.
HOSTERS = {"emailsrvr.com", "one.com", "ovh.net", "strato.de", "your-server.de"}


class TestFreeMail(BaseCase):
    def test_all_domains_of_providers_are_nobodys_own(self):
        with PROVIDERS.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        domains = {each for row in rows for each in row["domains"].split()}
        self.assertGreater(len(domains), 300)
        missing = {each for each in domains if company_domains(f"a@{each}")}
        self.assertEqual(missing, HOSTERS)

    def test_those_of_access_providers_are_not_either(self):
        for domain in (
            "gmail.com", "gmx.de", "web.de", "orange.fr", "ziggo.nl", "hetnet.nl",
            "proximus.be", "movistar.es", "tim.it", "a1.net", "o2.co.uk", "duck.com",
            "privaterelay.appleid.com",
        ):  # fmt: skip
            self.assertIn(domain, FREE_MAIL)

    def test_they_are_domains(self):
        for domain in FREE_MAIL:
            self.assertRegex(domain, r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")

    def test_companies_are_not_among_them(self):
        for domain in ("odoo.com", "microsoft.com", "deutschepost.de", "x.example"):
            self.assertEqual(company_domains(f"a@{domain}"), [domain])
