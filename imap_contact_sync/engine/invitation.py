# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A calendar file that came as a message (RFC 5546, RFC 5545), to a text: what, when,
where and who. Nothing in here raises for any input."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from .charsets import decode_bytes
from .files import Attachment
from .notes import (
    EVENT_ACCEPTED,
    EVENT_CANCELLED,
    EVENT_DECLINED,
    EVENT_REPEATS,
    EVENT_TENTATIVE,
)
from .text import clean_lines, clean_text

LOOKED_AT = 262_144  # octets of a file
LONGEST_TEXT = 20_000  # characters
LONGEST_LINE = 1_000
MOST_PEOPLE = 50
FOLD = re.compile(r"\n[ \t]")  # 3.1
LINE = re.compile(r'([\w-]++)((?:[^":\n]|"[^"\n]*+")*+):(.*+)', re.ASCII)
PARAMETER = re.compile(r';([\w-]++)=("[^"]*+"|[^;"]*+)', re.ASCII)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)  # 3.3.11
MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)  # 3.3.4 and 3.3.5
DURATION = re.compile(  # 3.3.6
    r"\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d+S)?)?",
    re.ASCII,
)
ANSWERS = {
    "ACCEPTED": EVENT_ACCEPTED,
    "DECLINED": EVENT_DECLINED,
    "TENTATIVE": EVENT_TENTATIVE,
}


class Line(NamedTuple):
    """One content line (3.1); name and names of parameters in upper case."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """A value of type TEXT."""
        return ESCAPE.sub(
            lambda found: "\n" if found[1] in "nN" else found[1],
            self.value[:LONGEST_TEXT],
        )


@dataclass(frozen=True)
class Event:
    """What a message says of an event; ``notes`` has codes of what to tell beside."""

    lines: tuple[str, ...]  # what, when, where, who
    description: str
    notes: tuple[str, ...]

    def text(self, with_description: bool) -> str:
        shown = "\n".join(self.lines)
        if with_description and self.description:
            shown = f"{shown}\n\n{self.description}"
        return shown


def is_calendar(file: Attachment) -> bool:
    return (
        file.mimetype in {"text/calendar", "application/ics"}
        or file.name.lower().endswith(".ics")
    )  # fmt: skip


def read_event(content: bytes) -> Event | None:
    """The first event of a calendar file that is a message: one with a METHOD
    (RFC 5546 1.4). Others, a whole calendar for instance, are files and no more."""
    text = clean_lines(decode_bytes(content[:LOOKED_AT], "utf-8"))
    method = ""
    found: dict[str, list[Line]] = {}
    for line in event_lines(FOLD.sub("", text)):
        if line.name == "METHOD":
            method = line.value.strip().upper()
        else:
            found.setdefault(line.name, []).append(line)
    if not method or "DTSTART" not in found:
        return None
    people = found.get("ORGANIZER", [])[:1] + found.get("ATTENDEE", [])
    lines = [
        *(one_line(each) for each in found.get("SUMMARY", [])[:1]),
        when(found),
        *(one_line(each) for each in found.get("LOCATION", [])[:1]),
        who(people),
    ]
    return Event(
        tuple(filter(None, lines)),
        "\n".join(each.text for each in found.get("DESCRIPTION", [])[:1]).strip(),
        tuple(notes_of(method, found)),
    )


def event_lines(text: str) -> Iterator[Line]:
    """The lines of the first event itself, and METHOD, which stands before it."""
    inside: list[str] = []  # the components that are open
    for row in text.split("\n"):
        line = LINE.match(row)
        if not line:
            continue
        name, value = line[1].upper(), line[3]
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            if inside and inside.pop() == "VEVENT":
                return
        elif (
            inside == ["VCALENDAR"]
            and name == "METHOD"
            or (inside[-1:] == ["VEVENT"] and name != "METHOD")
        ):
            pairs = PARAMETER.findall(line[2])
            named = {key.upper(): each.strip('"') for key, each in pairs}
            yield Line(name, named, value)


def one_line(line: Line) -> str:
    return clean_text(line.text)[:LONGEST_LINE]


def when(found: dict[str, list[Line]]) -> str:
    """Such as "2026-03-06 10:00 – 11:00 (Europe/Berlin)", in the event's own time."""
    line = found["DTSTART"][0]
    start, is_day = moment(line), "T" not in line.value
    if not start:
        return ""
    day, time = "%Y-%m-%d", "" if is_day else " %H:%M"
    shown, end = start.strftime(day + time), end_of(start, is_day, found)
    if end and end > start:
        shape = time.strip() if end.date() == start.date() else day + time
        shown += f" – {end.strftime(shape)}"
    zone = "UTC" if line.value.endswith("Z") else line.parameters.get("TZID", "")
    return f"{shown} ({clean_text(zone)[:LONGEST_LINE]})" if zone else shown


def end_of(
    start: datetime, is_day: bool, found: dict[str, list[Line]]
) -> datetime | None:
    """When it ends, or its last day, if that is told."""
    try:
        if "DTEND" in found:
            end = moment(found["DTEND"][0])
        else:
            [line] = found.get("DURATION", [])[:1]
            end = start + duration(line.value)
        return end - timedelta(days=1) if end and is_day else end  # the day behind it
    except (ValueError, OverflowError):  # not told, or beyond all years
        return None


def moment(line: Line) -> datetime | None:
    found = MOMENT.fullmatch(line.value.strip())
    if not found:
        return None
    try:
        text = found[1] + (found[2] or "000000")
        # As it is written: what its zone is called says where it holds.
        return datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        return None


def duration(value: str) -> timedelta:
    found = DURATION.fullmatch(value.strip())
    if not found:
        return timedelta()
    weeks, days, hours, minutes = (int(each or 0) for each in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def who(people: list[Line]) -> str:
    """The organiser first, nobody twice."""
    shown = list(dict.fromkeys(filter(None, map(person, people))))
    more = [f"… (+{len(shown) - MOST_PEOPLE})"] if len(shown) > MOST_PEOPLE else []
    return ", ".join(shown[:MOST_PEOPLE] + more)


def person(line: Line) -> str:
    name = clean_text(line.parameters.get("CN", ""))[:LONGEST_LINE]
    email = clean_text(line.value)[:LONGEST_LINE]
    email = re.sub("^mailto:", "", email, flags=re.IGNORECASE)
    return f"{name} <{email}>" if name and name != email else email


def notes_of(method: str, found: dict[str, list[Line]]) -> Iterator[str]:
    """Of a cancellation, of an answer, and of what happens more than once."""
    if method == "CANCEL":
        yield EVENT_CANCELLED
    if method == "REPLY":
        for line in found.get("ATTENDEE", [])[:1]:
            answer = line.parameters.get("PARTSTAT", "").upper()
            yield from filter(None, [ANSWERS.get(answer)])
    if "RRULE" in found:
        yield EVENT_REPEATS
