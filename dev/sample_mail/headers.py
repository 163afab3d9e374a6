# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Header fields: encoded words (RFC 2047) and file names (RFC 2231)."""

from email.header import Header
from email.utils import encode_rfc2231, formataddr

from .directory import Party


def fits(text: str, charset: str) -> bool:
    """Whether ``text`` can be written in ``charset``."""
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def encoded(text: str, charset: str) -> str:
    """ASCII text unchanged, anything else as encoded words in ``charset``."""
    if text.isascii():
        return text
    known = charset if fits(text, charset) else "utf-8"
    return " ".join(Header(text, known, maxlinelen=72).encode().split())


def address(party: Party, charset: str) -> str:
    """``Anna Berg <anna@brightwater.example>``."""
    if party.name.isascii():
        return formataddr((party.name, party.email))
    return f"{encoded(party.name, charset)} <{party.email}>"


def address_list(parties: tuple[Party, ...], charset: str) -> str:
    """A To, Cc or Bcc field."""
    return ", ".join(address(party, charset) for party in parties)


def parameter(name: str, filename: str, rfc2047: bool) -> str:
    """A parameter with a file name in it, as modern or as old programs write it."""
    if filename.isascii():
        return f'{name}="{filename}"'
    if rfc2047:
        return f'{name}="{encoded(filename, "utf-8")}"'
    return f"{name}*={encode_rfc2231(filename, 'utf-8')}"
