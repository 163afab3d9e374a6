# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's mail: threads, charsets, structures and attachments."""

import re
import zipfile
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from io import BytesIO

import pytest

from dev.sample_mail import artwork
from dev.tests.sample_mail_reader import (
    MAILS,
    bodies,
    charsets,
    files,
    from_contact,
    raw_has,
    where,
)


def test_answers_refer_to_messages_that_exist() -> None:
    known = {found.message["Message-ID"] for found in MAILS}
    answers = where(lambda found: "In-Reply-To" in found.message)
    assert len(answers) > 100
    for found in answers:
        references = found.message["References"].split()
        assert found.message["In-Reply-To"] == references[-1]
        assert set(references) <= known


def test_threads_run_over_inbox_and_sent() -> None:
    folder_of = {
        found.message["Message-ID"]: found.folder
        for found in MAILS
        if found.owner == "anna" and found.message["Message-ID"]
    }
    steps = {
        (folder_of.get(found.message["In-Reply-To"]), found.folder)
        for found in MAILS
        if found.owner == "anna"
    }
    assert {("INBOX", "Sent"), ("Sent", "INBOX")} <= steps


def test_message_ids_belong_to_one_message() -> None:
    dates: dict[str, set[str]] = {}
    for found in MAILS:
        if key := found.message["Message-ID"]:
            dates.setdefault(key, set()).add(found.message["Date"])
    assert all(len(several) == 1 for several in dates.values())


def test_answers_are_younger_than_what_they_answer() -> None:
    sent = {
        found.message["Message-ID"]: parsedate_to_datetime(found.message["Date"])
        for found in MAILS
    }
    for found in where(lambda found: "In-Reply-To" in found.message):
        answered = sent[found.message["In-Reply-To"]]
        assert parsedate_to_datetime(found.message["Date"]) > answered


@pytest.mark.parametrize(
    "first",
    [
        "text/plain",
        "text/html",
        "multipart/alternative",
        "multipart/mixed",
        "multipart/related",
    ],
)
def test_every_structure_occurs(first: str) -> None:
    assert where(
        lambda found: from_contact(found) and found.message.get_content_type() == first
    )


@pytest.mark.parametrize(
    "mark",
    [
        'class="gmail_quote"',
        'blockquote type="cite"',
        'id="divRplyFwdMsg"',
        "MsoNormal",
    ],
)
def test_html_of_the_usual_programs(mark: str) -> None:
    assert where(lambda found: mark in bodies(found.message, "html"))


@pytest.mark.parametrize(
    "charset",
    ["utf-8", "iso-8859-1", "iso-2022-jp", "koi8-r", "windows-1252", "us-ascii"],
)
def test_charsets_of_bodies(charset: str) -> None:
    assert charset in charsets()


@pytest.mark.parametrize(
    "charset", ["utf-8", "iso-8859-1", "iso-2022-jp", "koi8-r", "windows-1252"]
)
@pytest.mark.parametrize("field", ["Subject", "From"])
def test_charsets_of_encoded_words(charset: str, field: str) -> None:
    folded = rb"(?:[^\r\n]|\r\n[ \t])*"
    word = rb"^%s: %s=\?%s\?[bq]\?" % (field.encode(), folded, charset.encode())
    pattern = re.compile(word, re.IGNORECASE | re.MULTILINE)
    assert where(lambda found: bool(pattern.search(found.stored.raw)))


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit", "7bit"])
def test_transfer_encodings_of_texts(encoding: str) -> None:
    assert where(
        lambda found: any(
            part.get("Content-Transfer-Encoding") == encoding
            for part in found.message.walk()
            if part.get_content_maintype() == "text"
        )
    )


@pytest.mark.parametrize(
    "letters",
    ["äöü", "çé", "ñ", "αβε", "жив", "急須", "أسعار", "קנקנים"],
)
def test_languages(letters: str) -> None:
    text = "".join(bodies(found.message, "plain") for found in where(from_contact))
    assert all(letter in text for letter in letters)


def test_right_to_left_text_is_marked() -> None:
    assert where(lambda found: 'dir="rtl"' in bodies(found.message, "html"))


def png_size(content: bytes) -> tuple[int, int]:
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def test_inline_pictures_are_referred_to_and_visible() -> None:
    shown = where(lambda found: "cid:" in bodies(found.message, "html"))
    assert len(shown) >= 3
    for found in shown:
        html = bodies(found.message, "html")
        pictures = {
            part["Content-ID"].strip("<>"): part.get_payload(decode=True)
            for part in found.message.walk()
            if "Content-ID" in part
        }
        for name in re.findall(r'src="cid:([^"]+)"', html):
            width, height = png_size(pictures[name])
            assert width >= 240 and height >= 80


@pytest.mark.parametrize("draw", [artwork.logo, artwork.bar_chart, artwork.photo])
def test_pictures_have_several_colours(draw: Callable[[], bytes]) -> None:
    assert len(draw()) > 400
    assert draw() == draw()


def test_pdfs_are_well_formed() -> None:
    pdfs = list(files("application/pdf"))
    assert len(pdfs) >= 8
    for _name, content in pdfs:
        assert content.startswith(b"%PDF-1.4") and content.endswith(b"%%EOF\n")
        table = int(content.split(b"startxref\n")[1].split()[0])
        assert content[table:].startswith(b"xref")
        for offset in re.findall(rb"(\d{10}) 00000 n", content):
            assert re.match(rb"\d 0 obj", content[int(offset) :])


def test_other_attachments() -> None:
    assert all(b";" in content for _name, content in files("text/csv"))
    assert {name for name, _content in files("text/csv")}
    assert any(png_size(content) == (480, 320) for _n, content in files("image/png"))
    for _name, content in files("text/calendar"):
        assert b"METHOD:REQUEST\r\n" in content and b"BEGIN:VEVENT\r\n" in content


def test_word_files_are_zip_archives() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    words = list(files(kind))
    assert words
    for name, content in words:
        assert name.endswith(".docx")
        assert "word/document.xml" in zipfile.ZipFile(BytesIO(content)).namelist()


def test_file_names_in_both_notations_and_many_scripts() -> None:
    assert raw_has(b"filename*=utf-8''")
    assert raw_has(b'filename="=?utf-8?')
    names = " ".join(name for name, _content in files("application/pdf"))
    assert "für" in names and "材質" in names and "Προσφορά" in names
    assert "Zieliński" in names and "عرض" in names
    assert not re.search(r"=\?|%[0-9A-F]{2}", names)
