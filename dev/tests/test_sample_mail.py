# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's mailboxes hold what the demo promises, read from their bytes."""

import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from io import BytesIO
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_mail import artwork, people, slots, utf7
from sample_mail.compose import FOOTER
from sample_mail.directory import directory
from sample_mail.library import threads
from sample_mail.mailboxes import Mailbox, StoredMail, build
from sample_mail.maildir import folder_path, write_mailbox
from sample_mail.strangers import STRANGERS

TODAY = date(2026, 11, 19)
FAIR = "Projects/Autumn fair 2026"
FAMILY = "Privat/Familie & Freunde"
IDENTITY = ("Message-ID", "From", "To", "Cc", "Date", "Subject")
FIELDS_WITH_PEOPLE = ("from", "to", "cc", "bcc")


@dataclass(frozen=True)
class Found:
    """A stored mail with where it lies and what the parser makes of it."""

    owner: str
    folder: str
    stored: StoredMail
    message: EmailMessage


def read(mailboxes: dict[str, Mailbox]) -> list[Found]:
    return [
        Found(
            owner,
            folder,
            stored,
            message_from_bytes(stored.raw, policy=policy.default),
        )
        for owner, mailbox in mailboxes.items()
        for folder, mails in mailbox.folders.items()
        for stored in mails
    ]


MAILBOXES = build(TODAY)
MAILS = read(MAILBOXES)


def addresses(message: EmailMessage, *names: str) -> set[str]:
    values = [str(text) for name in names for text in message.get_all(name, [])]
    return {address for _name, address in getaddresses(values)}


def is_about_contacts(found: Found) -> bool:
    named = addresses(found.message, *FIELDS_WITH_PEOPLE)
    return bool(named & people.contact_addresses())


def from_contact(found: Found) -> bool:
    return bool(addresses(found.message, "from") & people.contact_addresses())


def bodies(message: EmailMessage, subtype: str) -> str:
    return "\n".join(
        part.get_content()
        for part in message.walk()
        if part.get_content_type() == f"text/{subtype}" and not part.get_filename()
    )


