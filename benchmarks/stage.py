# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a row of the benchmark gets: sizes, servers, mailboxes, databases."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dev import certificates, dovecot, ports
from dev.place import Place

from . import database, maildir
from .mailbox import Shape
from .scale import Scale

PASSWORD = dovecot.TEST_PASSWORD


@dataclass(frozen=True)
class Stage:
    """The machine and the sizes that a row is measured with."""

    place: Place
    scale: Scale

    @cached_property
    def imaps_port(self) -> int:
        return ports.remembered(self.place, "imaps")

    @property
    def authorities(self) -> Path:
        """The file with the certificates that the mail server is checked with."""
        return certificates.bundle(self.place)

    @property
    def shape(self) -> Shape:
        """The mailbox of ``scan``, ``import`` and ``bytes``."""
        return Shape(self.scale.mails, self.scale.contacts)

    @property
    def folder(self) -> Path:
        """Where a row may write; removed after the run."""
        path = self.place.state / "bench"
        path.mkdir(exist_ok=True)
        return path

    def mailbox(self) -> str:
        """Have the large mailbox; return its login."""
        name = f"{self.scale.name}-mail"
        maildir.ensure(self.place, name, self.shape)
        return maildir.login(name)

    def forget_indexes(self) -> None:
        """Make the large mailbox cold for the server."""
        maildir.forget_indexes(self.place, f"{self.scale.name}-mail")

    @contextmanager
    def database(self, name: str, addon: bool = True) -> Iterator[str]:
        """A database with contacts, for the time of the block."""
        template = database.ensure_template(self.place, self.scale.contacts, addon)
        with database.copied(self.place, template, name) as full:
            yield full

    def tidy(self) -> None:
        """Remove what the rows have written; mailboxes and templates stay."""
        shutil.rmtree(self.folder)
