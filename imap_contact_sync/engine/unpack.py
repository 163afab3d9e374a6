# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is in a message, also where Outlook or S/MIME wrapped it into a file, or a
calendar file says it."""

import re
from dataclasses import replace
from html import unescape

from .cms import CmsError, is_cms, open_cms
from .files import Attachment
from .html import from_plain_text
from .invitation import is_calendar, read_event
from .notes import (
    SIGNED,
    SMIME_ENCRYPTED,
    SMIME_UNREADABLE,
    TNEF_UNREADABLE,
    TOO_COMPLEX,
)
from .parts import Collector, Found, says_something, visible
from .split import Limits, Part, TooComplexError, split_message
from .tnef import TnefError, is_tnef, read_tnef

# How Outlook writes the address of a link, or of an image, into the plain text.
WRITTEN_ADDRESS = re.compile(r"<([^\s<>]+)>|\[(cid:[^\s\[\]]+)\]")
ADDRESS = re.compile(r' (?:href|src|data-remote-src)="([^"]*)"')
MOST_CALENDARS = 5  # files that are read
NO_WORDS = re.compile("[\\s*_\u2022\u00b7\u00a7-]+")  # bullets, lines and blanks


def contents_of(message: Part, limits: Limits) -> Found:
    """The body and the files of a message as they stand in it."""
    collector = Collector(limits)
    parts = collector.collect(message)
    bodies = parts.bodies or collector.named_text(message)
    body = "\n".join(each.markup for each in bodies)
    return Found(body, tuple(parts.attachments), tuple(collector.notes))


def unpacked(found: Found, limits: Limits) -> Found:
    """With what its files wrap, in their place."""
    body, files, notes = found.body, [], [*found.notes]
    for file in found.files:
        inner = opened(file, limits)
        body = joined(body, inner.body)
        files += inner.files
        notes += inner.notes
    return Found(body, tuple(files), tuple(notes))


def with_events(found: Found) -> Found:
    """With what its calendar files say, above the text that was written with them."""
    calendars = list(filter(is_calendar, found.files))[:MOST_CALENDARS]
    events = [event for each in calendars if (event := read_event(each.content))]
    is_empty = not says_something(found.body)
    texts = dict.fromkeys(event.text(with_description=is_empty) for event in events)
    markup = [from_plain_text(text) for text in texts]
    notes = dict.fromkeys(note for event in events for note in event.notes)
    return Found(
        "\n".join([*markup, found.body] if found.body else markup),
        found.files,
        found.notes + tuple(notes),
    )


def opened(file: Attachment, limits: Limits) -> Found:
    """What a file wraps, else the file itself."""
    kept = Found(files=(file,))
    unreadable = SMIME_UNREADABLE if is_cms(file) else TNEF_UNREADABLE
    if not (is_cms(file) or is_tnef(file)):
        return kept
    try:
        limits.take(containers=1)
        if is_cms(file):
            return open_signed(file, limits)
        found = read_tnef(file.content)
        limits.take(text_octets=len(found.body))
        return found
    except TooComplexError:
        return replace(kept, notes=(TOO_COMPLEX, unreadable))
    except (CmsError, TnefError):
        return replace(kept, notes=(unreadable,))


def open_signed(file: Attachment, limits: Limits) -> Found:
    """
    :raises CmsError: nobody but the recipient's mail program can read it
    """
    content = open_cms(file.content)
    if content is None:
        return Found(files=(file,), notes=(SMIME_ENCRYPTED,))
    inner = unpacked(contents_of(split_message(content, limits), limits), limits)
    return replace(inner, notes=(SIGNED, *inner.notes))


def joined(body: str, inner: str) -> str:
    """What the sender wrote and what a file of it says. Mostly they are the same text,
    of which the file has the richer form; a gateway, or the sender, may add another."""
    if not says_something(body) or says_all_of(inner, body):
        return inner or body
    if not says_something(inner) or says_all_of(body, inner):
        return body
    return f"{body}\n{inner}"


def says_all_of(body: str, other: str) -> bool:
    """Whether all of another text stands in a body; never of images alone."""
    addresses = set(map(unescape, ADDRESS.findall(body)))
    rest = WRITTEN_ADDRESS.sub(
        lambda found: "" if (found[1] or found[2]) in addresses else found[0],
        visible(other),
    )
    words = NO_WORDS.sub("", rest)
    return bool(words) and words in NO_WORDS.sub("", visible(body))
