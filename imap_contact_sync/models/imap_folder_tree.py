# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

LEVELS = " / "  # between the levels of a name: ``engine.folders.display_name``


class ImapFolder(models.Model):
    """How folders look in a list: each below the one that it is in."""

    _inherit = "imap.folder"

    depth = fields.Integer(
        compute="_compute_tree", help="In how many folders of the list it is."
    )
    short_name = fields.Char(
        compute="_compute_tree", help="Its name in the folder that it is in."
    )

    @api.depends("name", "role", "account_id.folder_ids.name")
    def _compute_tree(self):
        # Those with a role stand at the top, whatever they are in.
        parents = {
            (folder.account_id, folder.name)
            for folder in self.account_id.folder_ids
            if folder.role == "other"
        }
        for folder in self:
            *above, name = folder.name.split(LEVELS)
            if folder.role != "other":
                folder.depth, folder.short_name = 0, name if above else folder.name
                continue
            paths = (LEVELS.join(above[:count]) for count in range(1, len(above) + 1))
            listed = [each for each in paths if (folder.account_id, each) in parents]
            folder.depth = len(listed)
            start = len(listed[-1] + LEVELS) if listed else 0
            folder.short_name = folder.name[start:]


class ImapAccount(models.Model):
    """The choice of folders."""

    _inherit = "imap.account"

    usual_folder_ids = fields.One2many(
        "imap.folder",
        "account_id",
        domain=[("role", "not in", ["drafts", "junk", "trash"])],
        string="Folders",
    )
    rare_folder_ids = fields.One2many(
        "imap.folder",
        "account_id",
        domain=[("role", "in", ["drafts", "junk", "trash"])],
        string="Drafts, Junk and Trash",
    )
    show_all_folders = fields.Boolean(store=False)
    offers_all_mail = fields.Boolean(
        compute="_compute_offers_all_mail",
        help="There is a folder with all mail, and it is not the only one ticked.",
    )

    @api.depends("folder_ids.selected", "folder_ids.selectable", "folder_ids.gone")
    def _compute_offers_all_mail(self):
        for account in self:
            folder = account._all_mail()
            ticked = account.folder_ids.filtered("selected")
            account.offers_all_mail = bool(folder) and folder != ticked

    def _all_mail(self):
        return self.folder_ids.filtered(
            lambda folder: (
                folder.role == "all" and folder.selectable and not folder.gone
            )
        )[:1]

    def action_all_mail_only(self):
        """Tick the folder with all mail, and no other; what was kept stays."""
        self.ensure_one()
        self._check_is_owner()
        folder = self._all_mail()
        commands = [(1, each.id, {"selected": each == folder})
                    for each in self.folder_ids]  # fmt: skip
        self.write({"folder_ids": commands})
