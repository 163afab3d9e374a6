# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""MIME-9: signed mail shows its content, encrypted mail a clear note."""

import base64
import random
from datetime import UTC, datetime, timedelta

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.cms import (
    LONGEST_CMS,
    CmsError,
    open_cms,
)
from odoo.addons.imap_contact_sync.engine.large import parse_large
from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.engine.notes import (
    PGP_ENCRYPTED,
    SIGNED,
    SMIME_ENCRYPTED,
    SMIME_UNREADABLE,
    TOO_COMPLEX,
)
from odoo.addons.imap_contact_sync.engine.split import MOST_CONTAINERS

from .hypothesis_profile import TORTURE
from .poison import message, mixed
from .test_engine_message import file_part, multipart, part

INNER = multipart("mixed", part("text/plain", "Inner words"), file_part())
ENTITY = "Content-Type: application/pkcs7-mime; smime-type={}; name=smime.p7m"


def certificate():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lena")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = builder.not_valid_before(start)
    builder = builder.not_valid_after(
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=900)
    )
    return builder.sign(key, hashes.SHA256()), key


def wrapped(content, kind="signed-data", name="smime.p7m"):
    fields = ENTITY.format(kind).replace("smime.p7m", name).encode()
    coded = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return message("smime", fields, b"Content-Transfer-Encoding: base64", body=coded)


