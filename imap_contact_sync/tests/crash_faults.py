# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Three wrong ways to write the product, which the crash tests have to notice.

They exist in a worker's process only. The checkpoint ``TORN`` lies between the two
commits that should have been one, whenever mail lies between them.
"""

import os

from odoo import sql_db
from odoo.tools import SQL

from odoo.addons.imap_contact_sync.engine.envelope import Envelope

TORN = "between post and mark"
LINKS = "imap_email_source_partner_rel"


def mark_then_post(worker):
    """Emails are written after the commit of the UIDs that stand for them."""
    late = []
    sync = worker.registry["imap.sync"]
    post, commit = sync._post, sql_db.Cursor.commit

    def post_later(self, folder, pairs):
        late.append((self, folder, pairs))
        return [match for match, _message in pairs]

    def commit_and_post(cr):
        commit(cr)
        mine = [each for each in late if each[0].env.cr is cr]
        if not mine:
            return
        late[:] = [each for each in late if each not in mine]
        worker.checkpoint(TORN)
        for self, folder, pairs in mine:
            post(self, folder, pairs)
        commit(cr)

    sync._post = post_later
    sql_db.Cursor.commit = commit_and_post


def post_then_mark(worker):
    """Emails are committed before what accounts for them: sources, failures, UIDs.

    The keys of emails heal this: the copy is met again, its email is found by the
    key, its content by the digest, and nothing but the source is new.
    """
    folder_class = worker.registry["imap.folder"]
    advance, move = folder_class._advance, folder_class._move
    commit = sql_db.Cursor.commit
    late = []
    rows = NewRows(worker.registry)

    def advance_later(self, *words):
        late.append((self, advance, words))

    def move_later(self, *words):
        late.append((self, move, words))

    def commit_and_advance(cr):
        mine = [each for each in late if each[0].env.cr is cr]
        late[:] = [each for each in late if each not in mine]
        for folder, _mark, _words in mine[:1]:
            folder.env.flush_all()
        taken = rows.take(cr) if mine else {}
        commit(cr)
        if LINKS in taken:
            worker.checkpoint(TORN)
        rows.give_back(cr, taken)
        for folder, mark, words in mine:
            mark(folder, *words)
        if mine:
            commit(cr)

    folder_class._advance, folder_class._move = advance_later, move_later
    sql_db.Cursor.commit = commit_and_advance


def post_then_mark_without_key(worker):
    """The same, and after a crash no email is known again by its key."""
    key = Envelope.__dict__["key"]
    salt = str(os.getpid())
    Envelope.key = property(lambda self: key.__get__(self, Envelope) + salt)
    post_then_mark(worker)


class NewRows:
    """The sources that a worker has written since its last commit.

    Failures are written with the UIDs, by ``_advance``.
    """

    tables = ("imap_email_source",)

    def __init__(self, registry):
        with registry.cursor() as cr:
            self.last = self._highest(cr)

    def _highest(self, cr):
        return {table: self._highest_of(cr, table) for table in self.tables}

    def _highest_of(self, cr, table):
        query = "SELECT coalesce(max(id), 0) FROM %s"
        cr.execute(SQL(query, SQL.identifier(table)))
        return cr.fetchone()[0]

    def take(self, cr):
        """Delete them; their rows as JSON by table, in an order to give them back."""
        highest = self._highest(cr)
        links = self._delete(cr, LINKS, "source_id", self.last["imap_email_source"])
        taken = {
            table: self._delete(cr, table, "id", self.last[table])
            for table in self.tables
        }
        self.last = highest
        return taken | {LINKS: links} if taken["imap_email_source"] else taken

    def _delete(self, cr, table, column, last):
        query = """WITH gone AS (DELETE FROM %s WHERE %s > %s RETURNING *)
                   SELECT json_agg(gone)::text FROM gone"""
        names = map(SQL.identifier, (table, column))
        cr.execute(SQL(query, *names, last))
        return cr.fetchone()[0]

    def give_back(self, cr, taken):
        query = "INSERT INTO %s SELECT * FROM json_populate_recordset(NULL::%s, %s)"
        for table, rows in taken.items():
            if rows:
                name = SQL.identifier(table)
                cr.execute(SQL(query, name, name, rows))
