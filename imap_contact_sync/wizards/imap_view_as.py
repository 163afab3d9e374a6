# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_list, html2plaintext

from ..models.levels import EVERYTHING, METADATA, PRIVATE, SUBJECT

NEWEST = 100
EXCERPT = 120  # letters


class ImapViewAs(models.TransientModel):
    """The emails of one's own mailboxes on a contact, as a colleague sees them."""

    _name = "imap.view.as"
    _description = "View Emails As"

    partner_id = fields.Many2one("res.partner", string="Contact", required=True)
    user_id = fields.Many2one(
        "res.users", string="As", domain="[('share', '=', False), ('id', '!=', uid)]"
    )
    summary = fields.Text(compute="_compute_lines")
    line_ids = fields.One2many(
        "imap.view.as.line", "view_id", compute="_compute_lines", string="Emails"
    )

    @api.depends("partner_id", "user_id")
    def _compute_lines(self):
        for view in self:
            view.line_ids = False
            view.summary = False
            if view.user_id and view.partner_id:
                seen = view._seen()
                view.summary = view._summary(seen)
                view.line_ids = [
                    Command.create(view._line(*each))
                    for each in list(seen.items())[:NEWEST]
                ]

    def _seen(self):
        """What the colleague sees of each email, by envelope, the newest first.

        Through copies in the user's own mailboxes only: what else the colleague may
        see is not the user's to know.

        :return: ``(rank, content id)`` by envelope
        """
        openness = self.env["imap.account"]._openness()
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "res.partner"),
                ("res_id", "=", self.partner_id._origin.id),
                ("imap_email_id", "!=", False),
            ],
            order="date desc, id desc",
        )
        own = messages._imap_views(openness.within(openness.own))
        colleague = self.user_id._origin
        theirs = self.env["imap.account"]._openness_of(colleague)
        views = (
            messages.with_user(colleague)
            .sudo(False)
            ._imap_views(theirs.within(openness.own))
        )
        best = {view.id: found.best for view, found in views.items()}
        return {
            message: (best[message.id].rank, best[message.id].content)
            if message.id in best
            else (PRIVATE, None)
            for message in messages
            if message in own
        }

    def _line(self, message, seen):
        level, content_id = seen
        # sudo: the copy that the colleague sees is one of the user's own
        content = self.env["imap.email.content"].sudo().browse(content_id)
        return {
            "date": message.date,
            "sender": message.author_id.name or message.email_from,
            "level": str(level),
            "subject": content.subject if level >= SUBJECT else False,
            "excerpt": " ".join(html2plaintext(content.body or "").split())[:EXCERPT]
            if level == EVERYTHING
            else False,
        }

    def _summary(self, seen):
        counts = Counter(level for level, _content in seen.values())
        names = {"user": self.user_id.name, "contact": self.partner_id.name}
        if not seen:
            return self.env._(
                "No email of your mailboxes stands on %(contact)s.", **names
            )
        if len(seen) == counts[PRIVATE]:
            return self.env._(
                "%(user)s sees none of your emails on %(contact)s.", **names
            )
        return self.env._(
            "Of your %(all)s emails on %(contact)s, %(user)s %(parts)s.",
            all=len(seen),
            parts=format_list(self.env, self._summary_parts(counts)),
            **names,
        )

    def _summary_parts(self, counts):
        parts = {
            EVERYTHING: self.env._("reads %s", counts[EVERYTHING]),
            SUBJECT: self.env._("sees the subject of %s", counts[SUBJECT]),
            METADATA: self.env._("sees who and when of %s", counts[METADATA]),
            PRIVATE: self.env._("sees nothing of %s", counts[PRIVATE]),
        }
        return [part for level, part in parts.items() if counts[level]]


class ImapViewAsLine(models.TransientModel):
    """One email as a colleague sees it. Never stored."""

    _name = "imap.view.as.line"
    _description = "Email As a Colleague Sees It"

    view_id = fields.Many2one("imap.view.as", ondelete="cascade")
    date = fields.Datetime()
    sender = fields.Char(string="From")
    level = fields.Selection(
        [
            ("0", "Nothing"),
            ("1", "Who and when"),
            ("2", "Subject"),
            ("3", "Everything"),
        ],
        string="Sees",
    )
    subject = fields.Char()
    excerpt = fields.Char(string="Text")
