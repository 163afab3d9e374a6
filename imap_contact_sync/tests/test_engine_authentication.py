# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requirements ID-1, ID-3, ID-4, ID-5: what a header proves about its sender."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.addresses import Address
from odoo.addons.imap_contact_sync.engine.authentication import (
    AMBIGUOUS,
    FAIL,
    FAILED,
    NONE,
    PASS,
    UNKNOWN,
    VERDICTS,
    Evidence,
    is_ambiguous,
    judge,
    name_key,
    names_other_address,
    read_instance,
    verdict,
    without_comments,
)
from odoo.addons.imap_contact_sync.engine.large import parse_large
from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.engine.trust import (
    PROVIDERS,
    Trust,
    registrable_domain,
)

from .hypothesis_profile import examples
from .pace import check_takes

FROM = "Lena <lena@nordwind.example>"
OURS = Trust(frozenset({"mx.we.example"}))
DMARC = "mx.we.example; dmarc={} header.from=nordwind.example"
PASSED, REFUSED = DMARC.format("pass"), DMARC.format("fail")
SIGNED = "mx.we.example; dkim=pass header.d=nordwind.example"
SILENT = "mx.we.example; spf=pass smtp.mailfrom=evil.example"

# As these providers write it, shortened (test data of chatmail/core).
REAL = {
    "imap.gmail.com": [
        'mx.google.com; dkim=pass header.i=@nordwind.example header.s=s header.b="W/p";'
        " spf=pass (google.com: domain of a@nordwind.example designates 192.0.2.6 as"
        " permitted sender) smtp.mailfrom=a@nordwind.example;"
        " dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=nordwind.example",
    ],
    "outlook.office365.com": [
        "spf=pass (sender IP is 192.0.2.6) smtp.mailfrom=nordwind.example; dkim=pass"
        " (signature was verified) header.d=nordwind.example;dmarc=pass action=none"
        " header.from=nordwind.example;compauth=pass reason=100",
    ],
    "imap.mail.yahoo.com": [
        "atlas324.free.mail.ne1.yahoo.com; dkim=pass header.i=@nordwind.example"
        " header.s=squak; spf=pass smtp.mailfrom=nordwind.example;"
        " dmarc=pass(p=NONE) header.from=nordwind.example;",
    ],
    "imap.mail.me.com": [
        'bimi.icloud.com; bimi=skipped reason="insufficient dmarc"',
        "dmarc.icloud.com; dmarc=pass header.from=nordwind.example",
        "spf.icloud.com; spf=pass (spf.icloud.com: x) smtp.mailfrom=a@nordwind.example",
    ],
    "imap.fastmail.com": [
        "mx3.messagingengine.com; x-csa=none; x-me-sender=none",
        "mx3.messagingengine.com; arc=none (no signatures found)",
        "mx3.messagingengine.com; dkim=pass (1024-bit rsa key sha256)"
        " header.d=nordwind.example x-bits=1024; dmarc=pass policy.policy-from=p"
        " (p=none,d=none,d.eval=none) header.from=nordwind.example; iprev=pass",
    ],
    "imap.gmx.net": ["gmx.net; dkim=pass header.i=@nordwind.example"],
    "imap.zoho.eu": ["mx.zohomail.eu; dmarc=pass header.from=nordwind.example"],
    "imap.yandex.ru": [
        "vla5-3.qloud-c.yandex.net; dkim=pass header.i=@nordwind.example"
    ],
    "imap.mail.ru": [
        "mxs.mail.ru; spf=pass (mx282.i.mail.ru: domain) smtp.mailfrom=a@b.example;"
        " dkim=pass header.d=nordwind.example; dmarc=pass"
        " header.from=lena@nordwind.example",
    ],
}  # fmt: skip


def judged(*results, sender=FROM, trust=OURS):
    return verdict(Evidence(results, (sender,)), trust)


def trust_of(host):
    return PROVIDERS.get(host) or Trust(frozenset({registrable_domain(host)}))


