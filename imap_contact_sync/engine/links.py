# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which emails are of one conversation: those that links lead to, step by step."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeVar

Each = TypeVar("Each")


def linked(start: Collection[str], links: Mapping[Each, Collection[str]]) -> set[Each]:
    """What can be reached from some keys.

    :param start: keys, see ``Envelope.links``
    :param links: keys by what has them; who has one of them is reached, and through
        him whoever has another one of his
    """
    holders = defaultdict(list)
    for each, keys in links.items():
        for key in keys:
            holders[key].append(each)
    seen, ahead, found = set(start), list(start), set()
    while ahead:
        for each in holders[ahead.pop()]:
            if each not in found:
                found.add(each)
                ahead += set(links[each]) - seen
                seen.update(links[each])
    return found
