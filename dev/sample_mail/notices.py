# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mail of shops, banks and machines, and newsletters with what marks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import starmap

from .notice_texts import LISTS, NOTICES
from .script import Letter, Thread

MACHINE = (("Auto-Submitted", "auto-generated"),)
FIRST_DAY, PERIOD = 1, 83
ISSUES = 8


@dataclass(frozen=True)
class Newsletter:
    """A mailing list with one reader; ``folder`` is empty for INBOX."""

    sender: str
    title: str
    reader: str
    folder: str
    headlines: tuple[str, ...]


def _notice(sender: str, subject: str, text: str, reader: str, age: int) -> Thread:
    letter = Letter(sender, reader, text, fields=MACHINE)
    return Thread(subject, (letter,), age=age, any_hour=True)


def notice_threads() -> Iterator[Thread]:
    """Every notice as often as its texts say, spread evenly over the weeks."""
    for place, (sender, subject, text, readers) in enumerate(NOTICES):
        names = readers.split()
        for turn, reader in enumerate(names):
            age = FIRST_DAY + (place * 5 + turn * PERIOD // len(names)) % PERIOD
            yield _notice(sender, subject, text, reader, age)


def _issue_html(
    sender: str, title: str, headlines: tuple[str, ...], number: int
) -> str:
    items = "\n".join(
        f'<tr><td style="padding:8px 0"><b>{escape(line.partition(": ")[0])}</b><br>'
        f"{escape(line.partition(': ')[2])}</td></tr>"
        for line in headlines
    )
    return f"""<html><body style="background:#f4f4f4;font-family:Georgia,serif">
<table align="center" width="560" style="background:#ffffff;padding:24px">
<tr><td><h1 style="color:#00798c">{escape(title)}</h1></td></tr>
{items}
<tr><td><small>You receive this letter because you subscribed to it.
<a href="http://track.newsletter.example/{sender}/leave/{number}">Unsubscribe</a></small>
<img src="http://track.newsletter.example/open/{sender}/{number}.gif" width="1"
height="1" alt=""></td></tr>
</table></body></html>
"""


def _list_fields(sender: str, title: str, number: int) -> tuple[tuple[str, str], ...]:
    leave = f"http://track.newsletter.example/{sender}/leave/{number}"
    return (
        ("List-Id", f"{title} <{sender}.newsletter.example>"),
        ("List-Unsubscribe", f"<{leave}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Precedence", "bulk"),
    )


def _issue(newsletter: Newsletter, number: int) -> Thread:
    sender, title = newsletter.sender, newsletter.title
    pool = newsletter.headlines
    headlines = tuple(pool[(number * 2 + step) % len(pool)] for step in range(3))
    letter = Letter(
        sender,
        newsletter.reader,
        "\n\n".join(headlines),
        style="gmail" if number % 2 else "html",
        html=_issue_html(sender, title, headlines, number),
        fields=_list_fields(sender, title, number),
    )
    subject = f"{title}: {headlines[0].partition(': ')[0]}"
    age = FIRST_DAY + number * PERIOD // ISSUES
    folder = newsletter.folder
    return Thread(subject, (letter,), age=age, folder=folder, any_hour=True)


def newsletter_threads() -> Iterator[Thread]:
    """Eight issues of every newsletter, each to its only reader."""
    for newsletter in starmap(Newsletter, LISTS):
        for number in range(ISSUES):
            yield _issue(newsletter, number)
