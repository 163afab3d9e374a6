# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run another program to its end, with its output in a log file."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .progress import say
from .trouble import Trouble

TAIL_LINES = 15
LINE_LENGTH = 200
PROGRESS_SECONDS = 5


@dataclass(frozen=True)
class Wanted:
    """What is said when a program fails, and how it is run.

    ``failure`` is a whole sentence with the next step. ``watch`` returns a line of
    progress. A ``patient`` program is never interrupted half-way: Ctrl-C waits.
    """

    failure: str
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    watch: Callable[[], str] | None = None
    patient: bool = False


def run(command: Sequence[str | Path], wanted: Wanted) -> None:
    """Run the command to its end.

    :raise Trouble: when it cannot start or its exit status is not 0
    """
    wanted.log.parent.mkdir(parents=True, exist_ok=True)
    with wanted.log.open("ab") as log:
        log.write(f"\n--- {' '.join(map(str, command))}\n".encode())
        log.flush()
        # A group of its own keeps the terminal's Ctrl-C away from the program.
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=wanted.env,
            cwd=wanted.cwd,
            process_group=0,
            # Passes on the lock of the set-up, see locks.in_turn.
            close_fds=False,
        )
        _wait(child, wanted)
    if child.returncode:
        raise Trouble(explain(wanted.failure, wanted.log))


def _wait(child: subprocess.Popen[bytes], wanted: Wanted) -> None:
    try:
        _follow(child, wanted.watch)
    except BaseException:
        if not wanted.patient:
            child.terminate()
        child.wait()
        raise


def _follow(child: subprocess.Popen[bytes], watch: Callable[[], str] | None) -> None:
    shown = time.monotonic()
    while True:
        try:
            child.wait(PROGRESS_SECONDS / 10 if watch else None)
            return
        except subprocess.TimeoutExpired:
            if watch and time.monotonic() - shown >= PROGRESS_SECONDS:
                say(f"  {watch()}")
                shown = time.monotonic()


def explain(failure: str, log: Path) -> str:
    """Return the failure's sentence with the end of the log beneath it."""
    lines = tail(log)
    if any("No space left on device" in line for line in lines):
        failure = f"The disk is full. Make room and run the command again. {failure}"
    shown = "\n".join(f"    {line[:LINE_LENGTH]}" for line in lines)
    return f"{failure}\nThe last lines of {log}:\n{shown}"


def tail(log: Path) -> list[str]:
    """Return the last lines of a log file, none when there is no file."""
    if not log.exists():
        return []
    with log.open("rb") as stream:
        stream.seek(0, os.SEEK_END)
        stream.seek(max(0, stream.tell() - 8000))
        lines = stream.read().decode(errors="replace").splitlines()
    return lines[-TAIL_LINES:]


def output(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> str:
    """Return what the command prints; nothing when it fails or is missing."""
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=env,
            check=False,
        )
    except OSError:
        return ""
    return answer.stdout if answer.returncode == 0 else ""
