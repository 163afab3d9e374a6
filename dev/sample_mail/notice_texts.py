# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sender, subject, text and readers of notices; the headlines of newsletters."""

# The letters are set by hand, to be read as such.
# fmt: off
_A, _B = "anna", "ben"

NOTICES = (
    ("parcel", "Your parcel {code} arrives on {day}", """Hello,

your parcel {code} from Paper & Quill is on its way. We expect to deliver it on {day}
before {time}. If you are out, the neighbour at number {few} may sign for it.

Swiftline Parcels""", "anna ben anna anna ben anna ben"),
    ("shop", "Order {ref} confirmed", """Thank you for your order!

| Item | Price |
| Notebook, dotted, A5 | 12.90 |
| Ink, bottle blue | 9.40 |
| Total with shipping | {sum} |

We pack by hand and ship within two working days.""", "anna anna ben anna ben"),
    ("shoes", "Ihre Bestellung {ref} ist unterwegs", """Guten Tag,

Ihre Schuhe sind heute auf die Reise gegangen und treffen voraussichtlich am {date}
bei Ihnen ein. Die Rückgabe ist 60 Tage lang kostenlos möglich.

Ihr Laufwerk-Team""", "anna anna anna"),
    ("bank", "Your statement for {month} is ready", """Dear customer,

a new statement for your current account ending in {few}07 is ready in your mailbox in
our app. For your safety we never send links to the login page.

Thameside Bank""", "anna ben anna ben anna ben"),
    ("bank", "Card payment of {sum} GBP", """\
A payment of {sum} GBP was made with your card.

If that was not you, please call the number on the back of your card.""",
     "ben anna ben anna ben anna ben"),
    ("train", "Your ticket {ref}: London to Edinburgh", """\
Thank you for travelling with us.

Your train leaves King's Cross at {time} on {day}, coach {few}. The ticket is in the
app; please have a photo ID with you.

Northern Arrow Rail""", "ben anna ben ben anna"),
    ("hotelsite", "Booking {ref} confirmed", """Your room is booked.

| Arrival | {day} |
| Nights | 2 |
| Price | {sum} GBP |

Free cancellation until the day before arrival.""", "anna ben anna ben"),
    ("cloud", "Someone shared a folder with you", """\
The folder "Spring range, drafts" was
shared with you by Maria Okafor. It contains {few} files.

Filebarn""", "anna ben anna ben anna"),
    ("cloud", "Your storage is {few}0 percent full", """\
You use {few}0 percent of your storage.
Clear out old files or choose a bigger plan in the settings.""", "ben anna ben"),
    ("printer", "Toner low: {few} percent left", """Device: copy room, second floor
Colour: cyan
Remaining: {few} percent

Please order a new cartridge.""", "anna ben anna ben"),
    ("monitor", "Backup of laptop finished", """Result: success
Files: {ref}
Duration: {few} min

The next backup runs tomorrow at noon.""",
     "anna ben anna ben anna ben anna ben anna ben"),
    ("network", "{few} people viewed your profile", """\
You appeared in {few} searches this week.

See who is looking for account managers in the tableware trade.""",
     "ben ben anna ben anna ben"),
    ("network", "You have a new connection request", """\
A buyer in your area would like to join
your circle. You have {few} contacts in common.""", "anna ben ben anna"),
    ("phonebill", "Your bill for {month}", """\
Your bill of {sum} GBP will be debited on {day}.

You used {few} GB of 10 GB. Thank you for being with Lumen.""",
     "anna ben anna ben anna"),
    ("climbing", "Your course starts on {day}", """Hi Ben,

the lead climbing course starts on {day} at 19:00. Bring your own shoes if you have
some, harness and rope are here.

See you at the wall!""", "ben ben ben"),
    ("school", "Autumn newsletter and lunch menu", """Dear parents,

next week's menu: pasta on Monday, fish on Friday, and soup from our own garden on
Wednesday. Please remember the wellies for the trip on {day}.""",
     "anna anna anna anna"),
    ("dentist", "Your appointment on {day}", """Dear patient,

this is a reminder of your appointment on {day} at {time}. If you cannot come, please
let us know 24 hours before.

Canonbury Dental""", "ben anna ben"),
    ("library", "Books due on {day}", """Hello,

{few} of your books are due on {day}. You can renew them twice in your account, unless
another reader is waiting.

Islington Library""", "anna ben anna anna ben"),
    ("energy", "Please read your meter", """Dear customer,

it is time to read your meter. A photo is enough: upload it by {day} and we do the rest.

Greenwire Energy""", "ben anna ben anna"),
    ("lunchbox", "The lunch box is here", """Today at the corner of Tooley Street:

- chickpea curry with rice
- mushroom pie
- lentil salad with feta

From half past eleven, as long as there is some left.""",
     "anna ben anna ben anna ben anna ben"),
)

LISTS = (
    ("weekly", "Trade Weekly", _A, "Newsletters", (
        "Freight rates ease: Spot rates from Asia fell for the fourth week in a row.",
        "Stoneware is back: Hotels ask for matt surfaces and earthy colours.",
        "Ports: Aarhus opens a second terminal for smaller ships.",
        "Packaging rules: What changes for importers of ceramics next year.",
        "Interview: A buyer explains why she visits every factory herself.",
        "Currencies: The yen moves, and with it the price of porcelain.",
        "Warehouses: How a family business halved its picking errors.",
    )),
    ("tabletop", "The Tabletop Letter", _B, "Newsletters", (
        "Five tables for autumn: Linen, oak and a lot of candlelight.",
        "The perfect mug: Weight, handle, rim, and why it is never the cheapest.",
        "Small plates: Restaurants order sixteen centimetres instead of nineteen.",
        "Glass: A visit to a workshop that melts old bottles.",
        "Colour of the year: Somewhere between sea and slate.",
        "Readers ask: Can hand-painted bowls go into the dishwasher?",
    )),
    ("fairs", "Messekalender", _A, "", (
        "Frühjahrsmessen: Die wichtigsten Termine für Einkäufer auf einen Blick.",
        "Hallenplan: Geschirr zieht in die neue Halle 8 um.",
        "Anreise: Mit dem Nachtzug entspannt zur Messe.",
        "Aussteller: Frühbucher sparen noch bis Monatsende.",
        "Nachlese: Was in diesem Herbst am meisten Gespräche auslöste.",
    )),
    ("garden", "Slow Garden", _B, "", (
        "Bulbs: Plant tulips late, they prefer cold soil.",
        "Balcony: Three herbs that survive the winter outside.",
        "Compost: Why your heap is too wet and what helps.",
        "Birds: Leave the sunflowers standing until spring.",
        "Tools: Sharpen them now and thank yourself in March.",
    )),
)
