# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Requirements ID-1 to ID-5: who is shown as the author of an email."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from odoo.addons.imap_contact_sync.engine.envelope import parse_envelope
from odoo.addons.imap_contact_sync.engine.matching import Match
from odoo.addons.imap_contact_sync.engine.message import parse_message
from odoo.addons.imap_contact_sync.models.settings import TRUSTED_SERVERS

from .common import ImapSyncCase
from .mail_server import mail

PROVIDER = "mx.test.example"  # of the domain of the mailboxes' addresses
CLAIMS = {
    "failed": "The mail provider could not confirm",
    "ambiguous": "This email does not name exactly one sender",
    "other_address": "The sender's name is an email address",
    "colleague": "The sender has the name of a colleague",
}


def authenticated(message, *results, server=PROVIDER):
    """The message as a mail server delivers it that has checked its sender."""
    fields = (f"Authentication-Results: {server}; {each}\n" for each in results)
    return "".join(fields).encode() + message


class SenderCase(ImapSyncCase):
    def setUp(self):
        super().setUp()
        self.refused = "dmarc=fail header.from=nordwind.example"
        self.passed = "dmarc=pass header.from=nordwind.example"

    def letter(self, sender=None, **extra):
        values = {"cc": self.theo.email, "subject": "Hello"} | extra
        return mail(sender or self.lena.email, self.anna.login, **values)

    def receive(self, *messages, user=None, **values):
        user = user or self.anna
        self.server.deliver(user.login, *messages)
        account = self.connected(user, **values)
        self.sync(account)
        return account

    def shown(self, user=None, contact=None):
        """The newest synced email in the contact's chatter, as a user gets it."""
        messages = self.chatter(contact or self.theo, user or self.anna)
        return next(each for each in messages if each["message_type"] == "imap_email")

    def author(self, contact=None):
        """The author of the envelope; it is the email's too."""
        envelope = self.envelopes(contact or self.theo)
        self.assertEqual(envelope.author_id, envelope.imap_email_id.author_id)
        return envelope.author_id

    def assert_claimed(self, message, claim):
        if claim:
            self.assertIn(CLAIMS[claim], message["imap_claimed"])
        else:
            self.assertIs(message["imap_claimed"], False)


class TestInternalUsers(SenderCase):
    """ID-2: whatever From says, incoming mail has no internal user as author."""

    def assert_text_only(self, sender):
        self.receive(self.letter(sender))
        self.assertFalse(self.author())
        message = self.shown()
        self.assertFalse(message["author_id"])
        self.assertIn(sender.rpartition("<")[2].rstrip(">"), message["email_from"])

    def test_a_colleague(self):
        self.assert_text_only(self.carl.email)

    def test_a_colleague_with_a_mailbox(self):
        self.connected(self.ben)
        self.assert_text_only(self.ben.login)

    def test_the_owner_himself(self):
        self.assert_text_only(self.anna.login)

    def test_a_colleague_whose_address_is_a_contacts_too(self):
        self.new_contact("Dora at home", "dora@test.example")
        dora = self.new_colleague("Dora Engel", "base.group_user")
        self.assert_text_only(dora.email)

    def test_a_colleagues_further_address(self):
        self.carl.partner_id.email_ids = [(0, 0, {"email": "carl@home.example"})]
        self.assert_text_only("carl@home.example")

    def test_an_archived_user(self):
        """His contact stays active, and looks like a customer's."""
        self.carl.active = False
        self.assertTrue(self.carl.partner_id.active)
        self.assert_text_only(self.carl.email)

    def test_odoobot(self):
        robot = self.env.ref("base.partner_root")
        robot.write({"active": True, "email": "robot@nordwind.example"})
        self.assert_text_only("robot@nordwind.example")

    def test_a_colleague_where_the_company_logs_internal_mail(self):
        self.env.company.imap_log_internal = True
        self.assert_text_only(self.carl.email)

    def test_a_portal_user_is_a_customer(self):
        portal = new_test_user(
            self.env,
            "paula",
            email="paula@nordwind.example",
            groups="base.group_portal",
        )
        self.receive(self.letter(portal.email))
        self.assertEqual(self.author(), portal.partner_id)

    def test_who_becomes_a_colleague_later_gains_nothing(self):
        """Core lets the author read, change and delete a message."""
        self.receive(self.letter())
        message = self.envelopes(self.theo)
        self.assertEqual(message.author_id, self.lena)
        user = new_test_user(
            self.env, "lena", partner_id=self.lena.id, groups="base.group_user",
            email=self.lena.email,
        )  # fmt: skip
        own = message.with_user(user)
        for operation in ("read", "write", "unlink"):
            self.env.invalidate_all()
            self.assertFalse(own.has_access(operation), operation)
            self.assertIn(message, own._get_forbidden_access(operation))
        for action in (own.unlink, lambda: own.write({"body": "x"})):
            with self.assertRaises(AccessError):
                action()
        self.assertFalse(own.search([("id", "=", message.id)]))


