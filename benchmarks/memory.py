# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``memory``: how much the peak of our process grows, in MB (10^6 octets).

During the first synchronisation of a very large folder, and during the import of one
very large mail, whose file must arrive unchanged. The other side is the limit.
"""

import resource
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from odoo.modules.registry import Registry

from . import maildir, ours
from .figures import Row, row
from .mailbox import Shape, large_mail
from .odoo_database import environment, loaded
from .stage import Stage

SCAN_LIMIT, MAIL_LIMIT = 100, 60  # MB
LEAST = 0.1  # a figure must be positive
CLEAR = Path("/proc/self/clear_refs")


def measure_scan(stage: Stage) -> Iterator[Row]:
    size = stage.scale.large_folder
    shape = Shape(size, stage.scale.contacts, 201, small=True)
    maildir.ensure(stage.place, f"{stage.scale.name}-{size}", shape)
    with loaded(stage, "memory_scan") as registry:
        warm_up(stage, registry)
        connect(stage, registry, f"{stage.scale.name}-{size}")
        grown = growth(lambda: ours.synchronise(registry))
    yield row("memory (scan)", grown, SCAN_LIMIT, "MB", "<= 1")


def measure_mail(stage: Stage) -> Iterator[Row]:
    mail, content = large_mail(stage.scale.large_mail)
    name = f"{stage.scale.name}-large"
    maildir.remove(stage.place, name)
    maildir.write(stage.place, name, [mail], "INBOX")
    with loaded(stage, "memory_mail") as registry:
        warm_up(stage, registry)
        before = ours.kept_count(registry)
        connect(stage, registry, name)
        grown = growth(lambda: ours.synchronise(registry))
        if ours.kept_count(registry) != before + 1:
            ours.raise_failure(registry)
        if ours.last_file(registry) != content:
            raise RuntimeError("The file of the large mail has changed on its way.")
    yield row("memory (large mail)", grown, MAIL_LIMIT, "MB", "<= 1")


def warm_up(stage: Stage, registry: Registry) -> None:
    """Read a small mailbox, so that no code is loaded for the first time later."""
    shape = Shape(stage.scale.small_folder, stage.scale.contacts, 200, small=True)
    name = f"{stage.scale.name}-{stage.scale.small_folder}"
    maildir.ensure(stage.place, name, shape)
    connect(stage, registry, name)
    ours.synchronise(registry)


def connect(stage: Stage, registry: Registry, name: str) -> None:
    with environment(registry) as env:
        user = ours.new_user(env, name)
        ours.connect(env, user, maildir.login(name), stage.imaps_port)


def growth(action: Callable[[], None]) -> float:
    forget_peak()
    before = peak()
    action()
    return max(LEAST, peak() - before)


def forget_peak() -> None:
    """Let the peak begin at what is used now, where Linux allows it.

    What loading Odoo has needed for a moment would hide our growth otherwise.
    """
    with suppress(OSError):
        CLEAR.write_text("5")


def peak() -> float:
    """The most memory that this process has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
