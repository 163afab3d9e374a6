# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Letters with the oddities of real mail: one or more of them in each thread."""

from .script import Attachment, Letter, Thread

# The letters are set by hand, to be read as such.
# fmt: off
SCRIPTED_HTML = """<html><head><script>document.title = "Larkspur";</script></head>
<body onload="window.scrollTo(0, 0)" style="font-family:Verdana;font-size:10pt">
<p>Hi Anna,</p>
<p onclick="this.style.color='#00798c'">the survey for the Larkspur dining room is done.
The tables are 70 cm wide, so the 27 cm plates leave enough space for the bread.</p>
<p><a href="https://mapleridge.example/larkspur" onmouseover="status='plan'">Floor
plan</a></p>
<p>Danielle Hughes<br>Maple Ridge Interiors Inc.</p>
<script type="text/javascript">console.log("sent from the survey app");</script>
</body></html>
"""

SPECIAL = (
    Thread("Hand-over while Anna is at the fair", age=13, letters=(
        Letter("lena", "anna", """{hello}

you mentioned that you are travelling next week. Who looks after the Lübeck delivery in
the meantime?

{bye}""", cc="ben", gateway_footer=True),
        Letter("anna", "lena", """{hello}

Ben does, he is in copy and knows every box of it.

{bye}""", cc="ben", gateway_footer=True),
        Letter("lena", "ben", """{hello}

good to know! Then I will bother you with the details: the gate is open from {time}.

{bye}""", cc="anna", gateway_footer=True),
    )),
    Thread("Complaint about the last two shipments", age=30, letters=(
        Letter("oliver", "anna", """{hello}

I write to you both because I no longer know whose desk this is on. Two shipments in a
row were one box short. Could somebody please take this in hand?

{bye}""", cc="ben", style="outlook", gateway_footer=True),
        Letter("ben", "oliver", """{hello}

it is on mine from now on. The missing boxes stood in the wrong lane of our warehouse;
both are with you on {day}.

{bye}""", cc="anna"),
        Letter("oliver", "ben", """{hello}

both arrived, thank you. Let us draw a line under it.

{bye}""", cc="anna", style="gmail"),
    )),
    Thread("Introducing Mette Rask", age=55, letters=(
        Letter("soeren", "anna ben", """{hello}

from next month Mette will look after your account, I am moving to the customs team. She
knows your routes already, so nothing should change for you.

{bye}""", cc="mette"),
        Letter("mette", "anna", """{hello}

I am looking forward to it. May I come to London on {later} to introduce myself?

{bye}""", cc="ben soeren"),
    )),
    Thread("Holiday dates of our workshop", age=10, letters=(
        Letter("noa", "ben", """{hello}

our workshop is closed from 20 December to 2 January. Orders that should leave before
must be with us by {later}.

{bye}""", cc="anna", lang="en", style="plain"),
    )),
    Thread("Larkspur: results of the survey", age=11, letters=(
        Letter("danielle", "anna", "The survey for the Larkspur dining room is done.",
               style="html", html=SCRIPTED_HTML),
    )),
    Thread("Our autumn roast is here", age=20, letters=(
        Letter("lena", "anna", """{hello}

the new roast is out, with hazelnut and a hint of plum. I have put a bag into the post
for you and the team.

[[http://pictures.nordwind-kaffee.example/herbst/banner.png]]

{bye}""", style="apple"),
    )),
    Thread("New logo, same coffee", age=26, letters=(
        Letter("lena", "anna ben", """{hello}

after eleven years we have a new logo. Please use it for the cups from now on, the
vector file follows from our agency.

[[logo]]

What do you think?

{bye}""", style="outlook"),
        Letter("ben", "lena", """{hello}

very fresh! It will look good on the sand-coloured mug.

{bye}""", cc="anna"),
    )),
    Thread("From my private account", age=5, letters=(
        Letter("lena/private", "anna", """{hello}

I am locked out of my office account until Monday, so please use this address if
something urgent comes up with the Lübeck opening.

{bye}"""),
        Letter("anna", "lena/private", """{hello}

no worries, everything is on its way. Have a quiet weekend!

{bye}"""),
    )),
    Thread("Call for tender: canteen of the port authority", age=36, letters=(
        Letter("anna", "soeren", """{hello}

could you give me your best rate for 14 pallets from Arita to Aarhus, door to door, by
{later}? It is for a tender, so the number matters.

{bye}""", bcc="kenichi"),
        Letter("soeren", "anna", """{hello}

2,980 € all in, valid until the end of the month. For 20 pallets it would be 3,640 €.

{bye}"""),
    )),
    Thread("Christmas closing and last shipping dates", age=3, letters=(
        Letter("anna", "lena helene inigo oliver tyler", """{hello}

our warehouse is closed from 24 December to 2 January. To be sure that your goods arrive
before the holidays, please order

- by 4 December for deliveries outside Europe
- by 11 December for deliveries within Europe

Thank you for a good year together!

{bye}"""),
    )),
    Thread("Booth catering: please answer to the team", age=42, letters=(
        Letter("theo", "ben", """{hello}

we would gladly lend you two waiters for your evening at the fair. As I am often in the
kitchen, please answer to the address of our events team.

{bye}""", fields=(("Reply-To", "Events <events@hotel-bellerive.example>"),)),
    )),
    Thread("Short question about the milk jugs", age=18, letters=(
        Letter("sam", "anna", """{hello}

do the milk jugs fit under the steam wand of a normal espresso machine? Ours leaves
twelve centimetres.

{bye}""", without_message_id=True, charset="us-ascii", style="plain"),
        Letter("anna", "sam", """{hello}

they do, the jug is nine and a half centimetres high.

{bye}"""),
    )),
    Thread("Automatic reply: Spring order", age=16, letters=(
        Letter("priya", "anna", """\
Thank you for your message. I am out of the office until
{day} with limited access to mail.

For anything urgent please contact Oliver Whitfield.

Priya Raman""", style="html", fields=(
            ("Auto-Submitted", "auto-replied"),
            ("X-Auto-Response-Suppress", "All"),
            ("Precedence", "bulk"),
        )),
    )),
    Thread("Urgent payment today", age=7, letters=(
        Letter("anna", "ben", """Ben,

are you at your desk? I need you to settle a supplier's invoice before noon. It is
confidential, so please do not call, just answer here and I will send you the account.

Anna""", forged=True, style="plain",
               fields=(("Reply-To", "a.berg.office@quickmail-login.example"),)),
    )),
    Thread("Photos of the damaged pallet", age=12, letters=(
        Letter("joerg", "anna", """{hello}

as promised, here is the protocol of the driver together with another picture.

{bye}""", style="html", attachments=(
            Attachment("pdf", "Schadensprotokoll Müßig.pdf", rfc2047=True),
            Attachment("photo", "Palette 2 Rückseite.png"),
            Attachment("docx", "Stellungnahme für Rask.docx"),
        )),
    )),
)
