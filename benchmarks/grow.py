# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``grow``: kept mails per second, with few and with a million messages there.

What is there already has the form of synchronised mail, on all contacts alike, and
is made by SQL. The limit is on the rate with many by the rate with few.
"""

from collections.abc import Iterator

from odoo.modules.registry import Registry

from . import ours, ours_engine
from .figures import Row, in_turn, row
from .kept import Desk, in_turn_warm
from .odoo_database import environment, loaded
from .past import Past
from .stage import Stage

# %(first)s is the first contact's id: contacts have consecutive ones.
NUMBERS = "generate_series(1, %(count)s) n"
PAST = Past(
    emails=f"""SELECT n, TIMESTAMP '2020-01-01' + n * INTERVAL '1 minute' AS date,
            %(first)s + n %% %(contacts)s AS author,
            '<p>' || repeat(md5(n::text), 8) || '</p>' AS body
        FROM {NUMBERS}""",
    contacts=f"SELECT n, %(first)s + n %% %(contacts)s AS contact FROM {NUMBERS}",
    sources=f"SELECT n AS id, n, %(folder)s AS folder FROM {NUMBERS}",
)


def measure(stage: Stage) -> Iterator[Row]:
    scale = stage.scale
    with loaded(stage, "grow_few") as few, loaded(stage, "grow_many") as many:
        fill(few, scale.few_messages)
        fill(many, scale.many_messages)
        sides = {"ours": rate(stage, many), "few": rate(stage, few)}
        in_turn_warm(stage, sides)
        rates = in_turn(scale.rounds, sides)
    yield row("grow", rates["ours"], rates["few"], "mails/s", ">= 0.9")


def rate(stage: Stage, registry: Registry):
    """What measures mails per second in this database, by round."""
    desk = Desk.new(registry, stage)
    takes = desk.writer("new", ours.write, ours_engine.book_of(desk.ids))
    return lambda number: stage.scale.kept / takes(number)


def fill(registry: Registry, count: int) -> None:
    """Write so many messages of a mailbox that is there already."""
    folder = ours.new_folder(registry, "old")
    ids = ours.contact_ids(registry)
    firms = [ids[email] for email in ids if "@firm" in email]
    with environment(registry) as env:
        values = {"first": min(firms), "contacts": len(firms), "count": count,
                  "folder": folder}  # fmt: skip
        PAST.insert(env.cr, values)
    with registry.cursor() as cr:
        cr.execute("ANALYZE")
