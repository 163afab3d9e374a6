# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From the errors of sockets, TLS and imaplib to ours.

Classified by the phase it happened in, then by response code (RFC 5530), then by
the server's text: IMAPClient raises the same ``LoginError`` for a wrong password
and for "too many connections", and only the first one is the owner's to mend.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import (
    AdminMustAct,
    FolderUnavailable,
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from .guard import Server

# Not a wrong password, although the server answers NO to LOGIN.
BUSY = re.compile(
    r"\[(?:LIMIT|OVERQUOTA|UNAVAILABLE|INUSE|SERVERBUG|THROTTLED|CONTACTADMIN)\]"
    r"|throttl|too many|rate limit|authenticated but not connected"
    r"|exceeded command or bandwidth|server unavailable|try again later",
    re.IGNORECASE,
)
BYE = re.compile(r"^\* BYE\b", re.IGNORECASE)
APP_PASSWORD = re.compile(r"app(?:lication)?.specific password|app password", re.I)
NEEDS_TLS = re.compile(r"\[PRIVACYREQUIRED\]|plaintext auth", re.IGNORECASE)


@contextmanager
def diagnosed(phase: str, server: Server) -> Iterator[None]:
    """Let only our own errors out of a step of the conversation.

    :param phase: ``connect``, ``greet``, ``login``, ``folder`` or ``talk``
    """
    try:
        yield
    except ssl.SSLError as error:
        diagnosis = from_tls(error)
    except OSError as error:
        diagnosis = from_socket(error, phase, server)
    except imaplib.IMAP4.error as error:
        diagnosis = from_imap(error, phase, server)
    else:
        return
    raise diagnosis


def from_tls(error: ssl.SSLError) -> MailboxError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return AdminMustAct("certificate", error.verify_message)
    if error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}:
        return RetryLater("wrong_encryption")
    return RetryLater("tls_failed", str(error.reason or ""))


def from_socket(error: OSError, phase: str, server: Server) -> MailboxError:
    if isinstance(error, ConnectionRefusedError):
        return RetryLater("connection_refused")
    if isinstance(error, TimeoutError):
        if phase == "greet" and server.encryption == "starttls":
            # A TLS port waits for the client to speak first, so no greeting comes.
            return RetryLater("wrong_encryption")
        return RetryLater("no_answer")
    return RetryLater("connection_lost" if phase != "connect" else "unreachable")


def from_imap(error: imaplib.IMAP4.error, phase: str, server: Server) -> MailboxError:
    text = said(error)
    if BUSY.search(text) or (phase == "greet" and BYE.match(text)):
        return RetryLater("server_busy", text)
    if isinstance(error, imaplib.IMAP4.abort):
        return from_socket(ConnectionError(), phase, server)
    if phase == "greet":
        return RetryLater("not_imap")
    if phase == "login":
        return from_login(text)
    if phase == "folder":
        return FolderUnavailable("folder_refused", text)
    return RetryLater("command_refused", text)


def said(error: imaplib.IMAP4.error) -> str:
    """The server's text, that imaplib gives as bytes or as text."""
    text = error.args[0] if error.args else ""
    if isinstance(text, bytes):
        return text.decode("utf-8", "replace")
    return str(text)


def from_login(text: str) -> MailboxError:
    if NEEDS_TLS.search(text):
        return OwnerMustAct("wrong_encryption", text)
    if APP_PASSWORD.search(text):
        return OwnerMustAct("app_password", text)
    return OwnerMustAct("wrong_password", text)
