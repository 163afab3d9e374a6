# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a header proves about its sender. Nothing in here raises for any input.

Anybody can write an Authentication-Results field (RFC 8601) into his message. Only
those count that the mailbox's own provider wrote, as their authserv-id says, and the
top-most of them: what a sender wrote lies below (requirement ID-3).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from .addresses import ADDRESS, Address, normalize, read_addresses
from .patterns import ascii_domain
from .trust import Trust

PASS, FAIL, NONE, UNKNOWN = "pass", "fail", "none", "unknown"
VERDICTS = (PASS, FAIL, NONE, UNKNOWN)
# Why a sender is only claimed. Of the first two nothing tells who it really is.
FAILED = "failed"  # the provider says that the message is not his
AMBIGUOUS = "ambiguous"  # From names several senders, or none
OTHER_ADDRESS = "other_address"  # his name is the address of somebody else
COLLEAGUE = "colleague"  # his name is a colleague's, the address is not
CLAIMS = (FAILED, AMBIGUOUS, OTHER_ADDRESS, COLLEAGUE)
UNPROVEN = (FAILED, AMBIGUOUS)

MOST_RESULTS = 50  # instances that are looked at, of a hostile header
LONGEST_RESULT = 8_192  # characters of each
LONGEST_NAME = 500
QUOTED = r'"(?:[^"\\]|\\.)*+"?+'
COMMENT_MARK = re.compile(r'\\.|["()]', re.DOTALL)
# An authserv-id: mostly a host name.
SERVER_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?")
DMARC_FAILED = re.compile(r";\s*+dmarc\s*+=\s*+fail\b")
PART = re.compile(rf'(?:{QUOTED}|[^";])++', re.DOTALL)
# method=result, method/1=result and ptype.property=value. Where a word begins is
# looked at, so that each is read once.
PAIR = re.compile(
    rf"(?<![\w.-])([\w.-]++)(?:\s*+/\s*+\d++)?\s*+=\s*+({QUOTED}|[^\s;\"]++)",
    re.ASCII | re.DOTALL,
)
GROUP = re.compile(r"\A[^:;<>@\[\]]*+:.*;\s*\Z", re.DOTALL)
QUOTED_TEXT = re.compile(QUOTED, re.DOTALL)


@dataclass(frozen=True)
class Evidence:
    """What a message's header says about its sender.

    The values of all its Authentication-Results and From fields, unfolded, the
    top-most first.
    """

    results: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()


class Result(NamedTuple):
    """One ``method=result`` with its properties, all in lower case."""

    method: str
    result: str
    properties: dict[str, str]

    def domain(self, *names: str) -> str:
        """The domain in the first of these properties that there is."""
        value = next(filter(None, map(self.properties.get, names)), "")
        return domain_of(value)


class Instance(NamedTuple):
    """One Authentication-Results field; ``server`` is empty where it names none."""

    server: str
    results: list[Result]

    def of(self, method: str) -> list[Result]:
        return [each for each in self.results if each.method == method]


def judge(evidence: Evidence, trust: Trust) -> tuple[str, str]:
    """The verdict about the sender, and the claim if it is only one, else empty."""
    if is_ambiguous(evidence) or not read_addresses(evidence.senders):
        return FAIL, AMBIGUOUS
    found = verdict(evidence, trust)
    return found, FAILED if found == FAIL else ""


def verdict(evidence: Evidence, trust: Trust) -> str:
    """Whether the sender that the header names is the real one.

    ``pass``: DMARC passed for the domain in From, or a DKIM signature of that domain
    or of one above it; SPF alone never. ``fail``: DMARC failed. ``none``: the provider
    says neither. ``unknown``: no field of the provider's is there.
    """
    run = trusted_run(evidence.results, trust)
    if not run:
        return UNKNOWN
    if is_refused(run):
        return FAIL
    senders = read_addresses(evidence.senders)
    domain = domain_of(senders[0].email) if len(senders) == 1 else ""
    own = list(takewhile(lambda each: each.server == run[0].server, run))
    counted = own if trust.several else run[:1]
    proven = any(proves(each, domain) for one in counted for each in one.results)
    return PASS if domain and proven else NONE


