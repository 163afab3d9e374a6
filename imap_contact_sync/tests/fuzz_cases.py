# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The octets that fuzzing begins with, and those that it has found.

Of each target there is a file in ``samples/fuzz``: one case a line, in base64.
"""

import base64
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
LONGEST = 16_384  # octets of a case
HEADER = b"BODY[HEADER.FIELDS (FROM)]"
ANSWERS = [  # to FETCH; TAG stands for the command's own
    b"* 1 FETCH (UID 1 RFC822.SIZE 5 %s {9}\r\nFrom: a@b)\r\nTAG OK done\r\n" % HEADER,
    b"* 1 FETCH (%s {9}\r\nFrom: a@b UID 2)\r\n* 2 FETCH (FLAGS (\\Seen))\r\n" % HEADER,
    b'* 3 FETCH (UID 7 INTERNALDATE "17-Jul-1996 02:44:25 -0700" BODY[] ""'
    b")\r\nTAG NO [LIMIT] later\r\n",
    b"* 1 FETCH (UID 1 BODY[] {4294967295}\r\nx)\r\n* BYE\r\n",
    b'* 1 FETCH (UID 1 BODYSTRUCTURE (("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL '
    b'"7BIT" 5 1)("APPLICATION" "PDF" ("NAME*0" "a" "NAME*1" "b.pdf") NIL NIL '
    b'"BASE64" 9 NIL ("ATTACHMENT" ("FILENAME" "=?utf-8?q?=C3=A9?=.pdf")) NIL) '
    b'"MIXED"))\r\nTAG OK done\r\n',
    b"+ go on\r\n* 9 EXISTS\r\n* VANISHED 1:9\r\nTAG BAD what\r\n",
]
WORDS = {
    "header": (
        "From:", "To:", "Cc:", "Bcc:", "Sender:", "Reply-To:", "Date:", "Subject:",
        "Message-ID:", "References:", "=?utf-8?b?", "=?utf-8?q?", "?=", "=?gb2312?b?",
        "<", ">", "@", ",", ";", ":", "(", ")", '\\"', "\\x0d\\x0a ", "\\x0d\\x0a",
        "undisclosed", "'", "..", "xn--", "\\x00", "\\xff",
    ),
    "message": (
        "Content-Type:", "multipart/mixed", "multipart/alternative", "text/html",
        "text/plain", "message/rfc822", "boundary=", "--", "charset=", "utf-7", "idna",
        "Content-Transfer-Encoding:", "base64", "quoted-printable", "x-uuencode",
        "Content-Disposition:", "attachment", "filename*0*=", "name=", "Content-ID:",
        "multipart/signed", "application/pkcs7-mime", "application/ms-tnef",
        "format=flowed", "\\x0d\\x0a\\x0d\\x0a", "\\x00", "-----BEGIN PGP MESSAGE-----",
        "x\\x9f>\\x22",
    ),
    "markup": (
        "<img src=", "<a href=", "style=", "url(", "image-set(", "expression(",
        "<svg", "<math", "<style>", "</style>", "<table", "<template>", "<!--", "-->",
        "cid:", "data:", "javascript:", "&#", "&quot;", "data-remote-src=", "class=",
        "MsoNormal", "srcset=", "<noscript>", "<select>", "<mtext>", "<mglyph>",
    ),
    "fetch": (
        "TAG OK", "TAG NO", "TAG BAD", "* 1 FETCH (", "UID ", "RFC822.SIZE ", "BODY[",
        "]", "{10}\\x0d\\x0a", "{0}\\x0d\\x0a", "{99999999999}\\x0d\\x0a", "NIL",
        "INTERNALDATE ", "BODYSTRUCTURE", "* BYE", "+ ", "\\x0d\\x0a", ")", "~{4}",
    ),
}  # fmt: skip


def stored(target):
    """The cases that fuzzing has found, each of which reaches code of its own."""
    path = SAMPLES / "fuzz" / f"{target}.txt"
    lines = path.read_text("ascii").split() if path.exists() else []
    return [base64.b64decode(line) for line in lines]


def store(target, cases):
    """Replace the cases of a target, in an order that does not depend on chance."""
    lines = sorted({base64.b64encode(case).decode() for case in cases}, key=by_length)
    path = SAMPLES / "fuzz" / f"{target}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), "ascii")


def by_length(line):
    return len(line), line


def seeds(target):
    """Where fuzzing begins."""
    if target == "fetch":
        return [*ANSWERS, *stored(target)]
    mails = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    return [*mails, *stored(target)]


def write_all(cases, folder):
    """As files, which is how libFuzzer takes them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(cases):
        (folder / f"seed-{number:05}").write_bytes(case[:LONGEST])


def write_dictionary(target, path):
    path.write_text("".join(f'"{word}"\n' for word in WORDS[target]), "ascii")
