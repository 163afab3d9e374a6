# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deliveries, complaints, invoices and appointments."""

from .script import Attachment, Letter, Thread

# The letters are set by hand, to be read as such.
# fmt: off
SERVICE = (
    Thread("Broken plates in yesterday's delivery", age=12, letters=(
        Letter("joerg", "anna", """{hello}

pallet 2 of order {ref} tipped over somewhere on the way. I count 31 broken dinner
plates in four boxes, the rest looks fine. The driver has signed for the damage, a
photo is attached.

We need replacements before the opening in Lübeck on {later}.

{bye}""", attachments=(Attachment("photo", "Palette 2 – Bruch größer.png"),)),
        Letter("anna", "joerg", """{hello}

I am sorry about that, and thank you for the photo. 36 plates leave our warehouse today
by courier, free of charge. Please keep the broken ones until the forwarder's expert has
seen them, that should be this week.

{bye}""", cc="lena soeren", after=2),
        Letter("soeren", "anna joerg", """{hello}

our expert would come on {day} around {time}. The pallet was strapped only once, which
is our mistake, so there will be no discussion about the claim.

{bye}""", cc="lena"),
        Letter("joerg", "anna", """{hello}

the replacements are here, all in one piece. That was quick!

{bye}""", after=28),
    )),
    Thread("Container MRKU 482", age=29, letters=(
        Letter("mette", "ben", """{hello}

the vessel has left Yokohama with four days' delay because of the typhoon. The new
arrival in Aarhus is {later}; on-carriage to Felixstowe is booked for the day after.

Shall we ask for a priority slot? It costs 180 € and saves about two days.

{bye}"""),
        Letter("ben", "mette", """{hello}

yes, please take the slot. The teapots in that container are promised for a shop window.

{bye}""", after=0.5),
        Letter("mette", "ben", """{hello}

done. You can follow the container with the reference {code}.

{bye}"""),
    )),
    Thread("Invoice {ref}: VAT number missing", age=38, letters=(
        Letter("grace", "ben", """{hello}

our auditors have sent back invoice {ref} because our VAT number is not on it. Could you
issue it again? The payment run is on {day} and I would hate to leave you out.

{bye}"""),
        Letter("ben", "grace", """{hello}

my apologies, the number was lost when we moved your account. The corrected invoice is
attached, with the same number and date.

{bye}""", attachments=(Attachment("pdf", "Invoice corrected.pdf"),)),
        Letter("grace", "ben", """\
Perfect, thank you Ben. It goes out with this week's run.

Grace"""),
    )),
    Thread("Customs: tariff number for bamboo handles", age=22, letters=(
        Letter("henrik", "anna", """{hello}

customs want to treat the teapots as wickerwork because of the handle. I have argued
that the ceramic body gives the article its character (rule 3b). Could you send me the
manufacturer's material statement to support that?

{bye}"""),
        Letter("anna", "henrik", """{hello}

wickerwork, really? The statement from Fujita is attached, 94 percent stoneware by
weight.

{bye}""", attachments=(Attachment("pdf", "材質証明書.pdf"),)),
    )),
    Thread("Visit to the workshop in Haifa", age=40, letters=(
        Letter("eitan", "anna", """{hello}

the new furnace is running since Sunday and the first carafes have come out without a
single bubble. You should really see it. We can have you here on any day after {later}.

{bye}"""),
        Letter("anna", "eitan", """{hello}

I would love to. How about two days in the week after, so that I can also go through the
packaging with Noa? An invitation for a short call before that is attached.

{bye}""", cc="noa", attachments=(Attachment("ics", "invitation.ics"),)),
        Letter("eitan", "anna", """{hello}

the call is in my calendar. Bring shoes that may get dusty.

{bye}""", cc="noa"),
    )),
    Thread("Thank you", age=6, letters=(
        Letter("helene", "anna", """{hello}

the renovated breakfast room opened on Saturday and half of the compliments were about
your tableware. Two guests turned their plates over to find out who makes them!

Thank you for chasing that last box from Aarhus. We will not forget it.

{bye}"""),
        Letter("anna", "helene", """{hello}

your note made my week, and I have read it out to the warehouse team. Enjoy the season!

{bye}"""),
    )),
    Thread("Mugs: handles come off after washing", age=17, letters=(
        Letter("marta", "ben", """{hello}

five customers have brought back mugs from the September delivery whose handle came off
in the dishwasher. All five have the batch stamp 09-K. Do you know about a problem with
that batch? We have taken the remaining {few}0 pieces off the shelf for now.

{bye}""", cc="inigo"),
        Letter("ben", "marta", """{hello}

thank you for being so precise. We have checked: 09-K was fired 30 degrees too cold on
one of the days. Please do not sell the rest. I will credit the whole batch, {amount}
pieces, and new mugs are with you on {day}.

{bye}""", cc="inigo maria"),
        Letter("inigo", "ben", """{hello}

this is how a mistake should be dealt with. Thank you, also from our customers.

{bye}""", cc="marta"),
    )),
    Thread("Call on Thursday moved", age=4, letters=(
        Letter("omar", "ben", """{hello}

my flight to Muscat has been brought forward. Could we move our call to {day}, {time}?

{bye}"""),
        Letter("ben", "omar", """{hello}

no problem at all, I have changed the invitation. Safe travels!

{bye}""", after=1, attachments=(Attachment("ics", "Call with Al Noor.ics"),)),
    )),
    Thread("Statement of account", age=51, letters=(
        Letter("anke", "anna", """{hello}

please find below what our books show as open. Do you agree?

| Invoice | Date | Open |
| 20731 | 02.09. | 1,908.00 € |
| 20788 | 16.09. | 642.50 € |
| 20802 | 23.09. | 88.20 € |

The last one is a credit note on our side.

{bye}""", attachments=(Attachment("pdf", "Kontoauszug Übersicht.pdf", rfc2047=True),)),
        Letter("anna", "anke", """{hello}

the first two agree with ours. For 20802 the credit note was posted yesterday, so it
should disappear with your next import.

{bye}"""),
    )),
)
