# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.cursor import Cursor
from ..engine.errors import FolderUnavailable
from ..engine.matching import OLDER
from .unsigned import Unsigned32

ROLES = [
    ("inbox", "Inbox"),
    ("sent", "Sent"),
    ("all", "All Mail"),
    ("archive", "Archive"),
    ("drafts", "Drafts"),
    ("junk", "Junk"),
    ("trash", "Trash"),
    ("other", "Other"),
]
PROPOSED_ROLES = {"inbox", "sent"}
RENUMBERINGS = 5  # a day


class ImapFolder(models.Model):
    """One folder on the server, and where its scan is."""

    _name = "imap.folder"
    _description = "Mailbox Folder"
    _order = "account_id, sequence, name, id"

    account_id = fields.Many2one(
        "imap.account", required=True, index=True, ondelete="cascade", readonly=True
    )
    path = fields.Char(
        required=True,
        readonly=True,
        help="The server's name of the folder: raw bytes, one character each.",
    )
    name = fields.Char(string="Folder", required=True, readonly=True)
    role = fields.Selection(ROLES, required=True, readonly=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    selectable = fields.Boolean(readonly=True)
    selected = fields.Boolean(string="Synchronise")
    gone = fields.Boolean(
        readonly=True, help="The folder was not on the server at the last look."
    )
    server_count = fields.Integer(string="On the Server", readonly=True)
    uidvalidity = Unsigned32(readonly=True)
    low_uid = Unsigned32(readonly=True)
    high_uid = Unsigned32(readonly=True)
    floor_uid = Unsigned32(readonly=True)
    floor_date = fields.Date(readonly=True)
    preview_uid = Unsigned32(readonly=True)  # the lowest that a preview has counted
    renumbered_date = fields.Datetime(readonly=True)
    renumbered_count = fields.Integer(
        readonly=True, help="How often within a day of the first time."
    )
    error_message = fields.Text(readonly=True)

    _path_unique = models.Constraint(
        "UNIQUE(account_id, path)", "A mailbox has each folder once."
    )

    @api.depends("role")
    def _compute_sequence(self):
        order = [role for role, _label in ROLES]
        for folder in self:
            folder.sequence = order.index(folder.role) if folder.role else len(order)

    def write(self, vals):
        """People tick folders; everything else is the run's to write."""
        if not self.env.su and vals.keys() - {"selected"}:
            raise AccessError(
                self.env._("Only the choice of folders to synchronise can be edited.")
            )
        result = super().write(vals)
        if "selected" in vals:
            self.account_id._preview_changed()
        return result

    def _raw_path(self):
        return self.path.encode("latin-1")

    def _update_listed(self, account, listed):
        """Bring the records in line with what the server lists.

        A new folder is ticked when it is the inbox or the sent folder and nothing
        has been ticked yet. One that has vanished is marked, and keeps its mail.

        :param listed: folder and status by path, from ``MailboxSession.folders``
        :return: whether anything was written
        """
        known = {folder._raw_path(): folder for folder in self}
        first_time = not self
        self.create(
            [
                self._values_of(folder, status)
                | {
                    "account_id": account.id,
                    "path": path.decode("latin-1"),
                    "selected": first_time and folder.role in PROPOSED_ROLES,
                }
                for path, (folder, status) in listed.items()
                if path not in known
            ]
        )
        written = listed.keys() != known.keys()
        for path, folder in known.items():
            gone = {"gone": True}
            values = self._values_of(*listed[path]) if path in listed else gone
            written |= folder._write_changed(values)
        return written

    @api.model
    def _values_of(self, folder, status):
        values = {
            "name": folder.name,
            "role": folder.role,
            "selectable": folder.selectable,
            "gone": False,
        }
        if status and status.messages is not None:
            values["server_count"] = status.messages
        return values

    def _write_changed(self, values):
        """Write only what differs, so that a poll without news writes nothing.

        :return: whether anything did
        """
        self.ensure_one()
        changed = {name: value for name, value in values.items() if self[name] != value}
        if changed:
            self.write(changed)
        return bool(changed)

    def _is_up_to_date(self, status):
        """Whether STATUS proves that there is nothing to read (invariant I12)."""
        cursor = self._cursor()
        return (
            cursor is not None
            and status is not None
            and (status.uidvalidity or 0) == self.uidvalidity
            and status.uidnext == cursor.high + 1
            and not cursor.next_window(status.uidnext)
            and self.floor_date == self.account_id.sync_since
            and not self._is_again_due()
        )

    def _failures_due(self):
        return self.failure_ids.filtered_domain(self.failure_ids._due_domain())

    def _cursor(self):
        """Where the scan is; ``None`` when it has not begun."""
        if not self.high_uid and not self.low_uid:
            return None
        return Cursor(low=self.low_uid, high=self.high_uid, floor=self.floor_uid)

    def _start_over(self):
        """The mailbox is another one now: nothing of it has been scanned."""
        for folder in self:
            folder.write({"low_uid": 0, "high_uid": 0, "renumbered_count": 0})
            folder._forget_scan(0)

    def _trouble(self):
        """A sentence about the first ticked folder that could not be read."""
        for folder in self.filtered("selected"):
            if folder.gone:
                folder._record_outcome(FolderUnavailable("folder_gone"))
            if folder.error_message:
                return f"{folder.name}: {folder.error_message}"
        return False

    def _to_scan(self):
        return self.filtered(lambda folder: folder.selected and folder._is_readable())

    def _set_start(self, since, cursor):
        """Scan from the newest message down to the mailbox's start date.

        What has been scanned stays so, but for messages that were too old.
        """
        self.write(
            {
                "floor_date": since,
                "floor_uid": cursor.floor,
                "low_uid": cursor.low,
                "high_uid": cursor.high,
            }
        )
        self._reconsider(OLDER)

    def _count_renumbering(self):
        """Some servers renumber all the time, and each time all headers are read.

        :raises FolderUnavailable: ``renumbers``, from the sixth time of a day on
        """
        now = fields.Datetime.now()
        first = self.renumbered_date
        if not first or now - first > timedelta(days=1):
            self.write({"renumbered_date": now, "renumbered_count": 1})
        elif self.renumbered_count >= RENUMBERINGS:
            raise FolderUnavailable("renumbers")
        else:
            self.renumbered_count += 1

    def _record_outcome(self, error):
        """What keeps this folder from being read, for its owner; nothing if all is
        well."""
        sentence = False
        if error:
            sentence = self.account_id._run()._sentence(error)
        self._write_changed({"error_message": sentence})
