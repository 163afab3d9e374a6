# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A private certificate authority, and the mail server's certificate from it."""

import shutil
import ssl
from pathlib import Path

from .children import Wanted, run
from .place import Place
from .progress import step

DAYS = "3650"
KEY = ("-newkey", "rsa:2048", "-nodes")
AUTHORITY = (
    "-addext",
    "basicConstraints=critical,CA:TRUE",
    "-addext",
    "keyUsage=critical,keyCertSign,cRLSign",
)
SERVER = """basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost,IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3
"""


def folder(place: Place) -> Path:
    """Return where the certificates and keys lie."""
    return place.state / "dovecot" / "ssl"


def bundle(place: Place) -> Path:
    """Return the file that trusts the system's authorities and ours."""
    return folder(place) / "ca-bundle.pem"


def ensure(place: Place) -> None:
    """Create what is missing or outdated, and refresh the bundle.

    Call it only while the server is not running: it keeps its certificate.

    :raise Trouble: when openssl fails
    """
    target = folder(place)
    if not _is_current(target):
        with step("Creating certificates"):
            unfinished = target.with_name("ssl.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            _create(place, unfinished)
            place.server_user.own(unfinished / "server.key")
            shutil.rmtree(target, ignore_errors=True)
            unfinished.rename(target)
    _write_bundle(place)


def _is_current(target: Path) -> bool:
    """Tell whether the certificates are complete and of the present form."""
    form = target / "server.ext"
    return form.is_file() and form.read_text() == SERVER


def _create(place: Place, target: Path) -> None:
    failure = (
        "openssl could not create certificates. Read its messages, then try again."
    )
    wanted = Wanted(failure, place.log / "openssl.log", cwd=target)
    (target / "server.ext").write_text(SERVER)
    name = "/CN=imap_contact_sync development authority"
    authority = ["-x509", *KEY, *AUTHORITY, "-days", DAYS, "-subj", name]
    files = ["-keyout", "ca.key", "-out", "ca.pem"]
    run(["openssl", "req", *authority, *files], wanted)
    files = ["-keyout", "server.key", "-out", "server.csr"]
    run(["openssl", "req", "-new", *KEY, "-subj", "/CN=localhost", *files], wanted)
    signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
    files = ["-in", "server.csr", "-extfile", "server.ext", "-out", "server.pem"]
    run(["openssl", "x509", "-req", *signer, *files, "-days", DAYS], wanted)
    for key in ("ca.key", "server.key"):
        (target / key).chmod(0o600)


def system_authorities() -> str:
    """Return the certificates that this system trusts, empty when it has no file."""
    paths = ssl.get_default_verify_paths()
    usual = "/etc/ssl/certs/ca-certificates.crt"
    for path in (paths.cafile, paths.openssl_cafile, usual):
        if path and Path(path).is_file() and Path(path).name != "ca-bundle.pem":
            return Path(path).read_text(errors="replace")
    return ""


def _write_bundle(place: Place) -> None:
    ours = (folder(place) / "ca.pem").read_text()
    text = f"{system_authorities().rstrip()}\n{ours}"
    unfinished = bundle(place).with_suffix(".tmp")
    unfinished.write_text(text)
    unfinished.replace(bundle(place))
