# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose certificates are trusted: the machine's authorities, or those of one mailbox.

There is no way to trust any certificate, and none to leave out the host's name.
"""

import os
import ssl
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509

LONGEST_PEM = 64 * 1024  # characters
END = "-----END CERTIFICATE-----"


class BadAuthorities(ValueError):
    """What was pasted is no list of certificates to trust; ``args[0]`` tells why:
    ``too_long``, ``private_key``, ``unreadable`` or ``expired``."""


def checked_authorities(pem: str, now: datetime) -> datetime:
    """Until when the certificates of a private authority are all valid.

    :param pem: one or more certificates
    :raises BadAuthorities: why it cannot be used
    """
    if len(pem) > LONGEST_PEM:
        raise BadAuthorities("too_long")
    if "PRIVATE KEY" in pem:
        raise BadAuthorities("private_key")
    try:
        *pieces, _behind = pem.split(END)
        ends = min(expiry(f"{piece}{END}") for piece in pieces)
        own_context(pem)
    except (ValueError, ssl.SSLError):
        raise BadAuthorities("unreadable") from None
    if ends <= now:
        raise BadAuthorities("expired")
    return ends


def expiry(pem: str) -> datetime:
    found = x509.load_pem_x509_certificate(pem.encode("ascii", "replace"))
    if hasattr(found, "not_valid_after_utc"):
        return found.not_valid_after_utc
    return found.not_valid_after.replace(tzinfo=UTC)  # cryptography before 42


def tls_context(authorities: str) -> ssl.SSLContext:
    """Verified certificates and TLS 1.2 or newer.

    :param authorities: see ``Server``
    """
    if authorities:
        return own_context(authorities)
    paths = ssl.get_default_verify_paths()
    return machine_context(*(stamp(path) for path in (paths.cafile, paths.capath)))


@lru_cache(maxsize=4)
def machine_context(*_authorities: tuple[str, float]) -> ssl.SSLContext:
    """Reading the authorities takes longer than everything else of a login, so they
    are read again only when they change."""
    return verifying(ssl.create_default_context())


@lru_cache(maxsize=64)
def own_context(authorities: str) -> ssl.SSLContext:
    # OpenSSL takes ASCII; a comment may be in another alphabet, or begin with a mark.
    plain = authorities.encode("ascii", "ignore").decode()
    context = verifying(ssl.create_default_context(cadata=plain))
    # What was pasted may be the authority between the server's and the root.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context


def verifying(context: ssl.SSLContext) -> ssl.SSLContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def stamp(path: str | None) -> tuple[str, float]:
    """A file or folder and when it was changed."""
    try:
        return (path, os.stat(path).st_mtime) if path else ("", 0)
    except OSError:
        return path or "", 0
