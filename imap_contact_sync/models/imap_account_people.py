# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..engine.cursor import UidSet
from ..engine.errors import MailboxError
from ..engine.people import PEOPLE_FIELDS, People, company_domains
from .imap_account_where import SEARCH_SECONDS, SHORTEST_LOOK
from .res_company_new_contacts import NEVER, WRITTEN_TO
from .unlogged import unlogged
from .where_hit import Look

_logger = logging.getLogger(__name__)

MOST_HEADERS = 3_000  # of a folder, the newest
HEADERS_AT_ONCE = 500
MOST_PEOPLE = 200  # that are shown


class ImapAccount(models.Model):
    """People in the emails of a mailbox who are no contacts yet, for its owner.

    They are looked for when he asks for them, told and forgotten: who is in emails
    that are not kept gets into no table before he has ticked him (I2).
    """

    _inherit = "imap.account"

    may_create_contacts = fields.Boolean(compute="_compute_may_create_contacts")

    @api.depends("company_id.imap_new_contacts")
    def _compute_may_create_contacts(self):
        for account in self:
            account.may_create_contacts = account.company_id.imap_new_contacts != NEVER

    def imap_people(self):
        """Look for people who could become contacts.

        :return: ``people``, dictionaries of ``imap_create_contacts`` and more, those
            of most emails first, ``notes``, sentences about the search, and
            ``problem``, why nothing could be read, or empty
        :raises UserError: it is not allowed here, or not possible now
        """
        self.ensure_one()
        self._check_may_create_contacts()
        if not self._is_searchable():
            raise UserError(self._unsearchable_note())
        with unlogged():
            self._count_search()
            with self._nothing_written():
                people = People(self._own_addresses(), self.sync_since)
                look = self._look_for_people(people)
                told, more = self._unknown_people(people)
        if look.trouble and not look.read:
            return {"people": [], "notes": [], "problem": self._look_note(look)}
        notes = self._people_notes(look, more)
        return {"people": told, "notes": notes, "problem": ""}

    def _check_may_create_contacts(self):
        self._check_is_owner()
        if self.company_id.imap_new_contacts == NEVER:
            raise UserError(
                self.env._(
                    "In %s no contacts are created from emails. An administrator can "
                    "change that: Settings > Mailboxes.",
                    self.company_id.name,
                )
            )
        if not self.env["res.partner"].has_access("create"):
            raise UserError(
                self.env._(
                    "You may not create contacts. Ask an administrator for the right "
                    "to create contacts, or a colleague who has it."
                )
            )

    def _look_for_people(self, people):
        end = time.monotonic() + SEARCH_SECONDS
        folders = self._folders_with_people()
        look = Look(total=len(folders))
        try:
            with self._open_session__(SEARCH_SECONDS) as session:
                for number, folder in enumerate(folders):
                    left = end - time.monotonic()
                    if left < SHORTEST_LOOK:
                        break
                    until = time.monotonic() + left / (len(folders) - number)
                    self._read_people__(session, folder, people, look, until)
        except MailboxError as error:
            _logger.info("Mailbox %s: people: %s", self.id, error.reason)
            look.trouble = self._run()._sentence(error)
        return look

    def _folders_with_people(self):
        """The folder of sent mail first; of others those that are ticked."""
        # sudo: what is known of the user's own folders
        folders = self.sudo().folder_ids.filtered(
            lambda each: (
                each._is_readable() and each.role not in ("junk", "trash", "drafts")
            )
        )
        sent = folders.filtered(lambda each: each.role == "sent")
        ticked = folders.filtered("selected")
        only_sent = self.company_id.imap_new_contacts == WRITTEN_TO and sent
        if only_sent:
            return sent | ticked.filtered(lambda each: each.role == "all")
        return sent | ticked

    def _read_people__(self, session, folder, people, look, until):
        try:
            opened = session.open(folder._raw_path())
            since = session.first_uid_since(self.sync_since, opened.exists)
            uids = UidSet()
            if since:
                uids = session.uids(range(since, opened.uidnext), opened.exists)
            wanted = sorted(uids, reverse=True)
            look.more |= len(wanted) > MOST_HEADERS
            for start in range(0, min(len(wanted), MOST_HEADERS), HEADERS_AT_ONCE):
                if time.monotonic() > until - SHORTEST_LOOK / 2:
                    look.more = True
                    break
                some = UidSet.of(wanted[start : start + HEADERS_AT_ONCE])
                for header in session.header_fields(some, PEOPLE_FIELDS).found:
                    people.add(header, in_sent=folder.role == "sent")
        except MailboxError as error:
            if error.concerns_mailbox:
                raise
            look.refused.append(folder.name)
            return
        look.read += 1

    def _unknown_people(self, people):
        """Those who are no contacts, no colleagues and on no never-log list.

        :return: what the client gets, and whether there are more
        """
        written_to = self.company_id.imap_new_contacts == WRITTEN_TO
        found = people.found(answered=written_to)
        known = self._known_addresses({each.email for each in found})
        found = [each for each in found if each.email not in known]
        companies = self.env["res.partner"]._imap_companies(
            {each.email: company_domains(each.email) for each in found},
            self.company_id,
        )
        inside = self._inside(companies)
        found = [each for each in found if each.email not in inside]
        shown = found[:MOST_PEOPLE]
        return [
            {
                "email": each.email,
                "name": each.name,
                "sent": each.sent,
                "received": each.received,
                "last": format_date(self.env, each.last) if each.last else "",
                **self._told_company(each, companies),
            }
            for each in shown
        ], len(found) > len(shown)

    def _inside(self, companies):
        """The addresses whose company is one of Odoo's own."""
        ids = [each.id for each in companies.values()]
        # sudo: which companies are ours
        own = self.env["res.company"].sudo().search([("partner_id", "in", ids)])
        return {
            email for email, company in companies.items() if company in own.partner_id
        }

    def _told_company(self, person, companies):
        """The company that the domain is of, or the domain as the name of a new one."""
        company = companies.get(person.email)
        if company:
            return {"company_id": company.id, "company": company.display_name}
        return {
            "company_id": False,
            "company": next(iter(company_domains(person.email)), ""),
        }

    def _known_addresses(self, emails):
        """Whoever has one of these is not to be created."""
        # sudo: also contacts that the user may not read are there already
        book = self.sudo()._address_book(emails)
        return book.everybody.keys() | book.records.keys() | book.staff | book.listed

    def _people_notes(self, look, more):
        notes = [self._look_note(look)] if look.trouble or look.refused else []
        if look.more or look.read < look.total:
            notes.append(
                self.env._(
                    "Only the newest emails of each folder were looked into: %(most)s "
                    "at most, and those that could be read in %(seconds)s seconds.",
                    most=MOST_HEADERS,
                    seconds=SEARCH_SECONDS,
                )
            )
        if more:
            notes.append(
                self.env._(
                    "These are the %s with most emails. Create those you want, then "
                    "look again for the others.",
                    MOST_PEOPLE,
                )
            )
        return notes
