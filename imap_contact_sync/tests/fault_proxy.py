# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A bad connection to a good mail server, on the loopback interface.

The proxy relays the conversation by commands and responses, with TLS on both sides,
in a thread. At a chosen command it spoils the answer, in one of the ways ``KINDS``.
"""

import asyncio
import re
import socket
import ssl
import struct
import threading
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass

from .scripted_server import certificate

KINDS = (
    "cut", "cut in literal", "reset", "reset in literal", "hang", "drip", "split",
    "garbage", "literal too long", "literal too short", "bye", "no", "bad",
)  # fmt: skip
# The answer arrives whole, only slowly or in odd pieces.
HARMLESS = {"drip", "split"}
LONGEST_LINE = 2**24  # octets
DRIP = 400  # octets that come one by one, and seconds between two of them
DRIP_SECONDS = 0.0005
PIECES = (1, 2, 3, 5, 7, 11, 13, 17, 19, 23)
WRONG_BY = 7  # octets
LITERAL = re.compile(rb"\{(\d+)\+?\}\r?\n$")
FIRST_LITERAL = re.compile(rb"\{(\d+)\}\r\n")
# What a connection that ends can raise here; the client is who must notice.
ENDS = (OSError, EOFError, asyncio.IncompleteReadError)


@dataclass(frozen=True)
class Fault:
    """Spoil the answers to some commands: ``times`` of them, from the ``nth`` on.

    :param command: what ``name_of`` calls it
    """

    kind: str
    command: str
    nth: int = 1
    times: int = 1


def name_of(command: bytes) -> str:
    """What a command asks for, ``UID FETCH`` split by what it fetches."""
    words = command.upper().split()[1:3]
    if words[:1] != [b"UID"]:
        return b"".join(words[:1]).decode("latin-1")
    if re.search(rb"BODY\.PEEK\[HEADER", command, re.IGNORECASE):
        return "UID FETCH headers"
    if re.search(rb"BODY\.PEEK\[\]", command, re.IGNORECASE):
        return "UID FETCH bodies"
    return b" ".join(words).decode("latin-1")


async def pieces(reader):
    """The lines and literals of one command or response, as they come."""
    while True:
        line = await reader.readline()
        yield line
        size = LITERAL.search(line)
        if not size:
            return
        yield await reader.readexactly(int(size[1]))


async def whole(reader):
    """One response with its literals; empty at the end of the connection."""
    return b"".join([piece async for piece in pieces(reader)])


class FaultProxy:
    """Stands before the mail server ``host:port``; it is ``localhost`` itself.

    ``meet`` says what goes wrong from now on, ``met`` how often it has happened,
    ``commands`` how often each command has come since. ``rewrite`` makes the server
    another one.
    """

    def __init__(self, host, port):
        self.upstream = host, port
        # Made before a test trusts the proxy's own certificate and no other.
        self.context = ssl.create_default_context()
        self.meet(None)
        self.rewrite()

    def meet(self, fault, hide=()):
        """:param hide: capabilities that the client must not see"""
        self.fault, self.hidden, self.met = fault, hide, 0
        self.commands = Counter()

    def rewrite(self, responses=(), commands=()):
        """Pairs of a pattern and what takes its place, in what holds no literal."""
        self.rewritten_responses, self.rewritten_commands = responses, commands

    def rename(self, names, literally=False):
        """Show other names of folders than they have; bytes, never a part of others.

        :param literally: in answers as literals, not as quoted strings
        """
        responses, commands = [], []
        for real, shown in names.items():
            quoted = b'"' + re.sub(rb'(["\\])', rb"\\\1", shown) + b'"'
            literal = b"{%d}\r\n%s" % (len(shown), shown)
            told = literal if literally else quoted
            responses.append((re.escape(real), told.replace(b"\\", rb"\\")))
            commands.append((re.escape(quoted), real))
        self.rewrite(responses, commands)

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.started = threading.Event()
        self.thread = threading.Thread(target=asyncio.run, args=[self._listen()])
        self.thread.start()
        self.started.wait()
        return self

    def __exit__(self, *_error):
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join()

    async def _listen(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate("localhost"))
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(
            self._serve, sock=self.listener, ssl=context, limit=LONGEST_LINE
        )
        self.started.set()
        await self.stopped.wait()
        server.close()

    async def _serve(self, reader, writer):
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host, port = self.upstream
        far_reader, far_writer = await asyncio.open_connection(
            host, port, ssl=self.context, limit=LONGEST_LINE
        )
        conversation = Conversation(self, reader, writer)
        try:
            await conversation.relay(far_reader, far_writer)
        except asyncio.CancelledError:
            return  # the proxy itself has ended
        finally:
            far_writer.transport.abort()
            writer.close()

    def is_spoiled(self, name):
        """Count a command, and tell whether its answer is to be spoiled."""
        self.commands[name] += 1
        fault = self.fault
        if not fault or fault.command != name:
            return False
        return fault.nth <= self.commands[name] < fault.nth + fault.times

    def shown(self, response):
        """The response as the client is to see it; nothing stays of some."""
        if FIRST_LITERAL.search(response):
            return response
        if b"CAPABILITY" in response[:40]:
            for word in self.hidden:
                response = re.sub(rb" %s(?=[ \]\r])" % re.escape(word), b"", response)
        return substituted(response, self.rewritten_responses)


class Conversation:
    """One connection. ``waiting`` holds the tags without an answer yet, and whether
    their answers are to be spoiled."""

    def __init__(self, proxy, reader, writer):
        self.proxy, self.reader, self.writer = proxy, reader, writer
        self.waiting = deque()

    async def relay(self, far_reader, far_writer):
        """Until one of the two sides ends the connection."""
        commands = asyncio.create_task(self._relay_commands(far_writer))
        answers = asyncio.create_task(self._relay_answers(far_reader))
        try:
            await asyncio.wait([commands, answers], return_when="FIRST_COMPLETED")
            if answers.done() and not answers.result():
                await commands  # what was spoiled is the client's to end
        finally:
            for task in (commands, answers):
                task.cancel()
            await asyncio.gather(commands, answers, return_exceptions=True)

    async def _relay_commands(self, far_writer):
        with suppress(*ENDS):
            while True:
                is_command = True
                async for piece in pieces(self.reader):
                    if not piece:
                        return
                    far_writer.write(self._expected(piece) if is_command else piece)
                    await far_writer.drain()
                    is_command = False

    def _expected(self, line):
        """The command as the server is to see it; its answer is now waited for."""
        # What follows a "+" is no command: the password, for instance.
        if not self.waiting or b" " in line.strip():
            name = name_of(line)
            self.waiting.append((line.split()[0], self.proxy.is_spoiled(name)))
        return substituted(line, self.proxy.rewritten_commands)

    async def _relay_answers(self, far_reader):
        """:return: whether the server has ended the connection"""
        with suppress(*ENDS):
            while response := await whole(far_reader):
                response = self.proxy.shown(response)
                tag, spoiled = self.waiting[0] if self.waiting else (b"*", False)
                answer = [response]
                if spoiled and not response.startswith(b"+"):
                    answer += await self._rest(far_reader, response, tag)
                if answer[-1].startswith(tag + b" ") and tag != b"*":
                    self.waiting.popleft()
                if not spoiled or response.startswith(b"+"):
                    await self._send(response)
                elif not await self._spoil(answer, tag):
                    return False
        return True

    async def _rest(self, far_reader, response, tag):
        """The responses behind this one, up to the one with the command's tag."""
        rest = []
        while response and not response.startswith(tag + b" "):
            response = await whole(far_reader)
            rest.append(self.proxy.shown(response))
        return rest

    async def _send(self, content):
        self.writer.write(content)
        await self.writer.drain()

    async def _spoil(self, answer, tag):
        """Do what the fault says, and tell whether the conversation goes on."""
        kind = self.proxy.fault.kind
        self.proxy.met += 1
        word, _space, place = kind.partition(" in ")
        if word in ("cut", "reset", "hang"):
            await self._send(until_middle(b"".join(answer), place))
            self._end(word)
            return False
        if kind == "bye":
            await self._send(b"* BYE a fault\r\n")
            self._end("cut")
            return False
        for part, pause in self._spoiled(kind, answer, tag):
            await self._send(part)
            await asyncio.sleep(pause)
        return True

    def _spoiled(self, kind, answer, tag):
        """The parts of the answer, and how many seconds to wait behind each."""
        content = b"".join(answer)
        match kind:
            case "drip":
                parts = split(content[:DRIP], [1])
                return [(part, DRIP_SECONDS) for part in parts] + [(content[DRIP:], 0)]
            case "split":
                return [(part, 0) for part in split(content, PIECES)]
            case "garbage":
                return [(b"".join([*answer[:-1], b"garbage\r\n", answer[-1]]), 0)]
            case "no" | "bad":
                return [(b"%s %s a fault\r\n" % (tag, kind.upper().encode()), 0)]
            case "literal too long":
                return [(resized(content, WRONG_BY), 0)]
            case "literal too short":
                return [(resized(content, -WRONG_BY), 0)]
        raise ValueError(kind)

    def _end(self, word):
        """End the connection from this side: by FIN, by RST, or not at all."""
        connection = self.writer.get_extra_info("socket")
        with suppress(OSError):
            if word == "reset":
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.writer.transport.abort()
            elif word == "cut":
                # Without TLS' own goodbye, as a connection ends that breaks.
                connection.shutdown(socket.SHUT_WR)


def substituted(line, pairs):
    for pattern, replacement in pairs:
        line = re.sub(pattern, replacement, line)
    return line


def until_middle(content, place):
    """The answer up to its middle, or up to the middle of its first literal."""
    if not place:
        return content[: len(content) // 2]
    literal = FIRST_LITERAL.search(content)
    return content[: literal.end() + int(literal[1]) // 2]


def resized(content, by):
    """The answer with the size of its first literal wrong by some octets."""
    return FIRST_LITERAL.sub(
        lambda found: b"{%d}\r\n" % (int(found[1]) + by), content, count=1
    )


def split(content, sizes):
    """The content in pieces of these sizes, over and over."""
    parts, start = [], 0
    while start < len(content):
        size = sizes[len(parts) % len(sizes)]
        parts.append(content[start : start + size])
        start += size
    return parts
