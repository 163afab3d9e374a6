# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's mailboxes: counts, days and people."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

import pytest

from dev.sample_mail import people
from dev.sample_mail.directory import directory
from dev.sample_mail.mailboxes import StoredMail, build
from dev.sample_mail.strangers import STRANGERS
from dev.tests.sample_mail_reader import (
    FAIR,
    FAMILY,
    FIELDS_WITH_PEOPLE,
    MAILBOXES,
    MAILS,
    TODAY,
    addresses,
    bodies,
    from_contact,
    is_about_contacts,
    where,
)


def everything(today: date) -> list[StoredMail]:
    return [
        stored
        for mailbox in build(today).values()
        for mails in mailbox.folders.values()
        for stored in mails
    ]


def test_same_day_gives_the_same_bytes() -> None:
    assert build(TODAY) == MAILBOXES


def test_another_day_gives_other_mail() -> None:
    assert build(TODAY + timedelta(days=1)) != MAILBOXES


TORTURE = os.environ.get("TORTURE") == "1"


@pytest.mark.parametrize("offset", range(0, 400, 37 if TORTURE else 133))
def test_counts_hold_on_every_day(offset: int) -> None:
    today = TODAY + timedelta(days=offset)
    ages = [(today - stored.received.date()).days for stored in everything(today)]
    assert 380 <= len(ages) <= 420
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
        "INBOX",
        "Sent",
        "Drafts",
        "Junk",
        "Newsletters",
        FAIR,
        FAMILY,
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
    for stored in everything(today):
        message = BytesHeaderParser(policy=policy.default).parsebytes(stored.raw)
        assert stored.received < latest
        assert parsedate_to_datetime(message["Date"]) < latest


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


def unmeant(defects: Iterable[Exception]) -> list[str]:
    """File names in RFC 2047 style are against the rules, and common."""
    texts = [str(defect) for defect in defects]
    return [text for text in texts if "encoded" not in text]


def test_the_parser_finds_no_defect() -> None:
    for found in MAILS:
        for part in found.message.walk():
            assert not part.defects
            for field in part.values():
                assert not unmeant(getattr(field, "defects", ())), field


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
        "anna@brightwater.example",
        "ben@brightwater.example",
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
