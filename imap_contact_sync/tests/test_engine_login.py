# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What becomes of a password: where it is sent, and where it is not (TLS-5, LOG-2)."""

import base64
import gc
import logging
import types
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import (
    DETAIL_LENGTH,
    AdminMustAct,
    MailboxError,
    OwnerMustAct,
    RetryLater,
)
from odoo.addons.imap_contact_sync.engine.net import login as login_module
from odoo.addons.imap_contact_sync.engine.net.guard import Server
from odoo.addons.imap_contact_sync.engine.net.login import Secret
from odoo.addons.imap_contact_sync.engine.net.session import open_session

from .mail_server import PASSWORD, MailServer, mail
from .scripted_server import HANG_UP, ScriptedServer, trusted
from .test_engine_session import LOGIN_ONLY, SessionCase

CANARY = 'Zq9-"CANARY'
BOTH = b"IMAP4rev1 AUTH=PLAIN"


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def forms(password):
    """As it is, in quotes, and as AUTHENTICATE PLAIN sends it."""
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    return [password, quoted, encoded(password), encoded(f"\0ann\0{password}"),
            repr(password)[1:-1]]  # fmt: skip


def held_by(error):
    """All texts that can be reached from an exception: its frames, its context, and
    whatever these refer to; not through modules and classes, which are everybody's."""
    found, met, rest = [], set(), [error]
    here = (types.ModuleType, type, logging.Logger, types.FunctionType)
    while rest:
        each = rest.pop()
        if id(each) in met or isinstance(each, here):
            continue
        met.add(id(each))
        if isinstance(each, (str, bytes, bytearray)):
            found.append(each if isinstance(each, str) else each.decode("latin-1"))
        elif isinstance(each, types.FrameType):
            if "/tests/" not in each.f_code.co_filename:
                rest += each.f_locals.values()
        elif isinstance(each, types.TracebackType):
            rest += filter(None, [each.tb_frame, each.tb_next])
        else:
            if isinstance(each, BaseException):
                rest += [each.__traceback__, each.__context__, each.__cause__]
            rest += gc.get_referents(each)
    return found


class TestSecretsInErrors(SessionCase):
    """LOG-2"""

    def failure(self, *script, password=CANARY, **options):
        server = ScriptedServer(*script, **options)
        trust = options.get("name", "localhost") == "localhost"
        caught = None
        with server, trusted(*["localhost"] * trust):
            try:
                with self.opened(server, password=password) as session:
                    session.folders()
            except MailboxError as error:
                caught = error
        self.assertTrue(server.closed.wait(2))
        return caught

    def assert_clean(self, error, password=CANARY):
        texts = held_by(error)
        self.assertGreater(len(texts), 5)  # the search sees something
        for form in forms(password):
            self.assertFalse([text[:200] for text in texts if form in text], error)

    def test_the_search_finds_what_is_there(self):
        def failing(password):
            try:
                raise ValueError(len(password))
            except ValueError:
                raise RetryLater("x") from None

        code = failing.__code__.replace(co_filename="/elsewhere.py")
        # Not by assertRaises: it empties the frames.
        try:
            types.FunctionType(code, globals())(Holder("deep canary"))
        except RetryLater as error:
            self.assertIn("deep canary", held_by(error))

    def test_no_exception_holds_it(self):
        echo = [b"NO you said " + form.encode() for form in forms(CANARY)]
        table = [
            ("wrong_password", [("PASSWORD", b"NO [AUTHENTICATIONFAILED] no")], {}),
            ("wrong_password", [("LOGIN .*", b"NO no")], {"capabilities": LOGIN_ONLY}),
            ("connection_lost", [("PASSWORD", HANG_UP)], {}),
            ("connection_lost", [("LOGIN .*", HANG_UP)], {"capabilities": LOGIN_ONLY}),
            ("connection_lost", [("PASSWORD", b"garbage")], {}),
            ("server_busy", [("PASSWORD", b"* BYE too many")], {}),
            ("login_not_understood",
             [("PASSWORD", b"BAD x"), ("LOGIN .*", b"BAD x")], {}),
            ("certificate", [], {"name": "other.example"}),
            ("preauth", [], {"greeting": b"* PREAUTH hello"}),
            ("command_refused", [("LIST .*", b"NO no")], {}),
            *[("wrong_password", [("PASSWORD", each)], {}) for each in echo],
            *[("wrong_password", [("PASSWORD", b"* " + each, each)], {})
              for each in echo],
        ]  # fmt: skip
        for reason, script, options in table:
            with self.subTest(reason=reason, script=script):
                error = self.failure(*script, **options)
                self.assertEqual(error.reason, reason)
                self.assert_clean(error)

    def test_password_that_cannot_be_said(self):
        """F20: Python's own error holds all of it."""
        for password in ("Zq9-CÄNARY", "Zq9\0CANARY", "Zq9\nCANARY"):
            with self.subTest(password=password):
                error = self.failure(password=password, capabilities=LOGIN_ONLY)
                self.assertEqual(error.reason, "unsafe_argument")
                self.assert_clean(error, password)

    def test_our_own_mistakes_do_not_hold_it_either(self):
        def wrong(client, login, password):
            words = [login, password]
            try:
                return words[2]
            except IndexError:
                return words[3]

        code = wrong.__code__.replace(co_filename="/elsewhere.py")
        mistake = types.FunctionType(code, globals())
        with (
            patch.object(login_module, "say_password__", mistake),
            ScriptedServer() as server,
            trusted("localhost"),
        ):
            try:
                self.opened(server, password=CANARY).__enter__()
            except IndexError as error:
                self.assert_clean(error)
            else:
                self.fail("There was a mistake.")

    def test_session_forgets_it(self):
        """Nothing of a session that goes on holds it (SEC-12)."""
        for capabilities in (BOTH, LOGIN_ONLY, BOTH + b" SASL-IR"):
            script = [("AUTHENTICATE PLAIN .*", b"OK in")]
            with ScriptedServer(
                *(script if b"SASL" in capabilities else []), capabilities=capabilities
            ) as server:
                with (
                    trusted("localhost"),
                    self.opened(server, password=CANARY) as session,
                ):
                    self.assert_clean(Holder(session))


