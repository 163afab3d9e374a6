# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of a folder has been scanned, and which UIDs come next.

New mail first, from the highest scanned UID upwards; then history, downwards, until
the first UID of the start date. UIDs are unsigned 32 bit numbers from 1 on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

WINDOW = 1_000  # UIDs


@dataclass(frozen=True)
class UidSet:
    """A set of UIDs as sorted, disjoint, inclusive ranges; ``str`` is IMAP's form.

    A set of a folder is stored as text such as ``1:480,482``: an IMAP folder's UIDs
    grow without large gaps, so that this stays short.
    """

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def parse(cls, text: str | None) -> "UidSet":
        """The set written as ``1:4,7``; empty for empty text."""
        pairs = (part.partition(":") for part in (text or "").split(",") if part)
        return cls.join((int(low), int(high or low)) for low, _colon, high in pairs)

    @classmethod
    def of(cls, uids: Iterable[int]) -> "UidSet":
        return cls.join((uid, uid) for uid in uids)

    @classmethod
    def join(cls, pairs: Iterable[tuple[int, int]]) -> "UidSet":
        """The union of inclusive ranges that may touch, overlap or be unsorted."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted(pairs):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], high))
            else:
                merged.append((low, high))
        return cls(tuple(merged))

    @cached_property
    def _lows(self) -> list[int]:
        return [low for low, _high in self.ranges]

    def __contains__(self, uid: int) -> bool:
        place = bisect_right(self._lows, uid)
        return place > 0 and uid <= self.ranges[place - 1][1]

    def __iter__(self) -> Iterator[int]:
        for low, high in self.ranges:
            yield from range(low, high + 1)

    def __len__(self) -> int:
        return sum(high - low + 1 for low, high in self.ranges)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __or__(self, other: "UidSet") -> "UidSet":
        return UidSet.join(self.ranges + other.ranges)

    def __sub__(self, other: "UidSet") -> "UidSet":
        rest: list[tuple[int, int]] = []
        for low, high in self.ranges:
            start = low
            for first, last in other._from(low):
                if first > high:
                    break
                if first > start:
                    rest.append((start, first - 1))
                start = max(start, last + 1)
            if start <= high:
                rest.append((start, high))
        return UidSet(tuple(rest))

    def _from(self, uid: int) -> Iterator[tuple[int, int]]:
        """The ranges from the one that may hold that UID on."""
        yield from islice(self.ranges, max(0, bisect_right(self._lows, uid) - 1), None)

    def __and__(self, other: "UidSet") -> "UidSet":
        return self - (self - other)

    @property
    def span(self) -> range:
        """From the lowest UID to the highest one."""
        return range(self.ranges[0][0], self.ranges[-1][1] + 1) if self else range(0)

    def first(self, count: int) -> "UidSet":
        """The lowest UIDs, so many of them."""
        lowest: list[tuple[int, int]] = []
        for low, high in self.ranges:
            if count <= 0:
                break
            lowest.append((low, min(high, low + count - 1)))
            count -= high - low + 1
        return UidSet(tuple(lowest))

    def halves(self) -> tuple["UidSet", "UidSet"]:
        """The lower and the upper half of at least two UIDs."""
        half = self.first(len(self) // 2)
        return half, self - half

    def parts(self, size: int) -> Iterator["UidSet"]:
        """The set in parts of at most so many UIDs, the highest first."""
        uids = [uid for low, high in reversed(self.ranges)
                for uid in range(high, low - 1, -1)]  # fmt: skip
        for first in range(0, len(uids), size):
            yield UidSet.of(uids[first : first + size])

    def __str__(self) -> str:
        return ",".join(
            f"{low}:{high}" if low != high else str(low) for low, high in self.ranges
        )


@dataclass(frozen=True)
class Cursor:
    """Every UID from ``low`` to ``high`` has been scanned; ``high < low`` if none.

    ``floor`` is the lowest UID whose message is not older than the start date.
    """

    low: int
    high: int
    floor: int

    @classmethod
    def start(cls, uidnext: int, floor: int) -> "Cursor":
        """Nothing scanned yet of a folder whose next message gets ``uidnext``."""
        return cls(low=uidnext, high=uidnext - 1, floor=floor)

    def next_window(
        self, uidnext: int, size: int = WINDOW, present: Sequence[int] | None = None
    ) -> range:
        """The UIDs to scan now; empty when the folder is up to date."""
        new = self.new_window(uidnext, size, present)
        return new or self.history_window(size, present)

    def new_window(
        self, uidnext: int, size: int = WINDOW, present: Sequence[int] | None = None
    ) -> range:
        """The next UIDs above what is scanned.

        :param size: how many messages at most
        :param present: in a folder with large gaps, all UIDs that it has, sorted
        """
        start = self.high + 1
        stop = start + size
        if present is not None:
            beyond = bisect_left(present, start) + size
            stop = present[beyond] if beyond < len(present) else uidnext
        return range(start, max(start, min(stop, uidnext)))

    def history_window(
        self, size: int = WINDOW, present: Sequence[int] | None = None
    ) -> range:
        """The next UIDs below what is scanned, down to the start date's."""
        stop = max(self.floor, self.low)
        start = stop - size
        if present is not None:
            lowest = bisect_left(present, stop) - size
            start = present[lowest] if lowest > 0 else self.floor
        return range(max(self.floor, start), stop)

    def is_sparse(self, uidnext: int, exists: int) -> bool:
        """Whether most of the UIDs to scan are no message's."""
        span = max(0, uidnext - 1 - self.high) + max(0, self.low - self.floor)
        return span > 4 * exists + WINDOW

    def after(self, window: range) -> "Cursor":
        """The cursor once every UID of a window from ``next_window`` is scanned."""
        return replace(
            self,
            low=min(self.low, window.start),
            high=max(self.high, window.stop - 1),
        )
