# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Cron workers as processes of their own, which die where they are told to.

A worker is a fork with a warm registry, as in Odoo's prefork server, and runs what
Odoo's ``WorkerCron`` runs: ``ir.cron._process_jobs``. Before and after each commit,
fetch and post it passes a checkpoint.
"""

import json
import logging
import os
import random
import signal
import time
from dataclasses import dataclass, field
from tempfile import TemporaryFile

import psycopg2

from odoo import sql_db
from odoo.modules.registry import Registry

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.imap_contact_sync.engine import matching
from odoo.addons.imap_contact_sync.engine.errors import FolderUnavailable
from odoo.addons.imap_contact_sync.engine.net.reader import FolderReader
from odoo.addons.imap_contact_sync.engine.net.session import MailboxSession
from odoo.addons.imap_contact_sync.models import imap_sync_folder

from .crash_letters import REFUSED

FETCHES = ("folders", "statuses", "open", "first_uid_since", "headers", "messages")
PATIENCE = 120  # seconds; a worker that hangs is a finding
WINDOW, BATCH = 4, 2  # messages: small, so that there are many commits


@dataclass(frozen=True)
class Plan:
    """Where a worker meets its end, and what is wrong with its code.

    :param at: the number of the checkpoint, from 1; 0: it lives
    :param only: count only the checkpoints of this name
    :param end: what happens there
    :param fault: changes the product's code in this worker; it is given the worker
    """

    jobs: tuple
    at: int = 0
    only: str = ""
    end: str = "kill"
    fault: object = None


@dataclass
class Outcome:
    """What a worker told its parent; ``names`` are the checkpoints it passed."""

    killed: bool
    names: list = field(default_factory=list)
    errors: list = field(default_factory=list)


class Child:
    """A running worker, as its parent sees it."""

    def __init__(self, database, plan):
        self.database = database
        self._report = TemporaryFile()
        # A connection that two processes use breaks for both.
        sql_db.close_all()
        self.pid = os.fork()
        if not self.pid:
            run_as_worker(database, plan, self._report.fileno())

    @property
    def application(self):
        """What PostgreSQL calls the worker's backends."""
        return application_name(self.pid)

    def poll(self):
        """The outcome; ``None`` while it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return self._outcome(status) if pid else None

    def wait(self):
        """
        :raises AssertionError: it hangs
        """
        deadline = time.monotonic() + PATIENCE
        while (outcome := self.poll()) is None:
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise AssertionError("A worker hangs.")
            time.sleep(0.005)
        return outcome

    def _outcome(self, status):
        with self._report as lines:
            lines.seek(0)
            told = [json.loads(line) for line in lines]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert killed or status == 0, f"A worker ended with {status}: {told[-3:]}"
        return Outcome(
            killed=killed,
            names=[text for kind, text in told if kind == "passed"],
            errors=[text for kind, text in told if kind == "error"],
        )


def checkpoint_places(registry):
    """``(class, method)`` of each call with a checkpoint before and after it."""
    yield from ((MailboxSession, name) for name in FETCHES)
    yield registry["imap.sync"], "_post"
    yield registry["imap.folder"], "_advance"
    yield registry["imap.folder"], "_move"
    yield sql_db.Cursor, "commit"


def application_name(pid):
    return sql_db.connection_info_for("any")[1]["application_name"].replace(
        str(os.getpid()), str(pid)
    )


def run_as_worker(database, plan, report):
    """The child's whole life. It never returns into the test that forked it."""
    status = 1
    try:
        worker = Worker(database, plan, report)
        worker.run()
        status = 0
    except BaseException as error:  # noqa: BLE001
        tell(report, "error", f"{type(error).__name__}: {error}")
    finally:
        os._exit(status)


def tell(report, kind, text):
    os.write(report, json.dumps([kind, text]).encode() + b"\n")


class ToParent(logging.Handler):
    """Sends what Odoo's scheduler finds wrong to the parent."""

    def __init__(self, report):
        super().__init__(logging.ERROR)
        self.report = report

    def emit(self, record):
        text = record.getMessage()
        if record.exc_info:
            text += f" ({record.exc_info[0].__name__}: {record.exc_info[1]})"
        tell(self.report, "error", f"{record.name}: {text}")


class Worker:
    """The child's side."""

    def __init__(self, database, plan, report):
        self.database = database
        self.plan = plan
        self.report = report
        self.passed = 0
        self.registry = Registry(database)
        random.seed()  # all children have inherited the same state
        logging.getLogger().handlers = [ToParent(report)]
        self._make_small()
        self._refuse_one_message()
        if plan.fault:
            plan.fault(self)
        self._place_checkpoints()
        self._take_only(plan.jobs)

    def run(self):
        IrCron._process_jobs(self.database)
        if self.plan.end != "kill":  # Odoo's worker goes on after such an error
            IrCron._process_jobs(self.database)
        assert Registry(self.database) is self.registry, "checkpoints are gone"

    def checkpoint(self, name):
        tell(self.report, "passed", name)
        if self.plan.only in ("", name):
            self.passed += 1
            if self.passed == self.plan.at:
                ENDS[self.plan.end](self)

    def wrap(self, owner, name, around):
        """Replace a function by ``around(original, *arguments)``."""
        original = getattr(owner, name)
        setattr(owner, name, lambda *words, **kw: around(original, *words, **kw))

    def _place_checkpoints(self):
        for owner, name in checkpoint_places(self.registry):
            self._place(owner, name)

    def _place(self, owner, name):
        def around(original, *words, **kw):
            self.checkpoint(f"before {name}")
            result = original(*words, **kw)
            self.checkpoint(f"after {name}")
            return result

        self.wrap(owner, name, around)

    def _make_small(self):
        imap_sync_folder.WINDOW = WINDOW
        matching.BATCH_MESSAGES = BATCH

    def _refuse_one_message(self):
        """The server gives no answer that has this message among others."""

        def around(original, reader, wanted, items):
            parts, refusal = original(reader, wanted, items)
            found = b"".join(part.content or b"" for part in parts)
            if "BODY.PEEK[]" in items and REFUSED.encode() in found:
                return [], FolderUnavailable("fetch_refused")
            return parts, refusal

        self.wrap(FolderReader, "_fetch", around)

    def _take_only(self, jobs):
        """Other jobs of the database would run as well, and change it."""

        def around(original, cr):
            return [job for job in original(cr) if job["id"] in jobs]

        original = IrCron._get_all_ready_jobs
        IrCron._get_all_ready_jobs = staticmethod(lambda cr: around(original, cr))


def kill(worker):
    os.kill(os.getpid(), signal.SIGKILL)


def terminate_all(worker):
    terminate_backends(worker.database, "")


def terminate_newest(worker):
    """Of the job's cursor and that of the synchronisation, end the latter."""
    terminate_backends(worker.database, "ORDER BY backend_start DESC LIMIT 1")


def terminate_backends(database, which):
    """End backends of this process as an administrator or a failover would."""
    _name, info = sql_db.connection_info_for(database)
    connection = psycopg2.connect(**info | {"application_name": "terminator"})
    with connection.cursor() as cr:
        cr.execute(
            f"""SELECT pg_terminate_backend(pid) FROM (
                SELECT pid FROM pg_stat_activity
                WHERE application_name = %s AND datname = %s {which}) AS own""",
            [info["application_name"], database],
        )
    connection.close()


ENDS = {"kill": kill, "all": terminate_all, "newest": terminate_newest}
