# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A mail server that plays a script, in a thread, on the loopback interface.

A step of the script is ``(pattern, *answers)``: the client's next command must match
the pattern. An answer that begins with OK, NO or BAD gets the command's tag; every
other one is sent as it is, and one that can be called gets the connection.
CAPABILITY, STARTTLS, the login and LOGOUT go without saying.
"""

import functools
import ipaddress
import os
import re
import socket
import ssl
import tempfile
import threading
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from odoo.addons.imap_contact_sync.engine.net import bounds, imap4, reader, transport
from odoo.addons.imap_contact_sync.engine.net.guard import Server

HANG_UP = None  # an answer: the server closes the connection
TAGGED = re.compile(rb"(OK|NO|BAD)\b")
FOLDERS = []  # of certificates: removed when the tests end
USUAL = (
    ("AUTHENTICATE PLAIN", b"+ "),
    ("LOGIN .*", b"OK logged in"),
    ("ID .*", b"* ID NIL", b"OK done"),
    ("LOGOUT", b"* BYE bye", b"OK done", HANG_UP),
)


class ScriptedServer:
    """Records in ``lines`` what the client said, without the tags."""

    def __init__(self, *script, encryption="ssl", name="localhost", **options):
        self.script = list(script)
        self.encryption = encryption
        self.name = name
        self.greeting = options.pop("greeting", b"* OK ready")
        self.capabilities = options.pop("capabilities", b"IMAP4rev1 AUTH=PLAIN")
        self.clear_capabilities = options.pop("clear", b"IMAP4rev1 STARTTLS")
        # Sent in clear text with the answer to STARTTLS: before it, and behind it.
        self.injected = options.pop("injected", (b"", b""))
        # Of a certificate that is made for it, and of the newest TLS that it speaks.
        self.expired = options.pop("expired", False)
        self.newest = options.pop("newest", ssl.TLSVersion.MAXIMUM_SUPPORTED)
        # After how many octets it hangs up.
        self.cut = options.pop("cut", None)
        self.sent = 0
        self.lines = []
        self.tag = b""
        self.challenged = False  # the next line is the answer, no command
        self.closed = threading.Event()
        assert not options, options

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.listener.close()
        # A thread that waits for a client has to be woken.
        self.thread.join(0 if self.closed.is_set() else 0.1)

    def address(self, encryption=None):
        return Server("localhost", self.port, encryption or self.encryption)

    @property
    def allowed(self):
        return {f"localhost:{self.port}"}

    @property
    def verbs(self):
        return [line.split(b" ")[0].decode("latin-1") for line in self.lines]

    def said(self, text):
        return any(text in line for line in self.lines)

    def _run(self):
        try:
            connection, _client = self.listener.accept()
        except OSError:
            return
        try:
            # Also an error of TLS: the client does not like our certificate.
            with suppress(OSError):
                self._serve(connection)
        finally:
            self.closed.set()

    def _serve(self, connection):
        connection.settimeout(5)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.encryption == "ssl":
            connection = self._encrypted(connection)
        with connection:
            connection.sendall(self.greeting + b"\r\n")
            while connection and (line := read_line(connection)):
                connection = self._answer(connection, line.rstrip(b"\r\n"))

    def _encrypted(self, connection):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(self.name, self.expired))
        if self.newest < ssl.TLSVersion.TLSv1_2:
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = self.newest
        return Counted(context.wrap_socket(connection, server_side=True), self)

    def _answer(self, connection, line):
        """:return: the connection to go on with, or None"""
        if self.challenged:
            self.challenged = False
            self.lines.append(line)
            answers = [b"OK logged in"]
            if self.script and self.script[0][0] == "PASSWORD":
                answers = self.script.pop(0)[1:]
        else:
            self.tag, _space, command = line.partition(b" ")
            self.lines.append(command)
            if command == b"STARTTLS":
                before, behind = self.injected
                tagged = self.tag + b" OK begin\r\n"
                connection.sendall(before + tagged + behind)
                return self._encrypted(connection)
            answers = self._answers(connection, command.decode("latin-1"))
            is_login = command == b"AUTHENTICATE PLAIN"
            self.challenged = is_login and answers[0].startswith(b"+")
        for said in answers:
            if callable(said):
                said(connection)
            elif said is not HANG_UP:
                tag = self.tag + b" " if TAGGED.match(said) else b""
                connection.sendall(tag + said + b"\r\n")
        return None if HANG_UP in answers else connection

    def _answers(self, connection, command):
        if self.script and re.fullmatch(self.script[0][0], command):
            return self.script.pop(0)[1:]
        if command == "CAPABILITY":
            encrypted = isinstance(connection, Counted)
            told = self.capabilities if encrypted else self.clear_capabilities
            return [b"* CAPABILITY " + told, b"OK done"]
        for pattern, *answers in USUAL:
            if re.fullmatch(pattern, command):
                return answers
        return [b"BAD this is not in the script"]


def read_line(connection):
    """A line byte by byte: nothing may be buffered when TLS begins."""
    line = b""
    while not line.endswith(b"\n") and (byte := connection.recv(1)):
        line += byte
    return line


class Counted:
    """A connection whose server hangs up after ``cut`` octets."""

    def __init__(self, connection, server):
        self.connection, self.server = connection, server

    def __getattr__(self, name):
        return getattr(self.connection, name)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.connection.close()

    def sendall(self, content):
        server = self.server
        left = None if server.cut is None else server.cut - server.sent
        server.sent += len(content)
        self.connection.sendall(content[:left])
        if left is not None and len(content) > left:
            raise ConnectionAbortedError


def certificate(name, expired=False):
    """The path of a throw-away certificate with its key, for that host name."""
    return made_certificate(name, expired)


@functools.cache
def made_certificate(name, expired):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=-1 if expired else 30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    no_password = serialization.NoEncryption()
    folder = tempfile.TemporaryDirectory(prefix="imap_contact_sync_")
    FOLDERS.append(folder)
    path = Path(folder.name) / "certificate.pem"
    path.write_bytes(
        made.public_bytes(encoding) + key.private_bytes(encoding, form, no_password)
    )
    return path


@contextmanager
def quick(seconds=0.2):
    """Wait only that long for servers that do not answer."""
    names = ("CONNECT_SECONDS", "OPERATION_SECONDS", "CLOSE_SECONDS")
    with ExitStack() as stack:
        for module in (bounds, imap4, transport, reader):
            for name in names:
                if hasattr(module, name):
                    stack.enter_context(patch.object(module, name, seconds))
        yield


@contextmanager
def trusted(*names, expired=False):
    """Trust the certificates of these names, and no others."""
    with tempfile.NamedTemporaryFile(suffix=".pem") as bundle:
        for name in names:
            bundle.write(certificate(name, expired).read_bytes())
        bundle.flush()
        with patch.dict(os.environ, SSL_CERT_FILE=bundle.name):
            yield
