# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The RTF body of a winmail.dat, to text or to the HTML that Outlook hid in it.

Compressed RTF is [MS-OXRTFCP], HTML in RTF is [MS-OXRTFEX]. One pass over the
tokens: the libraries for it search with patterns that take minutes on hostile text.
"""

import re
import struct
from dataclasses import dataclass, field, replace

from .charsets import charset_of, decode_bytes

LONGEST_RTF = 1_048_576  # octets, decompressed
DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
    b"\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
    b"{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u"
    b"\\tab\\tx"
)
WINDOW = 4_096
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])"
    rb"|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)
# Groups that are no text of the document.
SILENT = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header",
    b"footer", b"headerl", b"headerr", b"footerl", b"footerr", b"footnote",
    b"mhtmltag", b"fldinst", b"listtable", b"listoverridetable", b"themedata",
}  # fmt: skip
CHARACTERS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n",
    b"tab": "\t", b"cell": "\t", b"emdash": "\u2014", b"endash": "\u2013",
    b"bullet": "\u2022", b"lquote": "\u2018", b"rquote": "\u2019",
    b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\n": "\n", b"\r": "\n"}
FONT_CODEPAGES = {
    77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip


class RtfError(ValueError):
    """No RTF, or broken, or too long."""


def read_rtf(compressed: bytes) -> tuple[str, bool]:
    """The text, and whether it is HTML.

    :raises RtfError: it cannot be read
    """
    reader = Reader(decompress(compressed))
    return reader.whole_text(), reader.is_html


def decompress(raw: bytes) -> bytes:
    """
    :raises RtfError: no compressed RTF, or longer than any honest one
    """
    if len(raw) < 16:
        raise RtfError("header")
    length, _size, kind, _checksum = struct.unpack_from("<II4sI", raw)
    body = raw[16 : length + 4]
    if kind == b"MELA":
        if len(body) > LONGEST_RTF:
            raise RtfError("size")
        return body
    if kind != b"LZFu":
        raise RtfError("kind")
    return expand(body)


def expand(body: bytes) -> bytes:
    """Each control octet tells of the next eight items whether they are references
    into what was written: twelve bits of place in a ring, four of length."""
    text = bytearray(DICTIONARY)
    place = 0
    while place < len(body) and len(text) < LONGEST_RTF:
        control = body[place]
        place += 1
        for bit in range(8):
            if not control >> bit & 1:
                text += body[place : place + 1]
                place += 1
                continue
            reference = int.from_bytes(body[place : place + 2])
            place += 2
            back = (len(text) - (reference >> 4)) % WINDOW
            if not back or place > len(body):
                return bytes(text[len(DICTIONARY) :])
            copy(text, len(text) - back, (reference & 15) + 2)
    if len(text) >= LONGEST_RTF:
        raise RtfError("size")
    return bytes(text[len(DICTIONARY) :])


def copy(text: bytearray, start: int, length: int) -> None:
    """Copy what may overlap with the copy; before the dictionary there are blanks."""
    for place in range(start, start + length):
        text.append(text[place] if place >= 0 else 0x20)


@dataclass(frozen=True)
class Group:
    """What holds up to the end of a group."""

    silent: bool = False
    in_tag: bool = False  # HTML as it was
    in_fonts: bool = False
    rtf_only: bool = False  # stands there for readers without HTML
    charset: str = "cp1252"
    skip: int = 1  # characters that stand for one of Unicode


@dataclass
class Reader:
    """One pass over RTF."""

    rtf: bytes
    is_html: bool = False
    charset: str = "cp1252"
    group: Group = field(default_factory=Group)
    _outer: list[Group] = field(default_factory=list)
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _text: list[str] = field(default_factory=list)
    _octets: bytearray = field(default_factory=bytearray)
    _skipped: int = 0  # characters still to leave out

    def whole_text(self) -> str:
        """
        :raises RtfError: no RTF
        """
        if not self.rtf.startswith(b"{\\rtf"):
            raise RtfError("start")
        place = 0
        while found := TOKEN.match(self.rtf, place):
            place = found.end()
            word, number, octet, symbol, brace, text = found.groups()
            if word == b"bin":
                place += max(0, int(number or 0))
            elif word:
                self.word(word, int(number) if number else None)
            elif octet:
                self.octets(bytes.fromhex(octet.decode()))
            elif symbol:
                self.symbol(symbol)
            elif brace:
                self.brace(brace)
            elif text:
                self.octets(text)
        self.decode()
        # A character beyond 16 bits is two words.
        text = "".join(self._text).encode("utf-16-le", "surrogatepass")
        return text.decode("utf-16-le", "replace")

    def brace(self, brace: bytes) -> None:
        self.decode()
        self._skipped = 0
        if brace == b"{":
            self._outer.append(self.group)
        elif self._outer:
            self.group = self._outer.pop()

    def symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.group = replace(self.group, silent=True)
        elif symbol in {b"\\", b"{", b"}"}:
            self.octets(symbol)
        else:
            self.add(SYMBOLS.get(symbol, ""))

    def octets(self, octets: bytes) -> None:
        left = octets[self._skipped :]
        self._skipped -= len(octets) - len(left)
        if left and self.is_shown:
            self._octets += left

    @property
    def is_shown(self) -> bool:
        group = self.group
        return not group.silent and (group.in_tag or not group.rtf_only)

    def add(self, text: str) -> None:
        self.decode()
        if self.is_shown:
            self._text.append(text)

    def decode(self) -> None:
        """Decode what has come: a character may be several octets."""
        if self._octets:
            self._text.append(decode_bytes(bytes(self._octets), self.group.charset))
            self._octets.clear()

    def word(self, word: bytes, number: int | None) -> None:
        if word in CHARACTERS:
            self.add(CHARACTERS[word])
        elif word == b"u" and number is not None:
            self.add(chr(number % 0x10000))
            self._skipped = self.group.skip
        elif word == b"uc":
            self.group = replace(self.group, skip=max(0, number or 0))
        elif word == b"htmltag":
            self.group = replace(self.group, silent=False, in_tag=True)
        elif word == b"htmlrtf":
            self.decode()
            self.group = replace(self.group, rtf_only=number != 0)
        elif word == b"fromhtml":
            self.is_html = True
        elif word in SILENT:
            fonts = word == b"fonttbl"
            self.group = replace(self.group, silent=True, in_fonts=fonts)
        else:
            self.charset_word(word, number or 0)

    def charset_word(self, word: bytes, number: int) -> None:
        if word == b"ansicpg":
            self.charset = charset_of(number)
            self.use(self.charset)
        elif word == b"f" and self.group.in_fonts:
            self._font = number
        elif word == b"f":
            self.use(self._fonts.get(number, self.charset))
        elif word == b"fcharset" and number in FONT_CODEPAGES:
            self._fonts[self._font] = charset_of(FONT_CODEPAGES[number])

    def use(self, charset: str) -> None:
        if charset != self.group.charset:
            self.decode()
            self.group = replace(self.group, charset=charset)
