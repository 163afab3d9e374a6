# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import imaplib
import socket
import ssl

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.errors import (
    AdminMustAct,
    FolderUnavailable,
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.net.diagnosis import diagnosed
from odoo.addons.imap_contact_sync.engine.net.guard import Server

TLS, STARTTLS = Server("m.example", 993, "ssl"), Server("m.example", 143, "starttls")
# A server's NO to a login, and who must act (imap note, section 5).
LOGINS = (
    ("[AUTHENTICATIONFAILED] Authentication failed.", OwnerMustAct, "wrong_password"),
    (
        "[AUTHENTICATIONFAILED] Invalid credentials (Failure)",
        OwnerMustAct,
        "wrong_password",
    ),
    ("[AUTHORIZATIONFAILED] no", OwnerMustAct, "wrong_password"),
    ("[EXPIRED] password expired", OwnerMustAct, "wrong_password"),
    ("LOGIN failed.", OwnerMustAct, "wrong_password"),
    ("", OwnerMustAct, "wrong_password"),
    (
        "[ALERT] Application-specific password required: https://support.example/185833"
        " (Failure)",
        OwnerMustAct,
        "app_password",
    ),
    ("[AUTHENTICATIONFAILED] please use an app password", OwnerMustAct, "app_password"),
    (
        "[PRIVACYREQUIRED] Plaintext authentication disallowed",
        OwnerMustAct,
        "needs_encryption",
    ),
    ("[LIMIT] Too many logins", RetryLater, "server_busy"),
    (
        "[OVERQUOTA] Account exceeded command or bandwidth limits",
        RetryLater,
        "throttled",
    ),
    ("[UNAVAILABLE] AUTHENTICATE Server error", RetryLater, "server_busy"),
    ("[INUSE] mailbox is locked", RetryLater, "server_busy"),
    ("[SERVERBUG] Internal error", RetryLater, "server_busy"),
    ("[THROTTLED] slow down", RetryLater, "throttled"),
    ("[CONTACTADMIN] x", RetryLater, "server_busy"),
    ("[ALERT] Too many simultaneous connections. (Failure)", RetryLater, "server_busy"),
    ("Rate limit hit.", RetryLater, "throttled"),
    (
        "Request is throttled. Suggested Backoff Time: 299 milliseconds",
        RetryLater,
        "throttled",
    ),
    ("User is authenticated but not connected.", RetryLater, "server_busy"),
)


def tls_error(reason):
    error = ssl.SSLError(1, f"[SSL: {reason}]")
    error.reason = reason
    return error


class TestDiagnosis(BaseCase):
    def diagnosis(self, error, phase="talk", server=TLS):
        with self.assertRaises(MailboxError) as caught, diagnosed(phase, server):
            raise error
        return type(caught.exception), caught.exception.reason

    def test_login(self):
        for text, *expected in LOGINS:
            for form in (text, text.encode(), text.lower()):
                with self.subTest(form=form):
                    found = self.diagnosis(imaplib.IMAP4.error(form), "login")
                    self.assertEqual(found, tuple(expected))

    def test_detail_is_the_text_that_the_server_sent(self):
        for form in ("It's gone", b"It's gone"):
            with self.subTest(form=form):
                with self.assertRaises(MailboxError) as caught, diagnosed("login", TLS):
                    raise imaplib.IMAP4.error(form)
                self.assertEqual(caught.exception.detail, "It's gone")

    def test_refusals_by_phase(self):
        refusal = imaplib.IMAP4.error("EXAMINE failed: [NONEXISTENT] Unknown Mailbox")
        table = [
            ("folder", FolderUnavailable, "folder_refused"),
            ("search", FolderUnavailable, "folder_refused"),
            ("talk", RetryLater, "command_refused"),
            ("greet", RetryLater, "not_imap"),
            ("fetch", FolderUnavailable, "fetch_refused"),
        ]
        for phase, *expected in table:
            with self.subTest(phase=phase):
                self.assertEqual(self.diagnosis(refusal, phase), tuple(expected))

    def test_one_message_is_unavailable(self):
        """Yahoo's answer to some messages, for ever."""
        error = imaplib.IMAP4.error("[UNAVAILABLE] UID FETCH Server error")
        found = self.diagnosis(error, "fetch")
        self.assertEqual(found, (FolderUnavailable, "fetch_refused"))
        self.assertEqual(self.diagnosis(error, "talk"), (RetryLater, "server_busy"))

    def test_one_search_is_too_much(self):
        for text in ("[LIMIT] Too many search keys", "[SERVERBUG] Internal error"):
            error = imaplib.IMAP4.error(text)
            found = self.diagnosis(error, "search")
            self.assertEqual(found, (FolderUnavailable, "folder_refused"))
            self.assertEqual(self.diagnosis(error, "folder")[1], "server_busy")
        lost = self.diagnosis(imaplib.IMAP4.abort("* BYE [LIMIT] Too much"), "search")
        self.assertEqual(lost, (RetryLater, "connection_lost"))

    def test_the_time_that_a_throttling_server_names(self):
        table = [
            ("Request is throttled. Suggested Backoff Time: 299961 milliseconds", 300),
            ("NO [THROTTLED] slow down", 0),
            ("Suggested Backoff Time: 999999999999 milliseconds", 7 * 86400),
            ("Suggested Backoff Time: " + "9" * 5000 + " milliseconds", 0),
        ]
        for text, seconds in table:
            for phase in ("greet", "login", "talk", "folder", "search", "fetch"):
                with self.subTest(text=text[:60], phase=phase):
                    with self.assertRaises(RetryLater) as caught, diagnosed(phase, TLS):
                        raise imaplib.IMAP4.error(text)
                    self.assertEqual(caught.exception.reason, "throttled")
                    self.assertAlmostEqual(caught.exception.wait, seconds, delta=1)

    def test_busy_in_every_phase(self):
        # At Microsoft the login succeeds and the first command fails so.
        busy = "command error: BAD [b'User is authenticated but not connected.']"
        for phase in ("greet", "login", "folder", "search", "talk"):
            for kind in (imaplib.IMAP4.error, imaplib.IMAP4.abort):
                with self.subTest(phase=phase, kind=kind):
                    found = self.diagnosis(kind(busy), phase)
                    self.assertEqual(found, (RetryLater, "server_busy"))

    def test_lost_connections(self):
        for error in (
            imaplib.IMAP4.abort("socket error: EOF"),
            imaplib.IMAP4.abort(b"* BYE Server shutting down"),
            imaplib.IMAP4.readonly("mailbox status changed to READ-ONLY"),
            ConnectionResetError(),
            BrokenPipeError(),
            tls_error("UNEXPECTED_EOF_WHILE_READING"),
        ):
            for phase in ("greet", "login", "folder", "talk"):
                with self.subTest(error=repr(error), phase=phase):
                    kind, reason = self.diagnosis(error, phase, STARTTLS)
                    self.assertIs(kind, RetryLater)
                    self.assertIn(
                        reason,
                        ("connection_lost", "no_greeting", "server_busy", "tls_failed"),
                    )

    def test_sockets(self):
        table = [
            (ConnectionRefusedError(), "connect", RetryLater, "connection_refused"),
            (TimeoutError(), "connect", RetryLater, "no_answer"),
            (TimeoutError(), "talk", RetryLater, "too_slow"),
            (TimeoutError(), "greet", RetryLater, "no_answer"),
            (OSError(113, "No route to host"), "connect", RetryLater, "unreachable"),
            (socket.timeout(), "folder", RetryLater, "too_slow"),  # noqa: UP041
        ]
        for error, phase, *expected in table:
            with self.subTest(error=repr(error), phase=phase):
                self.assertEqual(self.diagnosis(error, phase), tuple(expected))
        found = self.diagnosis(TimeoutError(), "greet", STARTTLS)
        self.assertEqual(found, (RetryLater, "wrong_encryption"))

    def test_tls(self):
        certificate = ssl.SSLCertVerificationError()
        certificate.verify_message = "certificate has expired"
        table = [
            (certificate, AdminMustAct, "certificate"),
            (tls_error("WRONG_VERSION_NUMBER"), RetryLater, "wrong_encryption"),
            (tls_error("HTTP_REQUEST"), RetryLater, "wrong_encryption"),
            (tls_error("UNSUPPORTED_PROTOCOL"), RetryLater, "tls_failed"),
            (tls_error(None), RetryLater, "tls_failed"),
        ]
        for error, *expected in table:
            with self.subTest(reason=expected[1]):
                self.assertEqual(self.diagnosis(error, "greet"), tuple(expected))

    def test_our_own_errors_and_bugs_pass(self):
        for error in (AdminMustAct("preauth"), FolderUnavailable("x"), KeyError("x"),
                      KeyboardInterrupt()):  # fmt: skip
            with self.subTest(error=repr(error)):
                with self.assertRaises(type(error)) as caught, diagnosed("greet", TLS):
                    raise error
                self.assertIs(caught.exception, error)

    def test_no_error(self):
        with diagnosed("talk", TLS):
            pass
