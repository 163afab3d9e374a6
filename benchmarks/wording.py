# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words, letters and the header fields that servers add to a mail."""

import random
from functools import cache

FIRST_NAMES = (
    "Anna Bruno Clara David Elena Frank Greta Hugo Irene Jonas Karin Louis Maria "
    "Nils Olivia Pablo Quentin Rosa Simon Teresa Ulf Vera Walter Xenia Yvonne Zeno"
).split()
LAST_NAMES = (
    "Adler Bianchi Costa Dubois Eriksen Fischer Garcia Horvat Ivanov Jansen Kowalski "
    "Lefevre Moreau Novak Olsen Pereira Quist Rossi Schmidt Torres Urban Vogel Weber"
).split()
WORDS = (
    "about account after agree amount answer April attached before between budget "
    "change colleague complete confirm contract copy customer date delivery detail "
    "discount document draft early final first follow forward Friday further invoice "
    "item kind last later letter list meeting message Monday month morning need next "
    "note number offer office open order package payment people phone plan please "
    "point price process product project proposal quarter question reach ready reason "
    "regards reply report request review sample schedule second send service shipping "
    "sign soon start supplier support team thank today tomorrow total training update "
    "value version visit week welcome within work year"
).split()
CELL = 'style="padding:8px 12px;font-family:Arial,sans-serif;color:#333333"'
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def phrase(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words))


@cache
def _paragraphs() -> list[str]:
    dice = random.Random("paragraphs")
    return [phrase(dice, dice.randint(20, 60)) + "." for _each in range(400)]


def letter(dice: random.Random, size: int) -> tuple[str, str]:
    """The same letter as plain text and as HTML, together so many octets."""
    texts = [f"Dear {phrase(dice, 2)},", phrase(dice, 12)]
    # A paragraph stands in both, and in the HTML with markup around it.
    while sum(map(len, texts)) * 2 + len(texts) * 140 < size - 1_000:
        texts.append(dice.choice(_paragraphs()))
    plain = "\r\n\r\n".join(texts) + "\r\n"
    rows = [_row(index, text) for index, text in enumerate(texts)]
    body = "\r\n".join(rows)
    link = f"https://www.example.com/t/{dice.getrandbits(96):024x}"
    markup = (
        "<!DOCTYPE html>\r\n<html><head><title>Mail</title><style>p{margin:0 0 8px}"
        f"</style></head>\r\n<body><table width='600'>\r\n{body}\r\n</table>\r\n"
        f'<blockquote type="cite"><p>{texts[1]}</p></blockquote>'
        f'<p><a href="{link}">Read online</a> &middot; '
        f'<a href="{link}/u">Unsubscribe</a></p>'
        f'<img src="{link}.gif" width="1" height="1" alt=""></body></html>\r\n'
    )
    return plain, markup


def _row(index: int, text: str) -> str:
    color = "#ffffff" if index % 2 else "#f4f4f4"
    return f'<tr bgcolor="{color}"><td {CELL}><p>{text}</p></td></tr>'


def trace_fields(dice: random.Random, date: str, number: str) -> list[tuple[str, str]]:
    """Received, signatures and verdicts of the servers that a mail went through."""
    signature = "".join(dice.choices(BASE64, k=344))
    folded = "\r\n        ".join(signature[at : at + 68] for at in range(0, 344, 68))
    hops = [
        ("Received", f"from mx{hop}.example (mx{hop}.example [192.0.2.{hop + 9}])\r\n"
         f"        by in{hop}.our-company.example (Postfix) with ESMTPS id "
         f"{number[hop:hop + 12].upper()}\r\n        for "
         f"<owner@our-company.example>; {date}")
        for hop in range(4)
    ]  # fmt: skip
    names = "from:to:subject:date:message-id:mime-version:content-type"
    keyed = (
        "v=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example;\r\n        s=s2024; "
        f"h={names};\r\n        bh={number[:43]}=;\r\n        b={folded}"
    )
    return [
        ("Return-Path", f"<bounce-{number[:20]}@mail.example>"),
        ("Delivered-To", "owner@our-company.example"),
        *hops,
        ("DKIM-Signature", keyed),
        ("ARC-Seal", f"i=1; {keyed.partition(' ')[2]}"),
        ("Authentication-Results", "mx.our-company.example; dkim=pass\r\n        "
         "header.d=mail.example; spf=pass smtp.mailfrom=mail.example; dmarc=pass"),
        ("X-Spam-Status", "No, score=-2.1 required=5.0 tests=DKIM_SIGNED,DKIM_VALID"),
        ("X-Mailer", "Example Mailer 12.4"),
    ]  # fmt: skip
