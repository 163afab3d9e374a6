# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Letters for three mailboxes, and what has to become of them.

What has to be true in the end is worked out from the letters alone: neither the
engine nor an earlier synchronisation is asked.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from odoo import fields

from .mail_server import mail

FOLDERS = ("INBOX", "Projects", "Sent")
REFUSED = "the server refuses this letter"


@dataclass(frozen=True)
class Copy:
    """One message of one folder.

    ``names`` are the contacts that its header names, ``author`` who the email's
    author has to be in the end. ``version`` tells copies apart that differ.
    """

    owner: str
    folder: str
    raw: bytes
    label: str
    version: int
    names: frozenset
    author: str

    @property
    def place(self):
        return self.owner, self.folder

    @property
    def refused(self):
        return REFUSED.encode() in self.raw


class Letters:
    """``people``: address by name. ``owners`` are those whose mailboxes are read."""

    def __init__(self, people, mark):
        self.people = people
        self.mark = mark
        self.begin = fields.Datetime.now() - timedelta(days=3)
        self.labels = []
        self.copies = []
        self.owners = ("Anna", "Ben", "Cleo")
        self._write_all()

    def add(self, label, places, route, names=(), author="", **extra):
        """The same bytes in each place, ``Owner/FOLDER``; route is ``From>To,To``."""
        if label not in self.labels:
            self.labels.append(label)
        sender, _arrow, to = route.partition(">")
        version = extra.pop("version", 1)
        if "cc" in extra:
            extra["cc"] = self.people[extra["cc"]]
        raw = mail(
            self.people[sender],
            ", ".join(self.people[name] for name in to.split(",")),
            label,
            f"{label}. Version {version}. {extra.pop('body', '')}",
            date=self.begin + timedelta(minutes=self.labels.index(label)),
            message_id=f"<{self.labels.index(label)}.{self.mark}@mail.example>",
            **extra,
        )
        for place in places.split():
            owner, _slash, folder = place.partition("/")
            named = frozenset(names.split(",")) if names else frozenset()
            copy = Copy(owner, folder, raw, label, version, named, author)
            self.copies.append(copy)

    def _write_all(self):
        inbox = "Anna/INBOX Ben/INBOX Cleo/INBOX"
        for number in range(3):
            self.add(f"Plain {number}", "Anna/INBOX", "Lena>Anna", "Lena", "Lena")
            self.add(f"Stranger {number}", inbox, "Stranger>Anna")
        self.add("To all", inbox, "Theo>Anna,Ben", "Theo", "Theo")
        self.add("Two folders", "Anna/INBOX Anna/Projects", "Lena>Anna", "Lena", "Lena")
        self.add("Footer", "Anna/INBOX", "Mira>Anna,Ben", "Mira", "Mira")
        self.add(
            "Footer", "Ben/INBOX Ben/Projects", "Mira>Anna,Ben", "Mira", "Mira",
            version=2, body="A gateway wrote this footer.",
        )  # fmt: skip
        self.add(
            "Two contacts", "Anna/Sent Ben/INBOX Cleo/Projects", "Anna>Lena,Theo",
            "Lena,Theo", "Anna",
        )  # fmt: skip
        self.add("Offer", "Cleo/INBOX Ben/INBOX", "Anna>Lena", "Lena", "Anna")
        self.add(
            "Offer", "Anna/Sent", "Anna>Lena", "Lena,Mira", "Anna",
            version=2, cc="Mira",
        )  # fmt: skip
        self.add("File", "Ben/INBOX Cleo/INBOX", "Theo>Ben,Cleo", "Theo", "Theo",
                 files=[("plan.txt", "text/plain", b"plan")])  # fmt: skip
        self.add("No number", "Ben/INBOX Ben/Projects", "Lena>Ben", "Lena", "Lena")
        self._forget_number("No number")
        self.add("Colleagues", "Anna/Sent Ben/INBOX", "Anna>Ben")
        self.add("Refused", "Ben/INBOX", "Lena>Ben", "Lena", "Lena", body=REFUSED)
        self.add("Last", f"{inbox} Ben/Projects", "Mira>Cleo", "Mira", "Mira")

    def _forget_number(self, label):
        """Take the Message-ID out of a letter: one fifth of real mail has none."""
        for place, copy in enumerate(self.copies):
            if copy.label == label:
                raw = re.sub(rb"Message-ID:.*\n", b"", copy.raw)
                self.copies[place] = Copy(**{**vars(copy), "raw": raw})

    @property
    def by_place(self):
        """The copies of each folder in the order of their UIDs, which begin at 1."""
        places = defaultdict(list)
        for copy in self.copies:
            places[copy.place].append(copy)
        return dict(places)

    @property
    def kept(self):
        return [
            copy
            for copy in self.copies
            if copy.owner in self.owners and copy.names and not copy.refused
        ]

    def standing(self):
        """``(contact, label)`` of everything that has to stand in a chatter."""
        return {(name, copy.label) for copy in self.kept for name in copy.names}

    def versions(self):
        """How many different contents each email has to have, by label."""
        found = defaultdict(set)
        for copy in self.kept:
            found[copy.label].add(copy.version)
        return {label: len(versions) for label, versions in found.items()}

    def authors(self):
        return {copy.label: copy.author for copy in self.kept}

    def ledger(self, place):
        """Kept, skipped and failed UIDs of a folder; the kept ones tell what."""
        kept, skipped, failed = {}, set(), set()
        for uid, copy in enumerate(self.by_place.get(place, []), start=1):
            if copy.refused:
                failed.add(uid)
            elif copy.names:
                kept[uid] = (copy.label, copy.version)
            else:
                skipped.add(uid)
        return kept, skipped, failed
