# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""mbsync of the Debian package isync: a whole mailbox pulled to disk."""

import shutil
import subprocess
from pathlib import Path

from dev.packages import find_program

CONFIG = """FSync {fsync}
IMAPAccount server
Host localhost
Port {port}
User {login}
Pass {password}
AuthMechs LOGIN
SSLType IMAPS
CertificateFile {authorities}
DisableExtension COMPRESS=DEFLATE

IMAPStore far
Account server

MaildirStore near
Path {target}/
Inbox {target}/INBOX

Channel all
Far :far:
Near :near:
Pattern INBOX
Create Near
Sync Pull
SyncState *
"""


def pull(folder: Path, settings: dict[str, object], fsync: bool) -> None:
    """Pull the inbox into a new folder.

    :param settings: ``port``, ``login``, ``password``, ``authorities``
    :raise RuntimeError: with what mbsync says, when it fails
    """
    target = folder / "mbsync"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    config = folder / "mbsyncrc"
    choice = "yes" if fsync else "no"
    config.write_text(CONFIG.format(**settings, target=target, fsync=choice))
    command = [find_program("mbsync"), "-q", "-c", config, "all"]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder
    )
    if answer.returncode:
        raise RuntimeError(f"mbsync failed: {answer.stderr.strip()}")


def count(folder: Path) -> int:
    """How many mails the last pull has written."""
    found = (folder / "mbsync" / "INBOX").glob("[cn]*/*")
    return sum(1 for _each in found)