def content_types(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def files(kind: str) -> Iterator[tuple[str, bytes]]:
    for found in MAILS:
        for part in found.message.walk():
            if part.get_filename() and part.get_content_type() == kind:
                yield part.get_filename() or "", part.get_payload(decode=True) or b""


def charsets() -> set[str]:
    return {
        part.get_content_charset() or ""
        for found in MAILS
        for part in found.message.walk()
    }


def where(test: Callable[[Found], bool]) -> list[Found]:
    return [found for found in MAILS if test(found)]


def raw_has(*needles: bytes) -> list[Found]:
    return where(lambda found: all(n in found.stored.raw for n in needles))


# -- shape -------------------------------------------------------------------


def test_same_day_gives_the_same_bytes() -> None:
    assert build(TODAY) == MAILBOXES


def test_another_day_gives_other_mail() -> None:
    assert build(TODAY + timedelta(days=1)) != MAILBOXES


@pytest.mark.parametrize("offset", range(0, 400, 37))
def test_counts_hold_on_every_day(offset: int) -> None:
    today = TODAY + timedelta(days=offset)
    mails = read(build(today))
    ages = [(today - found.stored.received.date()).days for found in mails]
    assert 380 <= len(mails) <= 420
    assert 18 <= sum(100 <= age <= 200 for age in ages) <= 32
    assert sum(age <= 85 for age in ages) >= len(ages) - 32
    assert min(ages) == 0 and max(ages) <= 200


def test_about_half_of_inbox_and_sent_concerns_contacts() -> None:
    daily = where(lambda found: found.folder in ("INBOX", "Sent"))
    share = sum(map(is_about_contacts, daily)) / len(daily)
    assert 0.45 <= share <= 0.60


@pytest.mark.parametrize("owner", ["anna", "ben"])
def test_every_folder_holds_mail(owner: str) -> None:
    folders = MAILBOXES[owner].folders
    assert set(folders) == {
        "INBOX", "Sent", "Drafts", "Junk", "Newsletters", FAIR, FAMILY,
    }
    assert all(folders.values())
    assert len(folders["Drafts"]) <= 2
    assert len(folders["Junk"]) <= 2


def test_folders_are_sorted_by_arrival_in_utc() -> None:
    for mailbox in MAILBOXES.values():
        for mails in mailbox.folders.values():
            received = [stored.received for stored in mails]
            assert received == sorted(received)
            assert all(moment.tzinfo is UTC for moment in received)


@pytest.mark.parametrize("offset", range(7))
def test_no_mail_is_in_the_future_on_any_weekday(offset: int) -> None:
    today = TODAY + timedelta(days=offset)
    latest = datetime.combine(today, time(0, 45), UTC)
    for found in read(build(today)):
        assert found.stored.received < latest
        assert parsedate_to_datetime(found.message["Date"]) < latest


def test_the_newest_mail_is_from_today() -> None:
    assert max(found.stored.received for found in MAILS).date() == TODAY


def test_business_mail_is_written_in_office_hours() -> None:
    for found in where(from_contact):
        sent = parsedate_to_datetime(found.message["Date"])
        if found.stored.received.date() < TODAY:
            assert sent.weekday() < 5, found.message["Subject"]
            assert 8 <= sent.hour < 18, found.message["Subject"]


def test_old_mail_is_read_and_some_new_mail_is_not() -> None:
    old = datetime.combine(TODAY - timedelta(days=10), time(), UTC)
    assert all(found.stored.seen for found in MAILS if found.stored.received < old)
    assert any(not found.stored.seen for found in MAILS)


# -- every mail --------------------------------------------------------------


def test_the_parser_finds_no_defect() -> None:
    for found in MAILS:
        for part in found.message.walk():
            assert not part.defects
            for field in part.values():
                assert not getattr(field, "defects", ()), field


def test_every_text_can_be_decoded_and_no_slot_is_left() -> None:
    slot = re.compile(r"\{[a-z]+\}", re.IGNORECASE)
    for found in MAILS:
        text = bodies(found.message, "plain") + bodies(found.message, "html")
        assert text.strip()
        assert "\ufffd" not in text
        assert not slot.search(text), text
        assert not slot.search(found.message["Subject"])


def test_lines_end_as_the_mail_format_demands() -> None:
    for found in MAILS:
        assert b"\n" not in found.stored.raw.replace(b"\r\n", b"")
        assert max(map(len, found.stored.raw.split(b"\r\n"))) <= 998


def test_only_reserved_domains_appear() -> None:
    host = re.compile(r"(?:@|https?://)([\w.-]+\.[a-z]+)")
    formats = {"schemas.openxmlformats.org"}
    for found in MAILS:
        text = "".join(str(value) for value in found.message.values())
        text += bodies(found.message, "plain") + bodies(found.message, "html")
        for name in host.findall(text):
            assert name.endswith(".example") or name in formats


def test_addresses_of_the_address_book_are_reserved_and_unique() -> None:
    parties = [*directory().values()]
    emails = [party.email for party in parties]
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(".example") for email in emails)


# -- people ------------------------------------------------------------------


def test_about_forty_contacts_one_with_a_second_address() -> None:
    everyone = people.contacts()
    assert 38 <= len(everyone) + len(people.COMPANIES) <= 44
    assert sum(person.second_email is not None for person in everyone) == 1
    assert len(people.contact_addresses()) == len(everyone) + 1


def test_staff_and_strangers_are_no_contacts() -> None:
    known = people.contact_addresses()
    assert not known & {member.email for member in people.STAFF}
    assert not known & {stranger.email for stranger in STRANGERS}
    assert {member.login for member in people.STAFF if member.mailbox} == {
        "anna@brightwater.example", "ben@brightwater.example",
    }


def test_company_people_have_company_addresses() -> None:
    for company in people.COMPANIES:
        for person in company.people:
            assert person.email.endswith(f"@{company.domain}")


def test_every_contact_writes_or_is_written_to() -> None:
    named = set[str]()
    for found in MAILS:
        named |= addresses(found.message, *FIELDS_WITH_PEOPLE)
    assert people.contact_addresses() <= named


# -- threads -----------------------------------------------------------------


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


# -- formats -----------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    ["text/plain", "text/html", "multipart/alternative", "multipart/mixed",
     "multipart/related"],
)
def test_every_structure_occurs(first: str) -> None:
    assert where(
        lambda found: from_contact(found) and found.message.get_content_type() == first
    )


