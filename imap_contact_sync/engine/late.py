# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a folder's past is looked through for addresses that were not known then.

By SEARCH for a few of them; else, and where a server does not find addresses, all its
header fields are read again.
"""

import sys
from collections.abc import Collection, Iterator, Sequence

from .cursor import UidSet
from .net.search import FolderSearcher, Known, Terms

# In 20,000 mails so many take a fifth of the time that reading all header fields again
# takes, in 1,000 two thirds of it; there, twice as many take longer (benchmark
# ``late``).
MOST_SEARCHED = 40  # addresses
# Each is asked for in five fields; Microsoft 365 reads lines of 4,096 octets.
COMMAND_OCTETS = 3_500


def is_searchable(email: str) -> bool:
    """Whether every server that finds addresses finds this one as it is written.

    A name beyond ASCII may be in a header field in several ways.
    """
    return email.isascii() and email.isprintable() and "xn--" not in email


def can_be_searched(emails: Collection[str]) -> bool:
    return len(emails) <= MOST_SEARCHED and all(map(is_searchable, emails))


def search_late(
    searcher: FolderSearcher,
    emails: Sequence[str],
    known: Sequence[Known],
    exists: int,
    within: range,
) -> UidSet | None:
    """The messages with one of these addresses, in the folder that is open.

    :param emails: see ``can_be_searched``
    :param known: some messages of the folder; one of them may have been deleted there
    :param exists: how many messages the folder has
    :param within: the UIDs to look among
    :return: ``None``: the server does not find addresses
    :raises FolderUnavailable: the server refuses to search
    """
    found = UidSet()
    for terms in commands(emails, tuple(known)):
        answer = searcher.search(terms, exists, sys.maxsize, within)
        found |= UidSet.of(answer.uids)
    if known and not any(each.uid in found for each in known):
        return None
    return found


def commands(emails: Sequence[str], known: tuple[Known, ...] = ()) -> Iterator[Terms]:
    """What is asked for with each command; the known messages with the first one."""
    part: list[str] = []
    for email in emails:
        longer = Terms((*part, email), known=known)
        if part and len(longer.keys) > COMMAND_OCTETS:
            yield Terms(tuple(part), known=known)
            part, known = [], ()
        part.append(email)
    if part:
        yield Terms(tuple(part), known=known)
