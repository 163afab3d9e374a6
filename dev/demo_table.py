# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The table that the demo ends with: what became of each message."""

from collections.abc import Iterable, Sequence

from odoo import api

from .sample_mail.people import Employee

HEADINGS = (
    "Mailbox", "Folder", "Scanned", "Kept", "Skipped", "Failed", "Contacts",
)  # fmt: skip
REASONS = {
    "no_contact": "no contact",
    "internal": "colleagues only",
    "older": "older",
    "expunged": "expunged",
}


def show(env: api.Environment) -> None:
    """Print a row for each ticked folder."""
    folders = env["imap.folder"].search([("selected", "=", True)])
    rows = [row(folder) for folder in folders]
    print(f"\n{aligned([HEADINGS, *rows])}\n")


def row(folder) -> tuple[str, ...]:
    sources = folder.env["imap.email.source"].search([("folder_id", "=", folder.id)])
    return (
        folder.account_id.email,
        folder.name,
        str(folder.scanned_count),
        str(folder.kept_count),
        skipped(folder),
        str(folder.failed_count),
        str(len(sources.partner_ids)),
    )


def skipped(folder) -> str:
    reasons = (
        f"{len(uids)} {REASONS[reason]}" for reason, uids in folder._skipped().items()
    )
    return ", ".join(reasons) or "0"


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text with columns of equal width."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def show_logins(staff: Iterable[Employee], password: str) -> None:
    """Print who can log in, and with which password."""
    rows = [(each.name, each.function, each.login, password) for each in staff]
    print(aligned([("Who", "", "Login", "Password"), *rows]))
