# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Seals mailbox passwords with keys that are not in the database.

A sealed secret is ``ics1:<key's fingerprint>:<Fernet token>``. The token holds the
secret *and* the place it belongs to, because Fernet has no associated data: a
ciphertext that was copied to another account, database, server or login must not open
there. The fingerprint tells which key is missing, and which secrets an older key seals.
"""

import hashlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

PREFIX = "ics1:"
FINGERPRINT_LENGTH = 16  # hexadecimal digits


class SecretUnreadable(Exception):
    """The sealed text was not made with these keys for this place."""


@dataclass(frozen=True)
class SecretPlace:
    """Where a secret belongs; a sealed secret opens nowhere else."""

    database: str
    account: int
    host: str
    port: int
    login: str


class SecretBox:
    """Seals with the first key, opens with any (keys are urlsafe base64, 32 bytes).

    ``fingerprints``: of the keys, in their order.

    :raises ValueError: when there is no key, or one is malformed
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("no key")
        self._ring = MultiFernet([Fernet(key) for key in keys])
        self.fingerprints = tuple(map(fingerprint, keys))

    def seal(self, place: SecretPlace, secret: str) -> str:
        """The secret as text that is safe to store."""
        plain = json.dumps({"place": asdict(place), "secret": secret})
        token = self._ring.encrypt(plain.encode()).decode()
        return f"{PREFIX}{self.fingerprints[0]}:{token}"

    def open(self, place: SecretPlace, sealed: str) -> str:
        """The secret that was sealed for this place.

        :raises SecretUnreadable: other key, other place, or not a sealed secret
        """
        found, secret = self._decrypted(sealed)
        if found != asdict(place):
            secret = ""  # an error keeps the variables of the calls that it ended
            raise SecretUnreadable
        return secret

    def opens(self, place: SecretPlace, sealed: str) -> bool:
        """Whether a sealed secret opens for this place."""
        return self._decrypted(sealed)[0] == asdict(place)

    def _decrypted(self, sealed: str) -> tuple[object, str]:
        """The place and the secret; no place for what these keys do not open."""
        try:
            plain = json.loads(self._ring.decrypt(sealed.rpartition(":")[2]))
            return plain["place"], str(plain["secret"])
        except (InvalidToken, ValueError, LookupError, TypeError):
            return None, ""


def fingerprint(key: str) -> str:
    """Tells keys apart, and nothing about them: a key is 256 random bits."""
    named = b"imap_contact_sync key\0" + urlsafe_b64decode(key)
    return hashlib.sha256(named).hexdigest()[:FINGERPRINT_LENGTH]


def sealed_by(sealed: str) -> str:
    """The fingerprint of the key that sealed a secret; empty if it tells none."""
    return sealed.removeprefix(PREFIX).rpartition(":")[0]
