# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from .levels import CHOSEN, EVERYTHING, LEVELS, METADATA, PRIVATE, SUBJECT

CHOICES = {"private": "private", "mailbox": False, "everything": CHOSEN}


class View(NamedTuple):
    """What a user sees of an email on a contact, and through whose mailbox.

    ``own`` is his own copy, if he has one; ``best`` the one that he reads; ``public``
    the one that is the most open to whoever can open the contact.
    """

    copies: list
    own: object
    best: object
    public: object

    @classmethod
    def of(cls, copies):
        return cls(
            copies=copies,
            own=next((copy for copy in copies if copy.mine), None),
            best=max(copies, key=lambda copy: (copy.mine, copy.rank)),
            public=max(copies, key=lambda copy: (copy.public, copy.mine)),
        )


class MailMessage(models.Model):
    """Who shares a synced email, how, and the owner's choice about it."""

    _inherit = "mail.message"

    def _imap_views(self, openness=None):
        """``View`` by envelope; one that the user may not see is missing.

        :param openness: another one than the current user's
        """
        accounts = self.env["imap.account"]
        copies = self.env["imap.email.source"]._copies_of(
            self,
            openness or accounts._openness(),
            accounts._openness_of_everybody(),
        )
        by_envelope = {}
        for copy in copies:
            by_envelope.setdefault(self.browse(copy.envelope), []).append(copy)
        return {envelope: View.of(group) for envelope, group in by_envelope.items()}

    @api.model
    def _imap_best(self, views):
        """``(content, copy)`` by envelope, as superuser: what each view shows.

        :param views: ``View`` by envelope, of the user who asks
        """
        # sudo: what of these contents and copies he sees has been decided in SQL
        contents = self.env["imap.email.content"].sudo()
        contents = contents.browse({view.best.content for view in views.values()})
        contents = {content.id: content for content in contents}
        copies = self.env["imap.email.source"].sudo()
        copies = copies.browse({view.best.source for view in views.values()})
        copies.fetch(["content_id", "claim", "email_from"])
        copies = {copy.id: copy for copy in copies}
        return {
            envelope: (contents[view.best.content], copies[view.best.source])
            for envelope, view in views.items()
        }

    @api.model
    def _imap_sharing_values(self, view):
        """What the web client shows of it, for the user who asks."""
        return {
            "level": LEVELS[view.best.rank],
            "mine": bool(view.own),
            "chooses": bool(view.own) and self._imap_may_choose(view.own),
            "choice": view.own.choice or False if view.own else False,
            "restricted": view.public.public < EVERYTHING,
            "mark": self._imap_mark(view),
            "title": self._imap_mark_title(view),
        }

    @api.model
    def _imap_may_choose(self, own):
        return bool(self.env["imap.account"]._sharing_of(own.account).is_free)

    @api.model
    def _imap_mark(self, view):
        """Who shares the email and how, in a few words."""
        if view.own and view.public.public == PRIVATE:
            if self._imap_readers(view):
                return self.env._("Only you and your readers")
            return self.env._("Only you")
        copy, level = self._imap_named(view)
        owner = self._imap_owner_name(copy)
        if level == METADATA:
            return self.env._("Shared by %s: who and when", owner)
        if level == SUBJECT:
            return self.env._("Shared by %s: subject only", owner)
        return self.env._("Shared by %s", owner)

    @api.model
    def _imap_named(self, view):
        """The copy whose owner the mark names, and the rank that stands beside it."""
        if view.own and view.public.public == PRIVATE:
            return view.own, view.own.rank
        # The name stands beside the content that is shown (ID-8).
        same = view.public.content == view.best.content
        if view.own or (same and view.public.public >= view.best.rank):
            return view.public, view.public.public
        return view.best, view.best.rank

    @api.model
    def _imap_readers(self, view):
        """Who reads the user's own copy as a reader of his mailbox."""
        sharing = self.env["imap.account"]._sharing_of(view.own.account)
        hidden = view.own.choice == "private" or view.own.guarded
        ids = sharing.readers if sharing.cap == EVERYTHING and not hidden else ()
        # sudo: the readers of one's own mailbox are known to its owner
        return self.env["res.users"].sudo().browse(ids)

    @api.model
    def _imap_owner_name(self, copy):
        if copy.mine:
            return self.env._("you")
        return self.env["imap.account"]._sharing_of(copy.account).owner_name

    @api.model
    def _imap_mark_title(self, view):
        """A sentence about who else sees the email."""
        readers = view.own and self._imap_readers(view)
        if readers and view.public.public < EVERYTHING:
            return self.env._(
                "You and the readers of your mailbox see all of it: %s.",
                ", ".join(readers.mapped("name")),
            )
        if view.public.public:
            return self._imap_public_sentence(view.public.public)
        if view.own and view.own.guarded:
            return self.env._("Private correspondence: nobody else sees this email.")
        if view.own:
            return self._imap_own_sentence(view.own)
        return self.env._("It was shared with you as a reader of the mailbox.")

    @api.model
    def _imap_public_sentence(self, level):
        if level == EVERYTHING:
            return self.env._("Everybody who can open this page reads this email.")
        if level == SUBJECT:
            return self.env._(
                "Everybody who can open this page sees the subject, not the text."
            )
        return self.env._(
            "Everybody who can open this page sees who wrote it and when."
        )

    def imap_share(self, choice, conversation=False):
        """The owner's choice for this email, in all his mailboxes that have it.

        :param choice: ``private``, ``mailbox`` (as the mailbox shares) or
            ``everything``
        :param conversation: for all emails of the conversation on this contact, and
            later ones; on other contacts nothing is opened that is not looked at
        :return: ``{"notice": sentence or False}``: why the choice does not have the
            effect that its name promises
        :raises AccessError: the user has no copy of it
        """
        if choice not in CHOICES:
            raise ValidationError(self.env._("Choose who reads this email."))
        sources = self._imap_own_sources()
        self._check_may_choose(sources)
        if conversation:
            sources = self._imap_own_conversation(sources)
        sources.write(
            {
                "choice": CHOICES[choice],
                "choice_conversation": conversation and choice != "mailbox",
                "private_kind": False,
            }
        )
        return {"notice": self._imap_share_notice(choice)}

    def _imap_own_sources(self):
        """The copies of this email in the user's own mailboxes that name the record.

        :return: as superuser: the ledger has no rights of its own
        """
        self.ensure_one()
        self.check_access("read")
        openness = self.env["imap.account"]._openness()
        message = self.sudo()  # sudo: only the link from envelope to email is read
        sources = message.imap_email_id.source_ids.filtered(
            lambda source: source.account_id.id in openness.own and not source.doomed
        )._naming(self._imap_record())
        if not sources:
            raise AccessError(
                self.env._(
                    "This email is not from a mailbox of yours. Ask who shares it."
                )
            )
        return sources

    def _check_may_choose(self, sources):
        company = sources.account_id.company_id
        if not company.imap_sharing_choice:
            raise AccessError(
                self.env._(
                    "%s has decided what mailboxes share. Ask a manager of email "
                    "sharing if that has to change.",
                    company.name,
                )
            )

    def _imap_share_notice(self, choice):
        """Why a choice does not do what it says; ``False`` if it does."""
        view = self._imap_views()[self]
        public = view.public
        if choice == "private" and public.public and not public.mine:
            return self.env._(
                "Your copy is private now. The email stays visible through the copy "
                "of %s, who shares it.",
                self._imap_owner_name(public),
            )
        if choice == "everything" and public.public < EVERYTHING:
            return self._imap_limit_notice(view.own)
        return False

    def _imap_limit_notice(self, own):
        if own.guarded:
            return self.env._(
                "The email stays yours alone: one of its participants is marked as "
                "private correspondence."
            )
        return self.env._(
            "The company's policy keeps others from seeing all of it. If the policy "
            "has changed, choose again on the mailbox what others see."
        )
