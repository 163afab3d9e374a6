# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import models
from odoo.tools import format_date, format_datetime, format_list

from ..engine.matching import EXPUNGED, IN_ODOO, OLDER, REMOVED
from .record_fields import CONTACT

SHOWN_ADDRESSES = 3


class Reason(NamedTuple):
    """Why a message is, or is not, on a contact.

    ``keepable``: its owner may have it kept all the same. ``contacts``: ids and names
    of those on which it stands. ``new_contact``: an address that no contact has.
    """

    kind: str
    sentence: str
    keepable: bool = False
    contacts: tuple = ()
    new_contact: str = ""


class ImapAccount(models.Model):
    """Why a message is, or is not, on a contact: the sentences for its owner."""

    _inherit = "imap.account"

    def _kept_reason(self, copy):
        """On which contacts it stands, as far as the user may open them."""
        if copy.doomed:
            sentence = self.env._("It was removed and is being deleted.")
            return Reason("removed", sentence)
        messages = self.env["mail.message"].search(
            [("imap_email_id", "=", copy.email_id.id)]
        )
        records = messages._imap_records()
        contacts = records.get(CONTACT, self.env[CONTACT])
        names = self._names([each for found in records.values() for each in found])
        if not names:
            sentence = self.env._("It stands on a contact that you cannot open.")
        elif any(contacts.mapped("imap_protected")):
            sentence = self.env._(
                "It stands on %s. Only you see it there: with this contact all "
                "correspondence is private.",
                names,
            )
        else:
            sentence = self.env._("It stands on %s.", names)
        pairs = tuple([each.id, shown_name(each)] for each in contacts)
        return Reason("kept", sentence + self._withheld_words(copy), contacts=pairs)

    def _names(self, contacts):
        return format_list(self.env, [shown_name(each) for each in contacts])

    def _withheld_words(self, copy):
        taken_off = copy.withheld_ids - copy.partner_ids
        contacts = taken_off.sudo(False)._filtered_access("read")
        if not contacts:
            return ""
        return " " + self.env._(
            "Not on %s: you removed it there, a never-log entry names this contact, "
            "or Odoo has it there already.",
            self._names(contacts),
        )

    def _never_log_sentence(self, entries):
        patterns = format_list(self.env, entries.mapped("pattern"))
        if all(entry.company_id for entry in entries):
            return self.env._(
                "The company's never-log entry %s keeps it off contacts. A manager of "
                "email sharing can change that.",
                patterns,
            )
        return self.env._(
            "Your never-log entry %s keeps it off contacts. Delete it from your "
            "Never-Log List if you want such emails.",
            format_list(
                self.env,
                entries.filtered(lambda entry: entry.user_id).mapped("pattern"),
            ),
        )

    def _internal_sentence(self, own):
        if own:
            return self.env._("Only your own addresses are in it, and no contact's.")
        return self.env._(
            "Only colleagues are in it. Emails between colleagues stand on no contact, "
            "unless an administrator changes that in Settings."
        )

    def _no_contact_reason(self, emails):
        if not emails:
            return Reason("no_contact", self.env._("There is no address in it."))
        shown = format_list(self.env, emails[:SHOWN_ADDRESSES], "or")
        if len(emails) > SHOWN_ADDRESSES:
            shown = self.env._(
                "any of %(count)s addresses, such as %(emails)s",
                count=len(emails),
                emails=shown,
            )
        if not self.env["res.partner"].has_access("create"):
            sentence = self.env._(
                "No contact has %s. Ask a colleague who may create contacts.", shown
            )
            return Reason("no_contact", sentence)
        sentence = self.env._(
            "No contact has %s. Create one, then look again and keep the email.", shown
        )
        return Reason("no_contact", sentence, new_contact=emails[0])

    def _failed_reason(self, failure):
        if failure.next_attempt_date:
            sentence = self.env._(
                "It could not be kept: %(reason)s It is tried again on %(moment)s.",
                reason=failure.reason,
                moment=format_datetime(self.env, failure.next_attempt_date),
            )
        else:
            sentence = self.env._(
                "It could not be kept: %s It is not tried again by itself.",
                failure.reason,
            )
        return Reason("failed", sentence, keepable=True)

    def _removed_reason(self, match):
        contacts = self.env["res.partner"].browse(match.contacts)
        names = self._names(contacts._filtered_access("read"))
        sentence = self.env._("You removed it from its contact.")
        if names:
            sentence = self.env._("You removed it from %s.", names)
        sentence += " " + self.env._(
            "If you had removed the conversation, its later emails come again, too, "
            "when you keep it."
        )
        return Reason(REMOVED, sentence, keepable=True)

    def _unticked_reason(self, folder):
        if folder.role in ("drafts", "junk", "trash"):
            sentence = self.env._(
                "It is in %s, a folder that usually is not synchronised.", folder.name
            )
        else:
            sentence = self.env._("The folder %s is not ticked.", folder.name)
        return Reason("unticked", sentence, keepable=True)

    def _older_reason(self):
        sentence = self.env._(
            "It is older than the start date of the mailbox, %s.",
            format_date(self.env, self.sync_since),
        )
        return Reason(OLDER, sentence, keepable=True)

    def _obstacle_to_keeping(self):
        """What is to be done first, before a single email can be kept."""
        if self.state != "connected":
            return self.env._(
                "The mailbox is paused: press Resume on it, then it can be kept."
            )
        if not self.confirmed_date:
            return self.env._(
                "The import has not begun: start it on the mailbox, then it can be "
                "kept."
            )
        return ""

    def _unreadable_reason(self, folder):
        sentence = self.env._(
            "The folder %(folder)s cannot be read: %(trouble)s",
            folder=folder.name,
            trouble=folder.error_message,
        )
        return Reason("waiting", sentence, keepable=True)

    def _late_reason(self, before):
        """
        :param before: why it was skipped, which holds no more
        """
        if EXPUNGED in before:
            sentence = self.env._("The mail server did not give it when it was read.")
        elif IN_ODOO in before:
            sentence = self.env._(
                "When it was read, Odoo had it already: it was a message on its "
                "contact."
            )
        else:
            sentence = self.env._(
                "When it was read, none of its addresses was a contact's."
            )
        return Reason("late", sentence, keepable=True)

    def _waiting_reason(self, is_wanted=False):
        moment = self._run().next_sync_date
        if self._obstacle_to_keeping() or not moment:
            sentence = self.env._("It has not been read yet.")
        else:
            sentence = self.env._(
                "It has not been read yet. The next synchronisation is on %s.",
                format_datetime(self.env, moment),
            )
        return Reason("waiting", sentence, keepable=not is_wanted)


def shown_name(contact):
    """Without the company's, which a list of contacts would take for another one."""
    return contact.name or contact.display_name