class TestSentMail(SenderCase):
    """ID-2: the owner's, from one of his addresses, in his sent folder."""

    def send(self, sender, folder="Sent", **values):
        letter = mail(sender, self.lena.email, "Offer")
        self.server.deliver(self.anna.login, letter, folder=folder)
        account = self.connected(self.anna, **values)
        self.folder(account, folder).selected = True
        self.sync(account)
        return self.envelopes(self.lena)

    def test_from_his_login(self):
        message = self.send(self.anna.login)
        self.assertEqual(message.author_id, self.anna.partner_id)
        self.assertEqual(message.imap_email_id.direction, "out")
        self.assertTrue(message.imap_email_id.content_ids.author_proven)

    def test_from_the_address_that_he_has_typed_in(self):
        message = self.send("sales@test.example", email="sales@test.example",
                            login=self.anna.login)  # fmt: skip
        self.assertEqual(message.author_id, self.anna.partner_id)

    def test_in_another_folder(self):
        self.assertFalse(self.send(self.anna.login, folder="Projects").author_id)

    def test_from_a_colleague(self):
        self.assertFalse(self.send(self.carl.email).author_id)

    def test_from_a_customer(self):
        self.assertEqual(self.send(self.theo.email).author_id, self.theo)

    def test_from_a_customer_whose_address_he_claims_as_his(self):
        message = self.send(self.theo.email, email=self.theo.email,
                            login=self.anna.login)  # fmt: skip
        self.assertFalse(message.author_id)
        self.assertFalse(message.imap_email_id.content_ids.author_proven)

    def test_what_names_several_senders_is_not_surely_his(self):
        letter = mail(self.anna.login, self.lena.email, "Offer")
        letter = b"From: carl@test.example\n" + letter
        self.server.deliver(self.anna.login, letter, folder="Sent")
        self.sync(self.connected(self.anna))
        self.assertFalse(self.envelopes(self.lena).author_id)


