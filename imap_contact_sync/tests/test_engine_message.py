# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import random

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.files import NEUTRAL_TYPE
from odoo.addons.imap_contact_sync.engine.html import replace_parts
from odoo.addons.imap_contact_sync.engine.large import parse_large
from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.engine.notes import TEXT_CUT
from odoo.addons.imap_contact_sync.engine.parts import LONGEST_TEXT, unflowed

from .hypothesis_profile import TORTURE, examples
from .test_engine_samples import SAMPLES

FILE = bytes(range(256)) * 3


def part(content_type, body, *fields):
    """One MIME part, or a whole message."""
    body = body if isinstance(body, bytes) else body.encode()
    lines = [b"Content-Type: " + content_type.encode(), *(f.encode() for f in fields)]
    return b"\r\n".join([*lines, b"", body])


def multipart(subtype, *parts, fields=b""):
    inner = b"".join(b"--bb\r\n" + each + b"\r\n" for each in parts)
    return b"%sContent-Type: multipart/%s; boundary=bb\r\n\r\n%s--bb--\r\n" % (
        fields, subtype.encode(), inner
    )  # fmt: skip


def file_part(
    content_type="application/pdf", disposition='attachment; filename="a.pdf"'
):
    return part(
        content_type, base64.encodebytes(FILE), "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {disposition}",
    )  # fmt: skip


def texts_of(mail):
    yield from (mail.subject, mail.email_from, mail.email_to, mail.email_cc, mail.body)
    for each in mail.attachments:
        yield from (each.name, each.mimetype, each.content_id)


class MessageCase(BaseCase):
    def assert_storable(self, mail):
        for text in texts_of(mail):
            self.assertNotIn(b"\0", text.encode("utf-8"))
        self.assertEqual(len(mail.digest), 64)
        self.assertIs(mail.digest, mail.digest)  # computed once

    def body(self, raw):
        mail = parse_message(raw)
        self.assert_storable(mail)
        return mail.body


