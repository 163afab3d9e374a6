# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Addresses behind which there is no person: of a role, of a list or of a machine."""

import re

# RFC 2142, and what organisations use besides.
ROLES = frozenset(
    """
    aanvraag aanvragen abuse academy accounting accounts accueil admin administracion
    administratie administration administrator affiliate afspraken alarm alarmas alert
    alerte alertes alerts all anfrage anfragen atencioncliente atencionclientes
    atendimento auskunft automated avisos backoffice backup backups bestellung
    bestellungen bewerbung billing boekhouding booking bookings bot bounce bounces
    buchhaltung buero career careers cliente clientes clienti clients cobros comercial
    commande commandes commercial commerciale community compliance compras compta
    comptabilite comunicacion comunicazione contabilidad contabilidade contabilita
    contact contact-us contacto contato contatti contatto copier crm customercare
    customerservice daemon datenschutz deals deliveries delivery desk devnull devolucoes
    digest direccion direction direzione dispatch donotreply dpo einkauf email empfang
    enquiries enquiry erp events everyone facturacion facturas facturation facture
    factures fatturazione fatture faturamento faturas feedback finance financeiro
    formacion formation fournisseurs frontdesk frontoffice gdpr gerencia gestion hallo
    hello help helpdesk hi hostmaster hotline hr impressum info information inkoop
    inquiries inquiry inschrijving inscripciones invoice invoices it jobs karriere kasse
    klantcontact klantenservice kontakt kundenbetreuung kundendienst kundenservice leads
    legal leveranciers list listserv livraison logistics magasin mahnung mail mailer
    mailer-daemon mailing majordomo marketing marketplace media messages monitor
    monitoring news newsletter no-reply nobody noc noreply notification notifications
    notify null offers offerte offertes office onboarding order orders ordini ouvidoria
    pagos payment payments pedidos personal personalabteilung planning planung post
    posteingang postmaster poststelle prenotazioni press presse presupuestos printer
    privacy promo promotions proveedores purchasing qa quotes receipts recepcao
    recepcion receptie reception rechnung rechnungen recouvrement recruiting recrutement
    recursoshumanos redactie redaction redaktion registration reparation reply report
    reporting reports reservas reservation reservations reserveren reservierung
    reservierungen retouren returns rgpd rh root rrhh ruckfragen sales sav scan
    scanner scheduler secretaria secretariaat secretariat secretary security segreteria
    sekretariat service servicedesk services servicio servicios servizio shipment
    shipping shop smtp sollicitatie sollicitaties soporte staff statement statements
    store subscribe subscription subscriptions suporte support supporto survey system
    team tech technik telefon tesoreria ticket tickets tienda tracking
    undisclosed-recipients unsubscribe update updates usenet uucp vendas vendite ventas
    vente ventes verify verkauf verkoop vertrieb verwaltung verwaltungsbuero voorraad
    vragen web webinar webinars webmaster webshop welcome werkplaats werkstatt winkel
    www zahlung zahlungen zentrale
    """.split()
)
# Also surnames, or too short to tell: only when they are the whole of it.
WHOLE = frozenset(
    "all bot hi hr it legal mail null order post press rh sav staff tech www".split()
)
# In English, French, German, Dutch, Spanish, Portuguese and Italian.
NOBODY = re.compile(
    r"(?:no|not|never)-?(?:to-?)?(?:reply|respond|answer|contest)"
    r"|ne-?pas-?repond|(?:sans|pas-?de)-?reponse"
    r"|keine-?antwort|nicht-?(?:be)?antwort"
    r"|geen-?antwoord|niet-?(?:be)?antwoord|niet-?reag"
    r"|sin-?respuesta|(?:nao|sem)-?respo|non-?rispond"
)
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
        or bool(NOBODY.search(SEPARATOR.sub("-", local)) or MADE.search(local))
        or bool(LIST_DOMAIN.fullmatch(domain))
    )
