# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every way in which a user could learn of a synced email.

A way is a function of the mail (``SyncedMail``) as one user has it. It answers with
whatever it finds; an answer that is not empty is something that the user sees. Each
is declared with the level from which on it is open. The ways themselves are in
``ways_*``, who tries them is in ``leaks``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from odoo import models

from ..models.levels import EVERYTHING

SUBJECT, BODY, COPIED = "Zirbenholz", "Kupferkessel", "pfauenauge"
FILE, INSIDE = "Quittengelee.txt", "Marzipanschwein"
PICTURE = "Rosengarten.png"
WORDS = (SUBJECT, BODY, COPIED, FILE, INSIDE, PICTURE)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
# Closed to those who may read the mail as well: the ledger, what would change or
# copy something, the attachments of the contact, and a message's name, its subject.
NEVER = EVERYTHING + 1


@dataclass(frozen=True)
class Way:
    """``level``: the rank from which on it is open to internal users; ``group``: a
    group without which it is closed nevertheless."""

    find: Callable
    level: int
    group: str | None = None

    def is_open(self, user, level):
        """Whether it has to be open to a user who sees this much of the mail."""
        return level >= self.level and (not self.group or user.has_group(self.group))


WAYS: dict[str, Way] = {}


def way(level, group=None):
    def declare(function):
        WAYS[function.__name__] = Way(function, level, group)
        return function

    return declare


@dataclass
class SyncedMail:
    """Records of one email; ``seen_by`` turns them to a user's.

    ``contact``: what it stands on; a record of another model in glue addons.
    """

    contact: models.Model
    messages: models.Model
    emails: models.Model
    contents: models.Model
    files: models.Model

    @property
    def env(self):
        return self.contact.env

    @property
    def records(self):
        """The model of what it stands on."""
        return self.contact.browse()

    def seen_by(self, user):
        def turned(records):
            return records.with_user(user).sudo(False)

        return SyncedMail(**{name: turned(each) for name, each in vars(self).items()})


def said(answer):
    """Whether a canary word is in an answer."""
    return [word for word in WORDS if word in str(answer)]
