# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes mail straight into Dovecot's folders, once for all runs."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dev import dovecot
from dev.place import Place

from .mailbox import Mail, Shape, mails

SUBFOLDERS = ("cur", "new", "tmp")
STAMP = "bench-mail"
# What a mailbox is made by: another version of these files makes other mail.
SOURCES = ("mailbox.py", "maildir.py", "wording.py")
HOST, LATER_HOST = "P1.bench", "P1.later"


def login(name: str) -> str:
    """The login of a mailbox of the benchmark; see ``dovecot.TEST_LOGINS``."""
    return f"bench-{name}@test.example"


def home(place: Place, name: str) -> Path:
    return dovecot.folder(place) / "home" / login(name)


def ensure(
    place: Place, name: str, shape: Shape, folders: Iterable[str] = ("INBOX",)
) -> None:
    """Have a mailbox with this mail in each of the folders."""
    folders = tuple(folders)
    wanted = fingerprint(shape, folders)
    stamp = home(place, name) / STAMP
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(home(place, name), ignore_errors=True)
    for number, folder in enumerate(folders):
        # Other mail in every folder, else it were copies of the same.
        other = Shape(shape.mails, shape.contacts, shape.seed + number, shape.small)
        write(place, name, mails(other), folder)
    stamp.write_text(wanted)


def fingerprint(shape: Shape, folders: tuple[str, ...]) -> str:
    digest = hashlib.sha256(repr((shape, folders)).encode())
    for source in SOURCES:
        digest.update(Path(__file__).with_name(source).read_bytes())
    return digest.hexdigest()


def remove(place: Place, name: str) -> None:
    shutil.rmtree(home(place, name), ignore_errors=True)


@contextmanager
def shared(place: Place, name: str, others: Iterable[str]) -> Iterator[None]:
    """Other logins, for the time of the block, whose mailbox is the same one."""
    links = [home(place, other) for other in others]
    try:
        for link in links:
            link.unlink(missing_ok=True)
            link.symlink_to(home(place, name))
        yield
    finally:
        for link in links:
            link.unlink(missing_ok=True)


def write(place: Place, name: str, content: Iterable[Mail], folder: str) -> None:
    """Add mails to a folder, as a delivery of all of them at once."""
    root = folder_path(place, name, folder)
    for subfolder in SUBFOLDERS:
        make_folder(place, root / subfolder)
    for number, mail in enumerate(content):
        write_mail(place, root / "cur", mail, number)


def folder_path(place: Place, name: str, folder: str) -> Path:
    root = home(place, name) / "Maildir"
    return root if folder == "INBOX" else root / folder


def make_folder(place: Place, path: Path) -> None:
    if not path.exists():
        make_folder(place, path.parent)
        path.mkdir(mode=0o700)
        place.server_user.own(path)


def write_mail(
    place: Place, cur: Path, mail: Mail, number: int, host: str = HOST
) -> Path:
    size = len(mail.raw)
    path = cur / f"{mail.received}.M{number:06}{host},S={size},W={size}:2,S"
    path.write_bytes(mail.raw)
    place.server_user.own(path)
    os.utime(path, (mail.received, mail.received))
    return path


@contextmanager
def delivered(place: Place, name: str, content: Sequence[Mail]) -> Iterator[None]:
    """Mail that lies in the inbox for the time of the block only."""
    cur = home(place, name) / "Maildir" / "cur"
    # A run that was killed leaves its own behind.
    for path in cur.glob(f"*{LATER_HOST},*"):
        path.unlink()
    numbered = enumerate(content)
    paths = [write_mail(place, cur, each, n, LATER_HOST) for n, each in numbered]
    try:
        yield
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def forget_indexes(place: Place, name: str) -> None:
    """Let the server read every mail anew; the UIDs stay."""
    for path in (home(place, name) / "Maildir").rglob("dovecot.index*"):
        path.unlink(missing_ok=True)
