# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Posts every thread and sorts the copies into the two mailboxes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from . import compose, markup, slots
from .compose import Mail
from .directory import Party, directory
from .headers import fits
from .library import threads
from .office_hours import moments
from .people import STAFF
from .script import Letter, Thread

SEED = 20260901
FOLDERS = (
    "INBOX",
    "Sent",
    "Drafts",
    "Junk",
    "Newsletters",
    "Projects/Autumn fair {year}",
    "Privat/Familie & Freunde",
)
CHARSETS = {
    "de": "iso-8859-1",
    "fr": "windows-1252",
    "ja": "iso-2022-jp",
    "ru": "koi8-r",
}
RIGHT_TO_LEFT = ("ar", "he")
UNREAD_DAYS = 3


@dataclass(frozen=True)
class StoredMail:
    """A message as a server keeps it; ``received`` is aware and in UTC."""

    raw: bytes
    received: datetime
    seen: bool


@dataclass(frozen=True)
class Mailbox:
    """The account of one person; folder names are separated by ``/``."""

    address: str
    folders: dict[str, list[StoredMail]]


def _parties(keys: str) -> tuple[Party, ...]:
    return tuple(directory()[key] for key in keys.split())


class PostOffice:
    """Writes the letters of a thread and delivers their copies."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.rng = Random(SEED)
        self.mailboxes = {
            member.login.partition("@")[0]: self._empty_mailbox(member.email)
            for member in STAFF
            if member.mailbox
        }

    def _empty_mailbox(self, address: str) -> Mailbox:
        names = [slots.fill(name, {"year": str(self.today.year)}) for name in FOLDERS]
        return Mailbox(address, {name: [] for name in names})

    def post(self, thread: Thread) -> None:
        """Write and deliver every letter of ``thread`` in its order."""
        writers = [directory()[letter.writer] for letter in thread.letters]
        times = moments(thread, writers, self.today, self.rng)
        facts = slots.thread_slots(times[0].date(), self.today.year, self.rng)
        thread = replace(
            thread,
            subject=slots.fill(thread.subject, facts),
            folder=slots.fill(thread.folder, facts),
        )
        history: list[Mail] = []
        for letter, sent in zip(thread.letters, times, strict=True):
            mail = self._write(thread, letter, sent, facts, history)
            self._deliver(mail, thread.folder)
            history.append(mail)

    def _write(
        self,
        thread: Thread,
        letter: Letter,
        sent: datetime,
        facts: dict[str, str],
        history: list[Mail],
    ) -> Mail:
        lang = letter.lang or thread.lang
        text = self._text(letter, lang, facts)
        token = f"{self.rng.getrandbits(64):016x}"
        bare = _bare_mail(letter, _subject(thread.subject, lang, history), sent, token)
        known = tuple(mail.message_id for mail in history if mail.message_id)
        mail = replace(_with_text(bare, text, lang, history), references=known)
        return _finished(mail, lang, history, slots.fill(letter.html, facts))

    def _text(self, letter: Letter, lang: str, facts: dict[str, str]) -> str:
        names = [slots.first_name(party.name) for party in _parties(letter.to)]
        writer = slots.first_name(directory()[letter.writer].name)
        manners = {
            "hello": slots.greeting(lang, names, self.rng),
            "bye": slots.closing(lang, writer, self.rng),
        }
        return slots.fill(letter.text, facts | manners)

    def _deliver(self, mail: Mail, folder: str) -> None:
        received = mail.sent.astimezone(UTC) + timedelta(seconds=4)
        everyone = {party.email for party in (*mail.to, *mail.cc, *mail.bcc)}
        for key, mailbox in self.mailboxes.items():
            if mailbox.address == mail.sender.email and not mail.letter.forged:
                target = mailbox.folders["Drafts" if folder == "Drafts" else "Sent"]
                target.append(StoredMail(compose.sent_copy(mail), received, True))
            elif mailbox.address in everyone and folder != "Drafts":
                footer = mail.letter.gateway_footer and key == "ben"
                raw = compose.received_copy(mail, footer)
                seen = self._seen(received)
                target = mailbox.folders[folder or "INBOX"]
                target.append(StoredMail(raw, received, seen))

    def _seen(self, received: datetime) -> bool:
        age = (self.today - received.date()).days
        return age > UNREAD_DAYS or self.rng.random() < 0.3 * age

    def closed(self) -> dict[str, Mailbox]:
        """The mailboxes with every folder in the order of arrival."""
        for mailbox in self.mailboxes.values():
            for mails in mailbox.folders.values():
                mails.sort(key=lambda stored: stored.received)
        return self.mailboxes


def _bare_mail(letter: Letter, subject: str, sent: datetime, token: str) -> Mail:
    """The envelope without any text."""
    sender = directory()[letter.writer]
    return Mail(
        letter=letter,
        subject=subject,
        sender=sender,
        to=_parties(letter.to),
        cc=_parties(letter.cc),
        bcc=_parties(letter.bcc),
        sent=sent.replace(microsecond=0),
        token=token,
        message_id=_message_id(letter, sender, token),
        style=letter.style or sender.client,
    )


def _with_text(mail: Mail, text: str, lang: str, history: list[Mail]) -> Mail:
    fragment = _signed(text, mail.sender)
    return replace(
        mail,
        plain="" if mail.style == "html" else _plain(text, mail.sender, history),
        fragment=markup.html(fragment, mail.style, lang in RIGHT_TO_LEFT),
    )


def _subject(subject: str, lang: str, history: list[Mail]) -> str:
    if not history:
        return subject
    return f"{'AW' if lang == 'de' else 'Re'}: {subject}"


def _message_id(letter: Letter, sender: Party, token: str) -> str:
    if letter.without_message_id:
        return ""
    domain = compose.FORGER[1] if letter.forged else sender.email.partition("@")[2]
    return f"<{token}@{domain}>"


def _signed(text: str, sender: Party) -> str:
    card = "\n".join(line for line in sender.signature if line)
    return f"{text.strip()}\n\n{card}" if card else text


def _quoted(mail: Mail) -> markup.Quoted:
    return markup.Quoted(
        author=mail.sender.name,
        email=mail.sender.email,
        to="; ".join(party.name for party in mail.to),
        subject=mail.subject,
        sent=mail.sent,
        plain=mail.plain or markup.plain(mail.letter.text),
        html=mail.fragment,
    )


def _plain(text: str, sender: Party, history: list[Mail]) -> str:
    card = "\n".join(line for line in sender.signature if line)
    signature = f"\n-- \n{card}\n" if card else ""
    quote = markup.plain_quote(_quoted(history[-1])) if history else ""
    return markup.plain(text) + signature + quote


def _charset(mail: Mail, lang: str) -> str:
    """The habit of the language, unless a quoted letter needs more."""
    wanted = mail.letter.charset or CHARSETS.get(lang, "utf-8")
    return wanted if fits(mail.plain + mail.html, wanted) else "utf-8"


def _finished(mail: Mail, lang: str, history: list[Mail], own_html: str) -> Mail:
    """``mail`` with its history quoted, its HTML page and its charset."""
    fragment = mail.fragment
    if history and mail.style != "plain":
        fragment += markup.html_quote(_quoted(history[-1]), mail.style)
    draft = replace(mail, html="" if mail.style == "plain" else fragment)
    charset = _charset(draft, lang)
    html = own_html or (draft.html and markup.page(fragment, mail.style, charset))
    return replace(draft, html=html, charset=charset, fragment=fragment)


def build(today: date) -> dict[str, Mailbox]:
    """The mailboxes of ``anna`` and ``ben`` as they lie on ``today`` (UTC).

    The same day gives the same bytes; nothing is younger than 00:45 UTC of it.
    """
    office = PostOffice(today)
    _post_all(office, threads())
    return office.closed()


def _post_all(office: PostOffice, all_threads: Iterable[Thread]) -> None:
    for thread in all_threads:
        office.post(thread)
