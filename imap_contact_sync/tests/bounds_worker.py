# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A conversation with a hostile server in a process of its own, and what it took.

Without Odoo, so that the memory is that of the engine. Prints a JSON object.
"""

import json
import re
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

# pylint: disable=wrong-import-position
from engine.cursor import UidSet
from engine.errors import MailboxError
from engine.net import bounds, imap4, reader, transport
from engine.net.authorities import tls_context
from engine.net.guard import Server
from engine.net.login import Secret
from engine.net.session import open_session

ADDRESS_SPACE = 5 * 2**29  # 2.5 GB, as Odoo limits its workers
ASK = {
    "folders": lambda session: session.folders(),
    "statuses": lambda session: session.statuses([b"a"]),
    "open": lambda session: session.open(b"INBOX"),
    "headers": lambda session: session.headers(UidSet.of([5])),
    "messages": lambda session: session.messages([5]),
    "chunks": lambda session: sum(map(len, session.chunks(5, 10**9))),
    "search": lambda session: session.uids(range(1, 2**32), 10),
    "structure": lambda session: session.structure(5),
}


def main(encryption, port, question, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    for module in (bounds, imap4, transport, reader):
        for name in ("CONNECT_SECONDS", "OPERATION_SECONDS"):
            if hasattr(module, name) and float(seconds):
                setattr(module, name, float(seconds))
    tls_context("")
    server = Server("localhost", int(port), encryption)
    before, start = memory(), time.monotonic()
    try:
        with open_session(
            server, "ann", Secret("pw"), {f"localhost:{port}"}
        ) as session:
            if question in ("headers", "messages", "chunks", "search", "structure"):
                session.open(b"INBOX")
            ASK[question](session)
        outcome = "no error"
    except MailboxError as error:
        outcome = error.reason
    sys.stdout.write(json.dumps({
        "outcome": outcome,
        "seconds": time.monotonic() - start,
        "octets": memory() - before,
    }))  # fmt: skip


def memory():
    """The most that was resident so far, in octets.

    Not by getrusage: that begins with the memory of the process which has forked.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
