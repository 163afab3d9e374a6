# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where everything lies, and which user runs the servers.

This is the only file that decides it. Nothing outside the state folder and the
installed packages is ever changed.
"""

import grp
import hashlib
import os
import pwd
import re
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .trouble import Trouble

CHECKOUT = Path(__file__).resolve().parent.parent
MARK = "created-by-imap_contact_sync"
# Unix sockets allow 107 characters; servers add process ids to some names.
SOCKET_PATH_LIMIT = 90
LONGEST_SOCKET = "dovecot/run/auth-token-secret.dat.tmp"
# Server configuration files give a meaning to spaces, commas and percent signs.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/@+-]+")


@dataclass(frozen=True)
class ServerUser:
    """The user that PostgreSQL and Dovecot run as."""

    name: str
    group: str
    uid: int
    gid: int

    @classmethod
    def current(cls) -> "ServerUser":
        """Return who runs the servers: we ourselves, or ``nobody`` for root."""
        uid = os.geteuid()
        entry = pwd.getpwnam("nobody") if uid == 0 else pwd.getpwuid(uid)
        group = grp.getgrgid(entry.pw_gid)
        return cls(entry.pw_name, group.gr_name, entry.pw_uid, entry.pw_gid)

    @property
    def prefix(self) -> list[str]:
        """The words before a command that make it run as this user."""
        if self.uid == os.geteuid():
            return []
        user = [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        return ["setpriv", *user, "--"]

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user may pass through the folder."""
        test = [*self.prefix, "test", "-x", str(folder)]
        return subprocess.run(test, check=False).returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or folder to this user."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True)
class Place:
    """The checkout, its state folder, and the user of the servers."""

    checkout: Path
    state: Path
    server_user: ServerUser

    @property
    def log(self) -> Path:
        """The folder of all log files but Dovecot's."""
        return self.state / "log"

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.state / "venv" / "bin" / "python"

    @property
    def odoo_config(self) -> Path:
        """Odoo's configuration file; it holds passwords."""
        return self.state / "odoo.conf"

    @property
    def odoo_files(self) -> Path:
        """Odoo's folder for attachments and sessions."""
        return self.state / "odoo-data"

    def addons(self) -> list[str]:
        """Return the names of the checkout's addons, the base addon first."""
        manifests = self.checkout.glob("*/__manifest__.py")
        return sorted(manifest.parent.name for manifest in manifests)

    def prepare(self) -> None:
        """Create the state folder, or make sure that it is ours.

        :raise Trouble: when the folder belongs to someone or something else
        """
        create_state(self.state)
        for folder in (self.log, self.odoo_files):
            folder.mkdir(exist_ok=True)
        self.odoo_files.chmod(0o700)
        if not self.server_user.can_enter(self.state):
            raise Trouble(
                f"The servers run as user {self.server_user.name}, who cannot enter "
                f"{self.state}. Set STATE_DIR to a folder that every user can reach."
            )


def locate(checkout: Path = CHECKOUT) -> Place:
    """Return the place of this checkout, the same one at every call.

    :raise Trouble: when STATE_DIR names a folder that servers cannot work in
    """
    user = ServerUser.current()
    chosen = os.environ.get("STATE_DIR")
    if chosen:
        state = Path(chosen).absolute()
        if not suits(state):
            raise Trouble(
                f"STATE_DIR is {state}: its path is too long or holds characters "
                "that servers give a meaning to. Choose a short, plain one."
            )
        return Place(checkout, state, user)
    return Place(checkout, default_state(checkout, user), user)


def default_state(checkout: Path, user: ServerUser) -> Path:
    """Return ``.state`` in the checkout, or a folder that the servers can reach."""
    inside = checkout / ".state"
    if suits(inside) and user.can_enter(checkout) and _is_ours_to_write(inside):
        return inside
    short = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:10]
    return Path("/var/tmp") / f"imap_contact_sync-{os.geteuid()}-{short}"


def _is_ours_to_write(folder: Path) -> bool:
    """Tell whether the folder is ours, or could be created by us."""
    if folder.is_dir():
        return folder.stat().st_uid == os.geteuid()
    return os.access(folder.parent, os.W_OK)


def suits(state: Path) -> bool:
    """Tell whether servers can work with this path."""
    longest = len(os.fsencode(state / LONGEST_SOCKET))
    return longest <= SOCKET_PATH_LIMIT and bool(PLAIN_PATH.fullmatch(str(state)))


def create_state(state: Path) -> None:
    """Create the state folder; take an existing one only when it is ours.

    :raise Trouble: when it is a link, another user's, open to others, or in use
    """
    try:
        state.mkdir(parents=True)
    except FileExistsError:
        _check_ours(state)
    except (PermissionError, NotADirectoryError):
        raise Trouble(
            f"{state} cannot be created. Set STATE_DIR to a folder you may write to."
        ) from None
    state.chmod(0o711)
    (state / MARK).touch()


def _check_ours(state: Path) -> None:
    status = state.lstat()
    foreign = not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid()
    if foreign or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise Trouble(
            f"{state} is not a folder that only you can write to. "
            "Remove it, or set STATE_DIR to another folder."
        )
    if not is_state(state) and any(state.iterdir()):
        raise Trouble(
            f"{state} holds files that this project did not create. "
            "Set STATE_DIR to a new folder."
        )


def is_state(state: Path) -> bool:
    """Tell whether this project created the folder."""
    return not state.is_symlink() and (state / MARK).is_file()
