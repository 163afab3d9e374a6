# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The autumn fair of the year, filed in a folder of its own."""

from .script import Attachment, Letter, Thread

# The letters are set by hand, to be read as such.
# fmt: off
FAIR = "Projects/Autumn fair {year}"

PROJECT = (
    Thread("Autumn fair {year}: stand and set-up", age=80, folder=FAIR, letters=(
        Letter("maria", "anna ben", """{hello}

we have hall 4, stand C12, with 36 square metres and two open sides. Anna plans the
tables, Ben looks after transport and catering. Budget as discussed.

{bye}""", attachments=(Attachment("docx", "Fair plan.docx"),)),
        Letter("anna", "maria", """{hello}

first sketch by Friday.

{bye}""", cc="ben"),
        Letter("maria", "anna ben", """{hello}

lovely. Please leave space for the teapots at the front.

{bye}"""),
    )),
    Thread("Transport to the fair", age=74, folder=FAIR, letters=(
        Letter("ben", "soeren", """{hello}

we need eleven pallets at the fairground, hall 4, on {later} before ten in the
morning. What would that cost with a tail lift?

{bye}"""),
        Letter("soeren", "ben", """{hello}

740 €, tail lift and waiting time included. The fairground wants a slot; I have booked
gate B at 8:30.

{bye}"""),
        Letter("soeren", "ben anna", """{hello}

the paperwork for gate B is attached. The driver must have it on paper.

{bye}""", attachments=(Attachment("pdf", "Gate pass C12.pdf"),)),
    )),
    Thread("Teapots for the stand", age=70, folder=FAIR, letters=(
        Letter("yumi", "anna", """{hello}

展示会用の急須十二点を航空便でお送りしました。
割れ物ですので、開梱の際はお気をつけください。

{bye}""", lang="ja"),
        Letter("anna", "yumi", """{hello}

all twelve arrived safely, they are the stars of our table.

{bye}"""),
    )),
    Thread("Photographer for the first day", age=66, folder=FAIR, letters=(
        Letter("tomasz", "anna", """{hello}

I can be at the fair on the first day from ten to four. I would need a socket at the
stand and one hour without visitors before the doors open.

{bye}"""),
        Letter("anna", "tomasz", """{hello}

socket and quiet hour are arranged, your pass is at the south entrance.

{bye}"""),
        Letter("tomasz", "anna", """{hello}

perfect, see you there.

{bye}"""),
    )),
    Thread("Evening at the stand", age=63, folder=FAIR, letters=(
        Letter("helene", "anna ben", """{hello}

Théo and I will come to your evening on the second day and bring a colleague from
Annecy who is furnishing a small hotel.

{bye}"""),
        Letter("lena", "anna ben", """{hello}

count us in as well, we are three. And we bring the coffee!

{bye}"""),
    )),
    Thread("Appointments at the fair", age=60, folder=FAIR, letters=(
        Letter("inigo", "ben", """{hello}

Marta and I are there on the second day. Would {time} suit you?

{bye}"""),
        Letter("omar", "ben", """{hello}

I land at noon on the first day and will come straight to your stand.

{bye}"""),
        Letter("olga", "ben", """{hello}

мы будем на выставке во второй день и хотели бы показать вам серую глазурь.

{bye}""", lang="ru"),
        Letter("eleni", "anna", """{hello}

θα είμαι στην έκθεση την πρώτη μέρα. Θα χαρώ να σας δω!

{bye}""", lang="el"),
    )),
    Thread("After the fair", age=52, folder=FAIR, letters=(
        Letter("maria", "anna ben", """{hello}

what a fair! 143 cards, 21 serious requests and not one broken plate. Please write to
your contacts before the end of the week. Thank you both, I mean it.

{bye}"""),
        Letter("danielle", "anna", """{hello}

it was so good to meet you in person. The oat white soup bowls have stayed in my head,
could you send me two as a sample?

{bye}"""),
    )),
)