class TestVerdict(SenderCase):
    """ID-1, ID-3."""

    def verdicts(self):
        sources = self.envelopes(self.theo).imap_email_id.source_ids
        return sources.mapped("sender_verdict")

    def test_what_the_provider_refuses_is_claimed(self):
        self.receive(authenticated(self.letter(), self.refused))
        self.assertEqual(self.verdicts(), ["fail"])
        self.assertFalse(self.author())
        message = self.shown()
        self.assertFalse(message["author_id"])
        self.assertEqual(message["email_from"], self.lena.email)
        self.assert_claimed(message, "failed")
        # It still stands on the contacts that it names: nothing is lost.
        self.assertTrue(self.envelopes(self.lena))

    def test_what_it_does_not_refuse_is_the_contacts(self):
        for results, server, expected in (
            ((self.passed,), PROVIDER, "pass"),
            (("spf=fail",), PROVIDER, "none"),
            ((), PROVIDER, "unknown"),
            ((self.refused,), "mx.evil.example", "unknown"),
            ((self.refused,), "test.example.evil.example", "unknown"),
        ):
            with self.subTest(results=results, server=server):
                letter = authenticated(self.letter(), *results, server=server)
                account = self.receive(letter)
                self.assertEqual(self.verdicts(), [expected])
                self.assertEqual(self.author(), self.lena)
                message = self.shown()
                self.assertEqual(message["author_id"], self.lena.id)
                self.assert_claimed(message, False)
                account.sudo().unlink()
                self.server.expunge(self.anna.login, "1:*")

    def test_a_forged_pass_below_the_providers_fail(self):
        self.receive(authenticated(self.letter(), self.refused, self.passed))
        self.assertEqual(self.verdicts(), ["fail"])

    def test_a_large_message(self):
        """Read in pieces."""
        letter = self.letter(files=[("x.bin", "application/x-x", b"x" * 2**22)])
        self.receive(authenticated(letter, self.refused))
        self.assertEqual(self.verdicts(), ["fail"])

    def test_a_message_that_is_too_large_to_fetch(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("imap_contact_sync.largest_megabytes", "1")
        letter = self.letter(files=[("x.bin", "application/x-x", b"x" * 2**22)])
        self.receive(b"From: boss@we.example\n" + letter)
        self.assertEqual(self.verdicts(), ["fail"])
        self.assert_claimed(self.shown(), "ambiguous")

    def test_a_forged_message_that_is_too_large_to_fetch(self):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("imap_contact_sync.largest_megabytes", "1")
        letter = self.letter(files=[("x.bin", "application/x-x", b"x" * 2**22)])
        self.receive(authenticated(letter, self.refused))
        self.assert_claimed(self.shown(), "failed")

    def test_a_copy_in_another_folder_has_the_same_verdict(self):
        letter = authenticated(self.letter(), self.refused)
        self.server.deliver(self.anna.login, letter, folder="Archive")
        self.server.deliver(self.anna.login, letter)
        account = self.connected(self.anna)
        self.folder(account, "Archive").selected = True
        self.sync(account)
        self.assertEqual(self.verdicts(), ["fail", "fail"])
        self.assertFalse(self.author())

    def test_trusted_servers(self):
        account = self.new_account(self.anna)
        self.assertEqual(account._trust().servers, {"test.example"})
        account.write({"host": "imap.corp.example", "password": "x"})
        servers = {"corp.example", "test.example"}
        self.assertEqual(account._trust().servers, servers)
        # Everybody has an address there.
        account.write({"email": "anna@gmx.de", "login": "anna@web.de", "password": "x"})
        self.assertEqual(account._trust().servers, {"corp.example"})
        account.write({"host": "IMAP.gmail.com", "email": "anna@corp.example",
                       "password": "x"})  # fmt: skip
        self.assertEqual(account._trust().servers, {"mx.google.com"})

    def test_servers_that_the_administrator_names(self):
        with Form(self.env["res.config.settings"]) as form:
            form.imap_authserv_ids = " MX.Gateway.example., other.example"
        form.record.execute()
        self.receive(
            authenticated(self.letter(), self.refused, server="mx.gateway.example")
        )
        self.assertEqual(self.verdicts(), ["fail"])

    def test_names_of_servers_are_checked(self):
        parameters = self.env["ir.config_parameter"].sudo()
        for text in ("mx gateway", "<script>", "a.example; b.example", "-", "x@y.z"):
            with self.assertRaisesRegex(Exception, "not the name of a mail server"):
                self.env["res.config.settings"].create({"imap_authserv_ids": text})
        self.assertFalse(parameters.get_param(TRUSTED_SERVERS))


class TestAmbiguousSender(SenderCase):
    """ID-5."""

    def test_two_from_fields(self):
        for first, second in (
            (self.lena.email, "boss@corp.example"),
            ("boss@corp.example", self.lena.email),
        ):
            letter = f"From: {first}\n".encode() + self.letter(second)
            account = self.receive(letter)
            self.assertFalse(self.author())
            message = self.shown()
            self.assertFalse(message["author_id"])
            self.assert_claimed(message, "ambiguous")
            account.sudo().unlink()
            self.server.expunge(self.anna.login, "1:*")

    def test_a_sender_beside_no_from(self):
        """What is shown then is a field that no provider checks."""
        letter = authenticated(self.letter(), self.passed)
        for value in (b"Sender: ", b"From: Lena\nSender: "):
            account = self.receive(letter.replace(b"From: ", value, 1))
            self.assertFalse(self.author())
            self.assert_claimed(self.shown(), "ambiguous")
            account.sudo().unlink()
            self.server.expunge(self.anna.login, "1:*")

    def test_a_group(self):
        letter = self.letter().replace(b"From: ", b"From: Sales:", 1)
        letter = letter.replace(b"From: Sales:lena@nordwind.example",
                                b"From: Sales:lena@nordwind.example;", 1)  # fmt: skip
        self.receive(letter)
        self.assertFalse(self.author())
        self.assert_claimed(self.shown(), "ambiguous")


class TestNames(SenderCase):
    """ID-4: the address is always shown, and a name that is another's is told."""

    def test_who_is_no_contact_has_the_address_beside_the_name(self):
        self.receive(self.letter("Mia Krug <mia@else.example>"))
        message = self.shown()
        self.assertEqual(message["email_from"], '"Mia Krug" <mia@else.example>')
        self.assert_claimed(message, False)

    def test_a_long_name_does_not_push_the_address_out_of_sight(self):
        self.receive(self.letter(f'"{"Boss " * 100}" <mia@else.example>'))
        shown = self.shown()["email_from"]
        self.assertTrue(shown.endswith("<mia@else.example>"))
        self.assertLess(len(shown), 130)

    def test_a_name_that_is_another_address(self):
        self.receive(self.letter('"boss@corp.example" <mia@else.example>'))
        message = self.shown()
        self.assert_claimed(message, "other_address")
        self.assertIn("<mia@else.example>", message["email_from"])

    def test_a_colleagues_name(self):
        for name in ("Carl Diaz", "Diaz, Carl", "CARL\u200b DIAZ"):
            account = self.receive(self.letter(f'"{name}" <mia@else.example>'))
            self.assert_claimed(self.shown(), "colleague")
            account.sudo().unlink()
            self.server.expunge(self.anna.login, "1:*")

    def test_a_colleagues_name_with_his_address(self):
        self.carl.partner_id.email_ids = [(0, 0, {"email": "carl@home.example"})]
        letters = [self.letter(f"Carl Diaz <{each}>") for each in
                   (self.carl.email, "carl@home.example")]  # fmt: skip
        self.receive(*letters)
        synced = [each for each in self.chatter(self.theo, self.anna)
                  if each["message_type"] == "imap_email"]  # fmt: skip
        self.assertEqual(len(synced), 2)
        for message in synced:
            self.assert_claimed(message, False)

    def test_a_contact_of_the_same_name(self):
        namesake = self.new_contact("Carl Diaz", "diaz@nordwind.example")
        self.receive(self.letter("Carl Diaz <diaz@nordwind.example>"))
        self.assert_claimed(self.shown(), False)
        self.assertEqual(self.author(), namesake)

    def test_a_contact_without_a_name(self):
        """Odoo lets addresses for invoices have none."""
        self.env["res.partner"].create(
            {"type": "invoice", "parent_id": self.theo.id, "email": "pay@else.example"}
        )
        self.receive(self.letter("Carl Diaz <pay@else.example>"))
        self.assert_claimed(self.shown(), "colleague")

    def test_a_contact_keeps_his_own_name(self):
        """What is shown is the contact's name, not the one in the email."""
        self.receive(self.letter(f'"Carl Diaz" <{self.lena.email}>'))
        message = self.shown()
        self.assertEqual(message["author_id"], self.lena.id)
        self.assert_claimed(message, "colleague")

    def test_as_many_queries_as_for_one(self):
        counts = []
        for number in (1, 1, 9):  # once for the caches
            letters = [
                self.letter(f"Carl Diaz <{number}{each}@else.example>")
                for each in range(number)
            ]
            folder = self.folder(self.connected(self.anna))
            mails = self.parsed(letters)
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            senders = self.env["imap.sync"]._senders(folder, mails)
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual({each.claim for each in senders.values()}, {"colleague"})
            folder.account_id.unlink()
        self.assertEqual(counts[1], counts[2])

    def parsed(self, letters):
        envelopes = [parse_envelope(uid, 1, each) for uid, each in enumerate(letters)]
        return [
            (Match(envelope, (self.theo.id,), "in", None), None, parse_message(letter))
            for envelope, letter in zip(envelopes, letters, strict=True)
        ]
