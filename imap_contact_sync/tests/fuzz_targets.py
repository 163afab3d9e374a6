# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is fed with anything: each function must return, whatever the octets are.

``fuzz_worker`` searches for octets that break one; ``test_engine_fuzz`` runs those that
reach new code again.
"""

import socket
from contextlib import suppress

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.errors import MailboxError
from odoo.addons.imap_contact_sync.engine.html import (
    from_plain_text,
    referenced_parts,
    replace_parts,
    sanitize,
)
from odoo.addons.imap_contact_sync.engine.kind import KINDS, kind_of
from odoo.addons.imap_contact_sync.engine.large import parse_large
from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.engine.net.bounds import Bounds
from odoo.addons.imap_contact_sync.engine.net.fetch import RawHeader
from odoo.addons.imap_contact_sync.engine.net.guard import Server
from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader
from odoo.addons.imap_contact_sync.engine.net.transport import ReadingClient
from odoo.addons.imap_contact_sync.engine.quotes import marked
from odoo.addons.imap_contact_sync.engine.structure import attached_files
from odoo.addons.imap_contact_sync.engine.survey import survey
from odoo.addons.imap_contact_sync.engine.text import UNPRINTABLE

from .pace import check_takes
from .test_engine_html import Danger
from .test_engine_message import texts_of

MOST_SECONDS = 2
SERVER = Server("localhost", 993, "ssl")
WANTED = UidSet.of([1, 2, 7])
TAG = b"TAG"  # stands in a case for the tag that imaplib chose


def check_storable(texts):
    """What PostgreSQL refuses, or what must not be shown."""
    for text in texts:
        text.encode("utf-8")
        assert not UNPRINTABLE.search(text), ascii(text[:200])


def header(octets):
    """A message's header, as in a window of a scan."""
    surveyed = survey(RawHeader(1, len(octets), octets))
    envelope = parse_envelope(1, len(octets), octets)
    check_storable([envelope.subject, envelope.message_id, *envelope.emails()])
    missed = set(envelope.emails()) - set(surveyed.emails)
    assert not missed, f"the survey misses {missed}"
    assert all(len(key) == 64 for key in (envelope.key, *envelope.links))
    assert kind_of(octets) in ("", *KINDS)


def message(octets):
    """A whole message, at once and in pieces."""
    for mail in (parse_message(octets), parse_large(pieces(octets))):
        check_storable(texts_of(mail))
        assert not Danger(mail.body).found
        assert len(mail.digest) == 64


def pieces(octets):
    for start in range(0, len(octets), 500):
        yield octets[start : start + 500]


def markup(octets):
    """An HTML body, and the same as plain text."""
    text = UNPRINTABLE.sub("", octets.decode("utf-8", "replace"))
    once = sanitize(text)
    for clean in (once, sanitize(once), from_plain_text(text)):
        assert not Danger(clean).found
        assert not Danger(marked(clean, "")).found
        shown = replace_parts(clean, dict.fromkeys(referenced_parts(clean), "/web/x"))
        assert not referenced_parts(shown)


def fetch(octets):
    """What a server answers to FETCH: only errors of ours, and only wanted UIDs."""
    for ask in (
        lambda reader: [each.uid for each in reader.headers(WANTED).found],
        lambda reader: [each.uid for each in reader.messages(WANTED).found],
        lambda reader: [1 for _file in attached_files(reader.structure(1))],
    ):
        with suppress(MailboxError), conversation(octets) as reader:
            assert set(ask(reader)) <= set(WANTED)


class conversation:
    """A ``FolderReader`` whose server has said all that it will ever say."""

    def __init__(self, octets):
        self.octets = octets[:50_000]  # what a socket holds without a reader

    def __enter__(self):
        ours, self.theirs = socket.socketpair()
        self.theirs.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        self.client = ReadingClient(ours, SERVER, Bounds())
        self.client._imap.state = "SELECTED"
        self.client._cached_capabilities = (b"IMAP4REV1",)
        tag = self.client._imap.tagpre + str(self.client._imap.tagnum).encode()
        self.theirs.sendall(self.octets.replace(TAG, tag))
        self.theirs.shutdown(socket.SHUT_WR)
        return FolderReader(self.client, SERVER)

    def __exit__(self, *error):
        self.client.hang_up()
        self.theirs.close()


TARGETS = {each.__name__: each for each in (header, message, markup, fetch)}


def timed(target, octets):
    """Run a target; what takes longer than any mail may is an error, too."""
    check_takes(MOST_SECONDS, target, octets)
