# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.balance import VOID
from odoo.addons.imap_contact_sync.engine.html import from_plain_text, sanitize
from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.engine.quotes import MOST_LINES, marked

from .hypothesis_profile import examples
from .mail_server import mail
from .pace import check_takes
from .test_engine_html import Danger

ANSWER, HISTORY = "Tuesday suits me", "When shall we meet"
# As the programs write them: what stands before and in the quotation.
GMAIL = """<div dir="ltr">{answer}</div><br>
<div class="gmail_quote gmail_quote_container">
<div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 10:00 AM Anna Berg
&lt;<a href="mailto:anna@we.example">anna@we.example</a>&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid
rgb(204,204,204);padding-left:1ex"><div dir="ltr">{history}<br></div>
</blockquote></div>"""
APPLE = """<html><head></head><body style="overflow-wrap: break-word;">{answer}<div><br>
<blockquote type="cite"><div>Am 02.03.2026 um 10:00 schrieb Anna Berg
&lt;anna@we.example&gt;:</div><br class="Apple-interchange-newline"><div>{history}</div>
</blockquote></div><br></body></html>"""
IPHONE = """<html><body dir="auto"><div>{answer}</div><div><br></div>
<div dir="ltr">Von meinem iPhone gesendet</div><div dir="ltr"><br>
<blockquote type="cite">Am 02.03.2026 um 10:00 schrieb Anna Berg:<br><br></blockquote>
</div><blockquote type="cite"><div dir="ltr">{history}</div></blockquote>
</body></html>"""
THUNDERBIRD = """<html><body><p>{answer}<br></p>
<div class="moz-cite-prefix">Le 02/03/2026 à 10:00, Anna Berg a écrit :<br></div>
<blockquote type="cite" cite="mid:1@we.example"><p>{history}</p></blockquote>
<pre class="moz-signature" cols="72">-- \nLena Fischer\nNordwind</pre></body></html>"""
OUTLOOK = """<html><head></head><body lang="DE"><div class="WordSection1">
<p class="MsoNormal">{answer}<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
<p class="MsoNormal"><b>{labels[0]}</b> Anna Berg &lt;anna@we.example&gt;<br>
<b>{labels[1]}</b> Montag, 2. März 2026 10:00<br><b>{labels[2]}</b> Lena Fischer<br>
<b>{labels[3]}</b> Termin<o:p></o:p></p></div></div>
<p class="MsoNormal">{history}<o:p></o:p></p></div></body></html>"""
OUTLOOK_WEB = """<div style="font-family:Calibri">{answer}</div>
<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">
<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>Xxx:</b> Anna Berg<br>
<b>Yyy:</b> 2<br></font><div>&nbsp;</div></div><div>{history}</div>"""
OUTLOOK_PHONE = """<div dir="ltr">{answer}</div>
<div class="ms-outlook-mobile-signature">Outlook</div>
<div id="mail-editor-reference-message-container" class="x">{history}</div>"""
YAHOO = """<div>{answer}</div><div class="yahoo_quoted" id="yahoo_quoted_1"><div>
On Monday, Anna wrote: </div><div><div>{history}</div></div></div>"""
PROTON = """<div>{answer}</div><div class="protonmail_quote">Anna wrote:<br>
<blockquote class="protonmail_quote" type="cite">{history}</blockquote><br></div>"""
ZIMBRA = '<div>{answer}</div><hr id="zwchr"><div>Sender: x<br>{history}</div>'
GMX = """<div>{answer}</div><div name="quote" style="margin:10px 5px 5px 10px"><div>
<b>Gesendet:</b> Montag, 02. März 2026 um 10:00 Uhr<br><b>Von:</b> Anna<br>
<b>An:</b> lena@nordwind.example<br><b>Betreff:</b> Termin</div>
<div>{history}</div></div>"""
OUTLOOK_LABELS = {
    "en": ("From:", "Sent:", "To:", "Subject:"),
    "de": ("Von:", "Gesendet:", "An:", "Betreff:"),
    "fr": ("De\u00a0:", "Envoyé\u00a0:", "À\u00a0:", "Objet\u00a0:"),
    "es": ("De:", "Enviado el:", "Para:", "Asunto:"),
    "it": ("Da:", "Inviato:", "A:", "Oggetto:"),
    "pt": ("De:", "Enviada em:", "Para:", "Assunto:"),
    "nl": ("Van:", "Verzonden:", "Aan:", "Onderwerp:"),
    "sv": ("Från:", "Skickat:", "Till:", "Ämne:"),
    "da": ("Fra:", "Sendt:", "Til:", "Emne:"),
    "fi": ("Lähettäjä:", "Lähetetty:", "Vastaanottaja:", "Aihe:"),
    "pl": ("Od:", "Wysłano:", "Do:", "Temat:"),
    "cs": ("Od:", "Odesláno:", "Komu:", "Předmět:"),
    "ru": ("От:", "Отправлено:", "Кому:", "Тема:"),
    "tr": ("Kimden:", "Gönderildi:", "Kime:", "Konu:"),
    "zh": ("发件人:", "发送时间:", "收件人:", "主题:"),
    "ja": ("差出人:", "日時:", "宛先:", "件名:"),
}
HTML = {
    "gmail": GMAIL, "apple": APPLE, "iphone": IPHONE, "thunderbird": THUNDERBIRD,
    "outlook web": OUTLOOK_WEB, "outlook phone": OUTLOOK_PHONE, "yahoo": YAHOO,
    "proton": PROTON, "zimbra": ZIMBRA, "gmx": GMX,
}  # fmt: skip
INTRODUCTIONS = (
    "On Mon, Mar 2, 2026 at 10:00 AM Anna Berg <anna@we.example> wrote:",
    "On Mon, Mar 2, 2026 at 10:00 AM Anna Berg <anna.berg.of.us@we.example>\nwrote:",
    "Am 02.03.2026 um 10:00 schrieb Anna Berg:",
    "Le lun. 2 mars 2026 à 10:00, Anna Berg <anna@we.example> a écrit :",
    "El lun, 2 mar 2026 a las 10:00, Anna (<anna@we.example>) escribió:",
    "Op ma 2 mrt. 2026 om 10:00 schreef Anna Berg <anna@we.example>:",
    "W dniu 02.03.2026 o 10:00, Anna Berg pisze:",
    "2 марта 2026 г., в 10:00, Anna Berg <anna@we.example> написал(а):",
    "Anna Berg <anna@we.example> 于2026年3月2日周一 10:00写道：",
    "2026年3月2日(月) 10:00 Anna Berg <anna@we.example>:",
)
QUOTED = f"> Hello Lena,\n>\n>> {HISTORY}?\n> Anna"
ORIGINAL = f"-----Original Message-----\nFrom: Anna\nTo: Lena\n\n{HISTORY}"
PLAIN_HEADER = (
    "________________________________\nVon: Anna Berg <anna@we.example>\n"
    f"Gesendet: Montag, 2. März 2026\nAn: Lena\nBetreff: Termin\n\n{HISTORY}"
)
ATTRIBUTED = f"On 2/3/26, 10:00, Anna <anna@we.example> wrote:\n\n    {HISTORY}"
FORWARDS = (
    f"---------- Forwarded message ---------\nFrom: A\nTo: L\nSubject: x\n{HISTORY}",
    f"----- Weitergeleitete Nachricht -----\nVon: A\nAn: L\nBetreff: x\n{HISTORY}",
    f"Begin forwarded message:\n\n> From: Anna\n> {HISTORY}",
)


