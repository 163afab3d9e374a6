# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The parts the demo's mail is made of: prose, header fields, hours, addresses."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from dev.sample_mail import headers, markup, slots
from dev.sample_mail.directory import directory, favourite_client, short_name
from dev.sample_mail.office_hours import moments
from dev.sample_mail.script import Letter, Thread

QUOTED = markup.Quoted(
    author="Anna Berg",
    email="anna@brightwater.example",
    to="Lena Fischer",
    subject="Mugs & cups",
    sent=datetime(2026, 11, 5, 9, 30, tzinfo=UTC),
    plain="Hello\n> older\n",
    html="<p>Hello</p>",
)


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("Hello Anna,", "text"),
        ("| a | b |\n| c | d |", "table"),
        ("- one\n- two", "list"),
        ("[[logo]]", "picture"),
        ("- a dash\nbut no list", "text"),
    ],
)
def test_kinds_of_paragraphs(paragraph: str, kind: str) -> None:
    assert [block.kind for block in markup.blocks(paragraph)] == [kind]


def test_wrapped_lines_flow_together_and_short_lines_stay() -> None:
    wrapped = "This line is long enough to have been wrapped by the author,\nyes."
    assert len(markup.blocks(wrapped)[0].lines) == 1
    assert markup.blocks("Kind regards,\nAnna")[0].lines == ("Kind regards,", "Anna")


def test_plain_text_is_wrapped_and_tables_are_aligned() -> None:
    assert max(map(len, markup.plain("word " * 60).splitlines())) <= markup.PLAIN_WIDTH
    table = markup.plain("| Mug | 5.30 |\n| Teapot | 24.00 |").splitlines()
    assert table[0].index("5.30") == table[1].index("24.00")


def test_html_is_escaped() -> None:
    inner = markup.html("5 < 6 & <b>\n\n- <i>\n\n| <u> | x |", "gmail", False)
    assert "5 &lt; 6 &amp; &lt;b&gt;" in inner
    assert not any(tag in inner for tag in ("<b>", "<i>", "<u>"))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("[[logo]]", "cid:logo@pictures.example"),
        ("[[http://a.example/b.png]]", "http://a.example/b.png"),
    ],
)
def test_pictures(text: str, source: str) -> None:
    assert f'<img src="{source}"' in markup.html(text, "apple", False)


def test_direction_of_html() -> None:
    assert markup.html("שלום", "gmail", True).startswith('<div dir="rtl">')


def test_plain_quote_marks_every_line() -> None:
    quote = markup.plain_quote(QUOTED).strip().splitlines()
    assert "Anna Berg <anna@brightwater.example> wrote:" in quote[0]
    assert quote[2:] == ["> Hello", ">> older"]


@pytest.mark.parametrize("style", sorted(markup.QUOTES))
def test_html_quote_holds_the_letter_answered(style: str) -> None:
    quote = markup.html_quote(QUOTED, style)
    assert "<p>Hello</p>" in quote
    assert "Anna Berg" in quote
    assert "05" in quote and "<anna@" not in quote


@pytest.mark.parametrize("charset", ["utf-8", "koi8-r"])
def test_page_names_its_charset(charset: str) -> None:
    assert f"charset={charset}" in markup.page("<p>x</p>", "outlook", charset)
    assert f"charset={charset}" in markup.page("<p>x</p>", "apple", charset)


@pytest.mark.parametrize(
    ("text", "charset", "used"),
    [
        ("Plain", "koi8-r", None),
        ("Müßig", "iso-8859-1", "iso-8859-1"),
        ("Счёт", "koi8-r", "koi8-r"),
        ("請求書", "iso-2022-jp", "iso-2022-jp"),
        ("請求書", "iso-8859-1", "utf-8"),
    ],
)
def test_encoded_words(text: str, charset: str, used: str | None) -> None:
    word = headers.encoded(text, charset)
    assert word.isascii()
    assert word.startswith(f"=?{used}?") if used else word == text


def test_long_subjects_become_several_words_on_one_line() -> None:
    words = headers.encoded("Größe " * 30, "utf-8").split(" ")
    assert len(words) > 2
    assert all(word.startswith("=?utf-8?") and len(word) <= 75 for word in words)


@pytest.mark.parametrize(
    ("filename", "old", "parameter"),
    [
        ("plan.pdf", False, 'filename="plan.pdf"'),
        ("Maß.pdf", False, "filename*=utf-8''Ma%C3%9F.pdf"),
        ("Maß.pdf", True, 'filename="=?utf-8?b?TWHDny5wZGY=?="'),
    ],
)
def test_file_name_parameters(filename: str, old: bool, parameter: str) -> None:
    assert headers.parameter("filename", filename, old) == parameter


def test_names_with_an_apostrophe_or_foreign_letters() -> None:
    grace, tomasz = directory()["grace"], directory()["tomasz"]
    assert headers.address(grace, "utf-8").endswith(
        "<grace.odonnell@harbour-pine.example>"
    )
    assert headers.address(tomasz, "utf-8").startswith("=?utf-8?")
    assert ", " in headers.address_list((grace, tomasz), "utf-8")


def test_keys_of_the_directory() -> None:
    assert short_name("lena.fischer@nordwind-kaffee.example") == "lena"
    assert directory()["lena/private"].name == directory()["lena"].name
    assert directory()["lena/private"].is_contact
    assert not directory()["bank"].is_contact
    assert favourite_client("a@b.example") == favourite_client("a@b.example")


@pytest.mark.parametrize("lang", sorted(slots.HELLO))
def test_every_language_has_a_greeting_and_a_closing(lang: str) -> None:
    assert "Anna" in slots.greeting(lang, ["Anna"], Random(1))
    assert slots.closing(lang, "Anna", Random(1)).endswith("\nAnna")


def test_many_people_are_greeted_together() -> None:
    assert "Anna and Ben" in slots.greeting("en", ["Anna", "Ben"], Random(1))
    assert "all" in slots.greeting("en", ["Anna", "Ben", "Maria"], Random(1))


@pytest.mark.parametrize("seed", range(20))
def test_days_in_letters_are_working_days_in_the_future(seed: int) -> None:
    facts = slots.thread_slots(date(2026, 11, 6), 2026, Random(seed))
    day = datetime.strptime(facts["date"], "%d.%m.%Y").replace(tzinfo=UTC).date()
    assert day > date(2026, 11, 6)
    assert day.weekday() < 5
    assert int(facts["half"]) * 2 == int(facts["amount"])


def schedule(thread: Thread, today: date, seed: int) -> list[datetime]:
    writers = [directory()[letter.writer] for letter in thread.letters]
    return moments(thread, writers, today, Random(seed))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("age", [None, 1, 2, 30, 198])
def test_threads_run_forward_and_end_before_today(age: int | None, seed: int) -> None:
    turns = (Letter("lena", "anna", "a"), Letter("anna", "lena", "b")) * 3
    today = date(2026, 11, 19)
    sent = schedule(Thread("s", turns, age=age), today, seed)
    assert sent == sorted(set(sent))
    assert sent[-1].astimezone(UTC).date() < today
    assert all(moment.weekday() < 5 and 8 <= moment.hour < 18 for moment in sent)


def test_letters_of_today_are_written_just_after_midnight_utc() -> None:
    letters = (Letter("tyler", "anna", "a"),)
    (sent,) = schedule(Thread("s", letters, age=0), date(2026, 11, 19), 1)
    midnight = datetime(2026, 11, 19, tzinfo=UTC)
    assert midnight < sent < midnight + timedelta(minutes=45)
    assert sent.utcoffset() == timedelta(hours=-8)
