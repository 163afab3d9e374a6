# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everyday business that happens again and again, cast with different people."""

from collections.abc import Iterator
from dataclasses import dataclass

from .scenario_texts import TEXTS
from .script import Letter, Thread

# Every third conversation is an old one, spread over these days before today.
OLD_EVERY, OLD_FROM, OLD_STEP = 3, 108, 6


@dataclass(frozen=True)
class Scenario:
    """``turns`` alternate between contact (``c``) and seller (``s``).

    ``cast`` has one ``contact:seller`` pair for each time it happens.
    """

    subject: str
    cast: str
    turns: tuple[tuple[str, str], ...]
    lang: str = "en"


def _letter(role: str, text: str, contact: str, seller: str) -> Letter:
    if role == "c":
        return Letter(contact, seller, text)
    return Letter(seller, contact, text)


def _thread(scenario: Scenario, pair: str, age: int | None) -> Thread:
    contact, _, seller = pair.partition(":")
    letters = tuple(
        _letter(role, text, contact, seller) for role, text in scenario.turns
    )
    return Thread(scenario.subject, letters, age=age, lang=scenario.lang)


def scenario_threads() -> Iterator[Thread]:
    """One thread for each pair of each scenario."""
    number = 0
    for subject, cast, lang, turns in TEXTS:
        scenario = Scenario(subject, cast, turns, lang)
        for pair in cast.split():
            number += 1
            old, left = divmod(number, OLD_EVERY)
            yield _thread(scenario, pair, None if left else OLD_FROM + old * OLD_STEP)
