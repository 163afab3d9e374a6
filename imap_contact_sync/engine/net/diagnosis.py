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
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import (
    AdminMustAct,
    FolderUnavailable,
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from .guard import Server
from .imap4 import NotUnderstood

# We ask for too much: no other command now, whatever this one was about.
THROTTLED = re.compile(
    r"\[(?:THROTTLED|OVERQUOTA)\]|throttl|backoff time|rate limit"
    r"|exceeded command or bandwidth",
    re.IGNORECASE,
)
# Microsoft 365: "Request is throttled. Suggested Backoff Time: 299961 milliseconds".
BACKOFF_TIME = re.compile(r"backoff time: *(\d{1,12}) *milliseconds", re.IGNORECASE)
LONGEST_WAIT = 7 * 24 * 3600  # seconds; beyond that a server is not believed
# Not a wrong password, although the server answers NO to LOGIN.
BUSY = re.compile(
    r"\[(?:LIMIT|UNAVAILABLE|INUSE|SERVERBUG|CONTACTADMIN)\]|too many|unsafe login"
    r"|authenticated but not connected|server unavailable|try again later",
    re.IGNORECASE,
)
# Yahoo says so about single messages, for ever.
MESSAGE_REFUSED = re.compile(r"\[(?:UNAVAILABLE|SERVERBUG)\]", re.IGNORECASE)
# Of a SEARCH: too many keys, or one that the server cannot deal with.
SEARCH_REFUSED = re.compile(r"\[(?:LIMIT|SERVERBUG)\]", re.IGNORECASE)
# What else a NO or BAD means, by phase.
REFUSALS: dict[str, tuple[type[MailboxError], str]] = {
    "greet": (RetryLater, "not_imap"),
    "folder": (FolderUnavailable, "folder_refused"),
    "search": (FolderUnavailable, "folder_refused"),
    "fetch": (FolderUnavailable, "fetch_refused"),
}
# What says nothing about the server's load, by phase.
REFUSED_ALONE = {"fetch": MESSAGE_REFUSED, "search": SEARCH_REFUSED}
BEFORE_LOGIN = {"connect", "greet"}
BYE = re.compile(r"^\* BYE\b", re.IGNORECASE)
APP_PASSWORD = re.compile(r"app(?:lication)?.specific password|app password", re.I)
# Gmail: "Your account is not enabled for IMAP use"; Zoho: "You are yet to enable IMAP
# for your account"; QQ: "service is not open".
IMAP_OFF = re.compile(
    r"(?:not|yet to be) enabled for imap|to enable imap|service is not open"
    r"|imap(?: access| service)?(?: is| has been)? (?:disabled|not enabled|off\b)",
    re.IGNORECASE,
)
# Gmail: "[WEBALERT https://...] Web login required", "Please log in via your web
# browser".
WEB_LOGIN = re.compile(r"web login required|log in via your web browser", re.I)
NEEDS_TLS = re.compile(r"\[PRIVACYREQUIRED\]|plaintext auth", re.IGNORECASE)


@contextmanager
def diagnosed(
    phase: str, server: Server, hide: Callable[[str], str] = str
) -> Iterator[None]:
    """Let only our own errors out of a step of the conversation.

    :param phase: ``connect``, ``greet``, ``login``, ``talk``, ``folder``, ``search`` or
        ``fetch``
    :param hide: takes out of the server's text what must not be repeated
    """
    try:
        yield
    except ssl.SSLError as error:
        diagnosis = from_tls(error, phase)
    except OSError as error:
        diagnosis = from_socket(error, phase, server)
    except imaplib.IMAP4.error as error:
        diagnosis = from_imap(error, phase, server, hide)
    else:
        return
    raise diagnosis


def from_tls(error: ssl.SSLError, phase: str) -> MailboxError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return AdminMustAct("certificate", error.verify_message)
    if phase not in BEFORE_LOGIN:
        return RetryLater("connection_lost")
    if error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}:
        return RetryLater("wrong_encryption")
    return RetryLater("tls_failed", str(error.reason or ""))


def from_socket(error: OSError, phase: str, server: Server) -> MailboxError:
    """Before the greeting all of these are one and the same to the user (NET-5)."""
    if isinstance(error, ConnectionRefusedError):
        return RetryLater("connection_refused")
    if isinstance(error, TimeoutError):
        if phase == "greet" and server.encryption == "starttls":
            # A TLS port waits for the client to speak first, so no greeting comes.
            return RetryLater("wrong_encryption")
        return RetryLater("no_answer" if phase in BEFORE_LOGIN else "too_slow")
    if phase in BEFORE_LOGIN:
        return RetryLater("unreachable" if phase == "connect" else "no_greeting")
    return RetryLater("connection_lost")


def from_imap(
    error: imaplib.IMAP4.error,
    phase: str,
    server: Server,
    hide: Callable[[str], str] = str,
) -> MailboxError:
    # What stands in the place of a greeting may be anything, and is never repeated.
    text = said(error)
    shown = "" if phase in BEFORE_LOGIN else hide(text)
    if busy := from_busy(text, phase, shown):
        return busy
    if isinstance(error, imaplib.IMAP4.abort):
        return from_socket(ConnectionError(), phase, server)
    if isinstance(error, NotUnderstood):
        return AdminMustAct("login_not_understood", shown)
    if phase == "login":
        return from_login(text, shown)
    kind, reason = REFUSALS.get(phase, (RetryLater, "command_refused"))
    return kind(reason, shown)


def from_busy(text: str, phase: str, shown: str = "") -> MailboxError | None:
    """What the server's text says about its load, if it does."""
    if THROTTLED.search(text):
        return RetryLater("throttled", shown, asked_wait(text))
    refused = REFUSED_ALONE.get(phase)
    if refused and refused.search(text):
        return None
    if BUSY.search(text) or (phase == "greet" and BYE.match(text)):
        return RetryLater("server_busy", shown)
    return None


def asked_wait(text: str) -> float:
    """For how many seconds the server wants to be left alone; 0 if it names none."""
    found = BACKOFF_TIME.search(text)
    return min(int(found[1]) / 1000, LONGEST_WAIT) if found else 0


def said(error: imaplib.IMAP4.error) -> str:
    """The server's text, that imaplib gives as bytes or as text."""
    text = error.args[0] if error.args else ""
    if isinstance(text, bytes):
        return text.decode("utf-8", "replace")
    return str(text)


def from_login(text: str, shown: str) -> MailboxError:
    if NEEDS_TLS.search(text):
        return OwnerMustAct("needs_encryption", shown)
    if APP_PASSWORD.search(text):
        return OwnerMustAct("app_password", shown)
    if IMAP_OFF.search(text):
        return OwnerMustAct("imap_off", shown)
    if WEB_LOGIN.search(text):
        return OwnerMustAct("web_login", shown)
    return OwnerMustAct("wrong_password", shown)
