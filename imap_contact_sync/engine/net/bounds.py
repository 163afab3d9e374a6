# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a server may cost: time, octets, lines (requirements SRV-1 to SRV-4).

A timeout of a socket is for one read: a server that sends an octet now and then never
meets it. Here an operation, which is one command or some in one flight, has a deadline
and a budget, and every read asks both. The numbers are far above what an honest server
needs: the largest answer to one FETCH is a batch of 4 MB.
"""

import io
import re
import socket
import time

from ..errors import RetryLater

CONNECT_SECONDS = 10  # also for TLS, and for the greeting
OPERATION_SECONDS = 60
CLOSE_SECONDS = 5
OCTETS = 64 * 2**20  # of one operation
LINES = 200_000  # of one operation; a literal has one before and one behind it
LONGEST_LINE = 1_000_000  # octets; 50,000 UIDs in an answer to SEARCH have half of it
LARGEST_LITERAL = 32 * 2**20  # octets
BUFFER = 2**16  # octets; a TLS record has up to 2**14

LITERAL_SIZE = re.compile(rb"\{(\d+)\}\r\n$")
SIZE_DIGITS = len(str(LARGEST_LITERAL))


def out_of_bounds() -> RetryLater:
    """The error of a server that sends more than is acceptable."""
    return RetryLater("out_of_bounds")


class Bounds:
    """What is left for the operation that goes on, and for the conversation.

    ``received``: octets of the whole conversation so far.
    """

    def __init__(self, seconds: float = float("inf")) -> None:
        """:param seconds: for the whole conversation"""
        self._end = time.monotonic() + seconds
        self.received = 0
        self.begin(CONNECT_SECONDS)

    def begin(self, seconds: float) -> None:
        """An operation begins that may take this long."""
        self._deadline = min(time.monotonic() + seconds, self._end)
        self._last_octet = self.received + OCTETS
        self._lines = LINES

    def seconds_left(self) -> float:
        """
        :raises TimeoutError: none
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def count_octets(self, count: int) -> None:
        """:raises RetryLater: ``out_of_bounds``"""
        self.received += count
        if self.received > self._last_octet:
            raise out_of_bounds()

    def count_line(self, line: bytes) -> None:
        """
        :param line: as it came, with its end
        :raises RetryLater: ``out_of_bounds``: too many, too long, or the literal that
            it announces is too large
        """
        self._lines -= 1
        if self._lines < 0 or len(line) > LONGEST_LINE:
            raise out_of_bounds()
        if line.endswith(b"}\r\n") and (size := LITERAL_SIZE.search(line)):
            # Python reads no number of thousands of digits.
            digits = size[1].lstrip(b"0")
            if len(digits) > SIZE_DIGITS or int(digits or b"0") > LARGEST_LITERAL:
                raise out_of_bounds()


class BoundedStream(io.RawIOBase):
    """What a socket receives, for an ``io.BufferedReader``."""

    def __init__(self, connection: socket.socket, bounds: Bounds) -> None:
        self._connection = connection
        self._bounds = bounds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """:raises OSError: nothing came in time, or the connection is lost"""
        self._connection.settimeout(self._bounds.seconds_left())
        count = self._connection.recv_into(buffer)
        self._bounds.count_octets(count)
        return count


def buffered(connection: socket.socket, bounds: Bounds) -> io.BufferedReader:
    return io.BufferedReader(BoundedStream(connection, bounds), BUFFER)
