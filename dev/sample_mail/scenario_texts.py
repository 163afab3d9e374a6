# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Subject, cast (``contact:seller`` pairs), language and turns of the scenarios."""

# The letters are set by hand, to be read as such.
# fmt: off
Turns = tuple[tuple[str, str], ...]

TEXTS: tuple[tuple[str, str, str, Turns], ...] = (
    ("Price for {amount} {product}", "priya:ben tyler:anna omar:ben lena:anna", "en", (
        ("c", """{hello}

could you give me a price for {amount} {product}, delivered to our usual address? We
would need them around {later}.

{bye}"""),
        ("s", """{hello}

happy to. For {amount} {product} I can offer:

| Article | Pieces | Price | Total |
| {Product} | {amount} | {price} € | {total} € |

That includes packaging and delivery on {later}. The offer stands for three weeks.

{bye}"""),
        ("c", """{hello}

that works for us, please go ahead. Our order number is {ref}.

{bye}"""),
    )),
    ("Order {ref} has left our warehouse",
     "sam:anna marta:ben grace:ben joerg:anna nikos:anna theo:anna", "en", (
        ("s", """{hello}

your order {ref} left our warehouse this afternoon, {few} boxes on one pallet. The
carrier expects to be with you on {day}; the tracking number is {code}.

{bye}"""),
        ("c", """{hello}

thank you, everything has arrived and been checked in.

{bye}"""),
    )),
    ("Invoice {ref}",
     "grace:ben anke:anna camille:anna layla:ben danielle:anna", "en", (
        ("c", """{hello}

we have two different amounts for invoice {ref}: {total} € on paper and {sum} € more
in the file we imported. Which one is right?

{bye}"""),
        ("s", """{hello}

the paper one, {total} €. The other one still contained the freight, which we agreed to
leave out. Sorry for the confusion!

{bye}"""),
    )),
    ("Appointment on {day}",
     "oliver:ben helene:anna mette:ben eitan:anna pablo:ben", "en", (
        ("c", """{hello}

are you free on {day} at {time}? I would like to show you something, half an hour is
enough.

{bye}"""),
        ("s", """{hello}

{day}, {time} is in my calendar. Shall we do it by video?

{bye}"""),
        ("c", """{hello}

video is perfect. Talk to you then.

{bye}"""),
    )),
    ("One box short", "sam:anna nikos:anna priya:ben", "en", (
        ("c", """{hello}

we have counted the delivery twice: {few} boxes on the note, one less on the pallet. The
missing one should contain {half} {product}.

{bye}"""),
        ("s", """{hello}

I have found it, the label had come off. It goes out tonight by courier and will be
with you tomorrow. My apologies.

{bye}"""),
    )),
    ("Samples of {product}", "danielle:anna oliver:ben eleni:anna", "en", (
        ("s", """{hello}

a small box with {few} {product} is on its way to you. Tell me what you think of the
surface, it is new.

{bye}"""),
        ("c", """{hello}

we have had them on the table for a week now. The surface is wonderful, but the colour
is a touch darker than in the catalogue. Still: yes, we want them.

{bye}"""),
    )),
    ("Booking {ref}", "soeren:ben mette:anna henrik:ben", "en", (
        ("s", """{hello}

please book {few} pallets from our warehouse to {few} addresses in northern Germany,
ready on {day}. The list follows in the afternoon.

{bye}"""),
        ("c", """{hello}

booked under {ref}, pick-up on {day} between eight and ten. Please have the papers
ready at the gate.

{bye}"""),
    )),
    ("Rahmenvertrag für {year}", "lena:anna anke:anna", "de", (
        ("c", """{hello}

unser Rahmenvertrag läuft zum Jahresende aus. Wir würden ihn gerne zu gleichen
Bedingungen verlängern, möchten aber über die Zahlungsfrist sprechen. Passt Ihnen der
{date}?

{bye}"""),
        ("s", """{hello}

sehr gerne. Am {date} habe ich ab {time} Uhr Zeit, ich rufe Sie an.

{bye}"""),
    )),
    ("Confirmation de livraison", "theo:anna helene:anna", "fr", (
        ("c", """{hello}

la livraison {ref} est bien arrivée ce matin, tout est complet. Merci pour la
rapidité, nos équipes ont déjà tout déballé.

{bye}"""),
        ("s", """{hello}

merci pour votre retour, cela nous fait très plaisir !

{bye}"""),
    )),
    ("Reclamación del pedido {ref}", "marta:ben", "es", (
        ("c", """{hello}

en el pedido {ref} faltan {few} piezas y dos cajas llegaron mojadas. ¿Qué hacemos?

{bye}"""),
        ("s", """{hello}

lo siento mucho. Mañana sale la reposición completa, sin coste para ustedes.

{bye}"""),
    )),
    ("請求書 {ref} の件", "yumi:anna kenichi:anna", "ja", (
        ("c", """{hello}

お世話になっております。
請求書 {ref} をお送りいたします。
お支払い期日は {laterdate} でございます。

{bye}"""),
    )),
    ("Счёт {ref}", "olga:ben dmitry:ben", "ru", (
        ("c", """{hello}

высылаю счёт {ref} на сумму {total} евро. Срок оплаты до {laterdate}. Если нужны
дополнительные документы, напишите, пожалуйста.

{bye}"""),
    )),
)
