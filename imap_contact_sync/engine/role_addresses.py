# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Addresses behind which there is no person: of a role, of a list or of a machine."""

import re

# RFC 2142, and what organisations use besides.
ROLES = frozenset(
    """
    abuse accounting accounts admin administration administrator affiliate alerts
    all anfrage anfragen automated bewerbung bestellung bestellungen billing booking
    bookings bot bounce bounces buchhaltung career careers compliance contact contacto
    contact-us customercare customerservice daemon datenschutz einkauf email empfang
    enquiries enquiry events everyone facturas facturation feedback finance hello hallo
    help helpdesk hi hostmaster hr impressum info information inquiries inquiry invoice
    invoices it jobs karriere kontakt kundenservice legal list listserv logistics
    mail mailer mailer-daemon mailing majordomo marketing media messages news newsletter
    no-reply noreply notification notifications notify office order orders
    payment payments personal post postmaster presse press privacy promo purchasing
    receipts reception rechnung rechnungen recruiting registration reply reservation
    reservations returns root sales sav security sekretariat service services shipping
    shop staff store subscribe subscriptions support survey system team tech
    technik tickets undisclosed-recipients unsubscribe update updates usenet uucp
    verkauf verify vertrieb verwaltung web webmaster welcome www zentrale
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