class Reader(HTMLParser):
    """The text that is shown at once, and the text that is folded."""

    def __init__(self, markup):
        super().__init__()
        self.open, self.shown, self.folded = [], "", ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            inside = bool(self.open) and self.open[-1]
            self.open.append(inside or dict(attributes).get("data-o-mail-quote") == "1")

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, text):
        if self.open and self.open[-1]:
            self.folded += text
        else:
            self.shown += text


def unmarked(markup):
    """Without the marks, as it was."""
    markup = re.sub(r'<span data-o-mail-quote="1">([^<]*)</span>', r"\1", markup)
    return markup.replace(' data-o-mail-quote="1"', "")


class TestQuotes(BaseCase):
    def fold(self, markup, subject="Re: Termin"):
        result = marked(markup, subject)
        hinted = re.sub(r' data-o-mail-quote="\w+"', "", markup)
        self.assertEqual(unmarked(result), hinted)
        self.assertEqual(Danger(result).found, [])
        return Reader(result)

    def assert_folds(self, markup, *also, subject="Re: Termin"):
        """The history goes, and the words that introduce it."""
        read = self.fold(markup, subject)
        self.assertIn(ANSWER, read.shown)
        self.assertIn(HISTORY, read.folded)
        for text in (HISTORY, "Anna", *also):
            self.assertNotIn(text, read.shown)

    def assert_shows(self, markup, subject="Re: Termin"):
        read = self.fold(markup, subject)
        self.assertEqual(read.folded, "")

    def test_programs(self):
        for name, program in HTML.items():
            with self.subTest(name):
                markup = program.format(answer=ANSWER, history=HISTORY)
                self.assert_folds(sanitize(markup), "2026")

    def test_outlook_in_many_languages(self):
        for language, labels in OUTLOOK_LABELS.items():
            with self.subTest(language):
                markup = OUTLOOK.format(answer=ANSWER, history=HISTORY, labels=labels)
                self.assert_folds(sanitize(markup), labels[0], "2026")

    def test_plain_text(self):
        for introduction in INTRODUCTIONS:
            with self.subTest(introduction):
                text = f"{ANSWER}.\n\nLena\n\n{introduction}\n{QUOTED}\n"
                self.assert_folds(from_plain_text(text), "2026")

    def test_plain_text_without_signs(self):
        for history in (ORIGINAL, PLAIN_HEADER, ATTRIBUTED):
            with self.subTest(history):
                self.assert_folds(from_plain_text(f"{ANSWER}\n\n{history}"), "--", "__")

    def test_text_that_was_made_html(self):
        lines = f"{ANSWER}\n\nAm 2.3.2026 schrieb Anna:\n{QUOTED}".split("\n")
        markup = "<br>".join(line.replace(">", "&gt;") for line in lines)
        self.assert_folds(sanitize(f"<div>{markup}</div>"), "2026")

    def test_signature_and_list_footer_below_a_quotation(self):
        for end in ("-- \nLena", "_" * 47 + "\nlist mailing list", "\n\n"):
            with self.subTest(end):
                self.assert_folds(from_plain_text(f"{ANSWER}\n\n{QUOTED}\n\n{end}"))

    def test_own_text_before_a_quotation_stays(self):
        read = self.fold(from_plain_text(f"{ANSWER}\nLena:\n{QUOTED}"))
        self.assertIn("Lena:", read.shown)
        read = self.fold(from_plain_text(f"{ANSWER}\n3 points:\n{QUOTED}"))
        self.assertIn("3 points:", read.shown)

    def test_answers_below_and_between_are_shown_with_what_they_answer(self):
        between = f"{QUOTED}\n\n{ANSWER}\n\n> And where?\n\nHere.\n"
        for text in (f"{QUOTED}\n\n{ANSWER}", between, f"Hello,\n\n{between}"):
            with self.subTest(text):
                self.assert_shows(from_plain_text(text))
        gmail = GMAIL.format(answer="Hello", history=HISTORY)
        apple = APPLE.format(answer="Hello", history=HISTORY)
        for markup in (gmail, apple):
            self.assert_shows(sanitize(markup + f"<p>{ANSWER}</p>"))
        self.assert_shows(sanitize(gmail.replace("</blockquote>",
            f"</blockquote><p>{ANSWER}</p><blockquote class=gmail_quote>x</blockquote>"
        )))  # fmt: skip

    def test_nothing_but_a_quotation_is_shown(self):
        for name, program in HTML.items():
            with self.subTest(name):
                markup = program.format(answer="", history=HISTORY)
                read = self.fold(sanitize(markup))
                self.assertTrue(HISTORY in read.shown or read.shown.strip())
        for text in (QUOTED, ORIGINAL, PLAIN_HEADER, ATTRIBUTED, ""):
            with self.subTest(text):
                self.assert_shows(from_plain_text(text))

    def test_a_picture_is_an_answer(self):
        markup = GMAIL.format(answer='<img src="cid:a">', history=HISTORY)
        self.assertIn(HISTORY, self.fold(sanitize(markup)).folded)
        outside = markup.replace("cid:a", "https://a.example/pixel")
        self.assert_shows(sanitize(outside))

    def test_what_is_forwarded_is_shown(self):
        for text in FORWARDS:
            with self.subTest(text):
                self.assert_shows(from_plain_text(f"Please look\n\n{text}"), "x")
        outlook = OUTLOOK.format(
            answer="FYI", history=HISTORY, labels=OUTLOOK_LABELS["de"]
        )
        for subject in ("WG: Termin", "Fwd: x", "FW: x", "TR : x", "RV: x", "转发：x"):
            with self.subTest(subject):
                self.assert_shows(sanitize(outlook), subject)
        answered = OUTLOOK.format(
            answer=ANSWER, history=HISTORY, labels=OUTLOOK_LABELS["de"]
        )
        self.assert_folds(sanitize(answered), subject="AW: WG: Termin")

    def test_what_only_looks_like_a_quotation(self):
        for text in (
            "Hello,\nFrom: here to there.\nGreetings",
            "Name: Lena\nEmail: a@b.example\nPhone: 123\nSubject: x\nMessage: y",
            "On Monday we wrote:\nthe report",
            "Please note 2026@x:\nthis and that",
            "We have\n-----\n5 things",
        ):
            with self.subTest(text):
                self.assert_shows(from_plain_text(text))
        indented = '<p>Hi</p><blockquote style="margin:0 0 0 40px">a list</blockquote>'
        self.assert_shows(sanitize(indented))
        self.assert_shows(sanitize("<div class=gmail_quote>Hello</div><p>x</p>"))

    def test_nobody_smuggles_our_own_marks(self):
        for markup in (
            '<p data-o-mail-quote="1">x</p>',
            '<p>a</p><p data-o-mail-quote="rest">x</p>',
            "<p>a</p><p title=' data-o-mail-quote=\"1\"'>x</p>",
        ):
            self.assert_shows(sanitize(markup))
        both = sanitize('<p>a</p><div class="yahoo_quoted" id="zwchr">b</div>')
        self.assertEqual(both.count("rest") + both.count("whole"), 1)

    def test_a_second_pass_changes_nothing(self):
        once = marked(sanitize(GMAIL.format(answer=ANSWER, history=HISTORY)), "")
        self.assertEqual(once.count("data-o-mail-quote"), 2)
        self.assertNotIn("whole", once)

    def test_whole_mails_are_marked(self):
        text = f"{ANSWER}\n\n{INTRODUCTIONS[0]}\n{QUOTED}\n"
        for subject, folds in (("Re: x", True), ("Fwd: x", False)):
            body = parse_message(mail("a@a.example", "b@b.example", subject, text)).body
            self.assertEqual(HISTORY in Reader(body).folded, folds)

    @examples
    @given(
        st.lists(
            st.sampled_from(
                [
                    "<p>", "</p>", "<br>", "<hr>", "x", " ", "\n", "&gt; ", "From: a",
                    "To: b", "Subject: c", "On 2026 a@b wrote:", "-- ", "_____",
                    "<blockquote type=cite>", "</blockquote>", "<img src='cid:a'>",
                    "<div class=yahoo_quoted>", "</div>", "<hr id=zwchr>", "<table>",
                    "<tr><td>", "</table>", "<pre>", "</pre>", "<b>", "</b>",
                    "&lt;p&gt;",
                ]
            ),
            max_size=40,
        ).map("".join)
    )  # fmt: skip
    def test_nothing_is_lost(self, text):
        for markup in (sanitize(text), from_plain_text(text)):
            before = Reader(markup)
            read = self.fold(markup, "")
            whole = before.shown + before.folded
            self.assertEqual(len(read.shown + read.folded), len(whole))
            if whole.strip() and not re.search("<img", markup):
                self.assertTrue(read.shown.strip())

    def test_a_mail_of_endless_lines_is_left_whole(self):
        quoted = "<p>On 2026-01-01 a@b.example wrote:</p><p>&gt; x</p>"
        self.assertIn("data-o-mail-quote", marked("<p>a</p>" * 100 + quoted, ""))
        long = "<p>a</p>" * MOST_LINES + quoted
        self.assertEqual(marked(long, ""), long)

    def test_hostile_text_takes_linear_time(self):
        pieces = ("<p>From: a</p>", "<p>2026 @ a:</p>", "<blockquote type=cite>", "> ",
            "> a\nb\n", "-" * 290 + "\n", "On 2026@x\n", "<i>&gt;", "&nbsp;",
            '<b class="yahoo_quoted" id="zwchr">')  # fmt: skip
        for piece in pieces:
            text = piece * (300_000 // len(piece))
            clean = sanitize(text) if piece[0] in "<&" else from_plain_text(text)
            with self.subTest(piece):
                check_takes(3, marked, "<p>a</p>" + clean, "")
