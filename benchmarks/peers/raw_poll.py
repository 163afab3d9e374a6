# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A poll with nothing lost: login, one question about all folders, logout."""

from .raw_imap import raw_client

ITEMS = "(UIDNEXT UIDVALIDITY MESSAGES)"


def poll(port: int, login: str, password: str) -> None:
    """Ask by LIST-STATUS (RFC 5819)."""
    with raw_client(port, login, password) as client:
        client.ask(f'LIST "" "*" RETURN (SPECIAL-USE STATUS {ITEMS})')


def poll_poor(port: int, login: str, password: str, folders: list[str]) -> None:
    """Ask for the folders, then for the status of each, all in one flight."""
    with raw_client(port, login, password) as client:
        client.ask('LIST "" "*"')
        client.ask(*(f'STATUS "{folder}" {ITEMS}' for folder in folders))