class Holder(Exception):
    """Something to look through."""

    def __len__(self):
        return 1


class TestWhatIsSaid(SessionCase):
    def test_tls_5_login_disabled(self):
        for capabilities in (BOTH, LOGIN_ONLY):
            told = capabilities + b" LOGINDISABLED"
            self.assert_fails(AdminMustAct, "login_disabled", capabilities=told)
            self.assertEqual(set(self.server.verbs), {"CAPABILITY"})

    def test_tls_5_login_disabled_in_clear_text_only(self):
        """As it should be: LOGIN is for after STARTTLS."""
        clear = b"IMAP4rev1 STARTTLS LOGINDISABLED"
        with self.session(encryption="starttls", clear=clear):
            pass
        self.assertIn("AUTHENTICATE", self.server.verbs)

    def test_mechanism_that_is_not_understood(self):
        """BAD is no word about the password."""
        script = ("PASSWORD", b"BAD what is PLAIN"), ("LOGIN .*", b"OK in")
        with self.session(*script):
            pass
        self.assertEqual(self.server.verbs.count("LOGIN"), 1)
        script = ("PASSWORD", b"BAD what"), ("LOGIN .*", b"NO wrong")
        self.assert_fails(OwnerMustAct, "wrong_password", *script)
        script = ("AUTHENTICATE PLAIN", b"BAD what"), ("LOGIN .*", b"BAD what")
        self.assert_fails(AdminMustAct, "login_not_understood", *script)
        self.assertEqual(self.server.verbs.count("LOGIN"), 1)
        script = ("PASSWORD", b"BAD what")
        self.assert_fails(AdminMustAct, "login_not_understood", script, password="pä")
        self.assertNotIn("LOGIN", self.server.verbs)
        script = ("PASSWORD", b"BAD User is authenticated but not connected.")
        self.assert_fails(RetryLater, "server_busy", script)
        self.assertNotIn("LOGIN", self.server.verbs)

    def test_a_refusal_is_believed(self):
        """Lockouts: a password that was refused is not said again in another way."""
        self.assert_fails(OwnerMustAct, "wrong_password", ("PASSWORD", b"NO no"))
        self.assertNotIn("LOGIN", self.server.verbs)
        self.assertEqual(self.server.verbs.count("AUTHENTICATE"), 1)

    def test_one_answer_to_many_challenges(self):
        challenges = ("PASSWORD", b"+ once more", b"+ and again", b"OK in")
        with self.session(challenges):
            pass
        answers = [line for line in self.server.lines if b"AGFubg" in line]
        self.assertEqual(len(answers), 1)


