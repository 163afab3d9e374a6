# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hostile mail, all of it made here: what crashed or stalled other programs.

``SMALL`` are messages, by name. ``LARGE`` are generators by name, each of a message
that grows with a number, and the number at which Odoo's own parser or the standard
library needs seconds (MIME-2).
"""

FIELDS = (
    b"From: Lena <lena@nordwind.example>\r\nTo: anna@test.example\r\n"
    b"Message-ID: <%s@poison.example>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\n"
)
NAMED = b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="'


def message(name, *extra, body=b"Text", without=()):
    """A message with further header fields.

    :param without: names of usual header fields that it has not
    """
    usual = (FIELDS % name.encode()).split(b"\r\n")[:-1]
    left = [each for each in usual if each.partition(b":")[0].decode() not in without]
    return b"\r\n".join([*left, *extra, b"", body])


def mixed(name, *parts, subtype=b"mixed"):
    kind = b"Content-Type: multipart/" + subtype + b'; boundary="bb"'
    inner = b"".join(b"--bb\r\n" + each + b"\r\n" for each in parts)
    return message(name, kind, body=inner + b"--bb--\r\n")


TEXT = b"Content-Type: text/plain\r\n\r\nText"


def texts(charset):
    return b"Content-Type: text/plain; charset=" + charset


def one(name, *extra, **values):
    return {name: message(name, *extra, **values)}


def several(name, *parts, **values):
    return {name: mixed(name, *parts, **values)}


SMALL = {
    "empty": b"",
    "hundred_nuls": b"\0" * 100,
    **one("nul_in_subject", b"Subject: a\0b"),
    **one("encoded_nul_in_subject", b"Subject: =?utf-8?q?a=00b?="),
    **one("nul_in_message_id", b"Message-ID: <a\0b@x>", without=["Message-ID"]),
    **one("nul_in_reply", b"In-Reply-To: <a\0b@x>", b"References: <c\0d@x>"),
    **several("nul_in_file_name", NAMED + b'a\0b.pdf"\r\n\r\nx', TEXT),
    **several("encoded_nul_in_file_name", NAMED + b'=?utf-8?q?a=00b?="\r\n\r\nx'),
    **one("unknown_charset", texts(b"foo-nope"), body=b"Gr\xc3\xbc\xc3\x9fe"),
    **one("charset_idna", texts(b"idna"), body=b"xn--" + b"a" * 200),
    **one("charset_rot13", texts(b"rot13")),
    **one("charset_with_nul", texts(b'"utf-7\0"')),
    **one("charset_utf7", texts(b"utf-7"), body=b"+2AA- +AAA- +/9k-"),
    **one("charset_unicode_escape", texts(b"unicode_escape"), body=rb"\ud800 \x00 \N{"),
    **one("charset_punycode", texts(b"punycode"), body=b"a-" * 1000),
    **one("encoded_line_end", b"From: =?utf-8?q?x=0D=0ABcc:_evil=40x.example?= "
          b"<lena@nordwind.example>", without=["From"]),
    **one("line_end_in_address", b"From: =?utf-8?q?lena=0A=40nordwind.example?= "
          b"<lena@nordwind.example>", without=["From"]),
    **one("two_senders", b"From: Eve <eve@evil.example>"),
    **one("group_address", b"Cc: Friends: a@x.example, b@x.example;, Nobody:;"),
    **one("date_2999", b"Date: Thu, 1 Jan 2999 00:00:00 +0000", without=["Date"]),
    **one("date_99999", b"Date: Thu, 1 Jan 99999 00:00:00 +0000", without=["Date"]),
    **one("date_huge_zone", b"Date: Thu, 1 Jan 2026 0:0:0 +99999999", without=["Date"]),
    **one("date_digits", b"Date: 1 Jan " + b"9" * 5000 + b" 1:1:1", without=["Date"]),
    **one("no_date", without=["Date"]),
    **one("no_message_id", without=["Message-ID"]),
    **one("bad_base64", b"Content-Transfer-Encoding: base64", body=b"!!!=Q=="),
    **one("odd_base64", b"Content-Transfer-Encoding: base64", body=b"QUJDR"),
    **one("uuencode", b"Content-Transfer-Encoding: x-uuencode",
          body=b"begin 644 ../../x\r\n#0V%T\r\n \r\nend\r\n"),
    **one("bad_uuencode", b"Content-Transfer-Encoding: uuencode", body=b"begin\r\nM!"),
    **one("raw_8_bit_fields", b"Subject: Gr\xfc\xdfe", b"Cc: \xd8\xff <\xff@\xff>"),
    **one("surrogates", b"Subject: =?utf-8?b?7aCA?= \xed\xa0\x80", texts(b"utf-16"),
          body=b"\x00\xd8\x00\xd8"),
    **one("bidi", b"Subject: \xe2\x80\xaegpj.exe =?utf-8?b?4oCu?= \xe2\x81\xa6"),
    **one("separators", b"Subject: a\xe2\x80\xa8b\xe2\x80\xa9c \xef\xbf\xbf",
          texts(b"utf-8"), body=b"a\xe2\x80\xa8b\x0b\x0c\x85"),
    **several("long_file_name", NAMED + b"n" * 70_000 + b'.pdf"\r\n\r\nx'),
    **several("traversal", NAMED + b'../../../etc/passwd"\r\n\r\nx',
              NAMED + b'C:\\\\windows\\\\a.exe"\r\n\r\nx',
              NAMED + b'..\\\\.."\r\n\r\n'),
    **several("report_oddities", b"Content-Type: message/delivery-status\r\n\r\n",
              b"Content-Type: message/rfc822\r\n\r\n",
              b"Content-Type: text/rfc822-headers\r\n\r\n\0", subtype=b"report"),
    **several("base64_message", TEXT, b"Content-Type: message/rfc822\r\n"
              b"Content-Transfer-Encoding: base64\r\n\r\n"
              b"U3ViamVjdDogSW5uZXINClRvOiB0aGVvQGJlbGxlcml2ZS5leGFtcGxlDQoNCklubmVyIHdv"
              b"cmRz\r\n"),
    **several("external_body", b"Content-Type: message/external-body; access-type="
              b'local-file; name="/etc/passwd"\r\n\r\n'
              b"Content-Type: text/plain\r\n\r\n"),
    **one("header_injection", b"Reply-To: a@x.example\r\n\rBcc: evil@x.example",
          b"Subject: x\rBcc: evil@x.example"),
    **one("no_multipart_boundary", b"Content-Type: multipart/mixed", body=b"x"),
    **one("odd_content_type", b"Content-Type: \xff/\xff; \xff=\xff; charset*=x''%ff"),
    **one("broken_parameters",
          b"Content-Type: text/plain; charset*0*=a''b; charset*x=y",
          b"Content-Disposition: attachment; filename*=utf-9'en'%00%ff"),
    **one("token_in_html", b"Content-Type: text/html",
          body=b'<img src="/web/image/1?access_token=abc"><a href="?access_token=abc">'
          b'x</a><img src="cid:x?access_token=abc">'),
}  # fmt: skip


def nested(depth):
    """Multiparts in multiparts."""
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (each, each)
        for each in range(depth)
    )
    tail = b"".join(b"\r\n--%d--\r\n" % each for each in reversed(range(depth)))
    return message("nested", head + TEXT + tail)


def nested_messages(depth):
    return message("nested_messages", b"Content-Type: message/rfc822\r\n\r\n" * depth)


def nested_alternatives(depth):
    return nested(depth).replace(b"multipart/mixed", b"multipart/alternative")


def many_parts(count):
    return mixed("many_parts", *[TEXT] * count)


def many_empty_parts(count):
    return mixed("many_empty_parts", *[b""] * count)


def many_files(count):
    return mixed("many_files", *[NAMED + b'a.pdf"\r\n\r\nx'] * count)


def many_messages(count):
    inner = b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nText"
    return mixed("many_messages", *[inner] * count)


def many_html_parts(count):
    return mixed("many_html", *[b"Content-Type: text/html\r\n\r\n<b>x</b>"] * count)


def many_quotes(count):
    """Parts each of whose parameters take long."""
    kind = b'Content-Type: text/plain; name="' + b'";' * 1_000
    return mixed("many_quotes", *[kind + b"\r\n\r\nx"] * count)


def many_parameters(count):
    pieces = b"; ".join(b"p%d=x" % each for each in range(300))
    kind = b"Content-Type: text/plain; " + pieces
    return mixed("many_parameters", *[kind + b"\r\n\r\nx"] * count)


def rfc2231(count):
    """One parameter in pieces."""
    pieces = b";".join(b' filename*%d="x"' % each for each in range(count))
    return mixed("rfc2231", b"Content-Disposition: attachment;" + pieces + b"\r\n\r\nx")


def parameters(count):
    pieces = b";".join(b" p%d=x" % each for each in range(count))
    return message("parameters", b"Content-Type: text/plain;" + pieces)


def semicolons(count):
    return message("semicolons", b"Content-Type: text/plain" + b";" * count)


def quotes(count):
    return message("quotes", b"Content-Type: text/plain; x=" + b'";' * count)


def backslashes(count):
    return message("backslashes", b'Content-Type: x/y; name="' + b"\\" * count)


def encoded_words(count):
    words = b" ".join([b"=?utf-8?q?x?="] * count)
    return message("encoded_words", b"Subject: " + words, b"Cc: " + words)


def folded_encoded_words(count):
    words = b"\r\n ".join([b"=?utf-8?q?x?="] * count)
    return message("folded_words", b"Subject: " + words)


def broken_encoded_words(count):
    return message("broken_words", b"Subject: " + b"=?utf-8?b?" * count)


def question_marks(count):
    return message("question_marks", b"Subject: " + b"=?" * count)


def recipients(count):
    people = b", ".join(b"p%d@x.example" % each for each in range(count))
    return message("recipients", b"To: " + people, without=["To"])


def quoted_recipients(count):
    people = b", ".join(b'"P, \\" %d" <p%d@x.example>' % (n, n) for n in range(count))
    return message("quoted_recipients", b"Cc: " + people)


def recipient_fields(count):
    lines = (b"To: p%d@x.example" % each for each in range(count))
    return message("recipient_fields", *lines)


def parentheses(count):
    return message("parentheses", b"To: " + b"(" * count, without=["To"])


def angles(count):
    return message("angles", b"Cc: " + b"<" * count + b"a@x.example" + b">" * count)


def groups(count):
    return message("groups", b"Cc: " + b"a:" * count + b";" * count)


def at_signs(count):
    return message("at_signs", b"Cc: " + b"a@" * count)


def apostrophes(count):
    return message("apostrophes", b"Cc: " + b"a'" * count + b"@")


def long_word(count):
    return message("long_word", b"Cc: " + b"a" * count)


def blanks(count):
    return message(
        "blanks", b"Cc: a" + b" " * count + b"@", b"Subject: x" + b" " * count
    )


def references(count):
    ids = b" ".join(b"<%d@x.example>" % each for each in range(count))
    return message("references", b"References: " + ids)


def open_references(count):
    return message(
        "open_references", b"References: " + b"<" * count, without=["Message-ID"]
    )


def fields(count):
    return message("fields", *(b"X-Field-%d: x" % each for each in range(count)))


def folded_lines(count):
    return message("folded_lines", b"X-Field: x" + b"\r\n x" * count)


def empty_lines_in_field(count):
    return message("folded_blanks", b"Subject: x" + b"\r\n " * count)


def no_fields(count):
    return b"x\r\n" * count


def date_words(count):
    return message("date_words", b"Date: " + b"1 Jan " * count, without=["Date"])


def date_comment(count):
    return message("date_comment", b"Date: " + b"(" * count, without=["Date"])


def boundaries(count):
    """Lines that look like the boundary, none of which is it."""
    return mixed("boundaries", b"Content-Type: text/plain\r\n\r\n" + b"--b\r\n" * count)


def unclosed(count):
    return message("unclosed", b"Content-Type: multipart/mixed; boundary=bb",
                   body=b"--bb\r\n" * count)  # fmt: skip


def long_line(count):
    return message("long_line", body=b"x" * count)


def flowed(count):
    kind = b"Content-Type: text/plain; format=flowed"
    return message("flowed", kind, body=b" \r\n" * count)


def links(count):
    return message("links", body=b"http://" * count)


def dots_behind_link(count):
    return message("dots", body=b"http://x" + b"." * count)


def quoted_printable(count):
    encoding = b"Content-Transfer-Encoding: quoted-printable"
    return message("quoted_printable", encoding, body=b"=\r\n" * count)


def uuencoded_lines(count):
    encoding = b"Content-Transfer-Encoding: x-uuencode"
    return message("uu_lines", encoding, body=b"begin 644 x\r\n" * count)


LARGE = {
    nested: 2_000, nested_messages: 2_000, nested_alternatives: 2_000,
    many_parts: 20_000, many_empty_parts: 100_000, many_files: 5_000,
    many_messages: 5_000, many_html_parts: 20_000, many_quotes: 490,
    many_parameters: 490, rfc2231: 5_000,
    parameters: 50_000, semicolons: 200_000, quotes: 50_000, backslashes: 200_000,
    encoded_words: 8_000, folded_encoded_words: 8_000, broken_encoded_words: 20_000,
    question_marks: 100_000, recipients: 20_000, quoted_recipients: 20_000,
    recipient_fields: 20_000, parentheses: 3_000, angles: 20_000, groups: 20_000,
    at_signs: 50_000, apostrophes: 50_000, long_word: 200_000, blanks: 100_000,
    references: 20_000, open_references: 200_000, fields: 50_000,
    folded_lines: 50_000, empty_lines_in_field: 100_000, no_fields: 500_000,
    date_words: 20_000, date_comment: 100_000, boundaries: 500_000,
    unclosed: 200_000, long_line: 5_000_000, flowed: 500_000, links: 200_000,
    dots_behind_link: 500_000, quoted_printable: 1_000_000, uuencoded_lines: 200_000,
}  # fmt: skip
