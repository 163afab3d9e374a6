# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's mail has the oddities of real mail."""

from datetime import date

from dev.sample_mail import people, slots
from dev.sample_mail.compose import FOOTER
from dev.sample_mail.library import threads
from dev.tests.sample_mail_reader import (
    FIELDS_WITH_PEOPLE,
    IDENTITY,
    MAILBOXES,
    MAILS,
    Found,
    addresses,
    bodies,
    from_contact,
    is_about_contacts,
    where,
)


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
        lambda found: (
            from_contact(found)
            and "Reply-To" in found.message
            and addresses(found.message, "reply-to") != addresses(found.message, "from")
        )
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


def test_unknown_braces_stay() -> None:
    assert slots.fill("{a} {b} {", {"a": "1"}) == "1 {b} {"


def test_written_day_does_not_depend_on_the_locale() -> None:
    assert slots.written_day(date(2026, 11, 5)) == "Thursday 5 November"
