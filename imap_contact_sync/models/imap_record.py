# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ImapRecord(models.AbstractModel):
    """What mail stands on: contacts, and what glue addons add.

    A glue addon inherits this in its model, gives it the methods that raise here, and
    names it in ``imap.email.source._record_fields``.
    """

    _name = "imap.record"
    _description = "Record That Mail Stands On"

    @api.model
    def _imap_records_by_email(self, emails, contacts, company):
        """The records on which later mail of these addresses is to stand. Not of
        contacts, which have ``_contacts_by_email``.

        :param emails: normalised addresses
        :param contacts: ids of contacts by address, of those that have any
        :param company: records of this company or of none
        :return: lists of ``engine.records.Dated`` by address
        """
        raise NotImplementedError

    @api.model
    def _named_by(self, pattern):
        """The records that an entry of the never-log list names, closed ones too.

        :param pattern: as ``engine.patterns.read_pattern`` gives it
        """
        raise NotImplementedError

    def _imap_addresses(self):
        """The normalised addresses by which mail is this record's."""
        raise NotImplementedError

    def _imap_contact(self):
        """The contact that a record is about, if the user may read it."""
        raise NotImplementedError

    def _imap_written_to(self):
        """The normalised addresses that who sees no recipients answers, see
        ``imap_reply``."""
        raise NotImplementedError

    def imap_mailbox_owners(self):
        """In whose mailboxes the emails of this record are, as their marks tell.

        :return: ``{"id", "name"}`` of each user: oneself first, the others by name
        :raises AccessError: the user may not read the record
        """
        self.ensure_one()
        self.check_access("read")
        messages = self.env["mail.message"]
        owners = messages._imap_owners(messages._imap_views_on(self))
        # sudo: the marks have their names
        users = self.env["res.users"].sudo().browse(owners).sorted("name")
        users = users.sorted(lambda user: user.id != self.env.uid)
        return [{"id": user.id, "name": user.name} for user in users]
