# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The answer to BODYSTRUCTURE (RFC 3501 7.4.2), to the names of a message's files.

Servers get this item wrong more often than any other, so that only what merely
informs is taken from it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import collapse_rfc2231_value, decode_params, unquote
from typing import Any

from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_fetch_response

from .files import safe_name
from .net.fetch import FetchResponse
from .text import decoded

BROKEN = (ProtocolError, IndexError, KeyError, TypeError, ValueError, RecursionError)
DISPOSITIONS = {b"attachment", b"inline"}


@dataclass(frozen=True)
class AttachedFile:
    """A file of a message that was not fetched; its encoded size in octets."""

    name: str
    size: int


def attached_files(responses: Iterable[FetchResponse]) -> list[AttachedFile]:
    """The named files; none when the server's answer cannot be read."""
    try:
        parsed = parse_fetch_response(list(as_imaplib(responses)))
        structures = [each[b"BODYSTRUCTURE"] for each in parsed.values()]
        return [file for each in structures for file in files_of(each)]
    except BROKEN:
        return []


def as_imaplib(
    responses: Iterable[FetchResponse],
) -> Iterator[bytes | tuple[bytes, bytes]]:
    """The form in which imaplib hands FETCH responses to its users."""
    for first, *rest in responses:
        lines = [first.partition(b" FETCH ")[0][2:] + b" " + first[first.index(b"(") :]]
        lines += rest
        texts, literals = lines[::2], lines[1::2]
        yield from (
            (t.rstrip(b"\r\n"), x) for t, x in zip(texts, literals, strict=False)
        )
        yield texts[-1].rstrip(b"\r\n")


def files_of(part: Sequence[Any]) -> Iterator[AttachedFile]:
    """The named files in a part; a multipart begins with the list of its parts."""
    if isinstance(part[0], list):
        for child in part[0]:
            yield from files_of(child)
    elif name := name_of(part):
        size = part[6] if isinstance(part[6], int) else 0
        yield AttachedFile(safe_name(name, "application/octet-stream"), size)


def name_of(part: Sequence[Any]) -> str:
    """From the disposition's parameters, else from the type's."""
    named = parameters(part[2])
    for item in part[7:]:
        if isinstance(item, tuple) and len(item) > 1 and item[0] is not None:
            if bytes(item[0]).lower() in DISPOSITIONS:
                named |= parameters(item[1])
    return decoded(named.get("filename", named.get("name", "")))


def parameters(pairs: Any) -> dict[str, str]:
    """The parameters of a Content-Type or -Disposition, RFC 2231's forms decoded."""
    if not isinstance(pairs, tuple):
        return {}
    texts = [each.decode("latin-1") for each in pairs if isinstance(each, bytes)]
    named = zip(map(str.lower, texts[::2]), texts[1::2], strict=False)
    read = decode_params([("", ""), *named])
    return {name: unquote(collapse_rfc2231_value(value)) for name, value in read}
