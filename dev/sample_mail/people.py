# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The contacts of the demo: companies, their people, and our own staff.

Everybody here is invented; every address uses a domain reserved by RFC 2606.
"""

from dataclasses import dataclass

OUR_COMPANY = "Brightwater Trading"
OUR_DOMAIN = "brightwater.example"


@dataclass(frozen=True)
class Person:
    """A contact. ``second_email`` is an address that is not the company's."""

    name: str
    email: str
    function: str
    second_email: str | None = None
    phone: str = ""


@dataclass(frozen=True)
class Company:
    """A customer or supplier; ``domain`` is both website and mail domain."""

    name: str
    domain: str
    city: str
    country_code: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Employee:
    """Someone at Brightwater; ``mailbox`` tells whether a mailbox is made."""

    name: str
    email: str
    login: str
    function: str
    phone: str
    mailbox: bool = False


# fmt: off
COMPANIES = (
    Company("Nordwind Kaffee GmbH", "nordwind-kaffee.example", "Hamburg", "DE", (
        Person("Lena Fischer", "lena.fischer@nordwind-kaffee.example",
               "Head of Purchasing", "lena.fischer@posteria.example",
               "+49 40 5550 110"),
        Person("Jörg Müßig", "joerg.muessig@nordwind-kaffee.example",
               "Warehouse Manager", phone="+49 40 5550 114"),
        Person("Anke Schröder", "anke.schroeder@nordwind-kaffee.example",
               "Accounting", phone="+49 40 5550 118"),
    )),
    Company("Hôtel Bellerive SA", "hotel-bellerive.example", "Lyon", "FR", (
        Person("Hélène Garçon", "helene.garcon@hotel-bellerive.example",
               "Directrice", phone="+33 4 65 71 00 21"),
        Person("Théo Lefèvre", "theo.lefevre@hotel-bellerive.example",
               "Food and Beverage Manager", phone="+33 4 65 71 00 25"),
        Person("Camille Dubois", "camille.dubois@hotel-bellerive.example",
               "Comptabilité", phone="+33 4 65 71 00 29"),
    )),
    Company("Casa Lucero S.L.", "casa-lucero.example", "Valencia", "ES", (
        Person("Íñigo Peña", "inigo.pena@casa-lucero.example",
               "Gerente", phone="+34 960 555 031"),
        Person("Marta Núñez", "marta.nunez@casa-lucero.example",
               "Compras", phone="+34 960 555 032"),
        Person("Pablo Ortega", "pablo.ortega@casa-lucero.example",
               "Store Design", phone="+34 960 555 037"),
    )),
    Company("Αιγαίο Ξενώνες", "aigaio-xenones.example", "Ermoupoli", "GR", (
        Person("Ελένη Παπαδοπούλου", "eleni@aigaio-xenones.example",
               "Ιδιοκτήτρια", phone="+30 22810 55501"),
        Person("Νίκος Σταύρου", "nikos@aigaio-xenones.example",
               "Προμήθειες", phone="+30 22810 55504"),
    )),
    Company("Северный фарфор", "severny-farfor.example", "Riga", "LV", (
        Person("Ольга Смирнова", "olga.smirnova@severny-farfor.example",
               "Export Manager", phone="+371 6755 5012"),
        Person("Дмитрий Волков", "dmitry.volkov@severny-farfor.example",
               "Logistics", phone="+371 6755 5016"),
    )),
    Company("藤田陶器株式会社", "fujita-touki.example", "Arita", "JP", (
        Person("藤田 健一", "kenichi.fujita@fujita-touki.example",
               "代表取締役", phone="+81 955 55 0140"),
        Person("中村 由美", "yumi.nakamura@fujita-touki.example",
               "海外営業", phone="+81 955 55 0146"),
    )),
    Company("Harbour & Pine Ltd", "harbour-pine.example", "Bristol", "GB", (
        Person("Oliver Whitfield", "oliver.whitfield@harbour-pine.example",
               "Managing Director", phone="+44 117 496 0141"),
        Person("Priya Raman", "priya.raman@harbour-pine.example",
               "Buyer, Tableware", phone="+44 117 496 0148"),
        Person("Grace O'Donnell", "grace.odonnell@harbour-pine.example",
               "Accounts Payable", phone="+44 117 496 0152"),
    )),
    Company("Maple Ridge Interiors Inc.", "mapleridge.example", "Portland", "US", (
        Person("Tyler Brooks", "tyler.brooks@mapleridge.example",
               "Purchasing Director", phone="+1 503 555 0117"),
        Person("Danielle Hughes", "danielle.hughes@mapleridge.example",
               "Project Designer", phone="+1 503 555 0119"),
        Person("Sam Whitaker", "sam.whitaker@mapleridge.example",
               "Receiving", phone="+1 503 555 0126"),
    )),
    Company("النور للتجارة", "alnoor-trading.example", "Dubai", "AE", (
        Person("ليلى حداد", "layla.haddad@alnoor-trading.example",
               "مديرة المشتريات", phone="+971 4 555 0163"),
        Person("Omar Nasser", "omar.nasser@alnoor-trading.example",
               "Sales Director", phone="+971 4 555 0165"),
    )),
    Company("זכוכית הגליל", "galil-glass.example", "Haifa", "IL", (
        Person("נועה לוי", "noa.levy@galil-glass.example",
               "מנהלת מכירות", phone="+972 4 555 0181"),
        Person("Eitan Bar", "eitan.bar@galil-glass.example",
               "Glassblower, Production", phone="+972 4 555 0184"),
    )),
    Company("Rask Freight A/S", "rask-freight.example", "Aarhus", "DK", (
        Person("Søren Kjær", "soeren.kjaer@rask-freight.example",
               "Forwarding", phone="+45 55 50 12 20"),
        Person("Mette Rask", "mette.rask@rask-freight.example",
               "Key Account Manager", phone="+45 55 50 12 24"),
        Person("Henrik Dahl", "henrik.dahl@rask-freight.example",
               "Customs Desk", phone="+45 55 50 12 31"),
    )),
)
# fmt: on

SOLE_TRADER = Person(
    "Tomasz Zieliński",
    "tomasz@zielinski-foto.example",
    "Product Photographer",
    phone="+48 12 555 01 77",
)

ADMIN = Employee(
    "Ines Marlow",
    "admin@brightwater.example",
    "admin",
    "IT and Office",
    "+44 20 7946 0100",
)
ANNA = Employee(
    "Anna Berg",
    "anna@brightwater.example",
    "anna@brightwater.example",
    "Account Manager",
    "+44 20 7946 0111",
    mailbox=True,
)
BEN = Employee(
    "Ben Castillo",
    "ben@brightwater.example",
    "ben@brightwater.example",
    "Account Manager",
    "+44 20 7946 0112",
    mailbox=True,
)
MARIA = Employee(
    "Maria Okafor",
    "maria@brightwater.example",
    "maria@brightwater.example",
    "Head of Sales",
    "+44 20 7946 0105",
)
STAFF = (ADMIN, ANNA, BEN, MARIA)


def contacts() -> tuple[Person, ...]:
    """Every person the demo keeps as a contact, the sole trader included."""
    employed = (person for company in COMPANIES for person in company.people)
    return (*employed, SOLE_TRADER)


def contact_addresses() -> frozenset[str]:
    """All addresses of all contacts, second addresses included."""
    first = {person.email for person in contacts()}
    return frozenset(first | {p.second_email for p in contacts() if p.second_email})
