# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Small pictures drawn in code, as PNG (RFC 2083) without any library."""

import struct
import zlib
from collections.abc import Callable
from functools import cache

Colour = tuple[int, int, int]
Painter = Callable[[int, int], Colour]

WHITE: Colour = (255, 255, 255)
INK: Colour = (38, 50, 56)
SEA: Colour = (0, 121, 140)
SAND: Colour = (237, 174, 73)
CORAL: Colour = (209, 73, 91)
BARS = ((60, SEA), (85, SEA), (72, SEA), (104, SAND), (93, SAND), (118, CORAL))

# 5x7 letters, one number per row, the leftmost dot in bit 4.
# fmt: off
GLYPHS = {
    "A": (14, 17, 17, 31, 17, 17, 17), "B": (30, 17, 17, 30, 17, 17, 30),
    "D": (30, 17, 17, 17, 17, 17, 30), "E": (31, 16, 16, 30, 16, 16, 31),
    "I": (14, 4, 4, 4, 4, 4, 14), "K": (17, 18, 20, 24, 20, 18, 17),
    "N": (17, 25, 21, 19, 17, 17, 17), "O": (14, 17, 17, 17, 17, 17, 14),
    "R": (30, 17, 17, 30, 20, 18, 17), "W": (17, 17, 17, 21, 21, 27, 17),
    "G": (14, 17, 16, 23, 17, 17, 14), "H": (17, 17, 17, 31, 17, 17, 17),
    "T": (31, 4, 4, 4, 4, 4, 4),
}
# fmt: on


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def png(width: int, height: int, colour_at: Painter) -> bytes:
    """A picture of ``width`` x ``height`` pixels, painted pixel by pixel."""
    rows = (
        b"\0" + bytes(part for x in range(width) for part in colour_at(x, y))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (
        _chunk(b"IHDR", header),
        _chunk(b"IDAT", zlib.compress(b"".join(rows), 9)),
        _chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _dots(word: str) -> set[tuple[int, int]]:
    """The cells (column, row) a word covers, letters six cells apart."""
    return {
        (6 * place + column, row)
        for place, letter in enumerate(word)
        for row, bits in enumerate(GLYPHS[letter])
        for column in range(5)
        if bits >> (4 - column) & 1
    }


@cache
def logo(word: str = "NORDWIND") -> bytes:
    """A word mark with a coloured disc, 320 x 80 pixels."""
    cells = _dots(word)

    def colour_at(x: int, y: int) -> Colour:
        if (x - 42) ** 2 + (y - 40) ** 2 < 26**2:
            return SAND if y < 40 + 6 * ((x // 9) % 2) else SEA
        return INK if ((x - 86) // 4, (y - 26) // 4) in cells else WHITE

    return png(320, 80, colour_at)


@cache
def bar_chart() -> bytes:
    """Six months of sales as bars, 360 x 160 pixels."""

    def colour_at(x: int, y: int) -> Colour:
        if y >= 144:
            return INK if y < 146 else WHITE
        place, inside = divmod(x - 24, 54)
        if 0 <= place < len(BARS) and inside < 36 and y >= 144 - BARS[place][0]:
            return BARS[place][1]
        return (226, 232, 236) if y % 36 == 0 else WHITE

    return png(360, 160, colour_at)


@cache
def photo() -> bytes:
    """An evening sky with a bowl in front of it, 480 x 320 pixels."""

    def colour_at(x: int, y: int) -> Colour:
        if y > 170 and ((x - 240) / 150) ** 2 + ((y - 170) / 110) ** 2 < 1:
            return 236 - (x - 90) // 4, 226 - (x - 90) // 4, 210 - (x - 90) // 3
        if y > 255:
            return 122 - y // 8, 92 - y // 10, 70 - y // 12
        return 70 + y // 2, 110 + y // 4 + x // 24, 190 - y // 3

    return png(480, 320, colour_at)


def pixel() -> bytes:
    """One transparent-looking white pixel."""
    return png(1, 1, lambda _x, _y: WHITE)