class TestCms(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate, cls.key = certificate()

    def signed(self, content, *options):
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        builder = builder.add_signer(self.certificate, self.key, hashes.SHA256())
        return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary, *options])

    def encrypted(self, content):
        builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content)
        builder = builder.add_recipient(self.certificate)
        return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])

    def parsed(self, raw):
        mail = parse_message(raw)
        self.assertEqual(parse_large([raw]), mail)
        return mail

    def test_opaque_signed(self):
        for kind in ("signed-data", "", "x"):
            with self.subTest(kind):
                mail = self.parsed(wrapped(self.signed(INNER), kind))
                self.assertIn("Inner words", mail.body)
                self.assertEqual([each.name for each in mail.attachments], ["a.pdf"])
                self.assertEqual(mail.notes, (SIGNED,))

    def test_text_beside_a_signed_message(self):
        """A mailing list or a gateway added its own, which is the longer one."""
        inner = self.signed(part("text/plain", "Yes, order 4711."))
        file = wrapped(inner).partition(b"+0000\r\n")[2]
        footer = "This e-mail is confidential. It was scanned."
        mail = self.parsed(mixed("list", file, part("text/plain", footer)))
        self.assertIn("Yes, order 4711.", mail.body)
        self.assertIn(footer, mail.body)

    def test_opaque_signed_by_its_name(self):
        raw = wrapped(self.signed(INNER)).replace(
            b"application/pkcs7-mime", b"application/octet-stream"
        )
        self.assertIn("Inner words", self.parsed(raw).body)

    def test_signed_in_pieces_of_unknown_length(self):
        """BER, as Java programs write it."""
        pieces = b"".join(
            b"\x04" + bytes([len(INNER[at : at + 100])]) + INNER[at : at + 100]
            for at in range(0, len(INNER), 100)
        )
        octets = b"\x24\x80" + pieces + b"\0\0"
        oid_data = cms.ContentType("data").dump()
        content = b"\x30\x80" + oid_data + b"\xa0\x80" + octets + b"\0\0\0\0"
        signed = b"\x30\x80\x02\x01\x01\x31\x00" + content + b"\x31\x00\0\0"
        oid = cms.ContentType("signed_data").dump()
        found = open_cms(b"\x30\x80" + oid + b"\xa0\x80" + signed + b"\0\0\0\0")
        self.assertEqual(found, INNER)

    def test_detached_signature(self):
        signature = part("application/pkcs7-signature; name=smime.p7s", b"x")
        text = part("text/plain", "Words")
        mail = self.parsed(
            multipart("signed", text, signature, fields=b"To: a@b.c\r\n")
        )
        self.assertIn("Words", mail.body)
        self.assertEqual(mail.notes, (SIGNED,))
        self.assertEqual([each.name for each in mail.attachments], ["smime.p7s"])

    def test_encrypted(self):
        secret = self.encrypted(INNER)
        mail = self.parsed(wrapped(secret, "enveloped-data"))
        self.assertEqual((mail.body, mail.notes), ("", (SMIME_ENCRYPTED,)))
        [file] = mail.attachments
        self.assertEqual((file.name, file.content), ("smime.p7m", secret))

    def test_signed_and_then_encrypted(self):
        inner = wrapped(self.encrypted(INNER), "enveloped-data")
        mail = self.parsed(wrapped(self.signed(inner)))
        self.assertEqual(mail.notes, (SIGNED, SMIME_ENCRYPTED))

    def test_signed_again_and_again(self):
        raw = INNER
        for _time in range(MOST_CONTAINERS):
            raw = wrapped(self.signed(raw))
        self.assertIn("Inner words", self.parsed(raw).body)
        mail = self.parsed(wrapped(self.signed(raw)))
        self.assertNotIn("Inner words", mail.body)
        self.assertIn(TOO_COMPLEX, mail.notes)
        self.assertEqual(len(mail.attachments), 1)

    def test_unreadable(self):
        whole = self.signed(INNER)
        detached = self.signed(INNER, pkcs7.PKCS7Options.DetachedSignature)
        deep = b"\x30\x80" * 20_000
        data = cms.ContentInfo({"content_type": "data", "content": b"x"}).dump()
        for content in (
            b"",
            b"x",
            whole[:99],
            detached,
            deep,
            data,
            b"\x30\x84\xff" * 9,
        ):
            with self.subTest(content[:20]):
                mail = self.parsed(wrapped(content))
                self.assertEqual(mail.notes, (SMIME_UNREADABLE,))
                self.assertEqual([f.content for f in mail.attachments], [content])

    def test_mime_2_longest(self):
        whole = self.signed(b"x" * LONGEST_CMS)
        with self.assertRaisesRegex(CmsError, "size"):
            open_cms(whole)
        shorter = self.signed(b"x" * (LONGEST_CMS - 10_000))
        self.assertEqual(len(open_cms(shorter)), LONGEST_CMS - 10_000)

    def test_mutations(self):
        whole = self.signed(INNER)
        chance = random.Random(None if TORTURE else 1)
        for _each in range(20_000 if TORTURE else 300):
            content = bytearray(whole)
            for _change in range(chance.randint(1, 4)):
                place = chance.randrange(len(content) // (1 + chance.randrange(20)))
                content[place : place + 1] = chance.randbytes(chance.randint(0, 2))
            with self.subTest(content=bytes(content)):
                try:
                    open_cms(bytes(content))
                except CmsError:
                    continue

    def test_pgp(self):
        block = (
            "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"
        )
        version = part("application/pgp-encrypted", "Version: 1\r\n")
        file = part('application/octet-stream; name="encrypted.asc"', block)
        mail = self.parsed(multipart("encrypted", version, file))
        self.assertEqual(mail.notes, (PGP_ENCRYPTED,))
        self.assertIn("encrypted.asc", [each.name for each in mail.attachments])
        table = [
            (block, (PGP_ENCRYPTED,)), ("Hello\r\n" + block, (PGP_ENCRYPTED,)),
            (block.replace("MESSAGE", "SIGNED MESSAGE"), (SIGNED,)),
            (block.replace("--B", "> --B").replace("-----B", "> -----B"), ()),
            ("Words", ()),
        ]  # fmt: skip
        for text, notes in table:
            with self.subTest(text=text[:40]):
                mail = self.parsed(mixed("pgp", part("text/plain", text)))
                self.assertEqual(mail.notes, notes)
                self.assertIn("----" if "---" in text else "Words", mail.body)
                coded = base64.encodebytes(text.encode())
                encoding = "Content-Transfer-Encoding: base64"
                coded = mixed("pgp", part("text/plain", coded, encoding))
                self.assertEqual(self.parsed(coded).notes, notes)
