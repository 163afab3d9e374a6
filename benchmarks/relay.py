# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The relay between a client and the mail server, as a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dev.place import CHECKOUT

ROUND_TRIP = 0.040  # seconds
PROGRAM = f"{__package__}.peers.relay_server"


class Relay:
    """Clients connect to ``port`` on this machine."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        self._child = child
        self.port = int(self._line())

    def _line(self) -> str:
        if not self._child.stdout:
            raise RuntimeError("The relay has no output.")
        return self._child.stdout.readline()

    def _tell(self, line: str) -> dict[str, int]:
        if not self._child.stdin:
            raise RuntimeError("The relay has no input.")
        self._child.stdin.write(f"{line}\n")
        self._child.stdin.flush()
        return json.loads(self._line())

    def counts(self) -> dict[str, int]:
        """``connections``, octets ``sent`` by clients and ``received`` by them."""
        return self._tell("count")

    @contextmanager
    def distant(self, round_trip: float = ROUND_TRIP) -> Iterator[None]:
        """Inside the block an answer takes so many seconds longer."""
        self._tell(f"delay {round_trip / 2}")
        try:
            yield
        finally:
            self._tell("delay 0")


@contextmanager
def relayed(port: int, host: str = "127.0.0.1") -> Iterator[Relay]:
    """A relay to that server, for the time of the block."""
    command = [sys.executable, "-m", PROGRAM, host, str(port)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, cwd=CHECKOUT
    ) as child:
        try:
            yield Relay(child)
        finally:
            child.kill()
