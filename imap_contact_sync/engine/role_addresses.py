# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Addresses behind which there is no person: of a role, of a list or of a machine."""

import re

# RFC 2142, and what organisations use besides.
ROLES = frozenset(
    """
    abuse academy accounting accounts accueil admin administracion administratie
    administration administrator affiliate alert alerts all anfrage anfragen automated
    backoffice backup backups bestellung bestellungen bewerbung billing boekhouding
    booking bookings bot bounce bounces buchhaltung career careers community compliance
    compras comptabilite contact contact-us contacto copier customercare customerservice
    daemon datenschutz deals deliveries delivery desk digest dispatch einkauf email
    empfang enquiries enquiry events everyone facturas facturation facture factures
    feedback finance frontdesk frontoffice hallo hello help helpdesk hi hostmaster hr
    impressum info information inkoop inquiries inquiry invoice invoices it jobs
    karriere klantenservice kontakt kundendienst kundenservice legal list listserv
    logistics mail mailer mailer-daemon mailing majordomo marketing media messages
    monitor monitoring news newsletter no-reply noreply notification notifications
    notify offers office onboarding order orders payment payments pedidos personal post
    postmaster press presse printer privacy promo promotions purchasing receipts
    reception rechnung rechnungen recruiting registration reply report reporting reports
    reservas reservation reservations returns root sales sav scan scanner secretariat
    secretary security sekretariat service services shipment shipping shop soporte staff
    statement statements store subscribe subscription subscriptions support survey
    system team tech technik tickets tracking undisclosed-recipients unsubscribe update
    updates usenet uucp ventas verify verkauf verkoop vertrieb verwaltung web webinar
    webinars webmaster welcome www zentrale
    """.split()
)
# Also surnames, or too short to tell: only when they are the whole of it.
WHOLE = frozenset(
    "all bot hi hr it legal mail order post press sav staff tech www".split()
)
NOBODY = re.compile(r"(?:no|not|never)[._-]?(?:to[._-]?)?(?:reply|respond|answer)")
# Made by a program: VERP (bounce-ann=a.example@), reply+token@, long numbers.
MADE = re.compile(r"=|\+.{16,}|[0-9a-f]{16,}|\d{9,}")
LIST_DOMAIN = re.compile(r"(?:lists?|groups?|mailman)\..*|googlegroups\.com|groups\.io")
SEPARATOR = re.compile(r"[._-]")


def is_role(email: str) -> bool:
    """Whether a normalised address is rather not a person's own.

    ``sales.berlin@`` is one of a role as ``sales@`` is, ``joe.post@`` is Joe's.
    """
    local, _at, domain = email.rpartition("@")
    plain = local.partition("+")[0].rstrip("0123456789")
    words = {plain, plain.rstrip("._-"), *(set(SEPARATOR.split(plain)) - WHOLE)}
    return (
        not ROLES.isdisjoint(words)
        or bool(NOBODY.search(local) or MADE.search(local))
        or bool(LIST_DOMAIN.fullmatch(domain))
    )
