# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError

from odoo.addons.imap_contact_sync.models.imap_sync import NoLongerConnected

from ..engine.cursor import UidSet
from .common import ImapSyncCase
from .disconnecting import Disconnecting
from .mail_server import mail


class TestUntick(Disconnecting, ImapSyncCase):
    """A folder is ticked no longer: its mail stays, or goes."""

    def setUp(self):
        super().setUp()
        lena, login = self.lena.email, self.anna.login
        both = mail(lena, login, "In both")
        self.server.deliver(login, both, mail(lena, login, "In the inbox"))
        self.server.deliver(login, both, mail(lena, login, "In Work"), folder="Work")
        self.account = self.connected(self.anna)
        self.work = self.folder(self.account, "Work")
        self.work.selected = True
        self.sync(self.account)
        self.everything = {"In both", "In the inbox", "In Work"}
        self.assertEqual(self.left(), self.everything)

    def left(self):
        return set(self.subjects(self.lena))

    def untick(self):
        self.work.with_user(self.anna).selected = False

    def test_what_is_kept_stays_where_it_is(self):
        self.untick()
        self.sync(self.account)
        self.assertEqual(self.left(), self.everything)

    def test_what_is_removed_is_hidden_at_once_and_deleted_later(self):
        self.untick()
        self.work.with_user(self.anna).action_remove_mail()
        shown = self.chatter(self.lena, self.anna)
        subjects = {each.get("subject") for each in shown} & self.everything
        self.assertEqual(subjects, {"In both", "In the inbox"})
        self.run_erase()
        self.assertEqual(self.left(), {"In both", "In the inbox"})
        self.assertEqual(self.work.kept_count, 0)

    def test_ticked_again_it_comes_back(self):
        self.untick()
        self.work.with_user(self.anna).action_remove_mail()
        self.run_erase()
        self.work.with_user(self.anna).selected = True
        self.sync(self.account)
        self.assertEqual(self.left(), self.everything)

    def test_a_colleagues_copy_stays(self):
        letter = mail(self.lena.email, f"{self.anna.login}, {self.ben.login}", "Shared")
        self.server.deliver(self.anna.login, letter, folder="Work")
        self.server.deliver(self.ben.login, letter)
        self.sync(self.account, self.connected(self.ben))
        self.untick()
        self.work.with_user(self.anna).action_remove_mail()
        self.run_erase()
        self.assertIn("Shared", self.left())

    def test_of_a_ticked_folder_nothing_is_removed(self):
        self.work.with_user(self.anna).action_remove_mail()
        self.run_erase()
        self.assertEqual(self.left(), self.everything)

    def test_the_owner_alone(self):
        self.untick()
        with self.assertRaises(AccessError):
            self.work.with_user(self.ben).action_remove_mail()
        self.assertFalse(self.sources(self.account).filtered("doomed"))

    def test_a_run_that_is_in_it_right_now_writes_nothing_more(self):
        self.untick()
        with self.assertRaises(NoLongerConnected):
            self.work.sudo()._advance(UidSet.of([1]), skipped={})
