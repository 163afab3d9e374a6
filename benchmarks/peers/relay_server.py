# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A TCP relay that makes a near server a distant one; TLS passes untouched.

Prints its port, then obeys lines on its standard input: ``delay SECONDS`` (each way),
``count`` (answers with what has passed so far, as JSON). It ends with its input.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

CHUNK = 1 << 18


class Relay:
    """Passes on what arrives, so much later, and counts it."""

    def __init__(self, host: str, port: int) -> None:
        self.upstream = (host, port)
        self.delay = 0.0
        self.counts = {"connections": 0, "sent": 0, "received": 0}

    async def serve(
        self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter
    ) -> None:
        self.counts["connections"] += 1
        try:
            server_in, server_out = await asyncio.open_connection(*self.upstream)
        except OSError:
            client_out.close()
            return
        await asyncio.gather(
            self.pass_on(client_in, server_out, "sent"),
            self.pass_on(server_in, client_out, "received"),
        )

    async def pass_on(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, name: str
    ) -> None:
        clock = asyncio.get_running_loop().time
        arrived: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivery = asyncio.create_task(deliver(arrived, target, clock))
        with suppress(OSError):
            while chunk := await source.read(CHUNK):
                self.counts[name] += len(chunk)
                arrived.put_nowait((clock() + self.delay, chunk))
        arrived.put_nowait((clock() + self.delay, b""))
        await delivery

    async def obey(self, lines: asyncio.StreamReader) -> None:
        while line := await lines.readline():
            word, _space, rest = line.decode().strip().partition(" ")
            if word == "delay":
                self.delay = float(rest)
            print(json.dumps(self.counts), flush=True)


async def deliver(
    arrived: "asyncio.Queue[tuple[float, bytes]]",
    target: asyncio.StreamWriter,
    clock: Callable[[], float],
) -> None:
    """Write each chunk when its time has come; an empty one is the end."""
    with suppress(OSError):
        while True:
            moment, chunk = await arrived.get()
            await asyncio.sleep(max(0.0, moment - clock()))
            if not chunk:
                break
            target.write(chunk)
            await target.drain()
    target.close()


async def standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    loop = asyncio.get_running_loop()
    connect: Awaitable = loop.connect_read_pipe(lambda: protocol, sys.stdin)
    await connect
    return reader


async def main() -> None:
    relay = Relay(sys.argv[1], int(sys.argv[2]))
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await relay.obey(await standard_input())


if __name__ == "__main__":
    asyncio.run(main())