@pytest.mark.parametrize(
    "mark",
    ['class="gmail_quote"', 'blockquote type="cite"', 'id="divRplyFwdMsg"', "MsoNormal"],
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


# -- pictures and attachments --------------------------------------------------


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
            assert re.match(rb"\d 0 obj", content[int(offset):])


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


# -- the special ones ----------------------------------------------------------


def test_a_mail_without_message_id() -> None:
    nameless = where(lambda found: "Message-ID" not in found.message)
    assert [from_contact(found) for found in nameless] == [True]


def test_mail_between_the_salespeople_only() -> None:
    both = {"anna@brightwater.example", "ben@brightwater.example"}
    assert where(lambda f: addresses(f.message, *FIELDS_WITH_PEOPLE) == both)


def inbox_pairs() -> list[tuple[Found, Found]]:
    """The copies of one message in the INBOX of both salespeople."""
    anna = {
        found.message["Message-ID"]: found
        for found in MAILS
        if (found.owner, found.folder) == ("anna", "INBOX")
    }
    return [
        (anna[found.message["Message-ID"]], found)
        for found in MAILS
        if (found.owner, found.folder) == ("ben", "INBOX")
        and found.message["Message-ID"] in anna
    ]


def test_both_salespeople_have_copies_with_one_identity() -> None:
    pairs = inbox_pairs()
    assert len(pairs) >= 6
    for left, right in pairs:
        for name in IDENTITY:
            assert left.message[name] == right.message[name]


def test_some_copies_are_identical_and_some_have_a_footer() -> None:
    pairs = inbox_pairs()
    same = [pair for pair in pairs if pair[0].stored.raw == pair[1].stored.raw]
    footed = [pair for pair in pairs if pair not in same]
    assert len(same) >= 2
    assert len(footed) >= 2
    for left, right in footed:
        assert FOOTER.split(".")[0] in flat(bodies(right.message, "plain"))
        assert FOOTER.split(".")[0] not in flat(bodies(left.message, "plain"))


def flat(text: str) -> str:
    return " ".join(text.split())


def test_three_of_bens_copies_have_the_footer() -> None:
    footed = where(
        lambda f: FOOTER in flat(bodies(f.message, "plain") + bodies(f.message, "html"))
    )
    assert len(footed) >= 3
    assert {found.owner for found in footed} == {"ben"}
    anna = {f.message["Message-ID"] for f in MAILS if f.owner == "anna"}
    assert {found.message["Message-ID"] for found in footed} <= anna


def test_one_to_the_other_in_copy() -> None:
    to_anna = "anna@brightwater.example"
    assert [
        pair
        for pair in inbox_pairs()
        if addresses(pair[0].message, "to") == {to_anna}
        and "ben@brightwater.example" in addresses(pair[0].message, "cc")
    ]


def test_bcc_stands_in_annas_sent_copy_only() -> None:
    blind = where(lambda found: "Bcc" in found.message)
    assert [(found.owner, found.folder) for found in blind] == [("anna", "Sent")]
    message = blind[0].message
    assert addresses(message, "bcc") <= people.contact_addresses()
    assert not addresses(message, "bcc") & addresses(message, "to", "cc")
    answers = where(lambda f: f.message["In-Reply-To"] == message["Message-ID"])
    assert answers
    assert all("Bcc" not in found.message for found in answers)


def test_one_mail_to_contacts_of_several_companies() -> None:
    def companies(found: Found) -> set[str]:
        to = addresses(found.message, "to") & people.contact_addresses()
        return {address.partition("@")[2] for address in to}

    assert max(len(companies(found)) for found in MAILS) >= 4


def test_mail_from_the_second_address() -> None:
    second = {p.second_email for p in people.contacts() if p.second_email}
    assert where(lambda found: addresses(found.message, "from") <= second)


def test_reply_to_differs_from_the_author() -> None:
    assert where(
        lambda found: from_contact(found)
        and "Reply-To" in found.message
        and addresses(found.message, "reply-to") != addresses(found.message, "from")
    )


def test_newsletters_say_so_and_track_their_readers() -> None:
    issues = where(lambda found: "List-Id" in found.message)
    assert len(issues) >= 20
    assert {found.folder for found in issues} == {"INBOX", "Newsletters"}
    for found in issues:
        assert "List-Unsubscribe" in found.message
        html = bodies(found.message, "html")
        assert '<img src="http://track.newsletter.example/' in html
        assert not is_about_contacts(found)


def test_one_contact_sends_a_remote_picture() -> None:
    remote = where(
        lambda f: from_contact(f) and '<img src="http://' in bodies(f.message, "html")
    )
    assert len(remote) == 1


def test_a_contact_answers_automatically() -> None:
    automatic = where(
        lambda f: from_contact(f) and f.message["Auto-Submitted"] == "auto-replied"
    )
    assert len(automatic) == 1


def test_the_forged_mail_comes_from_outside() -> None:
    forged = where(lambda f: "dmarc=fail" in str(f.message["Authentication-Results"]))
    assert [(found.owner, found.folder) for found in forged] == [("ben", "INBOX")]
    message = forged[0].message
    assert addresses(message, "from") == {"anna@brightwater.example"}
    assert "brightwater" not in message["Message-ID"]
    assert "brightwater" not in message["Return-Path"]


def test_a_contact_sends_html_with_scripts() -> None:
    scripted = where(lambda found: "<script" in bodies(found.message, "html"))
    assert len(scripted) == 1
    assert from_contact(scripted[0])
    html = bodies(scripted[0].message, "html")
    assert all(mark in html for mark in ("onload=", "onclick=", "onmouseover="))


def test_sent_mail_bears_no_trace_of_transport() -> None:
    for found in MAILS:
        own = found.folder in ("Sent", "Drafts")
        assert ("Received" in found.message) is not own
        if own:
            assert addresses(found.message, "from") == {MAILBOXES[found.owner].address}


def test_no_text_is_a_filler() -> None:
    for thread in threads():
        for letter in thread.letters:
            assert "lorem" not in letter.text.lower()
            assert letter.text.strip()


# -- slots ---------------------------------------------------------------------


def test_unknown_braces_stay() -> None:
    assert slots.fill("{a} {b} {", {"a": "1"}) == "1 {b} {"


def test_written_day_does_not_depend_on_the_locale() -> None:
    assert slots.written_day(date(2026, 11, 5)) == "Thursday 5 November"


# -- maildir -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Familie & Freunde", "Familie &- Freunde"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("台北", "&U,BTFw-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"),
        ("a&b&", "a&-b&-"),
        ("😀", "&2D3eAA-"),
        ("tab\t", "tab&AAk-"),
        ("", ""),
    ],
)
def test_modified_utf7(name: str, encoded: str) -> None:
    assert utf7.encode(name) == encoded


