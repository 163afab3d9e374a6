# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..engine.choices import treated
from ..engine.cursor import UidSet
from ..engine.errors import FolderUnavailable
from ..engine.kind import KIND_FIELDS, is_automatic, kind_of
from ..engine.matching import Match


class ImapSync(models.AbstractModel):
    """What becomes of newsletters and other bulk and automatic mail.

    The fields that tell the kind are asked for of matches only. Nine of ten messages
    of a mailbox concern no contact, and with a third of newsletters these fields are
    longer than all the others: 385 octets beside 342 of each message. So they cost a
    round trip for a window that has matches, and 49 octets.
    """

    _inherit = "imap.sync"

    def _treated(self, folder, visit, verdicts, again=()):
        """Verdicts as the company has chosen for each kind of mail.

        :param again: UIDs to be judged again: what is kept already stays
        :return: verdicts, and pairs of UID and error of what could not be read
        """
        treatments = folder.account_id.company_id._imap_treatments()
        asked = UidSet.of(each.uid for each in verdicts if isinstance(each, Match))
        if again:
            asked -= UidSet.of(folder._kept_sources(again).mapped("uid"))
        if not asked:
            return verdicts, []
        fetched = visit.session.header_fields(asked, KIND_FIELDS)
        kinds = {each.uid: kind_of(each.content) for each in fetched.found}
        automatic = {each.uid for each in fetched.found if is_automatic(each.content)}
        wanted = folder._wanted_new(asked)
        error = FolderUnavailable("fetch_refused")
        return [
            treated(each, kinds, treatments, wanted, automatic)
            for each in verdicts
            if each.uid not in fetched.refused
        ], [(uid, error) for uid in fetched.refused]

    def _kind_values(self, match):
        """Of a new copy: it is its owner's only, for its kind."""
        if not match.private_kind:
            return {}
        return {"choice": "private", "private_kind": match.private_kind}
