# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can go wrong with a mailbox, sorted by who must act.

Foreign errors (sockets, TLS, imaplib, IMAPClient) are translated into these
once, in ``net/session``. ``reason`` is a stable code; the database side turns it
into a sentence for the owner. ``detail`` is the server's own text, shortened and
stripped of control characters, never trusted as markup.
"""

from copy import copy

DETAIL_LENGTH = 300
LONGEST = 20 * DETAIL_LENGTH  # what is looked at of a text
# No IMAP server was found there, for one reason or another. Users are told no more than
# that, or they could find out what listens where (NET-5).
NOT_REACHED = frozenset(
    {"bad_host", "bad_port", "private_address", "unknown_host", "name_server"}
    | {"connection_refused", "unreachable", "no_answer", "no_greeting", "not_imap"}
    | {"wrong_encryption", "tls_failed"}
)


class MailboxError(Exception):
    """Something between us and a mailbox failed."""

    concerns_mailbox = True  # and not one folder or message of it only

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = clean_detail(detail)

    def bare(self) -> "MailboxError":
        """The same without a traceback or context, which hold variables of calls."""
        return copy(self)


class RetryLater(MailboxError):
    """Nobody must act: the same request may succeed at a later run.

    ``wait``: for how many seconds the server asked to be left alone, 0 if it did not.
    """

    def __init__(self, reason: str, detail: str = "", wait: float = 0) -> None:
        super().__init__(reason, detail)
        self.wait = wait


class OwnerMustAct(MailboxError):
    """Trying again is useless, or does harm, until the owner changes something.

    Never for what a mailbox that works may meet for a while: a server that restarts
    refuses connections, and a name server can forget a name for an hour.
    """


class AdminMustAct(MailboxError):
    """Trying again is useless until an administrator changes something."""


class FolderUnavailable(MailboxError):
    """This one folder, or message of it, cannot be read; the others go on."""

    concerns_mailbox = False


def clean_detail(text: str) -> str:
    """The server's text as one short line without control or bidi characters."""
    printable = "".join(char if char.isprintable() else " " for char in text[:LONGEST])
    return " ".join(printable.split())[:DETAIL_LENGTH]
