# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase

from odoo.addons.imap_contact_sync.engine.cursor import UidSet


class TestUidSet(BaseCase):
    def test_text_round_trip(self):
        self.assertEqual(str(UidSet.parse("1:4,7")), "1:4,7")
