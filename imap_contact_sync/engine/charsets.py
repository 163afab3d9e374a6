# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Octets to text, whatever charset they claim. Nothing in here raises for any input."""

import codecs
import re
from contextlib import suppress

# What is mostly meant by Python's name of a charset: a superset of it. The browsers
# take them so as well (encoding.spec.whatwg.org).
WIDER = {
    "ascii": "utf-8", "iso8859-1": "cp1252", "iso8859-9": "cp1254",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "shift_jis": "cp932",
    "euc_kr": "cp949", "tis-620": "cp874",
}  # fmt: skip
# Names that Python does not know.
OTHER_NAMES = {"gb_2312-80": "gb2312", "windows-31j": "cp932", "macroman": "mac-roman"}
# Windows' numbers of charsets that are not "cp" with the number.
CODEPAGES = {
    0: "cp1252", 1200: "utf-16-le", 1201: "utf-16-be", 10000: "mac-roman",
    10006: "mac-greek", 10007: "mac-cyrillic", 10029: "mac-latin2",
    10081: "mac-turkish", 20127: "ascii", 20866: "koi8-r", 20932: "euc-jp",
    20936: "gb2312", 20949: "euc-kr", 21866: "koi8-u", 38598: "iso-8859-8",
    50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp",
    50225: "iso-2022-kr", 51932: "euc-jp", 51936: "gb2312", 51949: "euc-kr",
    52936: "hz", 54936: "gb18030", 65000: "utf-7", 65001: "utf-8",
    **{28590 + part: f"iso-8859-{part}" for part in range(1, 17)},
}  # fmt: skip
# Punycode takes quadratic time.
SLOW_CODECS = {"punycode", "idna"}
BROKEN = (LookupError, UnicodeError, ValueError, AttributeError)
REPLACEMENT = "\ufffd"
ESCAPE = b"\x1b"
MOST_ESCAPES = 50_000
PIECE = 8_192  # octets decoded at once
ALLOWANCE = 2_000  # for a beginning that is worse than the rest
# What stands in ISO-2022-JP behind each sequence that switches the character set.
JAPANESE_PIECE = re.compile(rb"\x1b(\$[@B]|\([BIJ])([^\x1b]*)")
CHINESE_PAIRS = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe])+")
KANA = re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]")


def decode_bytes(raw: bytes, charset: str | None, last: str = "cp1252") -> str:
    """Decode by the named charset; what is not in it, as UTF-8 or by the last one.

    Names that lie are common: gb2312 is mostly gb18030, and iso-8859-1 cp1252. Where
    nothing fits wholly, a charset that fits but for a few octets is right all the
    same: a text may be cut, or have one octet of another.
    """
    name = codec_of(charset or "utf-8")
    # Text of ISO-2022 is ASCII as well.
    by_escapes = raw.isascii() and ESCAPE in raw
    for candidate in [name] if by_escapes else [name, "utf-8"]:
        with suppress(*BROKEN):
            return raw.decode(candidate)
    if name == "iso2022_jp" and raw.count(ESCAPE) <= MOST_ESCAPES:
        raw, name = shift_jis(raw), "cp932"
    for candidate in (name, "utf-8"):
        with suppress(*BROKEN):
            return mostly_decoded(raw, candidate, by_escapes)
    with suppress(*BROKEN):
        return raw.decode(last)
    return raw.decode("cp1252", "replace")


def charset_of(codepage: int) -> str:
    """The charset that is a codepage of Windows."""
    return CODEPAGES.get(codepage, f"cp{codepage}")


def codec_of(charset: str) -> str:
    """Python's name of what a charset's name means; empty if nobody knows it."""
    name = charset.strip().lower()
    for each in (OTHER_NAMES.get(name, name), name.removeprefix("x-")):
        try:
            codec = codecs.lookup(each).name
            "a".encode(codec)  # some are no charsets, but turn octets into octets
        except BROKEN:
            continue
        return "" if codec in SLOW_CODECS else WIDER.get(codec, codec)
    return ""


def mostly_decoded(raw: bytes, codec: str, however_broken: bool) -> str:
    """The text, with a sign for each place that could not be read.

    :raises UnicodeError: more than one of five characters beyond ASCII; found early,
        for signs take a hundred times as long
    """
    decoder = codecs.getincrementaldecoder(codec)("replace")
    pieces, left = [], ALLOWANCE
    for place in range(0, len(raw), PIECE):
        text = decoder.decode(raw[place : place + PIECE], place + PIECE >= len(raw))
        pieces.append(text)
        broken = text.count(REPLACEMENT)
        left += len(text) - len(text.encode("ascii", "ignore")) - 5 * broken
        if left < 0 and not however_broken:
            raise UnicodeError("broken")
    if left < ALLOWANCE and not however_broken:
        raise UnicodeError("broken")
    return "".join(pieces)


def shift_jis(raw: bytes) -> bytes:
    """ISO-2022-JP as Shift JIS, for which Python knows what makers of computers added:
    circled numbers, signs of companies, and characters of many names."""
    return JAPANESE_PIECE.sub(shifted_piece, raw)


def shifted_piece(found: re.Match[bytes]) -> bytes:
    kind, text = found.groups()
    if kind == b"(I":  # kana of one octet
        return bytes(octet | 0x80 for octet in text)
    if kind.startswith(b"("):
        return text
    end = len(text) - len(text) % 2
    pairs = zip(text[:end:2], text[1:end:2], strict=True)
    return b"".join(shifted_pair(*pair) for pair in pairs) + text[end:]


def shifted_pair(row: int, cell: int) -> bytes:
    """Two rows of JIS X 0208 share a first octet of Shift JIS."""
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
        return bytes((row, cell))
    first = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    if row % 2:
        return bytes((first, cell + (0x1F if cell < 0x60 else 0x20)))
    return bytes((first, cell + 0x7E))


def east_asian(raw: bytes) -> str:
    """The charset of raw Chinese or Japanese bytes in a header field, which says none;
    else Windows-1252.

    Only what cannot well be anything else: Chinese all of whose bytes are pairs, most
    of them of the common characters, and Japanese with kana in it.
    """
    pairs = b"".join(CHINESE_PAIRS.findall(raw))
    if len(pairs) == len(raw.translate(None, bytes(range(128)))) > 2:
        common = sum(0xB0 <= lead <= 0xD7 for lead in pairs[::2])
        if common * 3 > len(pairs):  # two of three characters
            return "gb18030"
    if len(KANA.findall(raw)) > 1:
        return "cp932"
    return "cp1252"
