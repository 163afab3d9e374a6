# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A recorded conversation, cut off after every octet, refused at every command (SRV-8),
and compared with what was asked for (SRV-9, SRV-10, NET-7)."""

import os

from odoo.addons.imap_contact_sync.engine.cursor import UidSet
from odoo.addons.imap_contact_sync.engine.errors import MailboxError, OwnerMustAct

from .scripted_server import HANG_UP, ScriptedServer, trusted
from .test_engine_odd_servers import fetched
from .test_engine_session import SessionCase

TORTURE = bool(os.environ.get("TORTURE"))
UIDS = range(1, 11)
HEADER = b"From: lena@nordwind.example\r\nSubject: %d\r\n\r\n"
BODY = HEADER + b"A text of some length, %d.\r\n" * 4
CAPABILITIES = b"IMAP4rev1 AUTH=PLAIN ID LIST-STATUS SPECIAL-USE COMPRESS=DEFLATE"


def body(uid):
    return BODY % (uid, uid, uid, uid, uid)


SCRIPT = (
    ("ID .*", b'* ID ("name" "x")', b"OK done"),
    ("LIST .*",
     b'* LIST (\\HasNoChildren) "/" INBOX',
     b"* STATUS INBOX (MESSAGES 10 UIDNEXT 11 UIDVALIDITY 7)",
     b'* LIST (\\Sent) "/" {4}\r\nS"nt',
     b"* STATUS {4}\r\nS\"nt (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 8)",
     b"OK done"),
    ("EXAMINE .*", b"* 10 EXISTS", b"* OK [UIDVALIDITY 7] x", b"* OK [UIDNEXT 11] x",
     b"OK [READ-ONLY] done"),
    ("UID SEARCH .*", b"* SEARCH " + b" ".join(b"%d" % uid for uid in UIDS),
     b"OK done"),
    ("UID FETCH .*HEADER.*",
     *[fetched(uid, HEADER % uid, b"RFC822.SIZE 70 ") for uid in UIDS], b"OK done"),
    ("UID FETCH .*INTERNALDATE.*",
     *[fetched(uid, body(uid), behind=b" UID %d" % uid) for uid in UIDS], b"OK done"),
)  # fmt: skip


def ask(session):
    """Everything that a run asks; what came of it, as plain values."""
    folders = session.folders()
    opened = session.open(b"INBOX")
    uids = session.uids(range(1, opened.uidnext), opened.exists)
    headers = session.headers(uids)
    messages = session.messages(list(uids))
    return (
        [(path, status) for path, (_folder, status) in folders.items()],
        (opened.uidvalidity, opened.uidnext, opened.exists),
        str(uids),
        {each.uid: each.content for each in headers.found},
        {each.uid: each.content for each in messages.found},
        (str(headers.refused), str(messages.refused)),
    )


class TestReplay(SessionCase):
    def conversation(self, cut=None, script=SCRIPT):
        """What came of it, or the error; and how many octets the server sent."""
        server = ScriptedServer(*script, capabilities=CAPABILITIES, cut=cut)
        self.server = server
        try:
            with server, self.opened(server) as session:
                answer = ask(session)
        except MailboxError as error:
            answer = error
        self.assertTrue(server.closed.wait(2))
        return answer, server.sent

    def test_srv_8_cut_after_every_octet(self):
        """By default after some of them; TORTURE=1 all."""
        with trusted("localhost"):
            whole, length = self.conversation()
            self.assertEqual(whole[4], {uid: body(uid) for uid in UIDS})
            self.assertGreater(length, 3_000)
            failed = 0
            for cut in range(0, length, 1 if TORTURE else 23):
                with self.subTest(cut=cut):
                    answer, _sent = self.conversation(cut)
                    if isinstance(answer, MailboxError):
                        failed += 1
                    else:
                        self.assertEqual(answer, whole)
            # Only the last words, of LOGOUT, may be missing.
            self.assertGreater(failed, 0.9 * length / (1 if TORTURE else 23))

    def test_srv_8_refused_at_every_command(self):
        with trusted("localhost"):
            whole, _length = self.conversation()
            for place, (pattern, *_answers) in enumerate(SCRIPT):
                for answers in ((b"NO no",), (b"BAD what",), (b"* BYE bye", HANG_UP)):
                    with self.subTest(pattern=pattern, answers=answers):
                        steps = list(SCRIPT)
                        steps[place] = (pattern, *answers)
                        answer, _sent = self.conversation(script=steps)
                        if not isinstance(answer, MailboxError):
                            self.assert_part_of(answer, whole)

    def assert_part_of(self, answer, whole):
        """Less than there is, told as refused; never anything else."""
        for found, expected in zip(answer[3:5], whole[3:5], strict=True):
            self.assertLessEqual(found.items(), expected.items())
        for refused, found in zip(answer[5], answer[3:5], strict=True):
            told = {*UidSet.parse(refused), *found}
            self.assertEqual(told, set(UIDS))

    def test_srv_9_as_many_commands_as_calls(self):
        with trusted("localhost"):
            self.conversation()
        self.assertEqual(
            self.server.verbs[:2] + self.server.verbs[3:],
            ["CAPABILITY", "AUTHENTICATE", "CAPABILITY", "ID", "LIST", "EXAMINE",
             "UID", "UID", "UID", "LOGOUT"],
        )  # fmt: skip

    def test_srv_9_what_a_name_could_smuggle_in(self):
        """F13: three commands in the place of one."""
        evil = b'x"\r\nX1 STORE 1:* +FLAGS (\\Deleted)\r\nX2 EXPUNGE'
        for name in (evil, b"a\0b", b"a\nb", b"a\rb"):
            for question in (
                lambda session, name: session.open(name),
                lambda session, name: session.statuses([b"good", name]),
            ):
                with self.subTest(name=name):
                    with self.assertRaises(OwnerMustAct) as caught:
                        with self.session() as session:
                            question(session, name)
                    self.assertEqual(caught.exception.reason, "unsafe_argument")
                    for word in (b"STORE", b"EXPUNGE", b"X1", b"X2"):
                        self.assertFalse(self.server.said(word))

    def test_srv_10_never_compressed(self):
        with trusted("localhost"):
            self.conversation()
        self.assertFalse(self.server.said(b"COMPRESS"))

    def test_net_7_referrals_are_not_followed(self):
        """What a server says about other servers is text, and shown as such at most."""
        elsewhere = ScriptedServer()
        with elsewhere:
            url = b"imap://localhost:%d/" % elsewhere.port
            refusal = b"NO [REFERRAL %s] go there" % url
            told = (
                b"* OK [REFERRAL %s] or there" % url,
                b"* BYE [REFERRAL %s] x" % url,
            )
            for script in (
                [("PASSWORD", refusal)],
                [("PASSWORD", told[0], b"OK in"), ("LIST .*", refusal)],
                [("LIST .*", *told, HANG_UP)],
            ):
                capabilities = b"IMAP4rev1 AUTH=PLAIN LOGIN-REFERRALS"
                with self.assertRaises(MailboxError):
                    with self.session(*script, capabilities=capabilities) as session:
                        session.folders()
            elsewhere.listener.setblocking(False)
            self.assertFalse(elsewhere.closed.is_set())
            self.assertFalse(elsewhere.lines)
