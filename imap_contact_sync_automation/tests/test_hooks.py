# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ..hooks import uninstall_hook
from .common import RuleCase


class TestUninstall(RuleCase):
    def test_rules_for_mailboxes_do_not_run_for_other_messages(self):
        mailbox, both, odoo = (
            self.new_rule(imap_messages=kind) for kind in ("mailbox", "both", "odoo")
        )
        uninstall_hook(self.env)
        self.assertEqual(
            [each.active for each in (mailbox, both, odoo)], [False, True, True]
        )
