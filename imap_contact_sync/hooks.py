# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
FILES = 1000  # at a time


def post_init_hook(env):
    """Contacts that are there already may have several addresses in one field."""
    env["res.partner"]._derive_all_emails()


def uninstall_hook(env):
    """Leave nothing of the synced mail behind, whatever else goes wrong.

    Odoo would remove all of it, too, but record by record, and goes on when it
    cannot: if another addon forbids to delete messages, the envelopes would stay,
    and without us everybody reads them.
    """
    env.flush_all()
    env.cr.execute("UPDATE imap_account SET secret = NULL")
    env.cr.execute("DELETE FROM mail_message WHERE imap_email_id IS NOT NULL")
    domain = [("res_model", "=", "imap.email.content"), ("id", "!=", False)]
    files = env["ir.attachment"]
    while found := files.search(domain, limit=FILES):
        found.unlink()
    env.cr.execute("DELETE FROM imap_email")  # with its contents and sources
    # Without an XML id Odoo would keep them, also that the passwords had a key.
    env["ir.config_parameter"].search(
        [("key", "=like", "imap_contact_sync.%")]
    ).unlink()
    env.invalidate_all()
