# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""S/MIME messages that are one file (RFC 8551 3.4): what is signed can be read.

Nothing is verified or decrypted, and nothing is decompressed.
"""

from asn1crypto.cms import ContentInfo
from asn1crypto.core import OctetString, ParsableOctetString

from .files import Attachment

CMS_TYPES = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
LONGEST_CMS = 8_388_608  # octets
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
          OverflowError)  # fmt: skip
ENCRYPTED = {"enveloped_data", "authenticated_enveloped_data", "encrypted_data",
             "signed_and_enveloped_data"}  # fmt: skip


class CmsError(ValueError):
    """The file has no content that can be read."""


def is_cms(file: Attachment) -> bool:
    """Whether a file is a message in S/MIME's form, and no mere signature."""
    name = file.name.lower()
    return file.mimetype in CMS_TYPES or name == "smime.p7m"


def open_cms(content: bytes) -> bytes | None:
    """The signed content; ``None`` when it is encrypted.

    :raises CmsError: neither
    """
    if len(content) > LONGEST_CMS:
        raise CmsError("size")
    try:
        info = ContentInfo.load(content)
        kind = info["content_type"].native
        if kind in ENCRYPTED:
            return None
        if kind != "signed_data":
            raise CmsError("kind")
        signed = info["content"]["encap_content_info"]["content"]
        if not isinstance(signed, OctetString | ParsableOctetString):
            raise CmsError("detached")  # a signature alone
        return bytes(signed)
    except BROKEN as error:
        raise CmsError("broken") from error
