# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo in a browser: who looks at it, what he presses, what is to be seen."""

import io
import json
import time

from PIL import Image

from . import demo, demo_database
from .browser import Page
from .trouble import Trouble

WIDE = (1400, 900)  # pixels
COLOURS = 256
# No caret that blinks, nothing half way, and no badge of what is unread.
STILL = (
    "*, *::before, *::after { caret-color: transparent !important; "
    "transition: none !important; animation: none !important; } "
    ".o_menu_systray, .o_notification_manager { visibility: hidden; }"
)


class Site:
    """The demo in the browser, as one of its people at a time."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def login(self, login: str) -> None:
        """Become somebody else."""
        self.page.send("Network.clearBrowserCookies")
        self.page.go(f"{self.url}/web/login")
        self.rpc(
            "/web/session/authenticate",
            db=demo.DATABASE,
            login=login,
            password=demo_database.PASSWORD,
        )

    def rpc(self, route: str, **parameters: object) -> object:
        """Return what a JSON route answers to this user.

        :raise Trouble: when it refuses
        """
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": parameters})
        answer = self.page.run(
            f"return await (await fetch({route!r}, {{method: 'POST', headers: "
            f"{{'Content-Type': 'application/json'}}, body: {json.dumps(body)}}}))"
            ".json();"
        )
        if "error" in answer:
            raise Trouble(f"Odoo refused {route}: {answer['error']['data']['message']}")
        return answer.get("result")  # missing when it is None

    def call(self, model: str, method: str, *args: object) -> object:
        """Return what a method of a model answers to this user."""
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs={},
        )

    def show(self, path: str, shown: str, size: tuple[int, int] = WIDE) -> None:
        """Open a page of Odoo and wait until an element is there."""
        self.page.resize(*size)
        self.page.go(f"{self.url}/odoo/{path}")
        self.wait(shown)

    def wait(self, selector: str, text: str = "") -> None:
        """Wait until an element with the text is there."""
        self.page.until(found(selector, text))

    def click(self, selector: str, text: str = "") -> None:
        """Press the element with the text, as soon as it is there."""
        self.wait(selector, text)
        self.page.run(f"{found(selector, text)}.click();")

    def type(self, selector: str, text: str) -> None:
        """Fill in a field and leave it."""
        self.wait(selector)
        self.page.run(
            f"const field = {found(selector)}; field.value = {json.dumps(text)};"
            "for (const name of ['input', 'change', 'blur'])"
            " field.dispatchEvent(new Event(name, {bubbles: true}));"
        )

    def scroll_to(self, selector: str, text: str = "") -> None:
        """Bring an element to the top of what scrolls, below what stays there."""
        self.wait(selector, text)
        self.page.run(
            f"const it = {found(selector, text)}; it.style.scrollMarginTop = '60px';"
            "it.scrollIntoView({block: 'start'});"
        )

    def take(self, selector: str = "") -> bytes:
        """Return the picture of what is there, once nothing moves any more."""
        self.page.run(
            "const style = document.createElement('style');"
            f"style.textContent = {json.dumps(STILL)}; document.head.append(style);"
            "document.activeElement?.blur();"
        )
        time.sleep(2)
        return small(self.page.picture(selector))


def found(selector: str, text: str = "") -> str:
    """Return JavaScript for the first element with this text in it."""
    return (
        f"[...document.querySelectorAll({json.dumps(selector)})]"
        f".find((each) => each.textContent.includes({json.dumps(text)}))"
    )


def small(png: bytes) -> bytes:
    """Return the picture with 256 colours, which is a third of the bytes."""
    stream = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
