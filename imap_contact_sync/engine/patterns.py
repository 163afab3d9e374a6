# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Addresses and domains that a rule names: a pattern is one of either.

A domain counts with its subdomains, by whole labels: ``x.example`` names
``a.x.example`` too, and not ``ax.example``.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from .addresses import ADDRESS, normalize

LONGEST_DOMAIN, LONGEST_LABEL = 253, 63  # characters (RFC 1035 2.3.4)
LABEL = r"[a-z0-9_](?:[a-z0-9_-]*+(?<!-))?"
# At least two labels, and no IP address.
DOMAIN = re.compile(rf"(?:{LABEL}\.)++(?![0-9]+\Z){LABEL}")
BEFORE_DOMAIN = re.compile(r"\A(?:\*?@|\*\.)")
# What stands for a dot in domains of East Asian keyboards (RFC 3490 3.1).
DOTS = re.compile("[\u3002\uff0e\uff61]")


def read_pattern(text: str) -> str:
    """``lena@x.example``, or a domain as ``x.example``, ``@x.example`` or
    ``*.x.example``, in the form that patterns are compared in.

    :raises ValueError: it is neither, or as wide as a bare top-level label
    """
    text = BEFORE_DOMAIN.sub("", text.strip())
    local, at, domain = normalize(f"@{text}").removeprefix("@").rpartition("@")
    domain = ascii_domain(domain).rstrip(".")
    wrong = at and not ADDRESS.fullmatch(f"{local}@{domain}")
    if wrong or len(domain) > LONGEST_DOMAIN or not DOMAIN.fullmatch(domain):
        raise ValueError("neither an address nor a domain")
    return f"{local}@{domain}" if at else domain


def ascii_domain(domain: str) -> str:
    """An internationalised domain as it is written in ASCII (``xn--``)."""
    if domain.isascii() or len(domain) > LONGEST_DOMAIN:
        return domain
    return ".".join(map(ascii_label, DOTS.sub(".", domain).split(".")))


def ascii_label(label: str) -> str:
    label = unicodedata.normalize("NFKC", label).lower()
    if label.isascii() or len(label) > LONGEST_LABEL:
        return label
    # Not by the codec "idna": its standard of 2003 takes ß for ss, another domain.
    return "xn--" + label.encode("punycode").decode("ascii")


def readable_domain(domain: str) -> str:
    """An internationalised domain in its own letters."""
    return ".".join(map(readable_label, domain.split(".")))


def readable_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def spellings(email: str) -> tuple[str, ...]:
    """The ways to write an address whose domain is internationalised: as it is first,
    then in ASCII (RFC 5891 4.4), and in its own letters."""
    local, at, domain = email.rpartition("@")
    if domain.isascii() and "xn--" not in domain:
        return (email,)
    written, readable = ascii_domain(domain), readable_domain(domain)
    # What is no proper form of it may read like anybody's domain.
    domains = [domain, written] + [readable] * (ascii_domain(readable) == written)
    return tuple(dict.fromkeys(f"{local}{at}{each}" for each in domains))


def by_spelling(emails: Iterable[str]) -> dict[str, list[str]]:
    """The addresses by each of their ``spellings``."""
    found: dict[str, list[str]] = {}
    for email in emails:
        for spelling in spellings(email):
            found.setdefault(spelling, []).append(email)
    return found


@dataclass(frozen=True)
class Patterns:
    """Patterns as ``read_pattern`` gives them."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    @classmethod
    def of(cls, patterns: Iterable[str]) -> "Patterns":
        named = frozenset(patterns)
        addresses = frozenset(each for each in named if "@" in each)
        return cls(addresses, named - addresses)

    @cached_property
    def _depth(self) -> int:
        """How many labels the longest domain has."""
        return max((each.count(".") + 1 for each in self.domains), default=0)

    @cached_property
    def _ends(self) -> frozenset[str]:
        """The last two labels of each domain: most addresses have others."""
        return frozenset(last_two(each) for each in self.domains)

    def among(self, emails: Iterable[str]) -> frozenset[str]:
        """Those of these normalised addresses that a pattern names.

        A domain is looked at once, however many addresses it has: the headers of a
        thousand messages are decided with one call.
        """
        if not self.addresses and not self.domains:
            return frozenset()
        by_domain: dict[str, list[str]] = {}
        for email in emails:
            by_domain.setdefault(email[email.rfind("@") + 1 :], []).append(email)
        found: list[str] = []
        for domain, theirs in by_domain.items():
            if self.has_domain(domain):
                found += theirs
            elif self.addresses:
                found += self._listed(domain, theirs)
        return frozenset(found)

    def _listed(self, domain: str, emails: list[str]) -> Iterable[str]:
        if domain.isascii():
            return self.addresses.intersection(emails)
        written = ascii_domain(domain)
        return [
            email
            for email in emails
            if f"{email.removesuffix(domain)}{written}" in self.addresses
        ]

    def has_domain(self, domain: str) -> bool:
        """Whether it is one of the domains or lies below one."""
        domain = ascii_domain(domain).rstrip(".")
        if last_two(domain) not in self._ends:
            return False
        labels = domain.rsplit(".", self._depth)
        return any(
            ".".join(labels[-count:]) in self.domains
            for count in range(2, self._depth + 1)
        )


def last_two(domain: str) -> str:
    """The last two labels."""
    place = domain.rfind(".", 0, max(0, domain.rfind(".")))
    return domain[place + 1 :]
