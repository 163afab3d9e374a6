# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Quotes, orders and negotiations, mostly in English."""

from .script import Attachment, Letter, Thread

# The letters are set by hand, to be read as such.
# fmt: off
SALES = (
    Thread("Tableware for our six new cafés", age=24, letters=(
        Letter("lena", "anna", """{hello}

we are opening six cafés next spring, four in Hamburg and two in Lübeck. For each one
we need mugs, espresso cups and cake plates that belong together and survive a
commercial dishwasher.

- about 60 place settings per café
- one colour, not too dark
- delivery in two lots, February and April

Could you send a first quote by the end of next week? I am happy to look at samples
before we decide.

{bye}"""),
        Letter("anna", "lena", """{hello}

what lovely news, congratulations! I would suggest our Sand series. It is glazed twice
and has been through 1,500 cycles at the institute in Höhr without losing its colour.

| Article | Pieces | Price | Total |
| Mug 300 ml, sand | 360 | 5.30 € | 1,908.00 € |
| Espresso cup 80 ml, sand | 360 | 3.75 € | 1,350.00 € |
| Cake plate 19 cm, sand | 360 | 6.10 € | 2,196.00 € |

Prices are per piece, without VAT, free to Hamburg. The full quote is attached, and a
sample box leaves our warehouse tomorrow.

{bye}""", cc="maria", attachments=(
            Attachment("pdf", "Quote Q-2217 Nordwind Kaffee.pdf"),
            Attachment("csv", "Price list sand series.csv"),
        )),
        Letter("lena", "anna", """{hello}

the samples arrived this morning and the whole office has been drinking from them since.
Everybody likes the mug. The espresso cup feels a little small in the hand, is there one
with a bigger handle?

Jörg asks whether the boxes can be delivered on half pallets, his gate is narrow.

{bye}""", cc="joerg"),
        Letter("anna", "lena", """{hello}

yes to both: the 90 ml cup has the larger handle and costs 20 cents more. Half pallets
are no problem, I have noted it on the order.

Shall I reserve the February lot for you?

{bye}""", cc="joerg"),
        Letter("lena", "anna", """{hello}

please do. The signed order follows from Anke today.

{bye}"""),
    )),
    Thread("Christmas window: 40 teapots", age=47, letters=(
        Letter("oliver", "ben", """{hello}

we would like to build this year's Christmas window around your bamboo-handled teapots.
Forty would do, twenty of them in sea blue. Is that realistic before the middle of
November?

{bye}"""),
        Letter("ben", "oliver", """{hello}

realistic, but only just. I have 26 on the shelf and another crate on the water. If you
can live with a second delivery on {day}, I will hold all forty for you at 22.50 each.

{bye}"""),
        Letter("oliver", "ben", """{hello}

two deliveries are fine. Our order number is HP-{ref}. Priya will send you the address
of the window dresser.

{bye}""", cc="priya"),
        Letter("priya", "ben", """{hello}

the address for the second crate: Quayside Studio, Unit 4, Wapping Wharf, Bristol. They
are there from seven in the morning until three.

{bye}""", cc="oliver"),
    )),
    Thread("Revised budget for the Larkspur hotel project", age=15, letters=(
        Letter("danielle", "anna", """{hello}

the owner has cut the tabletop budget for Larkspur by twelve percent. Before I drop the
oak boards altogether, could you see what happens to the price if we take all 140 rooms
in one shipment instead of three?

{bye}"""),
        Letter("anna", "danielle", """{hello}

one shipment saves two customs entries and a good deal of freight. With that I get to
minus nine percent, and if you accept the boards without the engraved logo we are at
minus thirteen. The boards would stay in.

I have put both versions into the attached sheet.

{bye}""", cc="tyler", attachments=(Attachment("csv", "Larkspur two versions.csv"),)),
        Letter("danielle", "anna", """{hello}

you are a magician. Version two, no engraving. Tyler will release the order on Monday.

{bye}""", cc="tyler"),
        Letter("tyler", "anna", """\
Anna, released as PO {ref}. Please confirm the ship date.

Tyler""", cc="danielle"),
    )),
    Thread("New price list from January", age=9, letters=(
        Letter("anna", "priya", """{hello}

from 1 January our prices for stoneware rise by 2.4 percent, glass stays as it is.
Orders that reach us before Christmas are still calculated with the old list, whenever
they ship.

The new list is attached. Call me if you would like to go through your usual articles
together.

{bye}""", attachments=(Attachment("csv", "Price list from January.csv"),)),
        Letter("priya", "anna", """{hello}

thank you for the early warning, that is more than others do. I will bring the spring
order forward and send it in the first week of December.

{bye}"""),
    )),
    Thread("Photos for the spring catalogue", age=19, letters=(
        Letter("tomasz", "anna", """{hello}

I have finished the first twelve bowls. The light from the side brings out the glaze
much better than last year's setup. One of them is attached in small, the full set is
420 MB, so I will send it on a card.

Which background do you prefer for the plates, limestone or linen?

{bye}""", attachments=(Attachment("photo", "misa_07_światło_boczne.png"),)),
        Letter("anna", "tomasz", """{hello}

that is beautiful work. Limestone for the plates, please, and linen only for the two
double pages with the napkins.

{bye}"""),
        Letter("tomasz", "anna", """{hello}

limestone it is. I have the studio until Friday, you will get the plates on Monday
together with the invoice.

{bye}""", attachments=(Attachment("pdf", "Faktura 48 Zieliński.pdf", rfc2047=True),)),
    )),
    Thread("Distribution in the Gulf: next steps", age=33, letters=(
        Letter("omar", "ben", """{hello}

it was a pleasure to meet you in London. As agreed, we would start with the water
tumblers and the carafes, 2,000 pieces of each, for hotels in Dubai and Muscat. Before
we sign I need your confirmation about exclusivity for the first year.

{bye}"""),
        Letter("ben", "omar", """{hello}

likewise! Exclusivity for the UAE and Oman for twelve months is agreed, provided that we
reach 8,000 pieces in that time. Our draft agreement is attached; please let your people
mark whatever they would like to change.

{bye}""", attachments=(Attachment("docx", "Draft agreement Al Noor.docx"),)),
        Letter("omar", "ben", """{hello}

our lawyer has only two remarks, both about the notice period. I will call you on {day}
at {time} your time.

{bye}"""),
    )),
    Thread("Half-year review", age=27, letters=(
        Letter("ben", "tyler", """{hello}

here is how your orders developed between May and October. August was your best month
since we started to work together.

[[chart]]

The red bar is October, with the first half of Larkspur in it. May I come by with the
spring range when I am on the West Coast in {month}?

{bye}""", style="apple"),
        Letter("tyler", "ben", """{hello}

nice chart, I have passed it on to the owners. Come by any time, the coffee is on me.

{bye}"""),
    )),
    Thread("Sample of the new carafe", age=0, letters=(
        Letter("tyler", "anna", """{hello}

the carafe landed on my desk this afternoon. Great weight, and it pours without a drip.
Can I get a price for 300 with our logo on the base?

{bye}"""),
    )),
    Thread("Re-order for the Portland store", age=1, letters=(
        Letter("sam", "anna", """{hello}

we are down to the last two boxes of dinner plates in sea blue. Please send {amount}
more with the next container, PO {ref}.

{bye}"""),
        Letter("anna", "sam", """{hello}

booked for the container of {day}, you will have them in three weeks.

{bye}""", after=1),
    )),
)
