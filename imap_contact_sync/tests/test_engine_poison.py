# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every message ends in a verdict, within 2 s of this processor's time (MIME-1, -2)."""

import re

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.addresses import MOST_RECIPIENTS
from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.html import replace_parts
from odoo.addons.imap_contact_sync.engine.large import MOST_LINES, parse_large
from odoo.addons.imap_contact_sync.engine.message import MOST_FILES, parse_message
from odoo.addons.imap_contact_sync.engine.net.fetch import RawHeader
from odoo.addons.imap_contact_sync.engine.notes import (
    FILES_CUT,
    HEADER_CUT,
    NOTES,
    TEXT_CUT,
    TOO_COMPLEX,
)
from odoo.addons.imap_contact_sync.engine.parts import LONGEST_TEXT
from odoo.addons.imap_contact_sync.engine.split import MOST_DEPTH, MOST_PARTS
from odoo.addons.imap_contact_sync.engine.survey import survey

from . import poison
from .hypothesis_profile import examples
from .pace import check_takes
from .test_engine_message import texts_of

SECONDS = 2
HEADER_SECONDS = 0.5  # a window has a thousand of them
CHUNK = 65_536
# C0 and C1 controls but tab and line feed, surrogates, separators, non-characters.
REFUSED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffe\uffff]")
DISGUISE = re.compile("[\t\n\u202a-\u202e\u2066-\u2069]")


def header_of(raw):
    return raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"


def chunks(raw):
    return (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))


def names_in(envelope):
    for party in envelope.parties.values():
        for address in party:
            yield from (address.name, address.email, str(address))


class PoisonCase(BaseCase):
    def assert_clean(self, mail):
        """MIME-3."""
        for text in texts_of(mail):
            self.assertFalse(REFUSED.search(text), ascii(text[:80]))
            text.encode("utf-8")
        lines = (mail.subject, mail.email_from, mail.email_to, mail.email_cc)
        files = (
            (each.name, each.mimetype, each.content_id) for each in mail.attachments
        )
        for text in (*lines, *(word for file in files for word in file)):
            self.assertFalse(DISGUISE.search(text), ascii(text[:80]))
        self.assertLessEqual(set(mail.notes), set(NOTES))

    def assert_clean_envelope(self, envelope):
        one_line = (envelope.subject, envelope.message_id, *names_in(envelope))
        for text in one_line:
            self.assertFalse(REFUSED.search(text), ascii(text[:80]))
            self.assertFalse(DISGUISE.search(text), ascii(text[:80]))
            text.encode("utf-8")
        self.assertEqual(len(envelope.key), 64)

    def check(self, raw):
        header = header_of(raw)
        surveyed = survey(RawHeader(1, len(raw), header))
        envelope = surveyed.envelope()
        self.assertLessEqual(set(envelope.emails()), surveyed.emails)
        self.assert_clean_envelope(envelope)
        self.assert_clean(parse_message(raw))
        self.assert_clean(parse_large(chunks(raw)))


class TestSmallPoison(PoisonCase):
    def test_mime_1_every_message_is_read(self):
        self.assertGreater(len(poison.SMALL), 40)
        for name, raw in poison.SMALL.items():
            with self.subTest(name):
                self.check(raw)

    def test_mime_8_no_token_in_a_body(self):
        mail = parse_message(poison.SMALL["token_in_html"])
        body = replace_parts(mail.body, {})  # as it is stored
        self.assertNotIn("access_token=", body)
        self.assertIn(">x<", body)

    def test_mime_10_attached_message_in_base64(self):
        mail = parse_message(poison.SMALL["base64_message"])
        self.assertNotIn("Inner", mail.body)
        [file] = mail.attachments
        self.assertEqual((file.name, file.mimetype), ("Inner.eml", "message/rfc822"))
        self.assertTrue(file.content.startswith(b"Subject: Inner\r\nTo: theo@"))
        envelope = parse_envelope(1, 1, header_of(poison.SMALL["base64_message"]))
        self.assertNotIn("theo@bellerive.example", envelope.emails())

    def test_mime_11_absurd_dates_are_none(self):
        for name in ("date_2999", "date_99999", "date_digits", "no_date"):
            with self.subTest(name):
                self.assertIsNone(parse_envelope(1, 1, poison.SMALL[name]).date)

    def test_mime_13_no_line_end_in_an_address(self):
        for name in ("encoded_line_end", "line_end_in_address", "header_injection"):
            with self.subTest(name):
                envelope = parse_envelope(1, 1, poison.SMALL[name])
                self.assertEqual(envelope.sender.email, "lena@nordwind.example")
                self.assertEqual(envelope.parties["bcc"], ())
                self.assertNotIn("evil", " ".join(envelope.emails("from")))


