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
    """Which mailboxes' mail somebody may see, by ids of ``imap.account``.

    ``own``: all of it. ``by_default`` and ``by_choice``: the rank up to which the mail
    of others is open; the latter for emails that their owner has opened one by one.
    ``protected``: contacts whose mail is its owner's only.
    """

    own: frozenset[int]
    by_default: dict[int, int]
    by_choice: dict[int, int]
    protected: list[int]

    def open_by_default(self, level):
        return [each for each, found in self.by_default.items() if found >= level]

    def open_by_choice(self, level):
        return [each for each, found in self.by_choice.items() if found >= level]

    def rank_of(self, account, choice, guarded):
        """What is seen of a copy in a mailbox: as ``ImapEmailSource._open_sql``.

        :param choice: of its owner, for the email
        :param guarded: whether it has a protected participant
        """
        if account in self.own:
            return EVERYTHING
        if guarded or choice not in (None, CHOSEN):
            return PRIVATE
        opened = self.by_choice if choice else self.by_default
        return opened.get(account, PRIVATE)

    def within(self, accounts):
        """The same, of these mailboxes only."""

        def kept(ranks):
            return {each: rank for each, rank in ranks.items() if each in accounts}

        return Openness(
            self.own & frozenset(accounts),
            kept(self.by_default),
            kept(self.by_choice),
            self.protected,
        )


class Sharing(NamedTuple):
    """A mailbox as its owner and its company share it; ranks.

    ``is_free``: whether the company lets its owner choose.
    """

    account: int
    owner: int
    owner_name: str
    level: int
    cap: int
    is_free: bool
    readers: frozenset[int]

    def default_rank(self, user):
        """What a user sees of an email of which nothing else was chosen."""
        return min(self.cap, EVERYTHING if user in self.readers else self.level)


def openness(sharings, protected, user=None):
    """What a user sees, or whoever can open the contacts if none is named."""
    own = {each.account for each in sharings if user is not None and each.owner == user}
    others = [each for each in sharings if each.account not in own]
    return Openness(
        frozenset(own),
        {each.account: each.default_rank(user) for each in others},
        {each.account: each.cap for each in others},
        protected,
    )


def cap_rank(default, ceiling, choice):
    """The highest rank that a company's policy allows its mailboxes."""
    return rank(ceiling) if choice else min(rank(default), rank(ceiling))
