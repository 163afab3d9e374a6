# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What "Where is my email?" finds. It is in memory only, while it is told."""

from dataclasses import dataclass, field
from typing import Any

from ..engine.envelope import Envelope
from ..engine.survey import Surveyed


@dataclass(frozen=True, eq=False)
class Hit:
    """A message that was found; it is in no table, and gets into none."""

    folder: Any  # of ``imap.folder``
    uidvalidity: int
    surveyed: Surveyed
    envelope: Envelope

    @property
    def uid(self):
        return self.surveyed.uid

    @property
    def is_numbered(self):
        """Whether what is known of the folder's UIDs is about the present ones."""
        return self.folder.uidvalidity == self.uidvalidity

    @property
    def failure(self):
        return self.folder.failure_ids.filtered(
            lambda each: self.is_numbered and each.uid == self.uid
        )

    @property
    def skipped(self):
        """For what reasons it was skipped, unless it is to be judged again."""
        if not self.is_numbered or self.uid in self.folder._again():
            return set()
        sets = self.folder._skipped().items()
        return {reason for reason, uids in sets if self.uid in uids}


@dataclass
class Look:
    """What came of looking into one mailbox.

    ``trouble``: a sentence about what kept the rest from being looked into.
    """

    total: int = 0  # folders
    read: int = 0
    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    trouble: str = ""
    refused: list[str] = field(default_factory=list)  # names of folders

    @property
    def distinct(self):
        """The hits, of equal copies the one in the folder that was looked into first,
        with the names of all their folders."""
        copies = {}
        for hit in self.hits:
            copies.setdefault(hit.envelope.copy_key, []).append(hit)
        return [
            (group[0], list(dict.fromkeys(each.folder.name for each in group)))
            for group in copies.values()
        ]
