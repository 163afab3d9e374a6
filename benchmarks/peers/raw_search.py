# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail of one address in the inbox: searched, and fetched whole."""

from .raw_imap import literals, raw_client


def search(port: int, login: str, password: str, email: str) -> int:
    """How many mails are from the address, or to it."""
    with raw_client(port, login, password) as client:
        client.ask('EXAMINE "INBOX"')
        fields = ("FROM", "TO", "CC", "BCC")
        keys = " ".join(f'OR {field} "{email}"' for field in fields)
        [line] = [
            line
            for line in client.ask(
                f'UID SEARCH {keys} HEADER REPLY-TO "{email}"'
            ).splitlines()
            if line.startswith(b"* SEARCH")
        ]
        uids = line.decode().split()[2:]
        if not uids:
            return 0
        found = client.ask(f"UID FETCH {','.join(uids)} (UID BODY.PEEK[])")
        return len(list(literals(found)))
