# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The messages of ``chatter``: ordinary ones in both databases, synchronised ones of
many mailboxes in that with the addon.

Each email is in two mailboxes and on two contacts. The contact ``ALONE`` has ordinary
messages only, ``MIXED`` a quarter of that number and three quarters synchronised ones,
evenly over time; a third of the latter is open to the salesperson, half of them as
his own. Of the ordinary messages half are letters like those of the mailboxes, the
others short comments. One letter in three has a file.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from odoo.modules.registry import Registry
from odoo.tools import html_sanitize

from . import database, ours
from .odoo_database import environment
from .past import STAMPED, STAMPS, Past
from .stage import Stage
from .wording import letter, phrase

ALONE, MIXED, OTHERS = range(3)  # added to the first contact's id
CROWD = 4_000  # contacts that have the rest of the messages
TEXTS = 61  # a prime number: each part of the messages has all texts
LETTER_SIZE = 11_600  # with its plain text; 8 kB of HTML
RARE, RARE_SHARE = "zeppelin", 10  # one letter in so many has the word searched for
SALESPERSON = "sales-0"
PLAIN_GROUPS = [each for each in ours.GROUPS if each.startswith("base.")]

# One ordinary message in %(spread)s is on ALONE, one in four times that on MIXED.
ORDINARY = f"""
    INSERT INTO mail_message
        (model, res_id, message_type, subtype_id, is_internal, date, author_id,
        email_from, message_id, subject, body, {STAMPS})
    SELECT 'res.partner', contact,
        CASE WHEN is_letter THEN 'email' ELSE 'comment' END,
        CASE WHEN is_letter THEN %(comment)s ELSE %(note)s END, NOT is_letter,
        TIMESTAMP '2020-01-01' + n * INTERVAL '20 minutes',
        CASE WHEN is_letter THEN contact ELSE %(colleague)s END,
        'Somebody <somebody@firm.example>', '<ordinary-' || n || '@firm.example>',
        CASE WHEN is_letter THEN 'Letter ' || n END,
        CASE WHEN is_letter THEN letter ELSE short END, {STAMPED}
    FROM (
        SELECT n, n / %(spread)s %% {TEXTS} AS number, %(first)s + CASE
            WHEN n %% %(spread)s = 0 THEN {ALONE}
            WHEN n %% (4 * %(spread)s) = 1 THEN {MIXED}
            ELSE {OTHERS} + n %% %(crowd)s END AS contact
        FROM generate_series(1, %(count)s) n
    ) numbered
    JOIN old_text USING (number)
    ORDER BY n"""  # ids in the order of the dates, as everywhere
ORDINARY_FILES = (
    f"""INSERT INTO ir_attachment
        (name, description, res_model, res_id, type, mimetype, file_size, checksum,
        {STAMPS})
    SELECT 'offer ' || id || '.pdf', message_id, 'res.partner', res_id, 'binary',
        'application/pdf', 98000, md5(message_id), {STAMPED}
    FROM mail_message
    WHERE message_id LIKE '<ordinary-%%' AND message_type = 'email' AND id %% 3 = 0""",
    """INSERT INTO message_attachment_rel (message_id, attachment_id)
    SELECT message.id, file.id FROM ir_attachment file
    JOIN mail_message message ON message.message_id = file.description""",
)
# Three emails in 4 * %(spread)s are on MIXED, one of which is open.
PLACED = """(
    SELECT n, n / (4 * %(spread)s) AS turn,
        n %% (4 * %(spread)s) * 3 %% (4 * %(spread)s) < 3 AS is_mixed,
        n %% (4 * %(spread)s) = 0 AS is_open
    FROM generate_series(1, %(count)s) n) placed"""
AUTHOR = f"""%(first)s
    + CASE WHEN is_mixed THEN {MIXED} ELSE {OTHERS} + n %% %(crowd)s END"""
# Folders by place in an array: %(all)s, %(private)s, and %(open)s; %(own)s is one.
FIRST_FOLDER = """CASE
    WHEN is_open THEN
        CASE turn %% 2 WHEN 0 THEN %(own)s
        ELSE (%(open)s)[1 + turn / 2 %% cardinality(%(open)s)] END
    WHEN is_mixed THEN (%(private)s)[1 + n %% cardinality(%(private)s)]
    ELSE (%(all)s)[1 + n %% cardinality(%(all)s)] END"""
SECOND_FOLDER = """CASE
    WHEN is_mixed THEN (%(private)s)[1 + (n + 1) %% cardinality(%(private)s)]
    ELSE (%(all)s)[1 + (n + 1) %% cardinality(%(all)s)] END"""
