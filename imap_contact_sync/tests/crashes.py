# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Three mailboxes in committed transactions, read by workers that may die.

The mail lies on the server once; between two crashes the mailboxes of the database
are deleted with all their mail and connected anew.
"""

import re
import time
from collections import Counter

from odoo.tools import SQL

from .committed import CommittedWorld
from .common import CRON
from .crash_letters import FOLDERS, Letters
from .crash_worker import PATIENCE, Child, Plan

OWNERS = ("Anna", "Ben", "Cleo")
CONTACTS = ("Lena", "Theo", "Mira")
LOCKED = ("imap_account_run", "imap_folder", "imap_email", "ir_cron")
CRON_STATE = ("nextcall", "lastcall", "failure_count", "first_failure_date", "active")


class CrashWorld(CommittedWorld):
    """What the workers work on, and what has become of it."""

    def __init__(self, registry, server):
        super().__init__(registry, server, OWNERS, CONTACTS)
        self.letters = Letters(self.people, self.mark)
        for (owner, folder), copies in self.letters.by_place.items():
            raws = [copy.raw for copy in copies]
            server.deliver(self.people[owner], *raws, folder=folder)
        with self.transaction() as env:
            self._create_lanes(env, len(OWNERS))
            users = env["res.users"]
            self.authors = self.partners | {
                name: users.browse(user).partner_id.id
                for name, user in self.users.items()
            }

    def _create_lanes(self, env, count):
        """Odoo runs one job on one worker at a time: more workers need copies."""
        cron = env.ref(CRON)
        self.cron_before = cron.read(CRON_STATE)[0]
        cron.active = True
        lanes = [cron, *(cron.copy() for _lane in range(count - 1))]
        for lane in lanes[1:]:
            lane.active = True
        self.lanes = tuple(lane.id for lane in lanes)

    def reset(self, *owners):
        """New mailboxes of these owners that have read nothing, and are due."""
        self.letters.owners = owners
        with self.transaction() as env:
            self.delete_accounts(env)
            for owner in owners:
                self.connect(env, owner, self.people[owner], FOLDERS)
        self.make_due()

    def trigger(self):
        """The jobs are ready, as after Sync now."""
        with self.transaction() as env:
            for lane in env["ir.cron"].browse(self.lanes):
                lane._trigger()

    def due(self):
        with self.transaction() as env:
            runs = env["imap.account.run"]
            return runs.search_count(runs._due_domain())

    def start(self, **plan):
        return Child(self.registry.db_name, Plan(**{"jobs": self.lanes[:1], **plan}))

    def work(self, **plan):
        """One worker, to its end; the outcome when nothing of it is left."""
        child = self.start(**plan)
        outcome = child.wait()
        self.wait_until_free([child])
        return outcome

    def wait_until_free(self, children):
        """PostgreSQL lets go of what a dead worker had locked.

        :raises AssertionError: it does not
        """
        names = tuple(child.application for child in children)
        deadline = time.monotonic() + PATIENCE
        while self._backends(names):
            assert time.monotonic() < deadline, "A dead worker's backend lives on."
            time.sleep(0.005)

    def _backends(self, names):
        return self.value(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name IN %s", names
        )

    def value(self, query, *parameters):
        with self.registry.cursor() as cr:
            cr.execute(query, parameters)
            return cr.fetchone()[0]

    def locked_rows(self):
        """How many rows some other transaction has locked."""
        return sum(
            self.value(
                f"""SELECT (SELECT count(*) FROM {table}) - (SELECT count(*) FROM
                    (SELECT id FROM {table} FOR UPDATE SKIP LOCKED) AS free)"""
            )
            for table in LOCKED
        )

    def snapshot(self):
        """Every row of what is kept and of how far the folders are, with its dates."""
        rows = {}
        with self.registry.cursor() as cr:
            cr.execute(
                """SELECT tablename FROM pg_tables WHERE tablename LIKE 'imap\\_%'
                   AND tablename NOT IN ('imap_account_run', 'imap_failure')"""
            )
            tables = {name: "TRUE" for (name,) in cr.fetchall()}
            tables["mail_message"] = "imap_email_id IS NOT NULL"
            tables["ir_attachment"] = "res_model = 'imap.email.content'"
            for table, condition in tables.items():
                query = "SELECT to_jsonb(t)::text FROM %s t WHERE %s"
                cr.execute(SQL(query, SQL.identifier(table), SQL(condition)))
                rows[table] = sorted(row for (row,) in cr.fetchall())
        return rows

    def findings(self):
        """What is wrong, as ``(kind, what)``; empty when all is well."""
        with self.transaction() as env:
            return [
                *self._wrong_in_chatters(env),
                *self._wrong_in_vault(env),
                *self._wrong_in_ledger(env),
            ]

    def _wrong_in_chatters(self, env):
        stands = Counter()
        authors = self.letters.authors()
        for name, partner in self.partners.items():
            for envelope in env["mail.message"].search(
                [("model", "=", "res.partner"), ("res_id", "=", partner),
                 ("imap_email_id", "!=", False)]
            ):  # fmt: skip
                email = envelope.imap_email_id
                label = "/".join(sorted(set(email.content_ids.mapped("subject"))))
                stands[name, label] += 1
                author = self.authors.get(authors.get(label))
                if {envelope.author_id.id, email.author_id.id} != {author}:
                    yield "author", (name, label)
        wanted = self.letters.standing()
        yield from (("lost", each) for each in wanted - stands.keys())
        yield from (("foreign", each) for each in stands.keys() - wanted)
        yield from (("doubled", each) for each, count in stands.items() if count > 1)

    def _wrong_in_vault(self, env):
        versions = self.letters.versions()
        emails = self.emails(env)
        if len(emails) > len(versions):
            yield "doubled", f"{len(emails)} emails"
        for email in emails:
            label = email.content_ids[:1].subject
            if len(email.content_ids) != versions.get(label):
                yield "contents", label
        files = env["ir.attachment"].search_count(
            [
                ("res_model", "=", "imap.email.content"),
                ("res_id", "in", emails.content_ids.ids),
                ("res_field", "=", False),
            ]
        )
        if files != 1:
            yield "contents", f"{files} files"

    def _wrong_in_ledger(self, env):
        for name, account in self.accounts.items():
            for folder in env["imap.account"].browse(account).folder_ids:
                kept, skipped, failed = self.letters.ledger((name, folder.path))
                where = f"{name}/{folder.path}"
                if folder._accounting_gap():
                    yield "accounting", where
                if self._kept_of(env, folder) != kept:
                    yield "ledger", where
                if set(folder.failure_ids.mapped("uid")) != failed:
                    yield "failures", where
                counters = {
                    "scanned": len(kept) + len(skipped) + len(failed),
                    "kept": len(kept),
                    "skipped": len(skipped),
                    "failed": len(failed),
                }
                if {each: folder[f"{each}_count"] for each in counters} != counters:
                    yield "counters", where

    def _kept_of(self, env, folder):
        sources = env["imap.email.source"].search([("folder_id", "=", folder.id)])
        return {
            source.uid: (
                source.content_id.subject,
                int(re.search(r"Version (\d+)", source.content_id.body)[1]),
            )
            for source in sources
        }

    def remove_more(self, env):
        crons = env["ir.cron"].browse(self.lanes)
        for model in ("ir.cron.trigger", "ir.cron.progress"):
            env[model].search([("cron_id", "in", crons.ids)]).unlink()
        crons[0].write({name: self.cron_before[name] for name in CRON_STATE})
        actions = crons[1:].ir_actions_server_id
        crons[1:].unlink()
        actions.exists().unlink()
