# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A private Dovecot IMAP server with mailboxes to try the addon with."""

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path

from . import certificates, packages, ports, records, running
from .children import output
from .place import Place
from .trouble import Trouble

NAME = "Dovecot"
# Any login of this form works, with this password.
TEST_LOGINS = "*@test.example"
TEST_PASSWORD = "Zq9-test-canary"
# The same, with "." between the levels of a folder's path and all below "INBOX.".
DOTTED_LOGINS = "*@dots.example"
SPECIAL_FOLDERS = ("Sent", "Drafts", "Junk", "Trash", "Archive")
# Dovecot trusts a client of its own address; here it sees 127.0.0.1 as a stranger.
STRICT_HOST = "127.0.0.2"
# The same mailboxes on a server that can do as little as Exchange Online's.
POOR_HOST = "127.0.0.3"
POOR_CAPABILITIES = (
    "IMAP4rev1 SASL-IR ID LITERAL+ UIDPLUS CHILDREN NAMESPACE IDLE UNSELECT AUTH=PLAIN"
)
POOR_SERVER = f"""local {POOR_HOST} {{
  protocol imap {{
    imap_capability = {POOR_CAPABILITIES}
  }}
}}
"""
TEMPLATE = Path(__file__).with_name("dovecot.conf.in")
FOLDERS = ("", "run", "state", "log", "home")


def folder(place: Place) -> Path:
    """Return Dovecot's folder."""
    return place.state / "dovecot"


def config(place: Place) -> Path:
    """Return the configuration file; ``doveadm -c`` takes it too."""
    return folder(place) / "dovecot.conf"


def log(place: Place) -> Path:
    """Return the log file; its Disconnected lines count the bodies fetched."""
    return folder(place) / "log" / "dovecot.log"


def start(place: Place) -> None:
    """Start the server unless it runs, on free ports.

    :raise Trouble: when it does not start, or is another version than 2.3
    """
    for name in FOLDERS:
        (folder(place) / name).mkdir(exist_ok=True)
        place.server_user.own(folder(place) / name)
    running.adopt(place, NAME, folder(place) / "run/master.pid", str(config(place)))
    if running.pid_of(place, NAME) is None:
        _check_version()
        certificates.ensure(place)
        _configure(place)
        running.start(place, _server(place))


def _check_version() -> None:
    version = output([packages.find_program("dovecot") or "dovecot", "--version"])
    if not version.startswith("2.3."):
        raise Trouble(
            f"Dovecot 2.3 is needed, and this machine has {version.strip()}. "
            "Its settings are written differently; use a system with Dovecot 2.3."
        )


def _configure(place: Place) -> None:
    users = folder(place) / "users"
    if not users.exists():
        write_users(place, {})
    mailboxes = "\n".join(
        f"  mailbox {name} {{\n    special_use = \\{name}\n    auto = subscribe\n  }}"
        for name in SPECIAL_FOLDERS
    )
    others = [host for host in (STRICT_HOST, POOR_HOST) if ports.has_address(host)]
    values = {
        "FOLDER": str(folder(place)),
        "USER": place.server_user.name,
        "GROUP": place.server_user.group,
        "IMAP_PORT": str(ports.reserve(place, "imap")),
        "IMAPS_PORT": str(ports.reserve(place, "imaps")),
        "LOGINS": TEST_LOGINS,
        "DOTTED_LOGINS": DOTTED_LOGINS,
        "PASSWORD": TEST_PASSWORD,
        "MAILBOXES": mailboxes,
        "OTHER_HOSTS": "".join(f", {host}" for host in others),
        "POOR_SERVER": POOR_SERVER if POOR_HOST in others else "",
    }
    text = re.sub(r"@(\w+)@", lambda found: values[found[1]], TEMPLATE.read_text())
    _write_readable(place, config(place), text)


def _write_readable(place: Place, path: Path, text: str) -> None:
    """Replace a file at once; the server's user may read it."""
    unfinished = path.with_name(f"{path.name}.new")
    records.write_private(unfinished, text)
    place.server_user.own(unfinished)
    unfinished.replace(path)


def _server(place: Place) -> running.Server:
    program = packages.find_program("dovecot") or "dovecot"
    command = [*place.server_user.prefix, program, "-F", "-c", config(place)]
    ready = ("imap", "imaps")
    return running.Server(
        NAME,
        command,
        place.log / "dovecot-start.log",
        lambda: all(ports.is_open(ports.remembered(place, name)) for name in ready),
        patience=30,
    )


def user_line(login: str, password: str) -> str:
    """Return a line of Dovecot's users file.

    :raise ValueError: when the login holds what the file cannot express
    """
    if not re.fullmatch(r"[^\s:#/%][^\s:/%]*", login):
        raise ValueError(f"A login cannot be written to Dovecot's users file: {login}")
    # Base64 needs no quoting: a password may hold any character.
    encoded = base64.b64encode(password.encode()).decode()
    return f"{login.lower()}:{{PLAIN.B64}}{encoded}::::::"


def write_users(place: Place, passwords: Mapping[str, str]) -> None:
    """Replace all named logins and passwords.

    The running server looks at the file's time at most once a second.
    """
    users = folder(place) / "users"
    before = users.stat().st_mtime if users.exists() else 0.0
    lines = [user_line(login, secret) for login, secret in passwords.items()]
    text = "".join(f"{line}\n" for line in lines)
    _write_readable(place, users, text)
    # Two versions within one second would look the same to the server.
    if int(users.stat().st_mtime) <= int(before):
        os.utime(users, (before + 1, before + 1))


def environment(place: Place) -> dict[str, str]:
    """Return what tests and the demo read to find the server."""
    return {
        "SSL_CERT_FILE": str(certificates.bundle(place)),
        "IMAP_TEST_HOST": "localhost",
        "IMAP_TEST_SSL_PORT": str(ports.remembered(place, "imaps")),
        "IMAP_TEST_STARTTLS_PORT": str(ports.remembered(place, "imap")),
        "IMAP_TEST_STRICT_HOST": STRICT_HOST,
        **({"IMAP_TEST_POOR_HOST": POOR_HOST} if ports.has_address(POOR_HOST) else {}),
        "IMAP_TEST_LOG": str(log(place)),
        "IMAP_TEST_CONFIG": str(config(place)),
        "IMAP_TEST_HOME": str(folder(place) / "home"),
    }