def tree(root: Path) -> dict[str, tuple[bytes, float]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime)
        for path in root.rglob("*")
        if path.is_file()
    }


def test_maildir_holds_every_mail_with_its_time(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["anna"], tmp_path, None)
    for folder, mails in MAILBOXES["anna"].folders.items():
        home = folder_path(tmp_path, folder)
        assert {path.name for path in home.iterdir()} >= {"cur", "new", "tmp"}
        files_there = sorted((home / "cur").iterdir(), key=lambda p: p.stat().st_mtime)
        assert len(files_there) == len(mails)
        for path, stored in zip(files_there, mails, strict=True):
            assert path.stat().st_mtime == stored.received.timestamp()
            assert path.name.endswith(f",S={len(stored.raw)}:2,{'S' * stored.seen}")


def test_nested_folders_are_directories(tmp_path: Path) -> None:
    assert folder_path(tmp_path, "INBOX") == tmp_path
    assert folder_path(tmp_path, FAMILY) == tmp_path / "Privat" / "Familie &- Freunde"


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    first = tree(tmp_path)
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    assert tree(tmp_path) == first


def test_flags_set_since_are_kept(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    path = min((tmp_path / "cur").iterdir())
    path.rename(path.with_name(path.name.partition(":")[0] + ":2,FRS"))
    before = tree(tmp_path)
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    assert tree(tmp_path) == before


def test_another_day_replaces_our_mail_but_nothing_else(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    foreign = tmp_path / "cur" / "1700000000.M1P2.elsewhere,S=3:2,"
    foreign.write_bytes(b"a\r\n")
    (tmp_path / "dovecot-uidlist").write_text("3 V1 N1\n", "ascii")
    later = build(TODAY + timedelta(days=1))["ben"]
    write_mailbox(later, tmp_path, None)
    assert foreign.exists()
    assert (tmp_path / "dovecot-uidlist").exists()
    assert len(list((tmp_path / "cur").iterdir())) == len(later.folders["INBOX"]) + 1


def test_everything_written_is_given_to_the_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[Path, tuple[int, int]] = {}

    def chown(path: Path, uid: int, gid: int) -> None:
        given[path] = (uid, gid)

    monkeypatch.setattr(os, "chown", chown)
    write_mailbox(MAILBOXES["ben"], tmp_path / "home" / "Maildir", (1234, 567))
    assert set(given) == set(tmp_path.rglob("*"))
    assert set(given.values()) == {(1234, 567)}


def test_a_stored_mail_has_just_what_a_server_knows() -> None:
    assert [field.name for field in fields(StoredMail)] == ["raw", "received", "seen"]
