# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mail among colleagues, with friends and families, drafts and junk."""

from .script import Attachment, Letter, Thread

# The letters are set by hand, to be read as such.
# fmt: off
FAMILY = "Privat/Familie & Freunde"

TEAM = (
    Thread("Who takes the Monday call?", age=14, letters=(
        Letter("ben", "anna", """{hello}

I have the dentist at nine on Monday. Could you take the call with
the warehouse?

{bye}"""),
        Letter("anna", "ben", """{hello}

sure. You owe me a flat white.

{bye}"""),
    )),
    Thread("Discount for Casa Lucero", age=21, letters=(
        Letter("anna", "ben", """{hello}

before I promise something stupid: what did we give Casa Lucero last
year, three percent or four?

{bye}"""),
        Letter("ben", "anna", """{hello}

three, and four from 5,000 euros. Please keep it at that, Marta
compares everything.

{bye}"""),
    )),
    Thread("Sales figures for {month}", age=23, letters=(
        Letter("maria", "anna ben", """{hello}

the figures for last month are in. Glass is up nine percent, textiles are down a little.
Please bring one idea each for the napkins to our meeting on {day}.

[[chart]]

{bye}"""),
        Letter("anna", "maria", """{hello}

my idea: sell them in the colours of the plates, as a set of four.

{bye}""", cc="ben"),
    )),
    Thread("Holiday plan for December", age=31, letters=(
        Letter("maria", "anna ben", """{hello}

please enter your days off until {day}, so that one of you is always
here.

{bye}"""),
        Letter("ben", "maria", """{hello}

entered. I would take the days between the years.

{bye}"""),
    )),
    Thread("New laptops on {day}", age=39, letters=(
        Letter("admin", "anna ben", """{hello}

your new laptops are here. Please leave the old ones on my desk on {day} at {time}, with
the charger. Everything in your home folder moves by itself.

{bye}"""),
        Letter("ben", "admin", """{hello}

will do. Does the second screen still fit the new dock?

{bye}"""),
        Letter("admin", "ben", """It does, I have tried it.

Ines"""),
    )),
    Thread("Expense report September", age=46, letters=(
        Letter("anna", "maria", """{hello}

my expenses for the trip to Hamburg, two nights and the train.

{bye}""",
               attachments=(Attachment("pdf", "Expenses Hamburg.pdf"),)),
        Letter("maria", "anna", """{hello}

approved. Next time please take the sleeper, you looked exhausted.

{bye}"""),
    )),
    Thread("Lunch?", age=2, letters=(
        Letter("ben", "anna", """The Thai place has reopened. 12:30?

Ben"""),
        Letter("anna", "ben", """In!

Anna""", after=0.3),
    )),
)

PRIVATE = (
    Thread("Mama wird siebzig", lang="de", folder=FAMILY, any_hour=True, letters=(
        Letter("paul", "anna", """{hello}

hast du schon eine Idee für Mamas Geburtstag? Ich dachte an ein
Wochenende an der Schlei, alle zusammen.

Paul"""),
        Letter("anna", "paul", """\
Das wäre schön! Ich frage Katrin, ob sie uns das Haus überlässt.

Anna"""),
        Letter("paul", "anna", """Super, ich kümmere mich um das Essen. Grüße an alle!

Paul"""),
    )),
    Thread("Das Haus an der Schlei", lang="de", folder=FAMILY, any_hour=True, letters=(
        Letter("katrin", "anna", """{hello}

klar könnt ihr das Haus haben! Der Schlüssel liegt beim Bäcker.
Bitte den Kamin erst nach dem Lüften anmachen.

Katrin"""),
        Letter("anna", "katrin", """Du bist ein Schatz, danke!

Anna"""),
    )),
    Thread("Book club on Tuesday", folder=FAMILY, any_hour=True, letters=(
        Letter("sofie", "anna", """{hello}

we are seven this time, so bring the big teapot. I have only managed
half of the book, please be gentle.

Sofie"""),
        Letter("anna", "sofie", """Half is more than I have. See you on Tuesday!

Anna"""),
    )),
    Thread("¿Cuándo vienes?", lang="es", folder=FAMILY, any_hour=True, letters=(
        Letter("rosa", "ben", """{hello}

¿vienes para Navidad? Tu hermana ya tiene los billetes y yo quiero
saber cuántos somos para la cena.

Un beso, mamá"""),
        Letter("ben", "rosa", """Claro que sí, mamá. Llego el 22 por la noche.

Ben"""),
        Letter("rosa", "ben", """¡Qué alegría! Te hago croquetas.

Mamá"""),
    )),
    Thread("Five-a-side on Wednesday", any_hour=True, letters=(
        Letter("jonas", "ben", """{hello}

we are one short on Wednesday at eight. Can you come, and bring the
yellow bibs?

Jonas"""),
        Letter("ben", "jonas", """\
Count me in. The bibs are in the wash, but they will be dry.

Ben"""),
    )),
    Thread("Parents' evening on {day}", any_hour=True, letters=(
        Letter("school", "anna", """Dear parents,

our parents' evening for year two takes place on {day} at 18:30 in the school hall.
Please tell us whether you will come with one or two people.

Elm Park Primary School, the office"""),
        Letter("anna", "school", """Good evening,

one person, please.

Anna Berg"""),
    )),
    Thread("Photos from the lake", folder=FAMILY, any_hour=True, letters=(
        Letter("sofie", "anna", """{hello}

this was the evening with the thunderstorm. We should do that again!

Sofie""",
               attachments=(Attachment("photo", "Abend am See – schön.png"),)),
    )),
    Thread("Old bike", any_hour=True, letters=(
        Letter("jonas", "ben", """{hello}

are you still selling the blue one? A friend of mine would take it for
150.

Jonas"""),
        Letter("ben", "jonas", """Sold to your friend. He can pick it up on {day}.

Ben"""),
    )),
    Thread("Offer for the canteen tender (draft)", age=2, folder="Drafts", letters=(
        Letter("anna", "soeren", """{hello}

before we hand in the tender I would like to ask whether
"""),
    )),
    Thread("Spring range", age=6, folder="Drafts", letters=(
        Letter("ben", "danielle", """{hello}

the spring range is nearly complete and I thought of you when I saw
the new"""),
    )),
    Thread("You have been selected!", folder="Junk", any_hour=True, letters=(
        Letter("spammer", "anna", """Dear winner,

your address was drawn out of four million. Claim your prize of
850,000 within 48 hours.""", style="html"),
    )),
    Thread("Page one of every search", folder="Junk", any_hour=True, letters=(
        Letter("seo", "ben", """Hi there,

I was just looking at your website and found some errors that cost
you customers every day. Shall I send you a free report?"""),
    )),
    Thread("Second reminder: your prize", folder="Junk", any_hour=True, letters=(
        Letter("spammer", "ben", """Dear winner,

this is our last attempt to reach you about your prize.""", style="html"),
    )),
)
