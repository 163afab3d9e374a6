# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real Dovecot, and what another mail program does to a mailbox on it.

Every login that ends in ``@test.example`` exists, with the password ``secret``.
"""

import imaplib
import os
import re
import ssl
import subprocess
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime
from unittest import SkipTest

from odoo import fields

PASSWORD = "Zq9-test-canary"  # found nowhere by chance


class MailServer:
    """The server that the environment variables ``IMAP_TEST_*`` name."""

    def __init__(self):
        if "IMAP_TEST_HOST" not in os.environ:
            raise SkipTest("No mail server is running. Start the tests by `make test`.")
        self.host = os.environ["IMAP_TEST_HOST"]
        self.ssl_port = int(os.environ["IMAP_TEST_SSL_PORT"])
        self.starttls_port = int(os.environ["IMAP_TEST_STARTTLS_PORT"])

    @contextmanager
    def client(self, login):
        context = ssl.create_default_context()
        client = imaplib.IMAP4_SSL(self.host, self.ssl_port, ssl_context=context)
        client.login(login, PASSWORD)
        try:
            yield client
        finally:
            client.logout()

    def deliver(self, login, *messages, folder="INBOX", received=None, flags=""):
        """Put messages (bytes) into a folder, which is created when missing."""
        with self.client(login) as client:
            client.create(f'"{folder}"')
            for message in messages:
                date = imaplib.Time2Internaldate(received) if received else None
                status, answer = client.append(f'"{folder}"', flags, date, message)
                assert status == "OK", answer

    def expunge(self, login, uid, folder="INBOX"):
        with self.client(login) as client:
            client.select(f'"{folder}"')
            client.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            client.expunge()

    def flags(self, login, folder="INBOX"):
        """The flags of each message, by UID, as text."""
        with self.client(login) as client:
            client.select(f'"{folder}"', readonly=True)
            _status, lines = client.uid("FETCH", "1:*", "(FLAGS)")
        found = (re.search(rb"UID (\d+) FLAGS \((.*?)\)", line) for line in lines)
        return {int(each[1]): each[2].decode() for each in found if each}

    def status(self, login, items, folder="INBOX"):
        with self.client(login) as client:
            _status, [line] = client.status(f'"{folder}"', f"({items})")
        return line.decode().partition(" ")[2]

    def doveadm(self, *words):
        subprocess.run(
            ["doveadm", "-c", os.environ["IMAP_TEST_CONFIG"], *words],
            check=True, capture_output=True,
        )  # fmt: skip

    def renumber(self, login, uidvalidity, folder="INBOX"):
        """Give the folder another UIDVALIDITY, as a restored server does."""
        self.doveadm(
            "mailbox", "update", "-u", login, "--uid-validity", str(uidvalidity), folder
        )

    def last_bodies(self, login):
        """How many bodies the login's last finished session fetched."""
        with open(os.environ["IMAP_TEST_LOG"], encoding="utf-8") as log:
            lines = [line for line in log if f"imap({login})" in line]
        counts = re.findall(r"body_count=(\d+)", "".join(lines))
        return int(counts[-1])


def mail(sender, to, subject="Hello", body="Good morning", **extra):
    """A message as bytes. ``extra``: ``html``, ``date``, ``files``, header fields.

    ``files`` are ``(name, mimetype, bytes)``; a header field such as Reply-To is
    named ``reply_to``.
    """
    message = EmailMessage()
    date = extra.pop("date", None) or fields.Datetime.now()
    html, files = extra.pop("html", None), extra.pop("files", ())
    number = extra.pop("message_id", None) or f"<{os.urandom(8).hex()}@mail.example>"
    message["Message-ID"] = number
    message["Date"] = format_datetime(date)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    for name, value in extra.items():
        message[name.replace("_", "-").title()] = value
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    for name, mimetype, content in files:
        maintype, subtype = mimetype.split("/")
        message.add_attachment(
            content, maintype=maintype, subtype=subtype, filename=name
        )
    return message.as_bytes()
