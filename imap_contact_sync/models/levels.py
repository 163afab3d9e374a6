# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much others see of an email, from nothing to all; the rank is the index."""

from typing import NamedTuple

PRIVATE, METADATA, SUBJECT, EVERYTHING = range(4)
LEVELS = ("private", "metadata", "subject", "everything")
# Besides private, what an owner may choose for a single email.
CHOSEN = "everything"
LABELS = [
    ("private", "Nothing: only the owner sees them"),
    ("metadata", "Who and when"),
    ("subject", "Who, when and the subject"),
    ("everything", "Everything"),
]


def rank(level):
    return LEVELS.index(level)


class Openness(NamedTuple):
    """Which mailboxes' mail somebody may see, as ids of ``imap.account``.

    ``own``: all of it. ``by_default`` and ``by_choice``: by rank, the mailboxes
    whose mail is open at that rank; the latter for emails that their owner has
    opened one by one. ``protected``: contacts whose mail is its owner's only.
    """

    own: list[int]
    by_default: dict[int, list[int]]
    by_choice: dict[int, list[int]]
    protected: list[int]

    def within(self, accounts):
        """The same, of these mailboxes only."""

        def kept(ids):
            return [each for each in ids if each in accounts]

        return Openness(
            kept(self.own),
            {rank: kept(ids) for rank, ids in self.by_default.items()},
            {rank: kept(ids) for rank, ids in self.by_choice.items()},
            self.protected,
        )


class Sharing(NamedTuple):
    """A mailbox as its owner and its company share it; ranks."""

    account: int
    owner: int
    level: int
    cap: int
    readers: frozenset[int]

    def default_rank(self, user):
        """What a user sees of an email of which nothing else was chosen."""
        return min(self.cap, EVERYTHING if user in self.readers else self.level)


def openness(sharings, protected, user=None):
    """What a user sees, or whoever can open the contacts if none is named."""
    others = [each for each in sharings if user is None or each.owner != user]
    ranks = range(METADATA, EVERYTHING + 1)
    return Openness(
        [each.account for each in sharings if user is not None and each.owner == user],
        {
            rank: [each.account for each in others if each.default_rank(user) >= rank]
            for rank in ranks
        },
        {rank: [each.account for each in others if each.cap >= rank] for rank in ranks},
        protected,
    )