class TestBody(MessageCase):
    def test_plain(self):
        found = self.body(part("text/plain", "Hi <b>\r\nhttps://a.example/x\r\n"))
        self.assertIn("Hi &lt;b&gt;\n<a href=", found)
        self.assertNotIn("\r", found)

    def test_alternatives(self):
        plain, rich = part("text/plain", "plain"), part("text/html", "<p>rich</p>")
        empty = part("text/html", "<html><body><p>&nbsp;</p> </body></html>")
        table = [
            ((plain, rich), "rich", "plain"),
            ((rich, plain), "plain", "rich"),
            ((plain, empty), "plain", "rich"),
            ((plain, part("text/html", "")), "plain", "rich"),
            ((part("text/plain", ""), rich), "rich", "plain"),
            ((plain, part("text/html", '<img src="cid:x">')), "cid:x", "plain"),
            ((plain, part("text/calendar", "BEGIN")), "plain", "BEGIN"),
            ((plain,), "plain", "rich"),
        ]
        for parts, kept, left in table:
            with self.subTest(kept=kept, parts=parts):
                found = self.body(multipart("alternative", *parts))
                self.assertIn(kept, found)
                self.assertNotIn(left, found)

    def test_files_of_all_alternatives(self):
        mail = parse_message(
            multipart(
                "alternative",
                part("text/plain", "x"),
                part("text/calendar", "BEGIN"),
                file_part(),
            )
        )
        self.assertEqual(len(mail.attachments), 2)

    def test_several_bodies_of_mixed(self):
        found = self.body(multipart("mixed", part("text/plain", "one"), file_part(),
                                    part("text/html", "<p>two</p>")))  # fmt: skip
        self.assertIn("one", found)
        self.assertIn("two", found)

    def test_flowed(self):
        table = [
            ("one \ntwo", "one two"), ("one\ntwo", "one\ntwo"), ("a \nb \nc", "a b c"),
            ("text\n-- \nname", "text\n-- \nname"), ("-- \nname", "-- \nname"),
            ("> q \n> r", "> q \n> r"), ("", ""), (" From x\n  y", "From x\n y"),
            ("a \n b", "a b"), ("a \n >b", "a >b"), ("a \n-- \nname", "a \n-- \nname"),
        ]  # fmt: skip
        for text, expected in table:
            with self.subTest(text=text):
                self.assertEqual(unflowed(text), expected)
        raw = part("text/plain; format=Flowed", "one \r\ntwo\r\n")
        self.assertIn(">one two<", self.body(raw))
        without_space = raw.replace(b"=Flowed", b"=Flowed; DelSp=Yes")
        self.assertIn(">onetwo<", self.body(without_space))
        self.assertIn("one \ntwo", self.body(raw.replace(b"; format=Flowed", b"")))

    def test_charsets(self):
        table = [
            ("utf-8", "Grüße €", "utf-8"), ("iso-8859-1", "Grüße €", "cp1252"),
            ("us-ascii", "Grüße", "utf-8"), ("us-ascii", "Grüße", "latin-1"),
            ("gb2312", "镕和", "gb18030"), ("koi8-r", "Привет", "koi8-r"),
            ("iso-2022-jp", "日本", "iso-2022-jp"), ("utf-16", "日本", "utf-16"),
            ("utf-8", "Grüße", "latin-1"), ("x-unknown", "Grüße", "utf-8"),
            ("unknown-8bit", "Grüße", "latin-1"), ('""', "Grüße", "utf-8"),
            ("cp-850", "Grüße", "cp850"), ("idna", "Grüße", "utf-8"),
            ("rot13", "Grüße", "utf-8"), ("hex", "Grüße", "utf-8"),
            ('"utf-8\\0"', "Grüße", "utf-8"), ("undefined", "Grüße", "utf-8"),
        ]  # fmt: skip
        for charset, text, encoding in table:
            raw = text.encode(encoding)
            for kind in ("plain", "html"):
                with self.subTest(charset=charset, encoding=encoding, kind=kind):
                    mail = part(f"text/{kind}; charset={charset}", raw)
                    self.assertIn(text, self.body(mail))
        for raw in ("Grüße".encode(), "Grüße".encode("latin-1")):
            self.assertIn("Grüße", self.body(part("text/plain", raw)))
            self.assertIn("Grüße", self.body(b"Subject: x\n\n" + raw))

    def test_nul_and_other_controls_everywhere(self):
        raw = (
            b"Subject: a\0b\nFrom: a\0 <a@b.example>\nContent-Type: multipart/mixed;"
            b" boundary=bb\n\n--bb\nContent-Type: text/plain\n\n"
            b"c\0d\x1b\xc2\x85\n--bb\n"
            b"Content-Type: text/html\n\n"
            b"<p title='e\0'>e\0f&#0;&#x1b;&#xd800;</p>\n--bb\n"
            b'Content-Type: x/y; name="g\0h"\nContent-ID: <i\0j>\n\nk\0\n--bb--\n'
        )
        mail = parse_message(raw)
        self.assert_storable(mail)
        self.assertEqual(mail.subject, "ab")
        self.assertIn("cd", mail.body)
        self.assertEqual(mail.attachments[0].content, b"k\0")

    def test_multipart_without_its_boundary_is_text(self):
        for kind in ("mixed", "alternative; boundary=other", "report; boundary"):
            mail = parse_message(part(f"multipart/{kind}", "The only text"))
            with self.subTest(kind):
                self.assertIn("The only text", mail.body)
                self.assertEqual(mail.attachments, ())
        raw = part("multipart/mixed", "x", "Content-Disposition: attachment")
        self.assertEqual(len(parse_message(raw).attachments), 1)

    def test_folded_boundary(self):
        raw = multipart("mixed", part("text/html", "<p>Words</p>"))
        raw = raw.replace(b"--bb", b"--b b").replace(b"=bb", b'="b\r\n b"')
        self.assertEqual(self.body(raw), "<p>Words</p>")

    def test_the_only_text_has_a_name(self):
        named = part("text/plain; name=body.txt", "The only text")
        for raw in (named, multipart("mixed", file_part(), named, named)):
            mail = parse_message(raw)
            self.assertEqual(mail.body.count("The only text"), 1)
            self.assertIn("body.txt", [each.name for each in mail.attachments])
            self.assertEqual(parse_large([raw]), mail)
        other = multipart("mixed", part("text/plain", "Words"), named)
        self.assertNotIn("only", self.body(other))
        marked = part("text/plain", "x", "Content-Disposition: attachment")
        self.assertEqual(self.body(marked), "")

    def test_long_text_in_base64(self):
        """As many octets as are shown, of which the coded form has more."""
        for length, notes in ((LONGEST_TEXT, ()), (LONGEST_TEXT + 1, (TEXT_CUT,))):
            raw = part("text/plain", base64.encodebytes(b"x" * length),
                       "Content-Transfer-Encoding: base64")  # fmt: skip
            mail = parse_message(raw)
            self.assertEqual(mail.notes, notes)
            self.assertEqual(len(mail.attachments), len(notes))
            self.assertEqual(mail.body.count("x"), LONGEST_TEXT)

    def test_attached_message_is_no_body(self):
        inner = part(
            "text/plain", "inner words", "Subject: The first mail", "To: x@y.example"
        )
        mail = parse_message(multipart("mixed", part("text/plain", "outer words"),
                                       b"Content-Type: message/rfc822\r\n\r\n" + inner,
                                       fields=b"Subject: Fwd\r\n"))  # fmt: skip
        self.assertIn("outer", mail.body)
        self.assertNotIn("inner", mail.body)
        self.assertEqual((mail.subject, mail.email_to), ("Fwd", ""))
        [file] = mail.attachments
        self.assertEqual(
            (file.name, file.mimetype), ("The first mail.eml", "message/rfc822")
        )

    def test_header_fields(self):
        mail = parse_message(
            b"From: =?utf-8?q?J=C3=BC?= <j@a.example>\nTo: a@b.example,\n c@d.example\n"
            b"To: e@f.example\nCc: G\xfc <g@h.example>\nSubject: x\n y\n\n"
        )
        self.assertEqual(mail.email_from, '"Jü" <j@a.example>')
        self.assertEqual(mail.email_to, "a@b.example, c@d.example, e@f.example")
        self.assertEqual((mail.email_cc, mail.subject), ('"Gü" <g@h.example>', "x y"))

    def test_odd_structures(self):
        for raw in (
            b"",
            b"\n",
            b"\0" * 100,
            b"x",
            b"Content-Type: multipart/mixed\n\nx",
            b"Content-Type: multipart/mixed; boundary=b\n\n--b",
            b"Content-Type\n\nx",
            b"Content-Type: message/rfc822\n\n",
            b"Content-Type: multipart/alternative\n\n",
            b"Content-Type: message/external-body; access-type=x\n\nA: b\n\n",
            b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!",
            b"Content-Type: x/y\nContent-Transfer-Encoding: x-uuencode\n\nbegin\nx",
            b"Content-Type: \xff/\xff; \xff=\xff\n\nx",
        ):
            with self.subTest(raw=raw):
                self.body(raw)


