# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chromium without a window, driven by the DevTools protocol.

Runs in the virtual environment, which has websocket-client.
"""

import base64
import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import websocket

from .trouble import Trouble

MARGIN = 12  # pixels around a part of the page
PATIENCE = 60  # seconds until a page must show what is waited for
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=en-US",
    "--no-first-run",
    "--remote-debugging-address=127.0.0.1",
    "--remote-debugging-port=0",
)
# Odoo limits its own address space (limit_memory_hard), and so that of its children.
# Chromium reserves far more than it uses, and ends with SIGTRAP when it may not.
UNLIMITED = ("sh", "-c", 'ulimit -S -v "$(ulimit -H -v)"; exec "$0" "$@"')


class Page:
    """One page of the browser, as long as ``opened`` lasts."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(
            address, timeout=PATIENCE, suppress_origin=True
        )
        self._number = 0

    def send(self, method: str, **parameters: object) -> dict:
        """Give a command of the protocol and return its result.

        :raise Trouble: when the browser refuses it
        """
        self._number += 1
        command = {"id": self._number, "method": method, "params": parameters}
        self._socket.send(json.dumps(command))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._number:
                break
        if "error" in answer:
            raise Trouble(f"Chromium refused {method}: {answer['error']['message']}")
        return answer["result"]

    def run(self, code: str) -> object:
        """Return the value of JavaScript code, awaited.

        :raise Trouble: when the code fails
        """
        answer = self.send(
            "Runtime.evaluate",
            expression=f"(async () => {{ {code} }})()",
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"].get("exception", {})
            raise Trouble(f"The page failed: {thrown.get('description', '')[:500]}")
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until the expression is true; a page that loads is asked again.

        :raise Trouble: when that is not in time
        """
        deadline = time.monotonic() + PATIENCE
        while not self._holds(expression):
            if time.monotonic() > deadline:
                raise Trouble(f"Not in time: {expression}")
            time.sleep(0.2)

    def _holds(self, expression: str) -> bool:
        answer = self.send("Runtime.evaluate", expression=f"!!({expression})")
        return answer["result"].get("value") is True

    def go(self, address: str) -> None:
        """Open the address and wait for the document."""
        self.send("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window, in pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def picture(self, selector: str = "") -> bytes:
        """Return a PNG of the window, or of the part that the selector finds."""
        clip = {"clip": self._box(selector)} if selector else {}
        answer = self.send("Page.captureScreenshot", format="png", **clip)
        return base64.b64decode(answer["data"])

    def _box(self, selector: str) -> dict:
        box = self.run(
            f"const box = document.querySelector({json.dumps(selector)})"
            ".getBoundingClientRect();"
            "return [box.x, box.y, box.width, box.height];"
        )
        return with_margin(*box)


def with_margin(x: float, y: float, width: float, height: float) -> dict:
    """Return the part of the window that a picture of this box shows."""
    left, top = max(0, x - MARGIN), max(0, y - MARGIN)
    return {
        "x": left,
        "y": top,
        "width": x + width + MARGIN - left,
        "height": y + height + MARGIN - top,
        "scale": 1,
    }


@contextmanager
def opened(program: str) -> Iterator[Page]:
    """Have a browser with one page inside the block, and end it after it."""
    # Chromium's helpers may write for a moment after it has ended.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [
            *UNLIMITED,
            program,
            *QUIET,
            f"--user-data-dir={folder}",
            "about:blank",
        ]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            try:
                yield Page(page_address(port_of(Path(folder), child)))
            finally:
                child.terminate()


def port_of(folder: Path, child: subprocess.Popen[bytes]) -> int:
    """Return the port that the browser has chosen and written down.

    :raise Trouble: when it ends, or writes nothing
    """
    written = folder / "DevToolsActivePort"
    deadline = time.monotonic() + PATIENCE
    while not (written.is_file() and written.read_text().count("\n")):
        if child.poll() is not None or time.monotonic() > deadline:
            raise Trouble("Chromium did not start. Start it by hand to see why.")
        time.sleep(0.1)
    return int(written.read_text().split()[0])


def page_address(port: int) -> str:
    """Return where the browser's page listens."""
    url = f"http://127.0.0.1:{port}/json/list"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=PATIENCE) as answer:
        pages = json.load(answer)
    return next(
        each["webSocketDebuggerUrl"] for each in pages if each["type"] == "page"
    )