def trusted_run(results: tuple[str, ...], trust: Trust) -> list[Instance]:
    """The top-most trusted instance, and the trusted ones that follow it.

    Some mail servers write a field for each method, and some companies have a gateway
    before the provider. What is below the first may also be the sender's: it can speak
    against him, not for him.
    """
    found: list[Instance] = []
    for value in results[:MOST_RESULTS]:
        instance = read_instance(value)
        if trust.covers(instance.server):
            found.append(instance)
        elif found:
            break
    return found


def is_refused(run: list[Instance]) -> bool:
    """Whether DMARC failed, as any of these servers says the first time."""
    decided: dict[str, list[Result]] = {}
    for each in run:
        if found := each.of("dmarc"):
            decided.setdefault(each.server, found)
    return any(each.result == FAIL for found in decided.values() for each in found)


def proves(found: Result, domain: str) -> bool:
    """Whether a result proves that a message is from this domain."""
    if found.result != PASS:
        return False
    if found.method == "dmarc":
        return found.domain("header.from") == domain
    if found.method != "dkim":
        return False
    signer = found.domain("header.d", "header.i")
    # Not the other way round: who has a subdomain need not speak for the domain.
    return "." in signer and f".{domain}".endswith(f".{signer}")


def read_instance(value: str) -> Instance:
    """The value of one Authentication-Results field."""
    value = value[:LONGEST_RESULT].lower()
    text, is_closed = scanned(value)
    parts = PART.findall(text)
    first = parts[0].split() if parts else []
    server = first[0].strip('".') if first else ""
    # Microsoft begins with the first result.
    if "=" in server or first[1:2] and first[1].startswith("="):
        server = ""
    else:
        parts = parts[1:]
    results = list(read_results(parts))
    # A sender's address that a provider has not escaped must not hide what it found.
    if not is_closed and DMARC_FAILED.search(value):
        results.append(Result("dmarc", FAIL, {}))
    return Instance(server, results)


def read_results(parts: list[str]) -> Iterator[Result]:
    for part in parts:
        pairs = [(name, value.strip('"')) for name, value in PAIR.findall(part)]
        if pairs:
            yield Result(*pairs[0], dict(reversed(pairs[1:])))


def without_comments(value: str) -> str:
    """Without what stands in parentheses, which may be nested (RFC 5322 3.2.2)."""
    return scanned(value)[0]


def scanned(value: str) -> tuple[str, bool]:
    """A text without its comments, and whether each comment and quotation ends."""
    kept: list[str] = []
    place, depth, is_quoted = 0, 0, False
    for mark in COMMENT_MARK.finditer(value):
        sign = mark[0]
        if sign == '"' and not depth:
            is_quoted = not is_quoted
        elif sign == "(" and not is_quoted:
            if not depth:
                kept.append(value[place : mark.start()])
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            place = mark.end()
    text = " ".join([*kept, "" if depth else value[place:]])
    return text, not depth and not is_quoted


def domain_of(text: str) -> str:
    """The domain of an address, or the domain itself."""
    return ascii_domain(text.rpartition("@")[2].strip().lower()).strip(".")


def is_ambiguous(evidence: Evidence) -> bool:
    """Whether the From fields name several senders, or hide one in a group.

    A mail program shows one of them, and the provider may have checked another (ID-5).
    """
    values = set(evidence.senders)
    bare = (QUOTED_TEXT.sub("", without_comments(each)) for each in values)
    return (
        len(values) > 1
        or len(read_addresses(values)) > 1
        or any(GROUP.match(each) for each in bare)
    )


def names_other_address(sender: Address) -> bool:
    """``"boss@corp.example" <somebody@else.example>`` (ID-4)."""
    name = unicodedata.normalize("NFKC", sender.name[:LONGEST_NAME])
    found = {normalize(each.rstrip(".")) for each in ADDRESS.findall(name)}
    return any(
        "." in each.rpartition("@")[2] and each != sender.email for each in found
    )


def name_key(name: str) -> str:
    """Equal for names that read the same: ``Anna Berg`` and ``BERG, Anna``."""
    text = unicodedata.normalize("NFKC", name[:LONGEST_NAME]).casefold()
    visible = "".join(each for each in text if unicodedata.category(each) != "Cf")
    return " ".join(sorted(re.findall(r"\w+", visible)))