class TestAttachments(MessageCase):
    def test_bytes_are_kept(self):
        line_ends = b"a\r\nb\nc\rd"
        table = [
            (file_part(), FILE),
            (file_part("application/zip"), FILE),
            (file_part("text/html"), FILE),
            (
                part(
                    "application/x; name=x",
                    b"=FF=00\r\nx=\r\ny",
                    "Content-Transfer-Encoding: quoted-printable",
                ),
                b"\xff\0\r\nxy",
            ),
            (part("text/csv", line_ends), line_ends),
            (
                part(
                    "text/plain; charset=utf-16",
                    FILE,
                    "Content-Disposition: attachment",
                ),
                None,
            ),
            (part("application/x", b""), b""),
        ]
        for raw, content in table:
            with self.subTest(raw=raw[:60]):
                [file] = parse_message(raw).attachments
                if content is not None:
                    self.assertEqual(file.content, content)

    def test_attached_message_is_kept_as_it_came(self):
        inner = (
            b"DKIM-Signature: v=1; b=" + b"abc " * 50 + b"\r\nSubject: Gr\xfc\xdfe\r\n"
            b"To: a@b.example,\r\n\tc@d.example\r\nContent-Type: multipart/mixed;"
            b' boundary="in"\r\n\r\npre\r\n--in\r\n\r\nFrom x\r\n--in--\r\n'
        )
        raw = multipart("mixed", b"Content-Type: message/rfc822\r\n\r\n" + inner)
        [file] = parse_message(raw).attachments
        self.assertEqual(file.content, inner)
        self.assertEqual(file.name, "Grüße.eml")

    def test_delivery_status_is_whole(self):
        status = b"Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: x\r\nStatus: 5.1.1\r\n"
        raw = multipart(
            "report", part("text/plain", "x"), part("message/delivery-status", status)
        )
        [file] = parse_message(raw).attachments
        self.assertEqual(file.name, "delivery-status.txt")
        self.assertIn(b"Status: 5.1.1", file.content)
        self.assertIn(b"Reporting-MTA", file.content)

    def test_names_in_fields(self):
        table = [
            ('attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe?=.pdf"', "Grüße.pdf"),
            ("attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "Grüße.pdf"),
            ("attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe;"
             ' filename*2=".pdf"', "Grüße.pdf"),
            ("attachment; filename*=nonsense''a%20b.pdf", "a b.pdf"),
            ('attachment; filename="Grüße.pdf"', "Grüße.pdf"),
            ("attachment", "attachment.pdf"),
            ('attachment; filename="../../a.pdf"', "a.pdf"),
            ('inline; filename="a;b.pdf"', "a;b.pdf"),
        ]  # fmt: skip
        for disposition, name in table:
            with self.subTest(disposition=disposition):
                [file] = parse_message(file_part(disposition=disposition)).attachments
                self.assertEqual(file.name, name)
        raw = file_part(disposition='attachment; filename="Grüße.pdf"')
        raw = raw.decode().encode("latin-1")
        self.assertEqual(parse_message(raw).attachments[0].name, "Grüße.pdf")

    def test_nul_in_the_type(self):
        [file] = parse_message(b"Content-Type: appli\0cation/x\n\nx").attachments
        self.assertEqual(file.mimetype, "application/x")

    def test_active_types_are_neutral(self):
        for mimetype, found in (
            ("TEXT/HTML", NEUTRAL_TYPE),
            ("image/png", "image/png"),
        ):
            [file] = parse_message(file_part(mimetype)).attachments
            self.assertEqual((file.mimetype, file.content), (found, FILE))

    def test_inline_images(self):
        image = part(
            "image/png", "x", "Content-ID: <logo@x>", "Content-Disposition: inline"
        )
        other = part("image/png", "y", "Content-ID: <unused@x>")
        body = part("text/html", '<p>a<img src="cid:logo@x"></p>')
        mail = parse_message(multipart("related", body, image, other))
        self.assertEqual(
            [(each.content_id, each.inline) for each in mail.attachments],
            [("logo@x", True), ("unused@x", False)],
        )
        self.assertIn('src="cid:logo@x"', mail.body)

    def test_percent_encoded_references(self):
        """RFC 2392; what is not meant so is found as it stands."""
        for number, reference in (("logo@x", "logo%40x"), ("a%40b", "a%40b"),
                                  ("a b", "a%20b"), ("a&b", "a&amp;b")):  # fmt: skip
            with self.subTest(reference):
                body = part("text/html", f'<img src="cid:{reference}">')
                image = part("image/png", "x", f"Content-ID: <{number}>")
                mail = parse_message(multipart("related", body, image))
                [file] = mail.attachments
                self.assertTrue(file.inline)
                shown = replace_parts(mail.body, {file.content_id: "/web/image/1"})
                self.assertIn('src="/web/image/1"', shown)


class TestDigest(MessageCase):
    MAIL = multipart("mixed", part("text/plain", "Hello"), file_part(),
                     fields=b"Subject: x\r\nTo: a@b.example\r\nCc: c@d.example\r\n"
                     b"From: e@f.example\r\n")  # fmt: skip

    def test_equal_for_equal_copies(self):
        table = [
            (b"Subject", b"Received: from x\r\nX-Spam: 1\r\nSubject"),
            (b"boundary=bb", b'boundary="bb"'),
            (b"Subject: x", b"Subject: =?utf-8?q?x?="),
        ]
        for old, new in table:
            with self.subTest(new=new):
                copy = self.MAIL.replace(old, new)
                self.assertEqual(
                    parse_message(copy).digest, parse_message(self.MAIL).digest
                )

    def test_different_when_content_is(self):
        table = [
            (b"Hello", b"Hello\r\n-- \r\nSent through a list"),
            (b"Subject: x", b"Subject: y"),
            (b"To: a@", b"To: b@"),
            (b"Cc: c@", b"Cc: d@"),
            (b'"a.pdf"', b'"b.pdf"'),
            (base64.encodebytes(FILE)[:8], base64.encodebytes(b"x" + FILE)[:8]),
            (b"application/pdf", b"application/zip"),
            (b"application/pdf", b"application/pdf\r\nContent-ID: <x>"),
            (b"multipart/mixed", b"multipart/signed"),  # it has a note
        ]
        digests = {parse_message(self.MAIL.replace(*pair)).digest for pair in table}
        self.assertEqual(len(digests), len(table))
        self.assertNotIn(parse_message(self.MAIL).digest, digests)

    def test_texts_do_not_blend(self):
        one = parse_message(b"Subject: ab\nTo: c\n\n").digest
        two = parse_message(b"Subject: a\nTo: bc\n\n").digest
        self.assertNotEqual(one, two)


class TestAnything(MessageCase):
    """Nothing may raise, and every text must go into a database."""

    def check(self, raw):
        self.assert_storable(parse_message(raw))
        self.assertEqual(len(parse_envelope(1, len(raw), raw).key), 64)

    @examples
    @given(st.binary(max_size=500))
    def test_bytes(self, raw):
        self.check(raw)

    @examples
    @given(
        st.binary(max_size=100),
        st.sampled_from(
            [
                b"Content-Type: ",
                b"Content-Type: text/html; charset=",
                b"Content-Disposition: ",
                b"Content-Type: multipart/mixed; boundary=",
                b"Content-Transfer-Encoding: ",
                b"Content-Type: application/x; name*=",
                b"Content-ID: ",
                b"Content-Type: message/rfc822\n\n",
            ]
        ),
    )
    def test_fields(self, raw, field):
        self.check(field + raw + b"\n\nbody " + raw)

    def test_mutated_samples(self):
        chance = random.Random(None if TORTURE else 1)
        for _each in range(5000 if TORTURE else 40):
            raw = bytearray(chance.choice(SAMPLES).read_bytes())
            for _change in range(chance.randint(1, 12)):
                place = chance.randint(0, len(raw))
                piece = chance.choice(
                    [b"", b"\0", b"\xff", b"\n", b"\r\n\r\n", b"=?", b'"', b"<", b"--"]
                )
                raw[place : place + chance.randint(0, 20)] = piece
            with self.subTest(raw=bytes(raw)):
                self.check(bytes(raw))
