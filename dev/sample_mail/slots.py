# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is filled into the slots of a letter: greetings, goods, sums and days."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

# fmt: off
WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)
# fmt: on
# Goods with their price in EUR.
GOODS = (
    ("stoneware mugs in slate", 5.30),
    ("espresso cups in sand", 3.75),
    ("dinner plates in sea blue", 9.60),
    ("pasta bowls in sea blue", 8.50),
    ("linen napkins", 3.90),
    ("one-litre carafes", 13.95),
    ("oak serving boards", 18.40),
    ("soup bowls in oat white", 6.20),
    ("milk jugs", 7.10),
    ("water tumblers", 2.85),
    ("cake stands", 21.50),
    ("teapots with bamboo handle", 24.00),
    ("table runners", 14.20),
)
AMOUNTS = (24, 36, 48, 60, 72, 96, 120, 144, 180, 240)
HELLO = {
    "en": ("Hi {0},", "Hello {0},", "Dear {0},", "Good morning {0},", "{0},"),
    "de": ("Hallo {0},", "Guten Tag {0},"),
    "fr": ("Bonjour {0},",),
    "es": ("Hola, {0}:", "Buenos días, {0}:"),
    "el": ("Καλημέρα {0},", "Γεια σας {0},"),
    "ru": ("Здравствуйте, {0}!", "Добрый день, {0}!"),
    "ja": ("{0} 様",),
    "ar": ("مرحباً {0}،",),
    "he": ("שלום {0},",),
}
BYE = {
    "en": (
        "Best regards,",
        "Kind regards,",
        "Many thanks,",
        "All the best,",
        "Thanks and regards,",
        "Best wishes,",
    ),
    "de": ("Viele Grüße", "Mit freundlichen Grüßen", "Beste Grüße"),
    "fr": ("Bien cordialement,", "Bonne journée,"),
    "es": ("Un saludo,", "Saludos cordiales,"),
    "el": ("Με εκτίμηση,", "Ευχαριστώ πολύ,"),
    "ru": ("С уважением,", "Всего доброго,"),
    "ja": ("よろしくお願いいたします。",),
    "ar": ("مع أطيب التحيات،",),
    "he": ("בברכה,",),
}


def first_name(name: str) -> str:
    """The word people are greeted with."""
    return name.split(maxsplit=1)[0]


def greeting(lang: str, names: list[str], rng: Random) -> str:
    """``Hi Anna and Ben,`` in the language of the letter."""
    together = " and " if lang == "en" else ", "
    who = together.join(names) if len(names) < 3 else "all"
    return rng.choice(HELLO[lang]).format(who)


def closing(lang: str, name: str, rng: Random) -> str:
    """``Best regards,`` and the name on the next line."""
    return f"{rng.choice(BYE[lang])}\n{name}"


def written_day(day: date) -> str:
    """``Thursday 5 November``, the same on every machine's locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def thread_slots(start: date, year: int, rng: Random) -> dict[str, str]:
    """The goods, sums (EUR), reference and dates one conversation is about."""
    product, price = rng.choice(GOODS)
    amount = rng.choice(AMOUNTS)
    soon = _working_day(start + timedelta(days=rng.randint(5, 8)))
    later = _working_day(start + timedelta(days=rng.randint(12, 17)))
    return {
        "product": product,
        "Product": product[0].upper() + product[1:],
        "amount": str(amount),
        "half": str(amount // 2),
        "few": str(rng.randint(2, 6)),
        "price": f"{price:.2f}",
        "total": f"{price * amount:,.2f}",
        "sum": f"{rng.randint(900, 14900) / 100:.2f}",
        "ref": str(rng.randint(21040, 29870)),
        "code": f"{rng.randint(10**9, 10**10 - 1)}",
        "day": written_day(soon),
        "later": written_day(later),
        "date": f"{soon:%d.%m.%Y}",
        "laterdate": f"{later:%d.%m.%Y}",
        "time": f"{rng.randint(9, 16)}:{rng.choice(('00', '15', '30', '45'))}",
        "month": MONTHS[start.month - 1],
        "year": str(year),
    }


def fill(text: str, slots: Mapping[str, str]) -> str:
    """``text`` with every ``{slot}`` replaced; other braces are left alone."""
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    return text
