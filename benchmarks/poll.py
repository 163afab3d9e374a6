# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``poll``: a look at 21 folders without new mail, 40 ms away.

Against a bare socket with the flights that no client can do without: login, one
question (two where the server has no LIST-STATUS), logout. Round trips are those
between login and logout.
"""

from collections.abc import Iterator

from odoo.modules.registry import Registry

from dev import dovecot, ports

from . import maildir, ours
from .figures import Row, in_turn, row, seconds
from .mailbox import Shape
from .odoo_database import allow_server, environment, loaded
from .peers.raw_poll import poll, poll_poor
from .relay import Relay, relayed
from .stage import PASSWORD, Stage
from .wire import tapped

FOLDERS = ["INBOX", *dovecot.SPECIAL_FOLDERS, *(f"Project {n}" for n in range(1, 16))]
MAILS = 20  # in each folder


def measure(stage: Stage) -> Iterator[Row]:
    with loaded(stage, "poll") as registry:
        yield from measure_server(stage, registry, "rich", "127.0.0.1")
        if ports.has_address(dovecot.POOR_HOST):
            yield from measure_server(stage, registry, "poor", dovecot.POOR_HOST)


def measure_server(
    stage: Stage, registry: Registry, name: str, host: str
) -> Iterator[Row]:
    maildir.ensure(stage.place, f"poll-{name}", shape(stage), FOLDERS)
    login = maildir.login(f"poll-{name}")
    with relayed(stage.imaps_port, host) as relay:
        account = connected(registry, login, relay)
        title, least = ("poll", 1) if name == "rich" else ("poll (no LIST-STATUS)", 2)
        trips = round_trips(registry, account)
        yield row(f"{title} round trips", trips, least, "", "<= 1")
        with relay.distant():
            times = in_turn(
                stage.scale.polls,
                {
                    "ours": lambda _round: ours.poll(registry, account),
                    "raw": lambda _round: seconds(lambda: raw(name, relay, login)),
                },
            )
        yield row(f"{title} time", times["ours"], times["raw"], "s", "<= 1.2")


def shape(stage: Stage) -> Shape:
    return Shape(MAILS, stage.scale.contacts, seed=100, small=True)


def connected(registry: Registry, login: str, relay: Relay) -> int:
    """A mailbox with all folders ticked and read to the end."""
    allow_server(relay.port)
    with environment(registry) as env:
        user = ours.new_user(env, login.partition("@")[0])
        account = ours.connect(env, user, login, relay.port)
        account.folder_ids.write({"selected": True})
        if len(account.folder_ids) != len(FOLDERS):
            raise RuntimeError(f"The server lists {len(account.folder_ids)} folders.")
    ours.synchronise(registry)
    return account.id


def round_trips(registry: Registry, account: int) -> int:
    with tapped() as wire:
        ours.poll(registry, account)
    return wire.round_trips()


def raw(name: str, relay: Relay, login: str) -> None:
    if name == "rich":
        poll(relay.port, login, PASSWORD)
    else:
        poll_poor(relay.port, login, PASSWORD, FOLDERS)
