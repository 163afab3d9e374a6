# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People and machines that write to us but are NOT contacts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stranger:
    """A private friend, newsletter, shop or bank; ``key`` names it in scripts."""

    key: str
    name: str
    email: str


STRANGERS = (
    Stranger("katrin", "Katrin Vogel", "katrin.vogel@posteria.example"),
    Stranger("paul", "Paul Berg", "paul.berg@posteria.example"),
    Stranger("sofie", "Sofie Lund", "sofie@lund-family.example"),
    Stranger("rosa", "Rosa Castillo", "rosa.castillo@correo-libre.example"),
    Stranger("jonas", "Jonas Reed", "jonas.reed@fastpost.example"),
    Stranger("climbing", "Southbank Climbing", "desk@southbank-climbing.example"),
    Stranger("school", "Elm Park Primary School", "office@elmpark-school.example"),
    Stranger("bank", "Thameside Bank", "statements@thameside-bank.example"),
    Stranger("parcel", "Swiftline Parcels", "tracking@swiftline-parcels.example"),
    Stranger("shop", "Paper & Quill", "orders@paperandquill.example"),
    Stranger("shoes", "Laufwerk Schuhe", "service@laufwerk-schuhe.example"),
    Stranger("train", "Northern Arrow Rail", "tickets@northern-arrow.example"),
    Stranger("hotelsite", "Roomlark", "bookings@roomlark.example"),
    Stranger("cloud", "Filebarn", "no-reply@filebarn.example"),
    Stranger("printer", "Copy room printer", "printer2@office.brightwater.example"),
    Stranger("monitor", "Backup report", "backup@office.brightwater.example"),
    Stranger("network", "Tradecircle", "notify@tradecircle.example"),
    Stranger("phonebill", "Lumen Mobile", "billing@lumen-mobile.example"),
    Stranger("dentist", "Canonbury Dental", "desk@canonbury-dental.example"),
    Stranger("library", "Islington Library", "loans@reading-room.example"),
    Stranger("energy", "Greenwire Energy", "meter@greenwire.example"),
    Stranger("lunchbox", "The Lunch Box", "menu@lunchbox-tooley.example"),
    Stranger("weekly", "Trade Weekly", "editor@newsletter.example"),
    Stranger("tabletop", "The Tabletop Letter", "hello@tabletop-letter.example"),
    Stranger("fairs", "Messekalender", "info@messekalender.example"),
    Stranger("garden", "Slow Garden", "post@slow-garden.example"),
    Stranger("spammer", "Prize Desk", "winner@lucky-prize-desk.example"),
    Stranger("seo", "Rank Rocket", "growth@rank-rocket.example"),
    Stranger("forger", "Anna Berg", "a.berg.office@quickmail-login.example"),
)
