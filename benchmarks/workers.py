# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``workers``: due mailboxes read by one and by two cron workers of a real server.

Odoo's own processes (prefork), 40 ms away from the mail server. Two scheduled
actions read mailboxes in both cases; the ratio is how many times faster two workers
are.
"""

import configparser
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from odoo.modules.registry import Registry
from odoo.sql_db import close_db

from dev import running
from dev.place import Place

from . import database, ours
from .figures import Row, in_turn
from .idle import mailboxes
from .odoo_database import ALLOWED, environment, loaded
from .relay import Relay, relayed
from .stage import Stage

LANES = 2
WAIT = 0.05  # seconds between two looks
PATIENCE = 180
PAST, NEVER = "2025-01-01 00:00:00", "2099-01-01 00:00:00"
LEFT = """
    SELECT count(*) FILTER (WHERE next_sync_date <= now() AT TIME ZONE 'UTC'),
        count(*) FILTER (WHERE failure_count > 0)
    FROM imap_account_run"""
# After LISTEN a cron worker commits, and then sleeps.
LISTENING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = 'postgres' AND state = 'idle' AND query = 'COMMIT'
    AND application_name = ANY(%s)"""


def measure(stage: Stage) -> Iterator[Row]:
    count = stage.scale.busy_accounts
    with (
        relayed(stage.imaps_port) as relay,
        loaded(stage, "workers") as registry,
        mailboxes(stage, registry, relay, count),
    ):
        with environment(registry) as env:
            silence_others(env)
        template = registry.db_name
        Registry.delete(template)
        close_db(template)
        times = in_turn(
            stage.scale.rounds,
            {
                "one": lambda _round: run(stage, relay, template, 1),
                "ours": lambda _round: run(stage, relay, template, 2),
            },
        )
    ratio = times["one"] / times["ours"]
    yield Row("workers", times["ours"], "s", times["one"], ">= 1.8", ratio)


def silence_others(env) -> None:
    """No other scheduled action takes a worker meanwhile; ours wait for their cue."""
    lanes = ours.lanes(env, LANES)
    env["ir.cron"].search([("id", "not in", lanes.ids)]).active = False
    lanes.nextcall = NEVER


def run(stage: Stage, relay: Relay, template: str, workers: int) -> float:
    """Seconds until so many workers have read all mailboxes."""
    with database.copied(stage.place, template, "workers_run") as name:
        with (
            closing(database.connect(stage.place, name)) as connection,
            server(stage, relay, name, workers),
            relay.distant(),
        ):
            connection.autocommit = True
            begun = time.perf_counter()
            with connection.cursor() as cr:
                give_cue(stage.place, cr, name)
                wait_until_read(cr)
            return time.perf_counter() - begun


def give_cue(place: Place, cr, name: str) -> None:
    """Make the scheduled actions due and wake all workers, as Odoo does."""
    cr.execute("UPDATE ir_cron SET nextcall = %s WHERE nextcall = %s", (PAST, NEVER))
    with closing(database.connect(place, "postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as postgres:
            postgres.execute("SELECT pg_notify('cron_trigger', %s)", (name,))


def wait_until_read(cr) -> None:
    """:raise RuntimeError: a mailbox has failed, or is never done"""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        cr.execute(LEFT)
        left, failed = cr.fetchone()
        if failed:
            raise RuntimeError(f"{failed} mailboxes could not be read.")
        if not left:
            return
        time.sleep(WAIT)
    raise RuntimeError(f"Some mailboxes were not read in {PATIENCE} s.")


@contextmanager
def server(stage: Stage, relay: Relay, name: str, workers: int) -> Iterator[None]:
    """Odoo with so many cron workers and nothing else; ready inside the block."""
    log = stage.place.log / "odoo-bench-workers.log"
    words = ["--config", configuration(stage, relay), "--database", name, "--no-http",
             "--workers=1", f"--max-cron-threads={workers}", f"--logfile={log}",
             "--log-level=warn"]  # fmt: skip
    command = [sys.executable, "-m", "odoo", "server", *words]
    with subprocess.Popen(command, cwd=stage.place.state) as child:
        try:
            wait_until_listening(stage, child, workers)
            yield
        finally:
            child.terminate()


def configuration(stage: Stage, relay: Relay) -> str:
    """Odoo's configuration, in which the relay is allowed."""
    parser = configparser.RawConfigParser()
    parser.read(stage.place.odoo_config)
    allowed = f"{parser['options'][ALLOWED]},localhost:{relay.port}"
    parser["options"][ALLOWED] = allowed
    path = stage.folder / "odoo.conf"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as stream:
        parser.write(stream)
    return str(path)


def wait_until_listening(stage: Stage, child: subprocess.Popen, workers: int) -> None:
    deadline = time.monotonic() + PATIENCE
    with closing(database.connect(stage.place, "postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:
            while time.monotonic() < deadline and child.poll() is None:
                names = [f"odoo-{pid}" for pid in running.descendants(child.pid)]
                cr.execute(LISTENING, (names,))
                if cr.fetchone()[0] >= workers:
                    return
                time.sleep(WAIT)
    raise RuntimeError("Odoo's cron workers did not start.")
