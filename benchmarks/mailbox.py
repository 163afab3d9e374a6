# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail of the benchmark: the same for the same seed, on every machine.

One mail in ten is from or to a contact, and 1.3 contacts stand in such a mail. Sizes
follow what mailboxes of companies have: median 8.5 kB, files of 20 kB to 1 MB with a
median of 98 kB, 20,000 mails about 476 MB.
"""

import base64
import hashlib
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache

from . import wording

OWNER = "Olga Owner <owner@our-company.example>"
FIRST_DAY = datetime(2025, 1, 6, 8, tzinfo=UTC)
SPAN = 80 * 86_400  # seconds from the first mail to the last
KEPT_SHARE = 0.10
SECOND_CONTACT_SHARE = 0.30
FILES_OF_KEPT = 0.30
FILES_OF_OTHERS = 0.08
TEXT_MEDIAN, TEXT_SPREAD = 5_600, 0.68  # octets beside the header; log-normal
FILE_MEDIAN, FILE_SPREAD = 98_000, 0.8  # octets as encoded
POOL = 1_000_000  # octets of base64 that files are cut from
LINE = 78
FILE_HEAD = (
    'Content-Type: application/pdf; name="{name}"\r\n'
    'Content-Disposition: attachment; filename="{name}"\r\n'
    "Content-Transfer-Encoding: base64\r\n\r\n"
)


@dataclass(frozen=True)
class Shape:
    """A mailbox: number of mails, of contacts to choose from, and their seed.

    ``small`` mails are of one short text, about 2.8 kB.
    """

    mails: int
    contacts: int
    seed: int = 1
    small: bool = False


@dataclass(frozen=True)
class Mail:
    """One mail; ``contacts`` has the numbers of the contacts in it, if any."""

    raw: bytes
    received: int  # seconds since 1970
    contacts: tuple[int, ...]


def contact_name(number: int) -> str:
    first = wording.FIRST_NAMES[number % len(wording.FIRST_NAMES)]
    last = wording.LAST_NAMES[number // 7 % len(wording.LAST_NAMES)]
    return f"{first} {last}"


def contact_address(number: int) -> str:
    name = contact_name(number).lower().replace(" ", ".")
    return f"{name}.{number}@firm{number // 5}.example"


def mails(shape: Shape) -> Iterator[Mail]:
    """All mails of the mailbox, the oldest first."""
    return (mail(shape, number) for number in range(shape.mails))


def kept(shape: Shape, count: int, first: int = 0) -> list[Mail]:
    """So many mails that concern contacts, from the ``first`` such one on."""
    found: list[Mail] = []
    number = 0
    while len(found) < first + count:
        dice = random.Random(f"{shape.seed}/{number}")
        if dice.random() < KEPT_SHARE:
            wanted = len(found) >= first
            found.append(mail(shape, number) if wanted else Mail(b"", 0, ()))
        number += 1
    return found[first:]


def news(shape: Shape, count: int, kept_count: int, after: int) -> list[Mail]:
    """Mails that arrive after those of the mailbox, so many of them to be kept.

    :param after: how many mails have arrived since, in earlier calls
    """
    found: dict[bool, list[Mail]] = {True: [], False: []}
    number = shape.mails + after * 100
    wanted = {True: kept_count, False: count - kept_count}
    while any(len(found[kind]) < wanted[kind] for kind in found):
        each = mail(shape, number)
        found[bool(each.contacts)].append(each)
        number += 1
    return [each for kind in found for each in found[kind][: wanted[kind]]]


def large_mail(octets: int) -> tuple[Mail, bytes]:
    """A mail from the first contact with a file, together so large; and the file."""
    dice = random.Random(octets)
    header = _header(dice, _parties(dice, (0,)), FIRST_DAY, f"large.{octets}")
    content = dice.randbytes((octets - len(header) - 2_000) * 57 // LINE)
    lines = base64.encodebytes(content).replace(b"\n", b"\r\n")
    parts = [
        _alternatives(dice, 1_000),
        FILE_HEAD.format(name="film.pdf").encode() + lines,
    ]
    raw = header + _multipart("mixed", "mixed-large", parts)
    return Mail(raw, int(FIRST_DAY.timestamp()), (0,)), content


def mail(shape: Shape, number: int) -> Mail:
    """The mail of that number."""
    dice = random.Random(f"{shape.seed}/{number}")
    contacts = _contacts(dice, shape) if dice.random() < KEPT_SHARE else ()
    received = int(FIRST_DAY.timestamp()) + SPAN * number // max(shape.mails, 1)
    moment = datetime.fromtimestamp(received - 3, UTC)
    content = _small(dice) if shape.small else _content(dice, bool(contacts))
    head = _header(dice, _parties(dice, contacts), moment, f"{shape.seed}.{number}")
    return Mail(head + content, received, contacts)


def _contacts(dice: random.Random, shape: Shape) -> tuple[int, ...]:
    count = 2 if dice.random() < SECOND_CONTACT_SHARE else 1
    return tuple(dice.sample(range(shape.contacts), count))


def _parties(dice: random.Random, contacts: tuple[int, ...]) -> list[tuple[str, str]]:
    """From, To and Cc of a mail from or to these contacts, or of a stranger."""
    known = [f"{contact_name(each)} <{contact_address(each)}>" for each in contacts]
    if not known:
        number = dice.randrange(10**6)
        domain = f"shop{number % 3000}.example"
        known = [f'"{wording.phrase(dice, 2)}" <news.{number}@{domain}>']
    first, others = known[0], known[1:]
    sent = bool(contacts) and dice.random() < 0.4
    named = [("From", OWNER if sent else first), ("To", first if sent else OWNER)]
    return named + [("Cc", each) for each in others]


def _header(
    dice: random.Random, parties: list[tuple[str, str]], moment: datetime, name: str
) -> bytes:
    """About 2.4 kB, most of it written by servers on the way."""
    date = format_datetime(moment)
    number = hashlib.sha256(name.encode()).hexdigest()
    fields = [
        *wording.trace_fields(dice, date, number),
        *parties,
        ("Subject", wording.phrase(dice, dice.randint(3, 9))),
        ("Date", date),
        ("Message-ID", f"<{number[:32]}@mail.example>"),
        ("MIME-Version", "1.0"),
    ]
    return "".join(f"{name}: {text}\r\n" for name, text in fields).encode()


def _small(dice: random.Random) -> bytes:
    text = wording.phrase(dice, 50)
    return f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def _content(dice: random.Random, is_kept: bool) -> bytes:
    """Text and HTML alternatives, and a file with some."""
    size = int(math.exp(dice.gauss(math.log(TEXT_MEDIAN), TEXT_SPREAD)))
    text = _alternatives(dice, size)
    if dice.random() >= (FILES_OF_KEPT if is_kept else FILES_OF_OTHERS):
        return text
    boundary = f"mixed-{dice.getrandbits(64):016x}"
    parts = [text, _file(dice)]
    return _multipart("mixed", boundary, parts)


def _alternatives(dice: random.Random, size: int) -> bytes:
    boundary = f"alt-{dice.getrandbits(64):016x}"
    plain, markup = wording.letter(dice, size)
    parts = [
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + plain.encode(),
        b"Content-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + markup.encode(),
    ]
    return _multipart("alternative", boundary, parts)


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'
    edge = f"--{boundary}".encode()
    inside = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts)
    return head.encode() + inside + edge + b"--\r\n"


@cache
def _pool() -> bytes:
    """Base64 text in lines, as mail programs write it."""
    raw = random.Random("files").randbytes(POOL * 57 // LINE)
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")


def _file(dice: random.Random) -> bytes:
    name = f"{wording.phrase(dice, 2).replace(' ', '-')}.pdf"
    return file_part(dice, name, int(math.exp(dice.gauss(math.log(FILE_MEDIAN),
                                                         FILE_SPREAD))))  # fmt: skip


def file_part(dice: random.Random, name: str, size: int) -> bytes:
    """A file of about so many octets of base64, unlike any other one."""
    pool = _pool()
    start = dice.randrange(len(pool) // LINE) * LINE
    own = base64.encodebytes(dice.randbytes(57)).replace(b"\n", b"\r\n")
    body = (pool[start:] + pool * (size // len(pool) + 1))[: size // LINE * LINE]
    return FILE_HEAD.format(name=name).encode() + own + body
