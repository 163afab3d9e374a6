# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is in a message, also where Outlook or S/MIME wrapped it into a file."""

from dataclasses import replace

from .cms import CmsError, is_cms, open_cms
from .files import Attachment
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


def contents_of(message: Part, limits: Limits) -> Found:
    """The body and the files of a message as they stand in it."""
    collector = Collector(limits)
    parts = collector.collect(message)
    body = "\n".join(each.markup for each in parts.bodies)
    return Found(body, tuple(parts.attachments), tuple(collector.notes))


def unpacked(found: Found, limits: Limits) -> Found:
    """With what its files wrap, in their place."""
    body, files, notes = found.body, [], [*found.notes]
    for file in found.files:
        inner = opened(file, limits)
        if inner.body and outshines(inner.body, body):
            body = inner.body
        files += inner.files
        notes += inner.notes
    return Found(body, tuple(files), tuple(notes))


def opened(file: Attachment, limits: Limits) -> Found:
    """What a file wraps, else the file itself."""
    kept = Found(files=(file,))
    unreadable = SMIME_UNREADABLE if is_cms(file) else TNEF_UNREADABLE
    if not (is_cms(file) or is_tnef(file)):
        return kept
    try:
        limits.take(containers=1)
        return open_signed(file, limits) if is_cms(file) else read_tnef(file.content)
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


def outshines(body: str, other: str) -> bool:
    """Whether a body says more than another; one with images, if that has no text."""
    text, rest = visible(body), visible(other)
    return len(text) > len(rest) or not rest and says_something(body)