PAST = Past(
    emails=f"""SELECT n, letter AS body, {AUTHOR} AS author,
            TIMESTAMP '2020-01-01' + n * INTERVAL '20 minutes' AS date
        FROM {PLACED} JOIN old_text ON number = n / %(spread)s %% {TEXTS}""",
    contacts=f"""SELECT n, {AUTHOR} AS contact FROM {PLACED}
        UNION ALL SELECT n, %(first)s + {OTHERS} + (n + 1) %% %(crowd)s
        FROM {PLACED}""",
    sources=f"""SELECT 2 * n - 1 AS id, n, {FIRST_FOLDER} AS folder FROM {PLACED}
        UNION ALL SELECT 2 * n, n, {SECOND_FOLDER} FROM {PLACED}""",
)
CONTENT_FILES = (
    f"""INSERT INTO ir_attachment
        (name, res_model, res_id, type, mimetype, file_size, checksum, {STAMPS})
    SELECT 'letter ' || id || '.pdf', 'imap.email.content', id, 'binary',
        'application/pdf', 98000, digest, {STAMPED}
    FROM imap_email_content WHERE id %% 3 = 0""",
    """INSERT INTO imap_email_content_ir_attachment_rel
        (imap_email_content_id, ir_attachment_id)
    SELECT res_id, id FROM ir_attachment WHERE res_model = 'imap.email.content'""",
)


@dataclass(frozen=True)
class Office:
    """A database, the salesperson who asks in it, and its first contact."""

    registry: Registry
    user: int
    first: int


def without_addon(stage: Stage, registry: Registry) -> Office:
    """Fill a database that has only ordinary messages."""
    with environment(registry) as env:
        user = ours.new_user(env, SALESPERSON, PLAIN_GROUPS)
    office = Office(registry, user, contacts(registry).start)
    write(stage, office, [ORDINARY, *ORDINARY_FILES])
    return office


def with_addon(stage: Stage, registry: Registry) -> Office:
    """Fill a database that has mailboxes, too, the first one the salesperson's."""
    by_level = mailboxes(stage, registry)
    own, *private = by_level.pop("private")
    shared = [each for folders in by_level.values() for each in folders]
    with environment(registry) as env:
        user = env["imap.folder"].browse(own).account_id.user_id.id
    office = Office(registry, user, contacts(registry).start)
    folders = {"own": own, "private": private, "open": shared,
               "all": [own, *private, *shared]}  # fmt: skip
    statements = [ORDINARY, *ORDINARY_FILES, *PAST.statements(), *CONTENT_FILES]
    write(stage, office, statements, folders)
    return office


def contacts(registry: Registry) -> range:
    """The ids of the contacts of other firms, which are consecutive."""
    found = ours.contact_ids(registry)
    ids = [found[email] for email in found if "@firm" in email]
    return range(min(ids), max(ids) + 1)


def mailboxes(stage: Stage, registry: Registry) -> dict[str, list[int]]:
    """New mailboxes of one folder and one owner each; the folders by level."""
    with environment(registry) as env:
        by_level = {level: [] for level in ours.sharing_levels(env)}
    levels = list(by_level)
    for number in range(stage.scale.mailboxes):
        level = levels[number % len(levels)]
        by_level[level].append(ours.new_folder(registry, f"sales-{number}", level))
    return by_level


def write(
    stage: Stage,
    office: Office,
    statements: list[str],
    folders: Mapping[str, object] | None = None,
) -> None:
    crowd = min(CROWD, len(contacts(office.registry)) - OTHERS)
    with environment(office.registry) as env:
        values = {
            "count": stage.scale.old_emails,
            "spread": stage.scale.old_emails // stage.scale.chatter,
            "first": office.first,
            "crowd": crowd,
            "colleague": env["res.users"].browse(office.user).partner_id.id,
            "comment": env.ref("mail.mt_comment").id,
            "note": env.ref("mail.mt_note").id,
        }
        write_texts(env.cr)
        for statement in statements:
            env.cr.execute(statement, values | (folders or {}))
    tidy(stage, office)


def write_texts(cr) -> None:
    cr.execute(
        """CREATE TEMPORARY TABLE old_text
        (number int, letter text, short text, is_letter bool) ON COMMIT DROP"""
    )
    for number, (long, short) in enumerate(texts()):
        row = (number, long, short, bool(number % 2))
        cr.execute("INSERT INTO old_text VALUES (%s, %s, %s, %s)", row)


def texts() -> Iterator[tuple[str, str]]:
    """Letters as the addon and Odoo's gateway store them, and comments."""
    dice = random.Random("chatter")
    for number in range(TEXTS):
        _plain, markup = letter(dice, LETTER_SIZE)
        rare = f"<p>{RARE}</p>" if number % RARE_SHARE == 1 else ""
        yield html_sanitize(markup) + rare, f"<p>{phrase(dice, 40)}</p>"


def tidy(stage: Stage, office: Office) -> None:
    """What PostgreSQL does by itself some minutes after so many new rows."""
    connection = database.connect(stage.place, office.registry.db_name)
    connection.autocommit = True
    with connection.cursor() as cr:
        cr.execute("VACUUM ANALYZE")
    connection.close()