class TestProviders(BaseCase):
    def test_real_fields(self):
        for host, results in REAL.items():
            with self.subTest(host):
                self.assertEqual(judged(*results, trust=trust_of(host)), PASS)
                other = "Lena <lena@elsewhere.example>"
                judgement = judged(*results, sender=other, trust=trust_of(host))
                self.assertEqual(judgement, NONE)

    def test_real_fields_of_a_failure(self):
        for host, results in REAL.items():
            failed = [each.replace("dmarc=pass", "dmarc=fail") for each in results]
            if failed != results:
                with self.subTest(host):
                    self.assertEqual(judged(*failed, trust=trust_of(host)), FAIL)

    def test_one_providers_word_is_not_anothers(self):
        for host, results in REAL.items():
            for other in REAL.keys() - {host}:
                with self.subTest(host=host, other=other):
                    found = judged(*results, trust=trust_of(other))
                    self.assertEqual(found, UNKNOWN)

    def test_registrable_domains(self):
        for host, domain in {
            "imap.corp.example": "corp.example",
            "a.b.imap.corp.example.": "corp.example",
            "corp.example": "corp.example",
            "MAIL.Corp.Co.UK": "corp.co.uk",
            "mail.corp.com.br": "corp.com.br",
            "co.uk": "",
            "localhost": "",
            "192.0.2.1": "",
            "": "",
        }.items():
            self.assertEqual(registrable_domain(host), domain, host)

    def test_whole_labels(self):
        for server, is_trusted in {
            "mx.we.example": True,
            "a.mx.we.example": True,
            "we.example": False,
            "evilmx.we.example": False,
            "mx.we.example.evil.example": False,
            "": False,
        }.items():
            self.assertEqual(OURS.covers(server), is_trusted, server)


