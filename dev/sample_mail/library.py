# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All conversations of the demo in a fixed order."""

from collections.abc import Iterator
from itertools import chain

from .letters_fair import PROJECT
from .letters_sales import SALES
from .letters_service import SERVICE
from .letters_special import SPECIAL
from .letters_team import PRIVATE, TEAM
from .letters_world import WORLD
from .notices import newsletter_threads, notice_threads
from .scenarios import scenario_threads
from .script import Thread


def threads() -> Iterator[Thread]:
    """Contacts first, then colleagues and friends, then machines."""
    yield from chain(SPECIAL, SALES, SERVICE, WORLD, PROJECT, scenario_threads())
    yield from chain(TEAM, PRIVATE, notice_threads(), newsletter_threads())
