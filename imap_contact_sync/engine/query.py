# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What somebody looks for in a mailbox, from what was typed.

Addresses, ends of addresses such as ``@nordwind.example``, Message-IDs, or else a text
of the subject. Servers find too much, each in its own way: what they find is compared
again.
"""

import re
from dataclasses import dataclass

from .envelope import Envelope
from .net.search import Terms
from .patterns import Patterns, read_pattern

LONGEST = 500  # characters
MOST_WORDS = 5  # addresses and Message-IDs: Microsoft 365 reads lines of 4,096 octets
LINE_BREAK = re.compile(r"[\r\n\0]")
LABEL = re.compile(r"\Amessage-id:\s*", re.IGNORECASE)
BRACKETED = re.compile(r"<([^<>\s]+)>")
WITH_AT = re.compile(r"[^@]*@[^@]+")
SEPARATORS = re.compile(r"[\s,;]+")


class NotSearchable(ValueError):
    """Why a text cannot be looked for: ``empty``, ``long``, ``control`` or ``many``."""


@dataclass(frozen=True)
class Query:
    """``terms`` for the server; the rest decides what of its answer is meant."""

    terms: Terms
    patterns: Patterns = Patterns()

    def means(self, envelope: Envelope) -> bool:
        """Whether a message is one that was looked for."""
        if self.terms.subject:
            return plain(self.terms.subject) in plain(envelope.subject)
        number = envelope.message_id.casefold()
        if any(each.casefold() in number for each in self.terms.message_ids):
            return True
        return bool(self.patterns.among(envelope.emails()))


def read_query(text: str) -> Query:
    """
    :raises NotSearchable: see there
    """
    if LINE_BREAK.search(text):
        raise NotSearchable("control")
    text = LABEL.sub("", " ".join(text.split()))
    if not text or len(text) > LONGEST:
        raise NotSearchable("long" if text else "empty")
    if not text.isprintable():
        raise NotSearchable("control")
    # "Lena Fischer <lena@nordwind.example>" is about the address.
    bracketed = [each for each in BRACKETED.findall(text) if each.isascii()]
    words = bracketed or [each for each in SEPARATORS.split(text) if each]
    if not bracketed and not all(map(WITH_AT.fullmatch, words)):
        return Query(Terms(subject=text))
    if len(words) > MOST_WORDS:
        raise NotSearchable("many")
    return of_words(words) or Query(Terms(subject=text))


def of_words(words: list[str]) -> Query | None:
    """Of addresses and Message-IDs, which look the same; ``None`` if one is neither."""
    patterns, message_ids = [], []
    for word in words:
        is_number = word.isascii() and not word.startswith(("@", "*@"))
        if is_number:
            message_ids.append(word)
        try:
            patterns.append(read_pattern(word) if "@" in word else "")
        except ValueError:
            if not is_number:
                return None
    patterns = [each for each in patterns if each]
    addresses = tuple(map(searched, patterns))
    return Query(Terms(addresses, tuple(message_ids)), Patterns.of(patterns))


def searched(pattern: str) -> str:
    """What servers are asked for: of letters beyond ASCII, the domain alone."""
    return pattern if pattern.isascii() else pattern.rpartition("@")[2]


def plain(text: str) -> str:
    """As subjects are compared: without case, and however they were folded."""
    return " ".join(text.split()).casefold()
