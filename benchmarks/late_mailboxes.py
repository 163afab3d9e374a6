# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``late_mailboxes``: one new contact, and all the mailboxes that may have its mail.

One worker, the next run after the contact was created. Against a bare socket that logs
in to each mailbox, searches its inbox, and fetches what it finds. It visits some of the
mailboxes, and its time is multiplied, for all its visits are alike: the mailboxes have
the same mail. That is read once; the others are set to where the first one stands.
"""

import time
from collections.abc import Iterator

from odoo.modules.registry import Registry

from . import maildir, ours
from .figures import Row, our_seconds, row
from .idle import MAILBOXES_OF_USER
from .increment import Folder
from .late import strangers
from .odoo_database import environment, loaded
from .peers.raw_search import search
from .stage import PASSWORD, Stage
from .wire import tapped

SHARE = 5  # the bare socket visits one mailbox of so many


def measure(stage: Stage) -> Iterator[Row]:
    count = stage.scale.late_accounts
    names = [f"{stage.scale.name}-late-{number}" for number in range(count)]
    with loaded(stage, "late_mailboxes") as registry:
        read = Folder.ready(stage, registry, stage.scale.late_mails, 202)
        with maildir.shared(stage.place, read.name, names[1:]):
            names[0] = read.name
            connect(registry, stage, read.account, names[1:])
            ours.synchronise(registry)
            emails = strangers(read.shape)
            with tapped() as wire:
                run(registry, next(emails), count)
            searches = wire.commands().count("UID SEARCH")
            yield row("late_mailboxes SEARCHes", searches, count, "", "<= 1")
            email = next(emails)
            taken = run(registry, email, count)
            bare = run_raw(stage, names, email)
            yield row("late_mailboxes", taken, bare, "s", "<= 2")


def connect(registry: Registry, stage: Stage, like: int, names: list[str]) -> None:
    for first in range(0, len(names), MAILBOXES_OF_USER):
        with environment(registry) as env:
            user = ours.new_user(env, f"owner-{first}")
            for name in names[first : first + MAILBOXES_OF_USER]:
                login = maildir.login(name)
                ours.connect_read(env, user, login, stage.imaps_port, like)


def run(registry: Registry, email: str, count: int) -> float:
    """Seconds of the run that brings a new contact's mail from each mailbox."""
    before = ours.kept_count(registry)
    ours.new_contacts(registry, [email])
    with environment(registry) as env:
        ours.make_due(env["imap.account"].search([]))
    taken = our_seconds(lambda: ours.synchronise(registry))
    if ours.kept_count(registry) < before + count:
        raise RuntimeError("A mailbox has not brought the contact's mail.")
    return taken


def run_raw(stage: Stage, names: list[str], email: str) -> float:
    some = names[:: min(SHARE, len(names))]
    begun = time.perf_counter()
    for name in some:
        if not search(stage.imaps_port, maildir.login(name), PASSWORD, email):
            raise RuntimeError("The bare socket has found no mail.")
    return (time.perf_counter() - begun) / len(some) * len(names)
