# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files of a message: names that harm no file system, types that no browser runs.

Archives are never opened (MIME-5).
"""

import re
from dataclasses import dataclass
from mimetypes import guess_extension

from .text import clean_text

NAME_LENGTH = 150
NEUTRAL_TYPE = "application/octet-stream"
# Types that a browser or the desktop would run: served as downloads (MIME-7).
ACTIVE_TYPES = re.compile(
    r".*(?:html|xml(?!formats)|xsl|svg|script|hta|java|shockwave|x-msdos|x-msi"
    r"|x-ms-?download|portable-executable|x-sh\b|x-bat|diskimage"
    r"|iso9660|x-ms-shortcut|macroenabled).*",
    re.DOTALL,
)
ACTIVE_ENDINGS = set(
    "html htm xhtml xht shtml mhtml mht svg svgz xml xsl xslt js mjs jse vbs vbe wsf"
    " wsh hta htc swf exe com scr pif bat cmd ps1 psm1 msi msp msc cpl dll sys lnk url"
    " scf reg inf jar jnlp app dmg pkg deb rpm apk sh iso img vhd vhdx chm hlp"
    " docm dotm xlsm xltm xlsb xlam xll pptm potm ppam ppsm sldm one".split()
)
# What browsers show and never run, for files that come without a type of their own.
SHOWN_ENDINGS = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg",
    "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "txt": "text/plain", "mp4": "video/mp4", "mp3": "audio/mpeg",
}  # fmt: skip
MIMETYPE = re.compile(
    r"[a-z0-9][a-z0-9!#$&^_.+-]{0,80}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}"
)
# Devices of Windows, with any ending (MIME-6).
RESERVED_NAMES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
NO_NAME_CHARACTERS = re.compile(r'[<>:"|?*\u200b-\u200f\u061c\ufeff]')
LONGEST_ENDING = 20


@dataclass(frozen=True)
class Attachment:
    """A file of a message; ``inline`` when the body itself shows it."""

    name: str
    mimetype: str
    content: bytes
    content_id: str = ""
    inline: bool = False


def safe_file(
    name: str, mimetype: str, content: bytes, content_id: str = ""
) -> Attachment:
    """A file by what a message calls it."""
    mimetype = clean_text(mimetype).lower()
    name = safe_name(name, mimetype)
    content_id = clean_text(content_id[:NAME_LENGTH]).strip("<> ")
    return Attachment(name, safe_type(name, mimetype), content, content_id)


def safe_type(name: str, mimetype: str) -> str:
    """The type, or the neutral one if it, or the name's ending, is active."""
    ending = name.rpartition(".")[2].lower()
    if ending in ACTIVE_ENDINGS or ACTIVE_TYPES.fullmatch(mimetype):
        return NEUTRAL_TYPE
    if mimetype == NEUTRAL_TYPE or not MIMETYPE.fullmatch(mimetype):
        return SHOWN_ENDINGS.get(ending, NEUTRAL_TYPE)
    return mimetype


def safe_name(name: str, mimetype: str) -> str:
    """A file name without path, control characters or excess; it keeps its ending."""
    name = re.split(r"[/\\]", clean_text(name))[-1]
    name = NO_NAME_CHARACTERS.sub("", name).strip(". ")
    if not name:
        name = f"attachment{guess_extension(mimetype) or ''}"
    if RESERVED_NAMES.match(name):
        name = f"_{name}"
    if len(name) <= NAME_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    ending = (dot + ending)[:LONGEST_ENDING] if stem else ""
    return name[: NAME_LENGTH - len(ending)] + ending
