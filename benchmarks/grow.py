# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``grow``: kept mails per second, with few and with a million messages there.

What is there already has the form of synchronised mail, on all contacts alike, and
is made by SQL. The limit is on the rate with many by the rate with few.
"""

from collections.abc import Iterator

from odoo.modules.registry import Registry

from . import ours
from .figures import Row, in_turn, row
from .kept import Desk, in_turn_warm
from .odoo_database import environment, loaded
from .stage import Stage

STAMPS = "create_uid, create_date, write_uid, write_date"
STAMPED = "1, now(), 1, now()"
# %(first)s is the first contact's id: contacts have consecutive ones.
STATEMENTS = (
    f"""INSERT INTO imap_email
        (id, company_id, key, date, direction, email_from, author_id, {STAMPS})
    SELECT n, 1, 'old-' || n, TIMESTAMP '2020-01-01' + n * INTERVAL '1 minute', 'in',
        'Somebody <somebody@firm.example>', %(first)s + n %% %(contacts)s, {STAMPED}
    FROM generate_series(1, %(count)s) n""",
    f"""INSERT INTO imap_email_content
        (id, email_id, digest, subject, email_to, body, {STAMPS})
    SELECT n, n, md5(n::text), 'Old letter ' || n, 'owner@our-company.example',
        '<p>' || repeat(md5(n::text), 8) || '</p>', {STAMPED}
    FROM generate_series(1, %(count)s) n""",
    f"""INSERT INTO imap_email_source
        (id, email_id, content_id, folder_id, account_id, uidvalidity, uid, size,
        {STAMPS})
    SELECT n, n, n, %(folder)s, %(account)s, 1, 10000000 + n, 2000, {STAMPED}
    FROM generate_series(1, %(count)s) n""",
    """INSERT INTO imap_email_source_partner_rel (source_id, partner_id)
    SELECT n, %(first)s + n %% %(contacts)s FROM generate_series(1, %(count)s) n""",
    f"""INSERT INTO mail_message
        (model, res_id, imap_email_id, message_type, is_internal, date, author_id,
        email_from, message_id, {STAMPS})
    SELECT 'res.partner', %(first)s + n %% %(contacts)s, n, 'imap_email', TRUE,
        TIMESTAMP '2020-01-01' + n * INTERVAL '1 minute',
        %(first)s + n %% %(contacts)s, 'Somebody <somebody@firm.example>',
        '<old-' || n || '@imap-contact-sync>', {STAMPED}
    FROM generate_series(1, %(count)s) n""",
)
NUMBERED = ("imap_email", "imap_email_content", "imap_email_source")


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
    takes = desk.writer("new", ours.write, ours.book_of(desk.ids))
    return lambda number: stage.scale.kept / takes(number)


def fill(registry: Registry, count: int) -> None:
    """Write so many messages of a mailbox that is there already."""
    folder = ours.new_folder(registry, "old")
    ids = ours.contact_ids(registry)
    firms = [ids[email] for email in ids if "@firm" in email]
    with environment(registry) as env:
        account = env["imap.folder"].browse(folder).account_id.id
        values = {"first": min(firms), "contacts": len(firms), "count": count,
                  "folder": folder, "account": account}  # fmt: skip
        for statement in STATEMENTS:
            env.cr.execute(statement, values)
        for table in NUMBERED:
            env.cr.execute("SELECT setval(%s, %s)", (f"{table}_id_seq", count))
    with registry.cursor() as cr:
        cr.execute("ANALYZE")
