# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from .levels import CHOSEN, EVERYTHING, PRIVATE, SUBJECT, rank
from .record_fields import CONTACT


class ImapAccount(models.Model):
    """What a change of sharing opens or closes, in numbers and words."""

    _inherit = "imap.account"

    def _shared_rank(self):
        """What others see of the mailbox's mail now, as a rank."""
        self.ensure_one()
        return min(
            rank(self.sharing),
            rank(self.sharing_cap or "private"),
            rank(self.company_id._imap_cap()),
        )

    def _reach(self, with_chosen=False):
        """``(emails, contacts)``: how many follow the level of these mailboxes.

        :param with_chosen: also those that their owner has opened one by one
        """
        self.env["imap.email.source"].flush_model()
        self.env["mail.message"].flush_model()
        [counts] = self.env.execute_query(
            SQL(
                """SELECT count(DISTINCT source.email_id),
                    count(DISTINCT named.res_id) FILTER (WHERE named.model = %s)
                FROM imap_email_source source
                JOIN %s named ON named.source_id = source.id
                JOIN mail_message envelope
                ON envelope.imap_email_id = source.email_id
                AND envelope.model = named.model
                AND envelope.res_id = named.res_id
                WHERE source.account_id = ANY(%s) AND source.doomed IS NOT TRUE
                AND (source.choice IS NULL OR %s AND source.choice = %s) %s""",
                CONTACT,
                self.env["imap.email.source"]._named_sql(),
                self.ids,
                with_chosen,
                CHOSEN,
                self.env["imap.email.source"]._unprotected_sql(
                    self.env["res.partner"]._imap_protected_ids()
                ),
            )
        )
        return counts

    def _change_sentence(self, level):
        """What happens to the emails there are when the owner chooses this level."""
        before = self._shared_rank()
        after = min(rank(level), rank(self.company_id._imap_cap()))
        emails, contacts = self._reach(with_chosen=after > before)
        if before == after:
            return self.env._("Others see the same of your emails as before.")
        if not emails:
            return self.env._("There is no email yet. This is for those that come.")
        amount = self._amount(emails, contacts)
        if after > before:
            return self._opening_sentence(after, emails, amount)
        return self._closing_sentence(after, amount)

    def _opening_sentence(self, level, emails, amount):
        if level == EVERYTHING and emails == 1:
            return self.env._(
                "%s becomes readable by everyone who can open these contacts.", amount
            )
        if level == EVERYTHING:
            return self.env._(
                "%s become readable by everyone who can open these contacts.", amount
            )
        if level == SUBJECT:
            return self.env._(
                "Everyone who can open these contacts will see who wrote %s, when, and "
                "the subjects.",
                amount,
            )
        return self.env._(
            "Everyone who can open these contacts will see who wrote %s, and when.",
            amount,
        )

    def _closing_sentence(self, level, amount):
        if level == PRIVATE:
            return self.env._(
                "Colleagues no longer see anything of %s, at once. What stands in "
                "their own mailboxes stays theirs.",
                amount,
            )
        if level == SUBJECT:
            return self.env._(
                "Colleagues no longer see more than the subjects of %s, at once. What "
                "stands in their own mailboxes stays theirs.",
                amount,
            )
        return self.env._(
            "Colleagues no longer see more of %s than who wrote them and when, at "
            "once. What stands in their own mailboxes stays theirs.",
            amount,
        )

    def _amount(self, emails, contacts):
        """Such as "2,340 emails on 118 contacts", or on no contact: only the emails."""
        if emails and not contacts:
            return self._amount_of_emails(emails)
        return self.env._(
            "%(emails)s on %(contacts)s",
            emails=self._amount_of_emails(emails),
            contacts=self._amount_of_contacts(contacts),
        )

    def _amount_of_contacts(self, contacts):
        if contacts == 1:
            return self.env._("1 contact")
        return self.env._("%s contacts", formatLang(self.env, contacts, digits=0))

    def _amount_of_emails(self, emails):
        if emails == 1:
            return self.env._("1 email")
        return self.env._("%s emails", formatLang(self.env, emails, digits=0))
