# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.net.search import Terms
from odoo.addons.imap_contact_sync.engine.query import NotSearchable, read_query

LENA = "lena@nordwind.example"


def envelope(**fields):
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return parse_envelope(7, 100, "\r\n".join(lines).encode() + b"\r\n\r\n")


class TestReading(BaseCase):
    def terms(self, text):
        return read_query(text).terms

    def test_an_address_may_be_a_message_id(self):
        for text in (LENA, f" {LENA.upper()} ", f"Lena Fischer <{LENA}>", f"<{LENA}>"):
            terms = self.terms(text)
            self.assertEqual(terms.addresses, (LENA,), text)
            self.assertEqual([each.lower() for each in terms.message_ids], [LENA])
            self.assertFalse(terms.subject)

    def test_a_message_id(self):
        for text in ("<a$1.b@host>", "Message-ID: <a$1.b@host>", "a$1.b@host"):
            self.assertEqual(self.terms(text), Terms(message_ids=("a$1.b@host",)), text)
        self.assertEqual(self.terms("<a.b>"), Terms(message_ids=("a.b",)))

    def test_the_end_of_an_address(self):
        for text in ("@nordwind.example", "*@nordwind.example"):
            self.assertEqual(self.terms(text), Terms(addresses=("nordwind.example",)))

    def test_several_addresses(self):
        found = self.terms(f"{LENA}, theo@bellerive.example;x@y.example")
        self.assertEqual(
            found.addresses, (LENA, "theo@bellerive.example", "x@y.example")
        )

    def test_letters_beyond_ascii(self):
        self.assertEqual(
            self.terms("lena@müller.example").addresses,
            ("lena@xn--mller-kva.example",),
        )
        terms = self.terms("jörg@nordwind.example")
        self.assertEqual(terms, Terms(addresses=("nordwind.example",)))

    def test_everything_else_is_a_subject(self):
        for text in ("Offer 12", "nordwind.example", "meet @ noon", "Grüße", "a@", "@"):
            self.assertEqual(self.terms(text), Terms(subject=text), text)
        self.assertEqual(self.terms(" two\u00a0words\t"), Terms(subject="two words"))

    def test_what_cannot_be_looked_for(self):
        table = {
            "empty": ["", "  ", "Message-ID: "],
            "control": ["a\r\nA1 LOGOUT", "a\nb", "a\0b", "a\x07b", "a\u202eb"],
            "long": ["x" * 501],
            "many": [", ".join(f"{n}@x.example" for n in range(6))],
        }
        for reason, texts in table.items():
            for text in texts:
                with self.subTest(text), self.assertRaises(NotSearchable) as caught:
                    read_query(text)
                self.assertEqual(str(caught.exception), reason)


class TestComparing(BaseCase):
    """What a server finds is compared again."""

    def test_people(self):
        query = read_query(LENA)
        for field in ("From", "Sender", "Reply_To", "To", "Cc", "Bcc"):
            self.assertTrue(query.means(envelope(**{field: f"Lena <{LENA}>"})), field)
        for value in (
            "elena@nordwind.example",
            f'"{LENA}" <x@y.example>',
            f"{LENA}.br",
        ):
            self.assertFalse(query.means(envelope(From=value)), value)

    def test_the_end_of_an_address(self):
        query = read_query("@nordwind.example")
        self.assertTrue(query.means(envelope(To="a@mail.nordwind.example")))
        self.assertFalse(query.means(envelope(To="a@notnordwind.example")))

    def test_letters_beyond_ascii(self):
        self.assertTrue(
            read_query("a@müller.example").means(envelope(To="a@xn--mller-kva.example"))
        )

    def test_message_id(self):
        query = read_query("<1@a.example>")
        self.assertTrue(query.means(envelope(Message_ID="<1@a.example>")))
        self.assertFalse(query.means(envelope(Message_ID="<2@a.example>")))

    def test_subject(self):
        query = read_query("grüße  aus KÖLN")
        for subject in (
            "AW: Grüße aus Köln!",
            "=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=",
        ):
            self.assertTrue(query.means(envelope(Subject=subject)), subject)
        self.assertFalse(query.means(envelope(Subject="Grüße aus Bonn")))
