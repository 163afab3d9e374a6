# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Uninstalling for real: in a copy of the database, by a process of its own."""

import json
import os
import shutil
import traceback
from contextlib import contextmanager
from tempfile import TemporaryFile

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

from odoo.addons.mail.models.mail_message import MailMessage

MODULE = "imap_contact_sync"
KEPT = "Correspondence is never deleted."
delete_messages = MailMessage.unlink


@contextmanager
def copied(database, copy):
    """A copy of the database and its files, that is removed at the end."""
    files = config.filestore(copy)
    drop(copy)
    sql_db.close_all()
    on_server(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
        database,
    )
    names = SQL.identifier(copy), SQL.identifier(database)
    on_server(SQL("CREATE DATABASE %s TEMPLATE %s", *names))
    shutil.copytree(config.filestore(database), files)
    try:
        yield
    finally:
        drop(copy)
        shutil.rmtree(files)


def drop(database):
    on_server(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(database)))


def on_server(statement, *parameters):
    """Outside of any transaction."""
    with sql_db.db_connect("postgres").cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute(statement, parameters or None)


def uninstall(database, look):
    """Uninstall the addon in another process.

    :param look: is called there with an environment; its answer is one of JSON
    :return: this answer
    """
    with TemporaryFile() as report:
        sql_db.close_all()  # a connection that two processes use breaks for both
        child = os.fork()
        if not child:
            run_as_child(database, look, report.fileno())
        _pid, status = os.waitpid(child, 0)
        report.seek(0)
        told = report.read().decode()
    assert status == 0, f"Uninstalling ended with {status}: {told}"
    return json.loads(told)


def run_as_child(database, look, report):
    """The child's whole life. It never returns into the test that forked it."""
    status = 1
    try:
        # Odoo refuses module operations in tests, and would run those of modules.
        module.current_test, config["test_enable"] = None, False
        with environment(database) as env:
            modules = env["ir.module.module"].search([("name", "=", MODULE)])
            # As addons do that keep a record of all correspondence.
            MailMessage.unlink = refuse
            modules.button_immediate_uninstall()
        with environment(database) as env:
            answer = json.dumps(look(env))
        os.write(report, answer.encode())
        status = 0
    except BaseException:  # noqa: BLE001
        os.write(report, traceback.format_exc().encode())
    finally:
        os._exit(status)


def refuse(messages):
    if "res.partner" in messages.mapped("model"):
        raise UserError(KEPT)
    return delete_messages(messages)


@contextmanager
def environment(database):
    with Registry(database).cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})
