# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Modified UTF-7, the encoding of mailbox names (RFC 3501, section 5.1.3)."""

import re
from base64 import b64encode

_UNPRINTABLE = re.compile(r"&|[^\x20-\x7e]+")


def _shift(run: re.Match[str]) -> str:
    if run.group() == "&":
        return "&-"
    packed = b64encode(run.group().encode("utf-16-be")).decode("ascii")
    return f"&{packed.rstrip('=').replace('/', ',')}-"


def encode(name: str) -> str:
    """``Familie & Freunde`` becomes ``Familie &- Freunde``."""
    return _UNPRINTABLE.sub(_shift, name)
