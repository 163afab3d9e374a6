# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.role_addresses import is_role


class TestRoles(BaseCase):
    def test_roles(self):
        for local in ("info", "no-reply", "noreply", "do_not_reply", "donotreply2",
                      "sales.berlin", "office-wien", "support+a", "newsletter",
                      "bounce-ann=x.example", "reply+0123456789abcdef01",
                      "postmaster", "info2", "auto-notify", "hr", "it",
                      "printer2", "statements", "tracking-de"):  # fmt: skip
            with self.subTest(local):
                self.assertTrue(is_role(f"{local}@x.example"))

    def test_nobody_reads_them(self):
        for local in (
            "no-reply", "do.not.reply", "no-contestar", "noresponder", "no-responder-x",
            "ne-pas-repondre", "nepasrepondre", "ne_pas_repondre", "sans-reponse",
            "pasdereponse", "keine-antwort", "bitte-nicht-antworten", "nichtantworten",
            "niet-beantwoorden", "geen-antwoord", "niet.reageren", "sin-respuesta",
            "nao-responda", "naoresponder", "sem-resposta", "non-rispondere",
            "nobody", "devnull", "null",
        ):  # fmt: skip
            with self.subTest(local):
                self.assertTrue(is_role(f"{local}@x.example"))

    def test_roles_in_several_languages(self):
        for local in (
            "clientes", "atencioncliente", "facturacion", "presupuestos", "alertes",
            "comptabilite", "ne-pas-repondre", "compta.lyon", "buchhaltung",
            "poststelle", "rechnungen-wien", "klantenservice", "offerte",
            "secretariaat", "segreteria", "fatture", "financeiro", "vendas", "rh",
        ):  # fmt: skip
            with self.subTest(local):
                self.assertTrue(is_role(f"{local}@x.example"))

    def test_people(self):
        for local in ("anna", "joe.post", "anna.berg", "a.mail", "post.anna", "x",
                      "hi.anna", "infante", "anna+info", "robot", "49123",
                      "r.h", "null.anna", "nora.pondre", "antje.woord",
                      "noa.responti"):  # fmt: skip
            with self.subTest(local):
                self.assertFalse(is_role(f"{local}@x.example"), local)

    def test_lists(self):
        for domain in ("lists.x.example", "groups.io", "googlegroups.com"):
            self.assertTrue(is_role(f"anna@{domain}"))
        self.assertFalse(is_role("anna@listserv.example"))
