# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.errors import AdminMustAct, OwnerMustAct
from ..engine.secret import SecretBox, SecretUnreadable, sealed_by
from .server_keys import CREATED, create_key_file, created_path, key_source, new_key

_logger = logging.getLogger(__name__)

FINGERPRINT = "imap_contact_sync.key_fingerprint"
LOST = "imap_contact_sync.lost_keys"
BACKED_UP = "imap_contact_sync.key_backed_up"
NEUTRALIZED = "database.is_neutralized"


class ImapKey(models.AbstractModel):
    """This server's keys and this database: do they belong together?

    The database keeps the fingerprint of the key that its passwords are sealed with.
    A server that has another key refuses, and makes none: it may be the second host of
    the same database, or its key file was lost in a move and still is in a backup.
    """

    _name = "imap.key"
    _description = "Keys of Mailbox Passwords"

    @api.model
    def _seal__(self, place, secret):
        """A secret as text that is safe to store. The first one may make a key.

        :raises UserError: there is no key, or not the one of this database
        """
        try:
            self._check_not_neutralized()
            box = self._box() or self._box_of_new_key()
        except AdminMustAct as error:
            raise UserError(self._sentences()[error.reason]) from None
        if not self._parameter(FINGERPRINT):
            self._remember(FINGERPRINT, box.fingerprints[0])
        return box.seal(place, secret)

    @api.model
    def _open__(self, place, sealed):
        """The secret in clear.

        :raises AdminMustAct: ``no_key``, ``other_key``, ``key_missing``, ``bad_key``,
            ``neutralized``
        :raises OwnerMustAct: ``secret_unreadable``
        """
        self._check_not_neutralized()
        box = self._box()
        if not box:
            raise AdminMustAct("no_key")
        key = sealed_by(sealed)
        if key and key not in (*box.fingerprints, *self._lost()):
            raise AdminMustAct("key_missing")
        try:
            return box.open(place, sealed)
        except SecretUnreadable:
            raise OwnerMustAct("secret_unreadable") from None

    def _check_not_neutralized(self):
        # What somebody enters into a staging copy must not go to real servers either.
        if self._parameter(NEUTRALIZED) in ("true", "True", "1", "t"):
            raise AdminMustAct("neutralized")

    @api.model
    def _box(self):
        """The keys of this server; ``None`` if it has none and may make one.

        :raises AdminMustAct: ``bad_key``, ``no_key``, ``other_key``
        """
        known = self._parameter(FINGERPRINT)
        source = key_source()
        if not source:
            if known:
                raise AdminMustAct("no_key")
            return None
        box = self._read(source)
        if known and known not in box.fingerprints:
            raise AdminMustAct("other_key")
        return box

    def _read(self, source):
        try:
            return SecretBox(source.keys())
        except (ValueError, OSError):
            raise AdminMustAct("bad_key") from None

    def _box_of_new_key(self):
        """Make a key for a server that was given none.

        The database learns it first: of two hosts that make one at the same moment
        the second fails there, and has written no file.
        """
        key = new_key()
        self._remember(FINGERPRINT, SecretBox([key]).fingerprints[0])
        self.env.flush_all()
        try:
            create_key_file(key)
        except FileExistsError:  # by another database of this server, this moment
            box = self._read(key_source())
            self._remember(FINGERPRINT, box.fingerprints[0])
            return box
        except OSError:
            raise AdminMustAct("no_key_file") from None
        _logger.warning("A key for mailbox passwords was made: %s", created_path())
        return SecretBox([key])

    @api.model
    def _needs_copy(self):
        """Whether the key is a file that was made here, and nobody has confirmed that
        there is a copy of it."""
        source = key_source()
        known = self._parameter(FINGERPRINT)
        return bool(
            source
            and source.kind == CREATED
            and known
            and known != self._parameter(BACKED_UP)
        )

    @api.model
    def _confirm_copy(self):
        self._remember(BACKED_UP, self._parameter(FINGERPRINT))

    @api.model
    def _accept(self):
        """Go on with the keys of this server: what others have sealed is lost.

        Nothing is destroyed: when an old key is added again, its passwords open.

        :raises UserError: this server has no valid key either, or may have none
        """
        try:
            self._check_not_neutralized()
            self._remember(FINGERPRINT, False)
            box = self._box() or self._box_of_new_key()
        except AdminMustAct as error:
            raise UserError(self._sentences()[error.reason]) from None
        found = {sealed_by(account.secret) for account in self._sealed()}
        lost = (found | self._lost()) - set(box.fingerprints)
        self._remember(LOST, ",".join(sorted(lost)))
        self._remember(FINGERPRINT, box.fingerprints[0])

    @api.model
    def _rotate(self):
        """Seal with the first key what older keys have sealed; ends at any time.

        What is being saved at this moment is left for the next time. When nothing is
        left, the older keys can be removed.

        :return: how many are left
        :raises AdminMustAct: see ``_open__``
        """
        box = self._box()
        if not box:
            raise AdminMustAct("no_key")
        outdated = self._outdated()
        locked = outdated.try_lock_for_update(allow_referencing=True)
        for account in locked:
            place = account._secret_place()
            account.secret = box.seal(place, box.open(place, account.secret))
        left = len(outdated - locked)
        if not left:
            self._remember(FINGERPRINT, box.fingerprints[0])
        return left

    @api.model
    def _outdated(self):
        """The mailboxes whose passwords an older key of this server seals.

        What does not open any more at its place does not count: it belongs to another
        server or login, and no key helps.
        """
        box = self._box()
        older = set(box.fingerprints[1:]) if box else set()
        return self._sealed().filtered(
            lambda each: (
                sealed_by(each.secret) in older
                and box.opens(each._secret_place(), each.secret)
            )
        )

    def _sealed(self):
        # sudo: the field is readable by nobody, and the mailboxes by their owners
        accounts = self.env["imap.account"].sudo()
        return accounts.search([("secret", "!=", False)])

    def _lost(self):
        return set((self._parameter(LOST) or "").split(",")) - {""}

    def _parameter(self, name):
        # sudo: system parameters are readable by administrators only
        return self.env["ir.config_parameter"].sudo().get_param(name)

    def _remember(self, name, value):
        # sudo: the fingerprint of a key is written by whoever saves the first password
        self.env["ir.config_parameter"].sudo().set_param(name, value)
