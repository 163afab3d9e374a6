# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The addon's side in a database: its mailboxes, their mail, and the contacts.

Import it after ``odoo_database.configure``.
"""

from collections.abc import Iterable, Sequence

from odoo import fields
from odoo.modules.registry import Registry

from odoo.addons.imap_contact_sync.engine.visit import Limits, Visit

from .figures import our_seconds
from .odoo_database import environment
from .ours_engine import SINCE, Received, pair
from .stage import PASSWORD

BATCH = 100
GROUPS = ("base.group_user", "imap_contact_sync.group_user",
          "base.group_partner_manager")  # fmt: skip
RUNS = 200
AS_READ = (
    "uidvalidity", "low_uid", "high_uid", "floor_uid", "floor_date", "server_count",
    "scanned_count", "kept_count", "skipped_count", "next_check_date",
    "searched_addresses", "settling_date", "settling_row",
)  # fmt: skip


def contact_ids(registry: Registry) -> dict[str, int]:
    """The database's contacts by address."""
    with environment(registry) as env:
        env.cr.execute(
            "SELECT email_normalized, id FROM res_partner "
            "WHERE email_normalized IS NOT NULL"
        )
        return dict(env.cr.fetchall())


def add_second_addresses(registry: Registry) -> None:
    """One contact in ten has another address."""
    with environment(registry) as env:
        env.cr.execute(
            """INSERT INTO res_partner_email
                (partner_id, email, email_normalized, is_derived)
            SELECT id, 'home.' || email, 'home.' || email, FALSE
            FROM res_partner WHERE email LIKE '%0@firm%.example'"""
        )
    with registry.cursor() as cr:
        cr.execute("ANALYZE res_partner_email")


def look_up(registry: Registry, emails: Iterable[str]) -> tuple[float, int]:
    """Seconds of one look-up, and how many of the addresses are contacts'."""
    found = {}

    def look() -> None:
        contacts, _staff = env["res.partner"]._contacts_by_email(emails, company)
        found.update(contacts)

    with environment(registry) as env:
        company = env.company
        return our_seconds(look), len(found)


def new_user(env, name: str, of_groups: Iterable[str] = GROUPS) -> int:
    groups = [(4, env.ref(group).id) for group in of_groups]
    login = f"{name}@our-company.example"
    users = env["res.users"].with_context(no_reset_password=True)
    values = {"name": name.title(), "login": login, "email": login}
    return users.create({**values, "group_ids": groups}).id


def new_account(env, user: int, login: str, port: int, sharing: str = "private"):
    """A mailbox as its owner fills in the form; not connected yet."""
    settings = {"email": login, "host": "localhost", "port": port,
                "password": PASSWORD, "sync_since": SINCE,
                "sharing": sharing}  # fmt: skip
    return env["imap.account"].with_user(user).create(settings)


def connect(env, user: int, login: str, port: int):
    """Create and connect a mailbox, due at once; as superuser.

    :raise RuntimeError: with the sentence for the owner, when it cannot be connected
    """
    lift_limits(env)
    account = new_account(env, user, login, port)
    account.action_connect()
    if account.error_message:
        raise RuntimeError(account.error_message)
    account.action_start_import()
    account = account.sudo()
    make_due(account)
    return account


def connect_read(env, user: int, login: str, port: int, like: int) -> int:
    """Connect a mailbox whose inbox is another one's, and has been read as far.

    :param like: id of the mailbox that has read it
    """
    account = connect(env, user, login, port)
    inboxes = env["imap.folder"].search(
        [("role", "=", "inbox"), ("account_id", "in", (like, account.id))]
    )
    read = inboxes.filtered(lambda each: each.account_id.id == like)
    new = inboxes - read
    new.write({name: read[name] for name in AS_READ})
    for block in env["imap.folder.block"].search([("folder_id", "=", read.id)]):
        block.copy({"folder_id": new.id})
    return account.id


def lift_limits(env) -> None:
    """A benchmark connects more mailboxes in an hour than people do."""
    for name in ("user_attempts", "company_attempts"):
        env["ir.config_parameter"].set_param(f"imap_contact_sync.{name}", 10**6)


def make_due(accounts) -> None:
    accounts.run_ids.write({"next_sync_date": fields.Datetime.now()})


def synchronise(registry: Registry) -> None:
    """Run the scheduled action until no mailbox is due.

    :raise RuntimeError: a mailbox has failed, or is never done
    """
    for _run in range(RUNS):
        with environment(registry) as env:
            env["imap.sync"]._cron_sync()
        with environment(registry) as env:
            runs = env["imap.account.run"]
            if any(runs.search([]).mapped("failure_count")):
                raise RuntimeError(runs.search([]).mapped("error_message"))
            if not due_count(env):
                return
    raise RuntimeError("The mailbox is never read to the end.")


def poll(registry: Registry, account: int) -> float:
    """Seconds of one look at a mailbox, to the commit."""
    with environment(registry) as env:
        sync = env["imap.sync"]
        record = env["imap.account"].browse(account)

        def look() -> None:
            sync._sync_account(record, Visit(Limits()))
            env.cr.commit()

        return our_seconds(look)


def new_contacts(registry: Registry, emails: Iterable[str]) -> None:
    with environment(registry) as env:
        env["res.partner"].create([{"name": each, "email": each} for each in emails])


def raise_failure(registry: Registry) -> None:
    """:raise RuntimeError: with the addon's own words for a mail it did not import"""
    with environment(registry) as env:
        reasons = env["imap.failure"].search([]).mapped("reason")
        raise RuntimeError(f"The mail was not imported: {' '.join(reasons)}")


def last_file(registry: Registry) -> bytes:
    """The one file of the email that came last."""
    with environment(registry) as env:
        content = env["imap.email.content"].search([], order="id desc", limit=1)
        return content.attachment_ids.raw


def lanes(env, count: int):
    """So many scheduled actions that read mailboxes."""
    env["ir.cron"]._set_imap_lanes(count)
    return env["ir.cron"]._imap_lanes().filtered("active")


def due_count(env) -> int:
    return env["imap.account.run"].search_count(env["imap.account.run"]._due_domain())


def kept_count(registry: Registry) -> int:
    with environment(registry) as env:
        return env["imap.email.source"].search_count([])


def sharing_levels(env) -> list[str]:
    """What a mailbox may share, from nothing to all."""
    return [level for level, _label in env["imap.account"]._fields["sharing"].selection]


def new_folder(registry: Registry, login: str, sharing: str = "private") -> int:
    """A folder to write mail of, in a mailbox that is never connected."""
    with environment(registry) as env:
        user = new_user(env, login)
        account = new_account(env, user, f"{login}@x.example", 993, sharing)
        values = {"account_id": account.id, "path": "INBOX", "name": "INBOX",
                  "role": "inbox", "selected": True, "uidvalidity": 1}  # fmt: skip
        return env["imap.folder"].create(values).id


def write(registry: Registry, folder: int, found: Sequence[Received], book) -> None:
    """From received mails to committed chatter, in batches."""
    with environment(registry) as env:
        record = env["imap.folder"].browse(folder)
        for start in range(0, len(found), BATCH):
            pairs = [pair(each, book) for each in found[start : start + BATCH]]
            env["imap.sync"]._post(record, pairs)
            env.flush_all()
            env.cr.commit()
