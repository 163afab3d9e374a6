# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How much mail, how many contacts, how often: the full and the quick benchmark."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes of one benchmark; ``rounds`` is how often each side has its turn."""

    name: str
    mails: int
    contacts: int
    address_books: tuple[int, ...]  # numbers of contacts that addresses are found among
    rounds: int
    kept: int  # mails written by us in each round of kept_mail and kept_limit
    gateway: int  # the first of them that Odoo's gateway gets
    polls: int
    large_folder: int
    small_folder: int
    late_accounts: int  # and the mails that each of them has
    late_mails: int
    busy_accounts: int
    idle_accounts: int
    large_mail: int  # octets
    few_messages: int  # that the database of ``grow`` already has
    many_messages: int
    old_emails: int  # and as many ordinary messages, in the database of ``chatter``
    chatter: int  # messages on each of its two contacts
    mailboxes: int  # that its mail is from
    openings: int  # of each chatter, the best of which counts


FULL = Scale(
    name="full",
    mails=20_000,
    contacts=50_000,
    address_books=(10_000, 100_000, 1_000_000),
    rounds=3,
    kept=1_000,
    gateway=100,
    polls=9,
    large_folder=100_000,
    small_folder=1_000,
    late_accounts=200,
    late_mails=20_000,
    busy_accounts=100,
    idle_accounts=1_000,
    large_mail=41_000_000,
    few_messages=10_000,
    many_messages=1_000_000,
    old_emails=100_000,
    chatter=2_000,
    mailboxes=200,
    openings=30,
)
QUICK = Scale(
    name="quick",
    mails=400,
    contacts=2_000,
    address_books=(2_000, 3_000, 4_000),
    rounds=1,
    kept=50,
    gateway=8,
    polls=2,
    large_folder=1_000,
    small_folder=200,
    late_accounts=4,
    late_mails=400,
    busy_accounts=4,
    idle_accounts=10,
    large_mail=4_000_000,
    few_messages=500,
    many_messages=5_000,
    old_emails=1_200,
    chatter=100,
    mailboxes=8,
    openings=3,
)