class TestWhatTheServerSays(SessionCase):
    """LOG-4, SRV-11"""

    def detail(self, answer, password=CANARY):
        script = ("PASSWORD", b"NO " + answer)
        error = self.assert_fails(
            OwnerMustAct, "wrong_password", script, password=password
        )
        return error.detail

    def test_echo_of_the_password(self):
        for password in (CANARY, "pä$$\\w.rd", "***", "correct horse"):
            for form in forms(password):
                for echo in (form, form.rstrip("="), form.upper()):
                    with self.subTest(form=echo):
                        found = self.detail(b"bad: " + echo.encode() + b" .", password)
                        self.assertEqual(found, "bad: *** .")

    def test_echo_at_the_edge(self):
        """The text is cut behind the redaction, not before it."""
        text = b"x" * (DETAIL_LENGTH - 4) + CANARY.encode()
        self.assertNotIn("Zq9", self.detail(text))

    def test_long_and_ugly_texts(self):
        for ugly in (b"\x1b[2J\x1b]0;title\x07hello", "\u202ehello\u2069".encode()):
            found = self.detail(ugly)
            self.assertTrue(found.isprintable(), found)
            self.assertIn("hello", found)
        self.assertEqual(len(self.detail(b"x" * 900_000)), DETAIL_LENGTH)

    def test_net_5_what_stands_in_place_of_a_greeting_is_never_shown(self):
        for greeting in (b"* BYE secret-banner", b"* NO secret-banner", b"SSH-2.0-x",
                         b"* OK", b"220 secret-banner ESMTP", b"-ERR secret-banner",
                         b"* BYE [THROTTLED] secret-banner"):  # fmt: skip
            with self.subTest(greeting=greeting):
                with ScriptedServer(greeting=greeting) as server, trusted("localhost"):
                    try:
                        with self.opened(server):
                            pass
                    except MailboxError as error:
                        self.assertEqual(error.detail, "")


class TestLog(SessionCase):
    """LOG-1, with a real server: no level of any logger knows what passes."""

    @contextmanager
    def everything_logged(self):
        records = []
        everything = patch.object(logging.Logger, "isEnabledFor", return_value=True)
        collected = patch.object(
            logging.Logger, "handle", lambda _s, r: records.append(r)
        )
        with everything, collected:
            yield records

    def test_log_1_session_with_a_real_server(self):
        server = MailServer()
        login = "log1@test.example"
        letter = mail("canary-from@x.example", login, "canary-subject", "canary-body")
        server.deliver(login, letter)
        where = Server(server.host, server.ssl_port, "ssl")
        allowed = {f"{server.host}:{server.ssl_port}"}
        with self.everything_logged() as records:
            logging.getLogger("odoo.addons.imap_contact_sync.tests").debug("a line")
            with open_session(where, login, Secret(PASSWORD), allowed) as session:
                session.folders_with_status()
                opened = session.open(b"INBOX")
                uids = session.uids(range(1, opened.uidnext), opened.exists)
                self.assertTrue(session.headers(uids).found)
                self.assertTrue(session.messages(list(uids)).found)
                self.assertTrue(b"".join(session.chunks(next(iter(uids)), 100)))
            wrong = Secret("canary-password")
            with self.assertRaises(OwnerMustAct):
                open_session(where, login, wrong, allowed).__enter__()
        text = "\n".join(record.getMessage() for record in records)
        self.assertIn("a line", text)
        for canary in ("canary", PASSWORD, encoded(f"\0{login}\0{PASSWORD}"), login):
            self.assertNotIn(canary, text)

    def test_imaplib_keeps_no_line(self):
        with self.session(("EXAMINE .*", b"* 1 EXISTS", b"OK done")) as session:
            session.open(b"INBOX")
            imap = session._client._imap
            imap.debug = 5
            self.assertEqual(imap.debug, 0)
            self.assertEqual(imap._cmd_log, {})
            self.assertFalse(session.headers(UidSet()).found)
