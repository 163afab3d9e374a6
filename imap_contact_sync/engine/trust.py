# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose Authentication-Results fields count, by IMAP host."""

from dataclasses import dataclass

from .patterns import ascii_domain

# Second-level labels under which a country's registry gives domains away.
PUBLIC_LABELS = frozenset(
    "ac asso co com edu gob gouv gov go ltd me mil ne net nom or org plc sch".split()
)


@dataclass(frozen=True)
class Trust:
    """Whose results count in a mailbox.

    ``servers``: authserv-ids that are host names, each with its subdomains;
    ``unnamed``: those without an authserv-id; ``several``: the provider divides its
    results among several fields.
    """

    servers: frozenset[str] = frozenset()
    unnamed: bool = False
    several: bool = False

    def covers(self, server: str) -> bool:
        if not server:
            return self.unnamed
        labels = server.split(".")
        ends = (".".join(labels[place:]) for place in range(len(labels)))
        return not self.servers.isdisjoint(ends)


MICROSOFT = Trust(unnamed=True)
YAHOO = Trust(frozenset({"yahoo.com"}))
GMX = Trust(frozenset({"gmx.net", "gmx.com"}))
ZOHO = Trust(frozenset({"zohomail.com"}))
ZOHO_EU = Trust(frozenset({"zohomail.eu"}))
YANDEX = Trust(frozenset({"yandex.net"}))
GOOGLE = Trust(frozenset({"mx.google.com"}))
# By IMAP host: what providers call themselves that do not use a name of the IMAP
# host's domain. Seen in mail that they had received, published as test data of
# chatmail/core (dkimchecks-2022-09-28); Microsoft's form: emersion/go-msgauth#64.
PROVIDERS = {
    "imap.gmail.com": GOOGLE,
    "imap.googlemail.com": GOOGLE,
    "outlook.office365.com": MICROSOFT,
    "outlook.office.com": MICROSOFT,
    "imap-mail.outlook.com": MICROSOFT,
    "imap.outlook.com": MICROSOFT,
    "imap.mail.yahoo.com": YAHOO,
    "imap.aol.com": YAHOO,
    "export.imap.aol.com": YAHOO,
    # Its other fields are named dkim-verifier.icloud.com and spf.icloud.com.
    "imap.mail.me.com": Trust(frozenset({"dmarc.icloud.com"})),
    "imap.fastmail.com": Trust(frozenset({"messagingengine.com"}), several=True),
    "imap.gmx.net": GMX,
    "imap.gmx.com": GMX,
    "imap.zoho.com": ZOHO,
    "imappro.zoho.com": ZOHO,
    "imap.zoho.eu": ZOHO_EU,
    "imappro.zoho.eu": ZOHO_EU,
    "imap.yandex.com": YANDEX,
    "imap.yandex.ru": YANDEX,
}


def registrable_domain(host: str) -> str:
    """The part of a host name that somebody has registered; empty if there is none.

    An estimate without the list of public suffixes: two labels, three below one such
    as ``co.uk``.
    """
    labels = ascii_domain(host.lower()).strip(".").split(".")
    if len(labels) < 2 or labels[-1].isdecimal():
        return ""
    is_public = len(labels[-1]) == 2 and labels[-2] in PUBLIC_LABELS
    count = 3 if is_public else 2
    return ".".join(labels[-count:]) if len(labels) >= count else ""
