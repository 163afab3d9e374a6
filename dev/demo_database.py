# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fills the demo database, connects the mailboxes and synchronises them.

Runs in the virtual environment, with Odoo. Staff and contacts are created once;
mailboxes are connected through the methods behind the buttons of the form, and
read by the real scheduled action.
"""

import argparse
from datetime import UTC, date, datetime, timedelta

import odoo
from odoo import api, netsvc
from odoo.modules.registry import Registry
from odoo.tools import config

from . import demo_table, dovecot
from .place import Place, locate
from .progress import step
from .sample_mail import mailboxes, maildir, people

PASSWORD = "demo"
FIRST_DAY = "imap_contact_sync_demo.first_day"
MAIL_PASSWORD = "mailbox-of-{}"
SHARING = {people.ANNA: "everything", people.BEN: "private"}
GROUPS = {
    people.ADMIN: ("base.group_system", "imap_contact_sync.group_manager"),
    people.MARIA: ("imap_contact_sync.group_manager", "base.group_partner_manager"),
}
USER_GROUPS = ("imap_contact_sync.group_user", "base.group_partner_manager")


def main() -> None:
    options = arguments()
    place = locate()
    log = place.log / "odoo-demo-script.log"
    config.parse_config(["--config", options.config, "--logfile", str(log)])
    netsvc.init_logger()
    registry = Registry(options.database)
    with registry.cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        with step("Writing the two mailboxes"):
            write_mailboxes(place, first_day(env))
        if not env.ref("imap_contact_sync_demo.company", raise_if_not_found=False):
            with step("Creating staff and contacts"):
                create_people(env)
                cr.commit()
        for employee in SHARING:
            with step(f"Connecting the mailbox of {employee.name}"):
                connect(env, place, employee)
                cr.commit()
        with step("Synchronising"):
            synchronise(env)
        demo_table.show(env)
        demo_table.show_logins(people.STAFF, PASSWORD)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    return parser.parse_args()


def first_day(env: api.Environment) -> date:
    """The day this database was filled: the dates of all mail follow from it.

    Mail of another day would be other mail, beside that of the first run.
    """
    parameters = env["ir.config_parameter"]
    # Mail is never younger than a quarter to one, in UTC, of its day.
    today = (datetime.now(UTC) - timedelta(hours=1)).date()
    if not parameters.get_param(FIRST_DAY):
        parameters.set_param(FIRST_DAY, today.isoformat())
        env.cr.commit()
    return date.fromisoformat(parameters.get_param(FIRST_DAY))


def write_mailboxes(place: Place, day: date) -> None:
    """Write the mail of that day into Dovecot's folders, and its logins."""
    built = mailboxes.build(day)
    dovecot.write_users(
        place, {each.address: mail_password(each.address) for each in built.values()}
    )
    owner = (place.server_user.uid, place.server_user.gid)
    for mailbox in built.values():
        root = dovecot.folder(place) / "home" / mailbox.address / "Maildir"
        maildir.write_mailbox(mailbox, root, owner)


def mail_password(address: str) -> str:
    return MAIL_PASSWORD.format(address.partition("@")[0])


def server_of_mail(place: Place) -> dict[str, object]:
    """Return the values of a mailbox that tell where the demo's mail server is."""
    return {
        "host": "localhost",
        "port": int(dovecot.environment(place)["IMAP_TEST_SSL_PORT"]),
    }


def named(env: api.Environment, name: str, record: object) -> None:
    """Remember a record of the demo by name, for the next run."""
    env["ir.model.data"]._update_xmlids(
        [{"xml_id": f"imap_contact_sync_demo.{name}", "record": record}]
    )


def create_people(env: api.Environment) -> None:
    company = env.ref("base.main_company")
    company.write(
        {
            "name": people.OUR_COMPANY,
            "email": f"hello@{people.OUR_DOMAIN}",
            "imap_new_contacts": "all",
        }
    )
    for employee in people.STAFF:
        create_employee(env, employee)
    for each in people.COMPANIES:
        create_company(env, each)
    create_person(env, people.SOLE_TRADER, parent=None)
    named(env, "company", company)


def create_employee(env: api.Environment, employee: people.Employee) -> None:
    groups = GROUPS.get(employee, USER_GROUPS)
    values = {
        "name": employee.name,
        "login": employee.login,
        "email": employee.email,
        "password": PASSWORD,
        "group_ids": [(4, env.ref(group).id) for group in ("base.group_user", *groups)],
    }
    users = env["res.users"].with_context(no_reset_password=True)
    if employee is people.ADMIN:
        user = env.ref("base.user_admin")
        user.write(values)
    else:
        user = users.create(values)
    user.partner_id.write({"function": employee.function, "phone": employee.phone})
    named(env, f"user_{employee.email.partition('@')[0]}", user)


def create_company(env: api.Environment, company: people.Company) -> None:
    country = env["res.country"].search([("code", "=", company.country_code)])
    record = env["res.partner"].create(
        {
            "name": company.name,
            "is_company": True,
            "website": f"https://www.{company.domain}",
            "city": company.city,
            "country_id": country.id,
        }
    )
    for person in company.people:
        create_person(env, person, parent=record)


def create_person(env: api.Environment, person: people.Person, parent) -> None:
    values = {
        "name": person.name,
        "email": person.email,
        "function": person.function,
        "phone": person.phone,
        "parent_id": parent.id if parent else False,
    }
    if person.second_email:
        values["email_ids"] = [(0, 0, {"email": person.second_email})]
    env["res.partner"].create(values)


def connect(env: api.Environment, place: Place, employee: people.Employee) -> None:
    """Create and connect a mailbox as its owner does with the form."""
    user = env.ref(f"imap_contact_sync_demo.user_{employee.email.partition('@')[0]}")
    accounts = env["imap.account"].with_user(user)
    account = accounts.search([("email", "=", employee.email)])
    server = server_of_mail(place)
    if not account:
        account = accounts.create(
            {
                "name": "Work",
                "email": employee.email,
                "password": mail_password(employee.email),
                "sharing": SHARING[employee],
                **server,
            }
        )
    elif account.port != server["port"]:  # another port was free this time
        account.write({**server, "password": mail_password(employee.email)})
    if account.state != "connected":
        account.action_connect()
    if account.error_message:
        raise SystemExit(account.error_message)
    account.action_start_import()
    account.action_sync_now()


def synchronise(env: api.Environment) -> None:
    """Run the scheduled action until no mailbox is due."""
    cron = env.ref("imap_contact_sync.ir_cron_sync")
    env.cr.commit()
    for _attempt in range(20):
        cron.method_direct_trigger()
        env.cr.commit()
        env.invalidate_all()
        runs = env["imap.account.run"]
        if not runs.search_count(runs._due_domain()):
            return
    raise SystemExit("A mailbox could not be read to the end. See the log of Odoo.")


if __name__ == "__main__":
    main()
