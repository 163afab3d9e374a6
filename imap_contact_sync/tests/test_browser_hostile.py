# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import html
import re

from odoo.tests import tagged
from odoo.tools import SQL

from .browser import BrowserCase
from .hostile_html import ELSEWHERE, WAYS, Canary, vectors
from .mail_server import mail

FIRST = "<p>A text, so that each is in a body</p>"
# The session is still there.
LOGGED_IN = """
    const isLoggedIn = async () => {
        const answer = await fetch("/web/session/check", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", method: "call", params: {} }),
        });
        if ((await answer.json()).error) throw new Error("The session is over");
    };
"""
SHOW_IMAGES = """
    const buttons = [...document.querySelectorAll(".o-imap-blocked button")];
    buttons.forEach((button) => button.click());
    const isShown = (frame) =>
        isDrawn(frame) && frame.contentDocument.querySelector("img[src*='/way']");
    await until(() => frames().filter(isShown).length === buttons.length);
"""


@tagged("post_install", "-at_install")
class TestBrowserHostile(BrowserCase):
    """HTML-1 to HTML-4 in a real browser: a canary web server hears of each leak."""

    def imported(self, vectors):
        """One email for each vector, on one contact."""
        letters = (
            mail(self.lena.email, self.anna.login, name, html=FIRST + way)
            for name, way in vectors.items()
        )
        self.server.deliver(self.anna.login, *letters)
        self.sync(self.connected(self.anna))

    def look(self, code):
        self.run_on_contact(self.lena, self.anna, LOGGED_IN + code)

    def store_raw(self, vectors):
        """As if there were no sanitiser at all."""
        for content in self.env["imap.email.content"].search([]):
            if content.subject in vectors:
                self.env.cr.execute(
                    SQL(
                        "UPDATE imap_email_content SET body = %s WHERE id = %s",
                        FIRST + vectors[content.subject],
                        content.id,
                    )
                )
        self.env.invalidate_all()

    def blocked(self):
        """The paths of the images that wait for a click, as they are stored."""
        bodies = "".join(map(str, self.contents(self.lena).mapped("body")))
        found = re.findall(r'<img[^>]* data-remote-src="([^"]*)"', bodies)
        return {html.unescape(each).rpartition("/")[2] for each in found}

    def test_html_1_2_3_nothing_loads_before_a_click(self):
        count = len(WAYS)
        self.assertGreaterEqual(count, 80)
        with Canary(ELSEWHERE) as canary:
            self.imported(vectors(canary.address))
            self.look(
                f"await drawn({count}); await isLoggedIn();"
                f"await fetch('{canary.address}/click', {{ mode: 'no-cors' }});"
                f"{SHOW_IMAGES} await drawn({count}); await isLoggedIn();",
            )
            first, *after = canary.paths
            self.assertEqual(first, "click")
            shown = {each.partition("?")[0] for each in self.blocked()}
            self.assertEqual(set(after), shown)
            self.assertGreater(len(after), 9)
            referers = {referer for path, referer in canary.requests[1:]}
            self.assertEqual(referers, {None})
            # Per view: the next one asks again.
            canary.requests.clear()
            self.look(f"await drawn({count});")
            self.assertEqual(canary.requests, [])

    def test_html_4_the_frame_alone_stops_what_a_sanitiser_would_let_through(self):
        with Canary(ELSEWHERE) as canary:
            raw = vectors(canary.address)
            self.imported(raw)
            self.store_raw(raw)
            self.look(f"await drawn({len(raw)}); await isLoggedIn();")
            self.assertEqual(canary.paths, [])
