# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a line of a mail says about a quotation that begins there.

Mail programs write these lines in the language of their user. Where a structure says
the same (a date or an address before a colon, a quotation after it), no words are
asked for.
"""

import re
from collections.abc import Sequence

LONGEST_LINE = 300  # characters of a line that are looked at
MOST_LABELS = 10  # lines that the fields of a quoted header may take
MOST_ATTRIBUTION = 4  # lines of "On ..., ... wrote:", which programs break
BLANKS = "\u00a0\u200b-\u200f\u2060\ufeff"
QUOTE_SIGN = re.compile(rf"[\s{BLANKS}]*[>\uff1e]")

FROM = (
    "from|von|de la|de|da|van|från|fra|frá|od|от|від|lähettäjä|feladó|kimden|"
    "expéditeur|mittente|remitente|remetente|afzender|από|saatja|发件人|寄件者|寄件人|"
    "差出人|送信者|보낸 ?사람"
)
DATE = (
    "sent|date|gesendet(?: am)?|datum|envoyé(?: le)?|enviad[oa](?: el| em)?|fecha|"
    "data|inviato(?: il)?|verzonden(?: op)?|skickat|skickades|sendt|dato|lähetetty|"
    "päivämäärä|päiväys|wysłano|odesláno|odoslané|отправлено|дата|надіслано|küldve|"
    "elküldve|gönderildi|gönderme tarihi|tarih|trimis|dată|poslano|poslané|"
    "ημερομηνία|发送时间|日期|日時|送信日時|寄件日期|보낸 ?날짜|날짜"
)
TO = (
    "to|an|à|a|para|aan|til|till|do|pro|кому|címzett|kime|destinataires?|"
    "destinatari[oa]s?|vastaanottaja|către|za|komu|προς|收件人|宛先|받는 ?사람"
)
SUBJECT = (
    "subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|"
    "predmet|тема|tárgy|konu|assunto|subiect|zadeva|θέμα|主题|主旨|主題|件名|제목"
)


def label(words: str) -> re.Pattern[str]:
    return re.compile(rf"\*?\s*(?:{words})\s*\*?\s*[:：]", re.I)


FROM_LABEL, FIRST_LABEL = label(FROM), label(f"{FROM}|{DATE}")
# Of a header that is no quotation's: of a bounce, a report, a source text.
RAW_FIELD = re.compile(
    r"(?:received|message-id|return-path|mime-version|content-type|in-reply-to|"
    r"references|dkim-signature|x-[\w-]+):",
    re.I,
)
OTHER_LABELS = [label(words) for words in (DATE, TO, SUBJECT)]
# "-----Original Message-----", of any language between two rows of lines.
RULE = re.compile(r"[-_=*\s]{5,}|[-_=]{3,}[^-_=]{3,60}[-_=]{3,}")
ORIGINAL = re.compile(
    r"-{2,}\s*(?:original message|original appointment|ursprüngliche nachricht|"
    r"originalnachricht|message d'origine|message original|mensaje original|"
    r"mensagem original|messaggio originale|oorspronkelijk bericht|"
    r"ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|"
    r"alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|"
    r"původní zpráva|исходное сообщение|eredeti üzenet|özgün ileti|原始邮件|原始郵件|"
    r"元のメッセージ|원본 메시지)\s*-{2,}",
    re.I,
)
FORWARDED = re.compile(
    r"\W*(?:forwarded message|begin forwarded message|weitergeleitete nachricht|"
    r"anfang der weitergeleiteten|message transféré|début du message "
    r"(?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado|"
    r"messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|"
    r"begin doorgestuurd bericht|mensagem (?:encaminhada|reencaminhada)|"
    r"vidarebefordrat (?:meddelande|brev)|videresendt (?:besked|melding)|"
    r"välitetty viesti|przekazana wiadomość|wiadomość przekazana|"
    r"пересылаемое сообщение|iletilen mesaj|转发的邮件|転送メッセージ)",
    re.I,
)
# Of a mail that was forwarded and not answered since; VS also answers, in Finnish.
FORWARD_SUBJECT = re.compile(
    r"(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|vl|pd|továbbítás|ilt|переслано|转发|轉寄|"
    r"転送|전달)\s*[:：]",
    re.I,
)
WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|schreef|a écrit|escribió|escreveu|ha scritto|skrev|"
    r"kirjoitti|napisał|napisala?|pisze|írta|yazdı|a scris|пишет|писал|написала?)\b|"
    r"写道|寫道|님이 작성",
    re.I,
)
END = re.compile(r"--|[-_=*]{20,}")  # a signature, or what a mailing list adds


def is_attribution(line: str) -> bool:
    """Whether this can be "On ..., ... wrote:" before a quotation: it ends in a colon
    and has an address, or as many digits as a date."""
    if len(line) > LONGEST_LINE or not line.endswith((":", "：")):
        return False
    return "@" in line or sum(map(str.isdigit, line)) >= 4


def stands_alone(line: str) -> bool:
    """Whether an attribution needs no quotation after it to be one."""
    dated = sum(map(str.isdigit, line)) >= 4
    return is_attribution(line) and "@" in line and dated and bool(WROTE.search(line))


def attribution_length(lines: Sequence[str], end: int) -> int:
    """How many of the lines before ``end`` are an attribution, together."""
    for count in range(1, min(MOST_ATTRIBUTION, end) + 1):
        text = " ".join(lines[end - count : end])
        if count == 1 and not text.endswith((":", "：")):
            return 0
        if is_attribution(text):
            return count
    return 0


def opens_header(lines: Sequence[str], index: int) -> bool:
    """Whether the header of a quoted mail begins with this line."""
    if not FIRST_LABEL.match(lines[index]):
        return False
    if any(map(RAW_FIELD.match, lines[max(index - 3, 0) : index + 3])):
        return False
    fields = lines[index : index + MOST_LABELS]
    found = [any(map(each.match, fields)) for each in OTHER_LABELS]
    return any(map(FROM_LABEL.match, fields)) and found.count(True) >= 2


def opens_rest(lines: Sequence[str], index: int) -> bool:
    """Whether all that follows is quoted, without a sign on each line of it."""
    line = lines[index]
    return bool(
        ORIGINAL.match(line) or stands_alone(line) or opens_header(lines, index)
    )


def is_forward(subject: str) -> bool:
    return bool(FORWARD_SUBJECT.match(subject.lstrip()))
