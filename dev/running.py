# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The long-running programs that we started, and nobody else's.

Each is recorded with its start time: a process id alone may belong to a stranger
by the next day.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import records
from .children import explain, output
from .place import Place
from .trouble import Trouble

PROC = Path("/proc")


@dataclass(frozen=True)
class Server:
    """How to start a server and to know that it is ready; times are seconds."""

    name: str
    command: Sequence[str | Path]
    log: Path
    ready: Callable[[], bool]
    patience: float = 60
    env: dict[str, str] | None = None


def start_mark(pid: int) -> str:
    """Return what tells this process from a later one of the same id, or ""."""
    if not PROC.joinpath("self", "stat").exists():
        return output(["ps", "-o", "lstart=", "-p", str(pid)]).strip()
    fields = _stat_fields(pid)
    if not fields or fields[0] in "ZX":
        return ""
    boot = PROC / "sys" / "kernel" / "random" / "boot_id"
    return f"{boot.read_text().strip()} {fields[19]}"


def _stat_fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third one on (the state)."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def remember(place: Place, name: str, pid: int) -> None:
    """Record a process that we started."""
    known = records.read(place, "running")
    known[name] = {"pid": pid, "start": start_mark(pid)}
    records.write(place, "running", known)


def forget(place: Place, name: str) -> None:
    """Drop the record of a process."""
    known = records.read(place, "running")
    if known.pop(name, None):
        records.write(place, "running", known)


def pid_of(place: Place, name: str) -> int | None:
    """Return the process id if the recorded process still runs."""
    known = records.read(place, "running").get(name)
    if known and known["start"] and start_mark(known["pid"]) == known["start"]:
        return known["pid"]
    return None


def adopt(place: Place, name: str, pid_file: Path, word: str) -> None:
    """Record a server of ours whose start was interrupted before its record.

    :param word: what only our server has on its command line
    """
    if pid_of(place, name) is not None:
        return
    try:
        pid = int(pid_file.read_text().split()[0])
        command = (PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace")
    except (OSError, ValueError, IndexError):
        return
    if word in command.split("\0"):
        remember(place, name, pid)


def start(place: Place, server: Server) -> None:
    """Start a server in the background and wait until it is ready.

    :raise Trouble: when it ends or stays silent
    """
    with server.log.open("ab") as log:
        # A session of its own: the terminal's Ctrl-C must not reach it.
        child = subprocess.Popen(
            server.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=server.env,
            cwd=place.state,
            start_new_session=True,
        )
    remember(place, server.name, child.pid)
    deadline = time.monotonic() + server.patience
    while not server.ready():
        if child.poll() is not None or time.monotonic() > deadline:
            stop(place, server.name)
            sentence = f"{server.name} did not start. Read its log, then try again."
            raise Trouble(explain(sentence, server.log))
        time.sleep(0.1)


def in_foreground(
    place: Place, name: str, command: Sequence[str | Path], env: dict[str, str]
) -> int:
    """Run a program in this terminal and return its exit status.

    It is recorded, so that a later run can end it if this one is killed.
    """
    with subprocess.Popen(command, cwd=place.checkout, env=env) as child:
        remember(place, name, child.pid)
        try:
            status = child.wait()
        except BaseException:
            _end_interrupted(child)
            raise
        finally:
            stop(place, name)
    # A signal's number is negative here; shells count it from 128 on.
    return status if status >= 0 else 128 - status


def _end_interrupted(child: subprocess.Popen[bytes]) -> None:
    """Let the program report where it was interrupted.

    Ctrl-C in a terminal has reached it already; a signal to us has not.
    """
    for patience in (3, 15):
        try:
            child.wait(patience)
            return
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGINT)


def stop(place: Place, name: str, patience: float = 20) -> bool:
    """End a recorded process and the processes below it, gently at first.

    Returns False when it was not running.
    """
    pid = pid_of(place, name)
    if pid is None:
        forget(place, name)
        return False
    # PostgreSQL: SIGINT ends sessions, SIGTERM would wait for them.
    gentle = signal.SIGINT if name == "PostgreSQL" else signal.SIGTERM
    family = {member: start_mark(member) for member in [pid, *descendants(pid)]}
    _send(pid, gentle)
    if not _gone(family, patience):
        for member in _alive(family):
            _send(member, signal.SIGKILL)
        _gone(family, patience)
    forget(place, name)
    return True


def descendants(pid: int) -> list[int]:
    """Return the ids of all processes below this one."""
    parents: dict[int, list[int]] = {}
    for entry in PROC.glob("[0-9]*"):
        if fields := _stat_fields(int(entry.name)):
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for member in found:
        found.extend(parents.get(member, []))
    return found[1:]


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _alive(family: dict[int, str]) -> list[int]:
    return [pid for pid, mark in family.items() if mark and start_mark(pid) == mark]


def _gone(family: dict[int, str], patience: float) -> bool:
    deadline = time.monotonic() + patience
    while _alive(family):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
