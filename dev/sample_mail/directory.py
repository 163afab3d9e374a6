# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One address book over contacts, staff and strangers, keyed by short names.

The key of a contact or colleague is the first word of the address (``lena`` for
``lena.fischer@...``); ``lena/private`` is the second address.
"""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

from .people import COMPANIES, OUR_COMPANY, SOLE_TRADER, STAFF, Company, Person
from .strangers import STRANGERS

# Hours east of UTC, without daylight saving: good enough for office hours.
UTC_OFFSETS = {
    "DE": 1,
    "FR": 1,
    "ES": 1,
    "GR": 2,
    "LV": 2,
    "JP": 9,
    "GB": 0,
    "US": -8,
    "AE": 4,
    "IL": 2,
    "DK": 1,
    "PL": 1,
}
CLIENTS = ("outlook", "gmail", "apple", "plain")


@dataclass(frozen=True)
class Party:
    """A correspondent as a letter sees him; ``utc_offset`` in hours."""

    name: str
    email: str
    signature: tuple[str, ...] = ()
    utc_offset: int = 0
    client: str = "plain"
    is_contact: bool = False


def short_name(email: str) -> str:
    """``lena`` for ``lena.fischer@nordwind-kaffee.example``."""
    return email.partition("@")[0].partition(".")[0]


def favourite_client(email: str) -> str:
    """The mail program someone always writes with."""
    return CLIENTS[crc32(email.encode()) % len(CLIENTS)]


def _party(person: Person, company: str, city: str, country: str) -> Party:
    lines = (person.name, person.function, f"{company}, {city}")
    return Party(
        person.name,
        person.email,
        (*lines, person.phone),
        UTC_OFFSETS[country],
        favourite_client(person.email),
        is_contact=True,
    )


def _private(party: Party, address: str) -> Party:
    return Party(party.name, address, (), party.utc_offset, "apple", True)


def _company_parties(company: Company) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for person in company.people:
        key = short_name(person.email)
        found[key] = _party(person, company.name, company.city, company.country_code)
        if person.second_email:
            found[f"{key}/private"] = _private(found[key], person.second_email)
    return found


def _staff_parties() -> dict[str, Party]:
    clients = {"anna": "outlook", "ben": "gmail", "maria": "apple", "admin": "plain"}
    return {
        key: Party(
            member.name,
            member.email,
            (member.name, member.function, f"{OUR_COMPANY}, London", member.phone),
            client=clients[key],
        )
        for member in STAFF
        for key in (short_name(member.email),)
    }


@cache
def directory() -> dict[str, Party]:
    """Every correspondent of the demo by his key."""
    book = _staff_parties()
    for company in COMPANIES:
        book |= _company_parties(company)
    book["tomasz"] = _party(SOLE_TRADER, "Zieliński Foto", "Kraków", "PL")
    book |= {s.key: Party(s.name, s.email) for s in STRANGERS}
    return book
