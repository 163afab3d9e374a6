# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes a mailbox as a Maildir in Dovecot's ``LAYOUT=fs``."""

import os
from collections.abc import Iterator
from pathlib import Path

from . import utf7
from .mailboxes import Mailbox, StoredMail

_SUBFOLDERS = ("cur", "new", "tmp")
_HOST = "P1.demo"

Owner = tuple[int, int]


def folder_path(root: Path, folder: str) -> Path:
    """INBOX lies in ``root`` itself, ``A/B`` in sub-directories of it."""
    if folder == "INBOX":
        return root
    return root.joinpath(*(utf7.encode(level) for level in folder.split("/")))


def _base_name(mail: StoredMail, number: int) -> str:
    """The name up to the flags; flags change, this part never does."""
    unix = int(mail.received.timestamp())
    return f"{unix}.M{number}{_HOST},S={len(mail.raw)}"


def _own_files(cur: Path) -> dict[str, Path]:
    """The files this module wrote earlier, by base name, whatever their flags."""
    return {
        path.name.partition(":")[0]: path
        for path in cur.iterdir()
        if f"{_HOST},S=" in path.name
    }


def _write_mail(path: Path, mail: StoredMail, owner: Owner | None) -> None:
    path.write_bytes(mail.raw)
    if owner:
        os.chown(path, *owner)
    stamp = mail.received.timestamp()
    os.utime(path, (stamp, stamp))


def _write_folder(mails: list[StoredMail], cur: Path, owner: Owner | None) -> None:
    stale = _own_files(cur)
    for number, mail in enumerate(mails):
        base = _base_name(mail, number)
        name = f"{base}:2,{'S' if mail.seen else ''}"
        _write_mail(stale.pop(base, cur / name), mail, owner)
    for path in stale.values():
        path.unlink()


def _missing(path: Path) -> Iterator[Path]:
    """``path`` and its parents that do not exist yet, the outermost first."""
    if not path.exists():
        yield from _missing(path.parent)
        yield path


def _make_directory(path: Path, owner: Owner | None) -> None:
    for level in list(_missing(path)):
        level.mkdir(mode=0o700)
        if owner:
            os.chown(level, *owner)


def write_mailbox(mailbox: Mailbox, root: Path, owner: Owner | None) -> None:
    """Write every folder of ``mailbox`` below ``root``, for ``owner`` (uid, gid).

    Writing again changes nothing; mail of an earlier build is replaced. Files of
    others, such as delivered mail and Dovecot's indexes, stay as they are.
    """
    for folder, mails in mailbox.folders.items():
        for subfolder in _SUBFOLDERS:
            _make_directory(folder_path(root, folder) / subfolder, owner)
        _write_folder(mails, folder_path(root, folder) / "cur", owner)
