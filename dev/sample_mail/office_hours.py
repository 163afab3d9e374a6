# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When letters are written: office hours, no weekends, never after today."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from random import Random

from .directory import Party
from .script import Thread

OPENS, CLOSES = 8, 18
OLDEST_RECENT_DAY = 82


def _zone(party: Party) -> timezone:
    return timezone(timedelta(hours=party.utc_offset))


def _at(day: date, hour: int, rng: Random, zone: tzinfo) -> datetime:
    moment = time(hour, rng.randrange(60), rng.randrange(60), tzinfo=zone)
    return datetime.combine(day, moment)


def _into_office(moment: datetime, rng: Random) -> datetime:
    """``moment`` itself in office hours, else the next morning at work."""
    day = moment.date()
    if moment.hour >= CLOSES:
        day += timedelta(days=1)
    elif moment.hour >= OPENS and day.weekday() < 5:
        return moment
    while day.weekday() > 4:
        day += timedelta(days=1)
    return _at(day, rng.randint(OPENS, OPENS + 1), rng, moment.tzinfo or UTC)


def _awake(moment: datetime) -> datetime:
    """Nobody answers between midnight and seven."""
    return moment + timedelta(hours=7) if moment.hour < 7 else moment


def _pause(rng: Random) -> float:
    """Hours until an answer: mostly the same day, now and then the next."""
    return rng.choice((0.3, 0.7, 1.2, 2, 3, 4.5, 6, 20, 26))


def _first(thread: Thread, day: date, writer: Party, rng: Random) -> datetime:
    if thread.any_hour:
        return _at(day, rng.randint(6, 22), rng, _zone(writer))
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return _at(day, rng.randint(OPENS, CLOSES - 1), rng, _zone(writer))


def _written_this_morning(today: date, writer: Party, rng: Random) -> datetime:
    """Minutes after midnight UTC: a working day in Japan, the evening before in US."""
    midnight = datetime.combine(today, time(0, 3), UTC)
    return (midnight + timedelta(seconds=rng.randrange(2400))).astimezone(_zone(writer))


def _weeks_too_late(last: datetime, today: date) -> timedelta:
    """Whole weeks, so that weekdays stay what they are."""
    surplus = (last.astimezone(UTC).date() - today).days + 1
    return timedelta(weeks=max(0, -(-surplus // 7)))


def moments(
    thread: Thread, writers: Sequence[Party], today: date, rng: Random
) -> list[datetime]:
    """When each letter is sent, in its writer's zone and in ascending order.

    ``today`` is the day in UTC. Age 0 means the first 45 minutes of it, any other
    thread ends before it begins.
    """
    if thread.age == 0:
        return [_written_this_morning(today, writer, rng) for writer in writers]
    age = thread.age or 1 + int(OLDEST_RECENT_DAY * rng.random() ** 1.3)
    sent = [_first(thread, today - timedelta(days=age), writers[0], rng)]
    for letter, writer in zip(thread.letters[1:], writers[1:], strict=True):
        answer = sent[-1] + timedelta(hours=letter.after or _pause(rng), minutes=7)
        local = answer.astimezone(_zone(writer))
        sent.append(_awake(local) if thread.any_hour else _into_office(local, rng))
    shift = _weeks_too_late(sent[-1], today)
    return [moment - shift for moment in sent]