class TestLargePoison(PoisonCase):
    def test_mime_2_every_message_in_time(self):
        for make, count in poison.LARGE.items():
            raw = make(count)
            with self.subTest(make.__name__):
                header = header_of(raw)
                raw_header = RawHeader(1, len(raw), header)
                check_takes(HEADER_SECONDS, survey, raw_header)
                envelope = check_takes(HEADER_SECONDS, parse_envelope, 1, 1, header)
                self.assert_clean_envelope(envelope)
                self.assert_clean(check_takes(SECONDS, parse_message, raw))
                self.assert_clean(check_takes(SECONDS, parse_large, chunks(raw)))

    def test_mime_2_twenty_five_megabytes(self):
        """In pieces, as what is larger than some megabytes comes."""
        size = 25 * 2**20
        for name, line in {
            "empty lines": b"\r\n", "no line": b"x", "words": b"word " * 12 + b"\r\n",
            "boundaries": b"--bb\r\n", "html": b"<p style=a>x<b>\r\n",
        }.items():  # fmt: skip
            kind = b"html" if name == "html" else b"plain"
            raw = poison.message(
                "large", b"Content-Type: text/" + kind, body=line * (size // len(line))
            )
            with self.subTest(name):
                self.assert_clean(check_takes(SECONDS, parse_large, chunks(raw)))

    def test_what_is_too_complex_is_kept_whole(self):
        for make in (poison.nested, poison.many_parts):
            raw = make(poison.LARGE[make])
            mail = parse_message(raw)
            with self.subTest(make.__name__):
                self.assertEqual(mail.notes, (TOO_COMPLEX,))
                [file] = mail.attachments
                self.assertEqual((file.content, file.name), (raw, "message.eml"))
                self.assertIn("lena@nordwind.example", mail.email_from)
                large = parse_large(chunks(raw))
                self.assertEqual((large.notes, large.body), ((TOO_COMPLEX,), ""))
                self.assertEqual(large.email_from, mail.email_from)

    def test_limits_are_where_they_are_said_to_be(self):
        table = [
            (poison.many_parts(MOST_PARTS - 1), ()),
            (poison.many_parts(MOST_PARTS), (TOO_COMPLEX,)),
            (poison.nested(MOST_DEPTH), ()),
            (poison.nested(MOST_DEPTH + 1), (TOO_COMPLEX,)),
            (poison.many_files(MOST_FILES), ()),
            (poison.many_files(MOST_FILES + 1), (FILES_CUT,)),
            (poison.long_line(LONGEST_TEXT), ()),
            (poison.long_line(LONGEST_TEXT + 1), (TEXT_CUT,)),
            (poison.boundaries(300_000), (TEXT_CUT,)),
            (poison.fields(1_000), ()),
            (poison.fields(50_000), (HEADER_CUT,)),
            (poison.references(20_000), (HEADER_CUT,)),
        ]
        for number, (raw, notes) in enumerate(table):
            with self.subTest(number):
                self.assertEqual(parse_message(raw).notes, notes)
                self.assertEqual(parse_large(chunks(raw)).notes, notes)
        lines = poison.message("x", body=b"\r\n" * (MOST_LINES + 1))
        self.assertEqual(parse_large(chunks(lines)).notes, (TOO_COMPLEX,))

    def test_a_text_that_is_cut_is_a_file_as_well(self):
        mail = parse_message(poison.long_line(LONGEST_TEXT + 5))
        [file] = mail.attachments
        self.assertEqual(len(file.content), LONGEST_TEXT + 5)
        self.assertEqual((file.name, file.mimetype), ("attachment.txt", "text/plain"))
        self.assertIn("xxxx", mail.body)

    def test_no_more_files_than_are_kept(self):
        mail = parse_message(poison.many_files(300))
        self.assertEqual(len(mail.attachments), MOST_FILES)

    def test_mime_2_recipients(self):
        envelope = parse_envelope(1, 1, header_of(poison.recipients(20_000)))
        self.assertEqual(len(envelope.parties["to"]), MOST_RECIPIENTS)
        self.assertEqual(envelope.emails("to")[0], "p0@x.example")
        mail = parse_message(poison.recipients(20_000))
        self.assertEqual(mail.email_to.count("@"), MOST_RECIPIENTS)
        cut = parse_envelope(1, 1, b"To: " + b"n" * 32_750 + b", lena@nordwind.example")
        self.assertEqual(cut.emails("to"), [])  # and not lena@nordwind.ex

    def test_header_work_grows_with_the_header_only_to_its_limit(self):
        for make in (poison.fields, poison.recipient_fields, poison.references):
            raw = header_of(make(40_000))
            longer = raw[:-2] + b"X-More: x\r\n" * 20_000 + b"\r\n"
            envelope, same = parse_envelope(1, 1, raw), parse_envelope(1, 1, longer)
            self.assertEqual(envelope, same)

    @examples
    @given(st.sampled_from(list(poison.LARGE)), st.integers(0, 300))
    def test_any_number(self, make, count):
        self.check(make(count))


ODD = st.sampled_from(
    "\0 \x1b \x85 \x9f \u2028 \u202e \u2066 \ud800 \udfff \ufffe \r\n \n \r \t "
    "=?utf-8?q?=00?="
    " =?utf-16?b?2AA=?= =?x?b?!?= ; \" ' < > @ ( ) , : \\ ä 日 a lena@x.example".split(
        " "
    )
)
ODD_TEXT = st.lists(ODD, max_size=12).map("".join)


class TestCleanText(PoisonCase):
    """MIME-3: whatever stands in a message, PostgreSQL takes it."""

    @examples
    @given(ODD_TEXT, ODD_TEXT, st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-7"]))
    def test_mime_3_every_text(self, text, other, charset):
        raw, more = (each.encode("utf-8", "surrogatepass") for each in (text, other))
        file = (
            b'Content-Type: application/pdf; name="%s"\r\nContent-ID: <%s>\r\n'
            b"Content-Disposition: attachment; filename*=%s''%s\r\n\r\nx"
            % (raw, more, charset.encode(), raw)
        )
        kind = b"Content-Type: %s; charset=%s\r\n\r\n%s"
        parts = [
            kind % (b"text/html", charset.encode(), b"<p title='" + raw + b"'>" + more),
            kind % (b"text/plain", charset.encode(), raw),
            b"Content-Type: message/rfc822\r\n\r\nSubject: %s\r\n\r\n" % raw,
            b"Content-Type: a%s/b%s\r\n\r\n" % (raw, more),
            file,
        ]
        message = poison.mixed("odd", *parts)
        fields = b"Subject: %s\r\nTo: %s <a@b.example>\r\nCc: %s\r\n" % (raw, more, raw)
        self.check(fields + message)

    @examples
    @given(st.binary(max_size=400))
    def test_mime_3_any_bytes(self, raw):
        self.check(raw)
        self.check(b"From: " + raw + b"\r\nContent-Type: text/html\r\n\r\n" + raw)
