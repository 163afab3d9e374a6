# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``scan``: the headers of a whole mailbox read over TLS and matched.

Against a bare TLS socket that gets the same fields by one command, finds addresses in
the raw bytes and looks them up in a set. The server is warm for both sides.
"""

from collections.abc import Iterator

from .figures import Row, in_turn, our_seconds, row, seconds
from .mailbox import contact_address
from .stage import PASSWORD, Stage


def measure(stage: Stage) -> Iterator[Row]:
    from . import ours_engine
    from .peers import header_scan

    login, port = stage.mailbox(), stage.imaps_port
    numbers = range(stage.scale.contacts)
    book = ours_engine.book_in_memory(stage.scale.contacts)
    known = {contact_address(each).encode() for each in numbers}
    # Warms the server up, too.
    counts = (
        ours_engine.scan(port, login, book),
        header_scan.scan(port, login, PASSWORD, known),
    )
    if counts[0] != counts[1] or not counts[0]:
        raise RuntimeError(f"The sides match {counts[0]} and {counts[1]} mails.")
    times = in_turn(
        stage.scale.rounds,
        {
            "ours": lambda _round: our_seconds(
                lambda: ours_engine.scan(port, login, book)
            ),
            "raw": lambda _round: seconds(
                lambda: header_scan.scan(port, login, PASSWORD, known)
            ),
        },
    )
    yield row("scan", times["ours"], times["raw"], "s", "<= 1.5")