class TestVerdict(BaseCase):
    """ID-3."""

    def test_methods(self):
        for results, expected in {
            "dmarc=pass header.from=nordwind.example": PASS,
            "dmarc=PASS Header.From=NordWind.Example": PASS,
            "dmarc/1=pass header.from=nordwind.example": PASS,
            "dmarc / 1 = pass header.from = nordwind.example": PASS,
            'dmarc="pass" header.from="nordwind.example"': PASS,
            "dmarc=pass": NONE,
            "dmarc=pass header.from=evil.example": NONE,
            "dmarc=fail header.from=nordwind.example": FAIL,
            "dmarc=fail": FAIL,
            "dmarc=none header.from=nordwind.example": NONE,
            "dmarc=temperror header.from=nordwind.example": NONE,
            "dmarc=bestguesspass header.from=nordwind.example": NONE,
            "dmarc=pass header.from=nordwind.example; dmarc=fail": FAIL,
            "dkim=pass header.d=nordwind.example": PASS,
            "dkim=pass header.i=@nordwind.example": PASS,
            "dkim=pass header.i=bounce@nordwind.example": PASS,
            "dkim=fail header.d=x.example; dkim=pass header.d=nordwind.example": PASS,
            "dkim=pass header.d=evil.example": NONE,
            "dkim=pass header.d=evil.example header.i=@nordwind.example": NONE,
            "dkim=pass header.d=mail.nordwind.example": NONE,
            "dkim=pass header.d=rdwind.example": NONE,
            "dkim=pass header.d=example": NONE,
            "dkim=pass": NONE,
            "dkim=fail header.d=nordwind.example": NONE,
            "spf=pass smtp.mailfrom=lena@nordwind.example": NONE,
            "spf=fail smtp.mailfrom=lena@nordwind.example": NONE,
            "x-dmarc=fail; xdkim=pass header.d=nordwind.example": NONE,
            "arc=pass; auth=pass; iprev=pass": NONE,
            "none": NONE,
        }.items():
            with self.subTest(results):
                self.assertEqual(judged(f"mx.we.example; {results}"), expected)

    def test_a_domain_above_signs_for_it(self):
        sender = "x@shop.nordwind.example"
        result = "mx.we.example; dkim=pass header.d=nordwind.example"
        self.assertEqual(judged(result, sender=sender), PASS)

    def test_an_international_domain(self):
        result = "mx.we.example; dmarc=pass header.from=xn--mnchen-3ya.example"
        self.assertEqual(judged(result, sender="a@münchen.example"), PASS)
        self.assertEqual(judged(result, sender="a@munchen.example"), NONE)

    def test_only_the_top_most_trusted_field_counts(self):
        for results, expected in (
            ((PASSED, REFUSED), PASS),
            ((REFUSED, PASSED), FAIL),
            ((SILENT, PASSED), NONE),
            ((SILENT, REFUSED), FAIL),
            (("evil.example; dmarc=fail", PASSED), PASS),
            (("evil.example; dmarc=pass header.from=nordwind.example",), UNKNOWN),
            ((PASSED.replace("mx.", ""),), UNKNOWN),
            ((), UNKNOWN),
            (("evil.example; none", SILENT, "evil.example; none", PASSED), NONE),
        ):
            with self.subTest(results):
                self.assertEqual(judged(*results), expected)

    def test_what_the_provider_divides_counts_as_one(self):
        several = Trust(OURS.servers, several=True)
        self.assertEqual(judged(SILENT, PASSED, trust=several), PASS)
        between = (SILENT, "mx2.mx.we.example; none", PASSED)
        self.assertEqual(judged(*between, trust=several), NONE)

    def test_each_trusted_server_may_speak_against_a_sender(self):
        """A gateway before the provider, or hosts that each write a field."""
        both = Trust(frozenset({"we.example", "gw.example"}))
        refused, passed = "gw.example; dmarc=fail", PASSED.replace("mx.we", "gw")
        for results, expected in (
            (("mx1.we.example; spf=pass", "mx2.we.example; dmarc=fail"), FAIL),
            ((SILENT, refused), FAIL),
            ((PASSED, refused), FAIL),
            ((SILENT, passed), NONE),
            ((SILENT, "evil.example; none", refused), NONE),
        ):
            with self.subTest(results):
                self.assertEqual(judged(*results, trust=both), expected)
        self.assertEqual(judged(SILENT, refused), NONE)

    def test_what_has_no_end_hides_no_refusal(self):
        """A sender chooses the address that his provider may repeat."""
        for before in (
            'spf=pass (domain of "a("@evil.example) smtp.mailfrom=x',
            'spf=pass smtp.mailfrom=a"b@evil.example',
            "spf=none ((((",
        ):
            value = f"mx.we.example; {before}; DMARC=fail header.from=x"
            self.assertEqual(judged(value), FAIL, before)
            passed = f"mx.we.example; {before}; {PASSED.partition('; ')[2]}"
            self.assertEqual(judged(passed), NONE, before)

    def test_without_a_name_only_where_the_provider_writes_none(self):
        unnamed = PASSED.partition("; ")[2]
        self.assertEqual(judged(unnamed), UNKNOWN)
        microsoft = PROVIDERS["outlook.office365.com"]
        self.assertEqual(judged(unnamed, trust=microsoft), PASS)
        for named in (PASSED, f"1; {unnamed}", f'"a b"; {unnamed}'):
            self.assertEqual(judged(named, trust=microsoft), UNKNOWN)

    def test_forms_of_the_name(self):
        for value in (
            "mx.we.example 1; {}", '"mx.we.example"; {}', "MX.We.Example.; {}",
            "(who) mx.we.example (checked; it) ; {}", "mx.we.example;\t\n {}",
        ):  # fmt: skip
            found = value.format("dmarc=pass header.from=nordwind.example")
            self.assertEqual(judged(found), PASS, value)

    def test_comments_and_quotes_hide_nothing_and_show_nothing(self):
        for inside in (
            '(dmarc=pass header.from=nordwind.example)',
            r'(a \) ; dmarc=pass header.from=nordwind.example)',
            '((x) ; dmarc=pass header.from=nordwind.example)',
            'spf=none reason="x; dmarc=pass header.from=nordwind.example"',
            r'spf=none reason="\"; dmarc=pass header.from=nordwind.example"',
            '(" ; dmarc=pass header.from=nordwind.example',
        ):  # fmt: skip
            self.assertEqual(judged(f"mx.we.example; {inside}"), NONE, inside)
        for before in ('spf=none ("a)', r"spf=none (\()", 'x=y reason="(;"'):
            value = f"mx.we.example; {before}; dmarc=fail"
            self.assertEqual(judged(value), FAIL, before)

    def test_comments(self):
        self.assertEqual(without_comments("a (b (c) d) e").split(), ["a", "e"])
        self.assertEqual(without_comments("a ) b"), "a ) b")
        self.assertEqual(without_comments("a (b"), "a  ")
        self.assertEqual(without_comments('"(a)" (b)'), '"(a)"  ')

    def test_two_hundred_fields(self):
        forged = ["evil.example; dmarc=pass header.from=nordwind.example"] * 200
        self.assertEqual(judged(*forged), UNKNOWN)
        self.assertEqual(judged(REFUSED, *forged), FAIL)
        # So many above the provider's own are nobody's, and are not looked through.
        self.assertEqual(judged(*forged, PASSED), UNKNOWN)

    def test_hostile_fields_take_no_time(self):
        """A fifth of a second, and twelve megabytes of header are needed for it."""
        for piece in ("(", '"', "\\", "a=", 'a="', 'a="\\"', "a ", "a/", ";", "=", "x;",
                      "\\(", "dmarc=pass ", "(a)", "a\n ", '="', "1", "-.", '("',
                      "a@b,", "<a:", "a@b:;"):  # fmt: skip
            value = "mx.we.example; " + piece * (65_000 // len(piece))
            with self.subTest(piece):
                self.assertIn(judged(*[value] * 200), VERDICTS)
                check_takes(2, judged, *[value] * 200)
                check_takes(2, is_ambiguous, Evidence((), (value,)))

    @examples
    @given(st.lists(st.text(max_size=60), max_size=5), st.lists(st.text(), max_size=3))
    def test_nothing_raises(self, results, senders):
        results = [f"mx.we.example; {each}" for each in results] + results
        found, claim = judge(Evidence(tuple(results), tuple(senders)), OURS)
        self.assertIn(found, VERDICTS)
        self.assertEqual(found == FAIL, bool(claim))

    @examples
    @given(st.lists(st.sampled_from([PASSED, REFUSED, SILENT, SIGNED])))
    def test_nothing_below_makes_a_sender_proven(self, below):
        for top in (REFUSED, SILENT):
            self.assertNotEqual(judged(top, *below), PASS)

    def test_read_instance(self):
        server, [result] = read_instance("X.example; dkim=pass header.d=a header.d=b")
        self.assertEqual(
            (server, result.method, result.result), ("x.example", "dkim", "pass")
        )
        self.assertEqual(result.properties, {"header.d": "a"})


class TestSender(BaseCase):
    def test_ambiguous_senders(self):
        """ID-5."""
        for values, expected in (
            ((FROM,), False),
            ((FROM, FROM), False),
            ((), False),
            (("",), False),
            (("Berg, Lena <lena@nordwind.example>",), False),
            (("lena@nordwind.example <lena@nordwind.example>",), False),
            (('"Sales: north;" <lena@nordwind.example>',), False),
            (("Ticket 5: Lena <lena@nordwind.example>",), False),
            (("Lena <lena@[IPv6:2001:db8::1]>;",), False),
            ((FROM, "boss@we.example"), True),
            (("lena@nordwind.example, boss@we.example",), True),
            (("Sales: lena@nordwind.example;",), True),
            (("Sales: lena@nordwind.example, boss@we.example;",), True),
            (("Undisclosed:;",), True),
        ):
            with self.subTest(values):
                self.assertEqual(is_ambiguous(Evidence((), values)), expected)

    def test_what_is_ambiguous_fails_whatever_the_provider_says(self):
        """ID-5: it may have checked the other one."""
        evidence = Evidence((PASSED,), (FROM, "boss@we.example"))
        self.assertEqual(judge(evidence, OURS), (FAIL, AMBIGUOUS))
        self.assertEqual(judge(Evidence((REFUSED,), (FROM,)), OURS), (FAIL, FAILED))
        self.assertEqual(judge(Evidence((PASSED,), (FROM,)), OURS), (PASS, ""))
        # Without a From what is shown is another field, which nobody has checked.
        for senders in ((), ("",), ("Lena",), ("<>",)):
            evidence = Evidence((PASSED,), senders)
            self.assertEqual(judge(evidence, OURS), (FAIL, AMBIGUOUS), senders)

    def test_names_that_are_addresses(self):
        """ID-4."""
        for name, expected in {
            "": False,
            "Lena": False,
            "lena@nordwind.example": False,
            "lena@nordwind.example.": False,
            "LENA@Nordwind.Example": False,
            "boss@we.example": True,
            "Boss (boss@we.example)": True,
            "boss＠we.example": True,
            "Lena @ Nordwind": False,
            "Max@Home": False,
            "lena@nordwind.example via boss@we.example": True,
        }.items():
            sender = Address(name, "lena@nordwind.example")
            self.assertEqual(names_other_address(sender), expected, name)

    def test_keys_of_names(self):
        """ID-4."""
        same = {
            "Anna Berg",
            "anna  BERG",
            "Berg, Anna",
            "Anna\u200b Berg",
            "Ａnna Berg",
        }
        self.assertEqual({name_key(each) for each in same}, {"anna berg"})
        for other in ("Anna Bergmann", "Ann Berg", "Anna", "", "Anna Berg Berg"):
            self.assertNotEqual(name_key(other), "anna berg")


class TestParsed(BaseCase):
    HEADER = (
        b"Received: from a\r\nauthentication-RESULTS: mx.we.example;\r\n"
        b"\tdmarc=fail (p=none)\r\n header.from=nordwind.example\r\n"
        b"Authentication-Results: evil.example; none\r\nFrom: a@x.example\r\n"
        b"From: b@x.example\r\nContent-Type: text/plain\r\n\r\n"
    )

    def test_the_whole_header_is_read(self):
        for mail in (
            parse_message(self.HEADER + b"Hello\r\nFrom: c@x.example\r\n"),
            parse_large([self.HEADER[:40], self.HEADER[40:] + b"Hello\r\n"]),
        ):
            [first, second] = mail.evidence.results
            self.assertTrue(first.startswith("mx.we.example;"))
            self.assertNotIn("\n", first)
            self.assertEqual(second, "evil.example; none")
            self.assertEqual(mail.evidence.senders, ("a@x.example", "b@x.example"))
            self.assertEqual(judge(mail.evidence, OURS), (FAIL, AMBIGUOUS))
