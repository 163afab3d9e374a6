# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ports, records and processes: only ours are ended, and busy ports avoided."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev import locks, ports, records, running
from dev.place import Place, ServerUser, create_state
from dev.trouble import Trouble

WAIT = "import time; print('ready', flush=True); time.sleep(60)"
SLEEP = [sys.executable, "-c", WAIT]


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Place:
    state = tmp_path / "state"
    create_state(state)
    return Place(tmp_path, state, ServerUser.current())


@pytest.fixture(name="sleeper")
def _sleeper() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(SLEEP, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        yield child
        child.kill()


def test_busy_port_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert not ports.is_free(port)
        assert ports.choose(port, set()) != port


def test_taken_port_is_passed_over() -> None:
    free = ports.choose(20000, set())
    assert ports.choose(free, {free}) > free


def test_port_is_remembered_until_it_is_busy(here: Place) -> None:
    first = ports.reserve(here, "http")
    assert ports.reserve(here, "http") == ports.remembered(here, "http") == first
    with socket.create_server(("127.0.0.1", first)):
        second = ports.reserve(here, "http")
    assert second != first
    assert ports.reserve(here, "http") == second


def test_two_servers_never_share_a_port(here: Place) -> None:
    free = ports.choose(20000, set())
    records.write(here, "ports", {"imap": free, "imaps": free})
    assert ports.reserve(here, "imap") != free


def test_recorded_process_is_found_and_ended(
    here: Place, sleeper: subprocess.Popen[bytes]
) -> None:
    running.remember(here, "Sleeper", sleeper.pid)
    assert running.pid_of(here, "Sleeper") == sleeper.pid
    assert running.stop(here, "Sleeper")
    assert sleeper.wait(5) != 0
    assert not running.stop(here, "Sleeper")


def test_stranger_with_our_old_number_is_left_alone(
    here: Place, sleeper: subprocess.Popen[bytes]
) -> None:
    stale = {"Sleeper": {"pid": sleeper.pid, "start": "earlier"}}
    records.write(here, "running", stale)
    assert not running.stop(here, "Sleeper")
    assert sleeper.poll() is None
    assert records.read(here, "running") == {}


def test_stop_ends_the_processes_below_too(here: Place) -> None:
    shell = ["sh", "-c", f"{sys.executable} -c 'import time; time.sleep(60)' & wait"]
    with subprocess.Popen(shell) as child:
        deadline = time.monotonic() + 60
        while not running.descendants(child.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        [below] = running.descendants(child.pid)
        running.remember(here, "Shell", child.pid)
        assert running.stop(here, "Shell", patience=1)
    assert running.start_mark(below) == ""


def test_interrupted_start_is_adopted_only_with_our_word(
    here: Place, sleeper: subprocess.Popen[bytes]
) -> None:
    pid_file = here.state / "server.pid"
    pid_file.write_text(f"{sleeper.pid}\nmore\n")
    running.adopt(here, "Sleeper", pid_file, "/another/folder")
    assert running.pid_of(here, "Sleeper") is None
    running.adopt(here, "Sleeper", pid_file, WAIT)
    assert running.pid_of(here, "Sleeper") == sleeper.pid


def test_server_that_ends_at_once_shows_its_log(here: Place) -> None:
    log = here.state / "server.log"
    command = [sys.executable, "-c", "raise SystemExit('no such file: odd.conf')"]
    server = running.Server("Odd server", command, log, ready=lambda: False)
    with pytest.raises(Trouble, match=r"Odd server did not start(.|\n)*odd\.conf"):
        running.start(here, server)


def test_dead_process_has_no_mark() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    assert running.start_mark(child.pid) == ""
    assert running.start_mark(os.getpid()) != ""


def test_damaged_record_counts_as_none(here: Place) -> None:
    (here.state / "ports.json").write_text("{half")
    assert records.read(here, "ports") == {}


def test_secret_is_kept_and_private(here: Place) -> None:
    first = records.secret(here, "key", lambda: "first")
    assert records.secret(here, "key", lambda: "second") == first == "first"
    assert (here.state / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_second_run_gets_the_sentence(here: Place) -> None:
    busy = "It already runs."
    with locks.alone(here, "demo", busy), pytest.raises(Trouble, match=busy):
        locks.alone(here, "demo", busy).__enter__()


def test_last_user_of_the_servers_is_known(here: Place) -> None:
    with locks.shared(here, "in-use") as first:
        with locks.shared(here, "in-use"):
            assert not locks.is_last(first)
        assert locks.is_last(first)
