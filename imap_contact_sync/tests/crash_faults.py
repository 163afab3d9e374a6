# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Three wrong ways to write the product, which the crash tests have to notice.

They exist in a worker's process only. The checkpoint ``TORN`` lies between the two
commits that should have been one, whenever mail lies between them.
"""

import os

from odoo import sql_db

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
    """Emails are committed before their sources and before the folder's UIDs.

    The keys of emails heal this: the copy is met again, its email is found by the
    key, its content by the digest, and nothing but the source is new.
    """
    folder_class = worker.registry["imap.folder"]
    advance, commit = folder_class._advance, sql_db.Cursor.commit
    late = []
    sources = NewSources(worker.registry)

    def advance_later(self, *words):
        late.append((self, words))

    def commit_and_advance(cr):
        mine = [each for each in late if each[0].env.cr is cr]
        late[:] = [each for each in late if each not in mine]
        for folder, _words in mine[:1]:
            folder.env.flush_all()
        taken = sources.take(cr) if mine else None
        commit(cr)
        if taken:
            worker.checkpoint(TORN)
            sources.give_back(cr, taken)
        for folder, words in mine:
            advance(folder, *words)
        if mine:
            commit(cr)

    folder_class._advance = advance_later
    sql_db.Cursor.commit = commit_and_advance


def post_then_mark_without_key(worker):
    """The same, and after a crash no email is known again by its key."""
    key = Envelope.__dict__["key"]
    salt = str(os.getpid())
    Envelope.key = property(lambda self: key.__get__(self, Envelope) + salt)
    post_then_mark(worker)


class NewSources:
    """The sources that a worker has written since its last commit."""

    def __init__(self, registry):
        with registry.cursor() as cr:
            self.last = self._highest(cr)

    def _highest(self, cr):
        cr.execute("SELECT coalesce(max(id), 0) FROM imap_email_source")
        return cr.fetchone()[0]

    def take(self, cr):
        """Delete them; their rows as JSON, and those of their contacts."""
        highest = self._highest(cr)
        links = self._delete(cr, LINKS, "source_id")
        rows = self._delete(cr, "imap_email_source", "id")
        self.last = highest
        return rows and [("imap_email_source", rows), (LINKS, links)]

    def _delete(self, cr, table, column):
        cr.execute(
            f"""WITH gone AS (DELETE FROM {table} WHERE {column} > %s RETURNING *)
                SELECT json_agg(gone)::text FROM gone""",
            [self.last],
        )
        return cr.fetchone()[0]

    def give_back(self, cr, taken):
        for table, rows in taken:
            cr.execute(
                f"""INSERT INTO {table}
                    SELECT * FROM json_populate_recordset(NULL::{table}, %s)""",
                [rows],
            )
