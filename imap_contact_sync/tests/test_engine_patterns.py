# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.addresses import normalize
from odoo.addons.imap_contact_sync.engine.free_mail import FREE_MAIL
from odoo.addons.imap_contact_sync.engine.patterns import (
    DOMAIN,
    Patterns,
    ascii_domain,
    by_spelling,
    read_pattern,
    readable_domain,
    spellings,
)

from .hypothesis_profile import examples
from .pace import check_takes

LABELS = st.sampled_from(["a", "b", "x", "mail", "example", "com", "bücher", "straße"])
DOMAINS = st.lists(LABELS, min_size=2, max_size=5).map(".".join)


class TestReadPattern(BaseCase):
    def test_what_people_write(self):
        table = [
            ("lena@x.example", "lena@x.example"),
            (" Lena@X.Example ", "lena@x.example"),
            ("o'neil+news@x.example", "o'neil+news@x.example"),
            ("jörg@x.example", "jörg@x.example"),
            ("x.example", "x.example"),
            ("X.EXAMPLE.", "x.example"),
            ("@x.example", "x.example"),
            ("*.x.example", "x.example"),
            ("*@x.example", "x.example"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("bu\u0308cher.example", "xn--bcher-kva.example"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("lena@bücher.example", "lena@xn--bcher-kva.example"),
            ("例え。example", "xn--r8jz45g.example"),
            ("a_b.x.example", "a_b.x.example"),
        ]
        for text, pattern in table:
            with self.subTest(text):
                self.assertEqual(read_pattern(text), pattern)

    def test_neither_address_nor_domain(self):
        for text in ("", " ", "com", "@com", "*.com", "lena@com", "lena@", "@", "*",
                     "lena fischer@x.example", "Lena <lena@x.example>", "a@b@x.example",
                     "x..example", ".x.example", "-x.example", "x-.example", "*.*",
                     "192.0.2.1", "lena@192.0.2.1", "x.example, y.example", "x.*",
                     "x.example/y",
                     "*.*.example", "http://x.example", "a." * 200 + "example",
                     "\ud800.example", "%.example"):  # fmt: skip
            with self.subTest(text), self.assertRaises(ValueError):
                self.assertFalse(read_pattern(text))

    def test_sharp_s_is_a_letter_of_its_own(self):
        """The standard of 2003, and Python's codec, make another domain of it."""
        self.assertEqual(read_pattern("straße.example"), "xn--strae-oqa.example")

    @examples
    @given(st.text(max_size=30))
    def test_any_text(self, text):
        try:
            pattern = read_pattern(text)
        except ValueError:
            return
        self.assertEqual(read_pattern(pattern), pattern)
        self.assertRegex(pattern.rpartition("@")[2], rf"\A{DOMAIN.pattern}\Z")

    @examples
    @given(DOMAINS)
    def test_both_ways_to_write_a_domain(self, domain):
        written = ascii_domain(domain)
        self.assertTrue(written.isascii())
        self.assertEqual(readable_domain(written), domain)
        self.assertEqual(ascii_domain(written), written)

    def test_broken_ascii_forms_stay(self):
        for domain in ("xn--.example", "xn--\x80.example", "xn--zzzzzz99999.example"):
            self.assertTrue(readable_domain(domain))


class TestSpellings(BaseCase):
    def test_of_most_addresses_there_is_one(self):
        for email in ("lena@x.example", "l\u00e9na@x.example", "lena", ""):
            self.assertEqual(spellings(email), (email,))

    def test_of_an_internationalised_domain_there_are_two(self):
        both = ("jo@xn--bcher-kva.example", "jo@b\u00fccher.example")
        self.assertEqual(spellings(both[0]), both)
        self.assertEqual(spellings(both[1]), both[::-1])

    def test_no_improper_form_reads_like_somebodys_domain(self):
        for domain in ("xn--bank-.example", "xn--x-.bank.example", "xn--.example"):
            self.assertEqual(spellings(f"jo@{domain}"), (f"jo@{domain}",))
            self.assertNotIn("jo@bank.example", spellings(f"jo@{domain}"))

    @examples
    @given(DOMAINS)
    def test_each_spelling_leads_to_the_others(self, domain):
        one, *others = spellings(f"jo@{domain}")
        for other in others:
            self.assertIn(one, spellings(other))

    def test_addresses_by_their_spellings(self):
        self.assertEqual(
            by_spelling(["a@x.example", "jo@b\u00fccher.example"]),
            {"a@x.example": ["a@x.example"],
             "jo@b\u00fccher.example": ["jo@b\u00fccher.example"],
             "jo@xn--bcher-kva.example": ["jo@b\u00fccher.example"]},
        )  # fmt: skip


class TestPatterns(BaseCase):
    def assert_named(self, patterns, emails):
        """:param emails: address, and whether one of the patterns names it"""
        found = Patterns.of(map(read_pattern, patterns)).among(emails)
        self.assertEqual(found, {email for email, named in emails.items() if named})

    def test_addresses(self):
        self.assert_named(
            ["lena@x.example"],
            {"lena@x.example": True, "lena@a.x.example": False,
             "theo@x.example": False, "xlena@x.example": False},
        )  # fmt: skip

    def test_domains_with_their_subdomains_by_whole_labels(self):
        self.assert_named(
            ["x.example", "deep.down.y.example"],
            {"lena@x.example": True, "lena@a.x.example": True,
             "lena@c.b.a.x.example": True, "lena@x.example.": True,
             "lena@ax.example": False, "lena@example": False,
             "lena@x.example.com": False, "x.example@z.example": False,
             "lena@y.example": False,
             "lena@down.y.example": False, "lena@deep.down.y.example": True},
        )  # fmt: skip

    def test_international_domains_in_both_forms(self):
        emails = {
            "a@bücher.example": True,
            "a@xn--bcher-kva.example": True,
            "a@mail.bücher.example": True,
            "a@bucher.example": False,
        }
        self.assert_named(["bücher.example"], emails)
        self.assert_named(["xn--bcher-kva.example"], emails)
        self.assert_named(
            ["jo@bücher.example"],
            {"jo@xn--bcher-kva.example": True, "jo@bücher.example": True},
        )

    def test_nothing_is_listed(self):
        self.assert_named([], {"lena@x.example": False})

    @examples
    @given(st.lists(DOMAINS, max_size=4), DOMAINS)
    def test_like_the_plain_rule(self, domains, domain):
        plain = any(f".{domain}".endswith(f".{each}") for each in domains)
        email = normalize(f"a@{domain}")
        self.assert_named(domains, {email: plain})

    @examples
    @given(st.text(max_size=40))
    def test_any_address(self, text):
        Patterns.of(["x.example", "a@b.example"]).among([text])

    def test_long_domains_and_long_lists_take_no_time(self):
        patterns = Patterns.of(f"d{number}.example" for number in range(20_000))
        emails = ["a@" + "b." * 30_000 + "example", "a@" + "ä." * 30_000 + "example"]
        emails += [f"a{n}@d{n}.example" for n in range(1_000)]
        self.assertEqual(len(patterns.among(emails)), 1_000)
        check_takes(0.5, patterns.among, emails)


class TestFreeMail(BaseCase):
    def test_all_are_domains_as_patterns_have_them(self):
        for domain in FREE_MAIL:
            with self.subTest(domain):
                self.assertEqual(read_pattern(domain), domain)
        self.assertGreater(len(FREE_MAIL), 150)

    def test_the_well_known_ones(self):
        self.assertLessEqual(
            {"gmail.com", "googlemail.com", "outlook.com", "hotmail.co.uk", "live.nl",
             "yahoo.fr", "gmx.net", "web.de", "t-online.de", "icloud.com", "aol.com",
             "proton.me", "orange.fr", "libero.it", "qq.com", "mail.ru"},
            FREE_MAIL,
        )  # fmt: skip
        self.assertFalse({"test.example", "odoo.com", "microsoft.com"} & FREE_MAIL)
