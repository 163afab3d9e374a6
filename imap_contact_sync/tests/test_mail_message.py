# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from ..models.mail_message import UNSYNCED, leaves_out_synced
from .leaks import LetterCase
from .mail_server import mail

RULES_LOG = "odoo.addons.base.models.ir_rule"


class TestEnvelope(LetterCase):
    def test_it_never_holds_content(self):
        """Invariant I5, asked in SQL."""
        self.imported("everything")
        self.chatter(self.nora, self.carl)
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT subject, nullif(body, ''), incoming_email_to, incoming_email_cc,
                outgoing_email_to, reply_to, email_layout_xmlid,
                (SELECT count(*) FROM message_attachment_rel WHERE message_id = id),
                (SELECT count(*) FROM mail_message_res_partner_rel
                    WHERE mail_message_id = id)
            FROM mail_message WHERE imap_email_id IS NOT NULL"""
        )
        rows = self.env.cr.fetchall()
        self.assertEqual(rows, [(None,) * 7 + (0, 0)])

    def test_it_is_the_superusers(self):
        """F21: whoever pressed "Sync now": who creates a message may read it."""
        message = self.imported().messages
        self.assertEqual(message.create_uid, self.env.ref("base.user_root"))

    def test_its_real_message_id_stays_out(self):
        message = self.imported().messages
        self.assertNotIn(self.mark, message.message_id)

    def test_one_on_another_model_is_nobodys(self):
        """The number of a contact is not that of some other record."""
        message = self.imported("everything").messages
        message.model = "res.company"
        self.env.invalidate_all()
        for user in self.anna | self.carl:
            self.assertEqual(message.with_user(user)._hidden(), message)

    def test_ordinary_messages_are_untouched(self):
        self.imported()
        posted = self.nora.with_user(self.ben).message_post(body="Called her")
        for user in self.ben | self.carl | self.anna:
            ours = posted.with_user(user)
            self.env.invalidate_all()
            self.assertIn("Called", ours.body)
            self.assertFalse(ours._hidden() or ours._synced())
            self.assertIn(posted, self.nora.with_user(user).message_ids)
        self.assertFalse(self.env["mail.message"]._synced())

    def test_a_mixed_prefetch_hides_only_the_hidden(self):
        message = self.imported().messages
        posted = self.nora.with_user(self.ben).message_post(body="Called her")
        self.env.invalidate_all()
        both = (posted + message).with_user(self.carl)
        self.assertIn("Called", both[0].body)
        with self.assertRaises(AccessError), mute_logger(RULES_LOG):
            both.mapped("date")

    def test_a_star_opens_nothing(self):
        synced = self.imported("everything")
        synced.messages.with_user(self.carl).toggle_message_starred()
        self.account.sharing = "private"
        self.env.flush_all()
        self.assert_sees_nothing(synced, self.carl, ["message_search", "message_read"])
        messages = self.env["mail.message"].with_user(self.carl)
        starred = [("starred_partner_ids", "in", self.carl.partner_id.ids)]
        self.assertFalse(messages.search_count(starred))

    def test_a_notification_opens_nothing(self):
        synced = self.imported("everything")
        self.env["mail.notification"].with_user(self.carl).create(
            {
                "mail_message_id": synced.messages.id,
                "res_partner_id": self.carl.partner_id.id,
                "notification_type": "inbox",
            }
        )
        self.account.sharing = "private"
        self.env.flush_all()
        self.assert_sees_nothing(synced, self.carl)

    def test_being_its_author_opens_nothing(self):
        """A colleague who is named in From has not written it."""
        synced = self.imported()
        synced.messages.author_id = self.carl.partner_id
        synced.messages.partner_ids = self.ben.partner_id
        self.env.flush_all()
        self.assert_sees_nothing(synced, self.carl | self.ben)

    def test_only_what_surely_leaves_emails_out_is_searched_unfiltered(self):
        other = Domain("date", "!=", False)
        for domain in (UNSYNCED, UNSYNCED & other, [("imap_email_id", "=", False)]):
            self.assertTrue(leaves_out_synced(domain), domain)
        for domain in (UNSYNCED | other, ~UNSYNCED, other, [], Domain.TRUE,
                       other & (UNSYNCED | other)):  # fmt: skip
            self.assertFalse(leaves_out_synced(domain), domain)
        synced = self.imported()
        messages = self.env["mail.message"].with_user(self.carl)
        for domain in (UNSYNCED, UNSYNCED | other, ~UNSYNCED):
            self.assertNotIn(synced.messages.id, messages.search(domain).ids)

    def test_a_link_in_a_message_tells_nothing(self):
        synced = self.imported()
        link = (
            f'<a class="o_message_redirect" data-oe-model="mail.message" '
            f'data-oe-id="{synced.messages.id}" href="#">x</a>'
        )
        posted = self.theo.with_user(self.ben).message_post(body="x")
        posted.body = link
        self.env.invalidate_all()
        self.assertFalse(posted.with_user(self.carl).linked_message_ids)
        self.assertTrue(posted.with_user(self.anna).linked_message_ids)

    def test_queries_of_an_ordinary_chatter(self):
        """Synced mail elsewhere costs an ordinary chatter a few look-ups by id."""
        self.imported("everything")
        for number in range(30):
            self.theo.message_post(body=f"{number}")
        self.env.flush_all()

        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.chatter(self.theo, self.carl)), 30)
            return self.env.cr.sql_log_count - before

        queries()
        ours = queries()
        model = self.env.registry["mail.message"]
        nothing = patch.object(model, "_synced", lambda self: self.browse())
        unfiltered = patch.object(
            self.env.registry["imap.account"], "_sharings", lambda self, companies: {}
        )
        with nothing, unfiltered:
            core = queries()
        self.assertLessEqual(ours - core, 6)

    def queries_of_chatter(self, user):
        self.chatter(self.nora, user)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.chatter(self.nora, user)
        return self.env.cr.sql_log_count - before

    def test_a_message_more_costs_no_query_more(self):
        login = self.anna.login
        self.server.deliver(login, mail(self.nora.email, login, "First"))
        account = self.connected(self.anna)
        self.sync(account)
        counts = []
        for _round in range(2):
            counts.append(self.queries_of_chatter(self.anna))
            self.server.deliver(
                login, *(mail(self.nora.email, login) for _ in range(5))
            )
            self.sync(account)
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_nor_does_a_mailbox_more(self):
        counts = []
        for user in self.anna | self.ben:
            self.server.deliver(user.login, mail(self.nora.email, user.login))
            self.sync(self.connected(user, sharing="everything"))
            counts.append(self.queries_of_chatter(self.carl))
        self.assertEqual(len(self.chatter(self.nora, self.carl)), 2)
        self.assertEqual(*counts)


class TestNobodyChangesIt(LetterCase):
    def setUp(self):
        super().setUp()
        self.email = self.imported("everything").emails
        self.values = {"model": "res.partner", "res_id": self.theo.id, "body": "forged"}

    def refused(self, user, action):
        self.env.flush_all()
        with self.subTest(user.login), mute_logger(RULES_LOG):
            with self.assertRaises(UserError):  # of which AccessError is one
                with self.env.cr.savepoint():
                    action(user)

    def test_write_and_unlink_by_anybody(self):
        message = self.imported("everything").messages
        message.author_id = self.anna.partner_id
        contact = self.nora
        for action in (
            lambda user: message.with_user(user).write({"body": "changed"}),
            lambda user: message.with_user(user).write({"imap_email_id": False}),
            lambda user: message.with_user(user).write({"message_type": "comment"}),
            lambda user: message.with_user(user).write({"is_internal": False}),
            lambda user: message.with_user(user).unlink(),
            lambda user: contact.with_user(user).write(
                {"message_ids": [(2, message.id)]}
            ),
            lambda user: contact.with_user(user).write(
                {"message_ids": [(1, message.id, {"body": "changed"})]}
            ),
            lambda user: contact.with_user(user)._message_update_content(
                message.with_user(user), body="changed"
            ),
            lambda user: message.with_user(user).copy(),
        ):
            for user in self.anna | self.ben | self.mona | self.ada:
                self.refused(user, action)
        self.assertFalse(message.body)

    def test_contents_and_ledger_are_nobodys_to_change(self):
        synced = self.imported("everything")
        for records, values in (
            (synced.contents, {"subject": "changed"}),
            (synced.emails, {"email_from": "else@where.example"}),
            (synced.emails.source_ids, {"size": 1}),
            (synced.files, {"name": "changed"}),
        ):
            for action in (
                lambda user, some=records, vals=values: some.with_user(user).write(
                    vals
                ),
                lambda user, some=records: some.with_user(user).unlink(),
            ):
                for user in self.anna | self.ben | self.ada:
                    self.refused(user, action)

    def test_no_file_is_put_into_the_vault(self):
        content = self.imported("everything").contents
        values = {"name": "x", "res_model": content._name, "res_id": content.id}
        for user in self.anna | self.ada:
            self.refused(
                user,
                lambda user: self.env["ir.attachment"].with_user(user).create(values),
            )

    def forged(self, action):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            action()

    def test_create_with_the_type_or_the_link(self):
        for user in self.anna | self.ben | self.ada:
            model = self.env["mail.message"].with_user(user)
            for forged in (
                {"imap_email_id": self.email.id},
                {"message_type": "imap_email"},
                {"imap_email_id": self.email.id, "message_type": "imap_email"},
            ):
                self.forged(lambda: model.create(self.values | forged))  # noqa: B023
                context = {f"default_{name}": value for name, value in forged.items()}
                with_defaults = model.with_context(**context)
                self.forged(lambda: with_defaults.create(self.values))  # noqa: B023

    def test_write_on_an_ordinary_message(self):
        posted = self.theo.with_user(self.ben).message_post(body="Called")
        for forged in (
            {"imap_email_id": self.email.id},
            {"message_type": "imap_email"},
        ):
            for user in self.ben | self.ada:
                self.forged(lambda: posted.with_user(user).write(forged))  # noqa: B023

    def test_post_of_this_type(self):
        for contact in (self.theo.with_user(self.ben), self.theo):
            self.forged(
                lambda: contact.message_post(body="x", message_type="imap_email")  # noqa: B023
            )
            with self.assertRaises(ValueError):
                contact.message_post(body="x", imap_email_id=self.email.id)

    def test_defaults_of_the_context_do_not_reach_a_post(self):
        context = {
            "default_imap_email_id": self.email.id,
            "default_message_type": "imap_email",
        }
        contact = self.theo.with_user(self.ben).with_context(**context)
        self.assertFalse(contact.message_post(body="x").imap_email_id)

    def test_composer(self):
        composer = self.env["mail.compose.message"].with_user(self.ben)
        values = {
            "model": "res.partner", "res_ids": repr(self.theo.ids), "body": "x",
        }  # fmt: skip
        with self.assertRaises(ValueError):
            composer.create(values | {"message_type": "imap_email"})
        context = {"default_imap_email_id": self.email.id}
        composer.with_context(**context).create(values)._action_send_mail()
        self.assertFalse(self.envelopes(self.theo))

    def test_mail_of_an_administrator(self):
        mails = self.env["mail.mail"].with_user(self.ada)
        self.forged(lambda: mails.create({"imap_email_id": self.email.id}))
