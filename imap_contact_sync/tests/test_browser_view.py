# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import socket

from odoo.tests import tagged

from .browser import FIND, EmailBrowserCase
from .hostile_html import ELSEWHERE, Canary
from .mail_server import mail
from .test_sender_author import authenticated

WIDE = (
    '<table width="3000" border="1"><tr><td>left</td><td>right</td></tr></table>'
    "<p>below</p>"
)
LINKS = """
    <p><a class=a href="https://evil.example/x">www.bank.example</a></p>
    <p><a class=b href="https://www.bank.example/x">bank.example</a></p>
    <p><a class=c href="https://evil.example/x">Read more at bank\u200b.example</a></p>
    <p><a class=d href="https://bank.example@evil.example/x">https://bank.example/</a></p>
    <p><a class=e href="https://bank.example.evil.example/">bank.example</a></p>
    <p><a class=f href="https://evil.example/x">Read more</a></p>
    <p><a class=h href="https://bank.example/x">www.bank.example</a></p>
    <p><a class=i href="https://evil.example/x">bank\uff0eexample</a></p>
    <p><a class=g href="mailto:a@evil.example">a@bank.example</a></p>
"""
# How each of them has to look.
LINK_TEXTS = [
    "www.bank.example [evil.example]",
    "bank.example",
    "Read more at bank\u200b.example [evil.example]",
    "https://bank.example/ [evil.example]",
    "bank.example [bank.example.evil.example]",
    "Read more",
    "www.bank.example",
    "bank\uff0eexample [evil.example]",
    "a@bank.example",
]


@tagged("post_install", "-at_install")
class TestBrowserView(EmailBrowserCase):
    """How a synced email looks in the chatter."""

    def test_html_4_each_email_keeps_to_its_box(self):
        self.look(
            {
                "Wide": WIDE,
                "Plain": None,
                "High": '<p style="height:9000px">a</p>' * 9,
                "Blocks": '<p>a</p><div style="background-color:red">b</div>',
            },
            """
            const chatter = document.querySelector(".o-mail-Chatter");
            const inner = chatter.getBoundingClientRect();
            for (const frame of frames()) {
                const box = frame.getBoundingClientRect();
                check(box.left >= inner.left && box.right <= inner.right, "Out of it");
                check(frame.sandbox.value && !/scripts|top|forms/.test(frame.sandbox),
                    "What the sandbox allows");
            }
            check(page("Wide").body.scrollWidth > 2900, "The table is not wide");
            for (const subject of ["Wide", "Plain", "Blocks"]) {
                const root = page(subject).documentElement;
                check(root.scrollHeight <= root.clientHeight + 1, subject + " scrolls");
                check(root.clientHeight < 400, subject + " is too high");
                check(root.textContent.trim().length > 2, subject + " has no text");
            }
            check(frameOf("High").clientHeight <= 8000, "An endless email");
            check(email("High").innerText, "No email");
            """,
        )

    def test_html_6_deep_text_is_there(self):
        deep = {
            str(count): "<div>" * count + "deep" + "</div>" * count + "<p>end</p>"
            for count in (1_000, 80_000)  # as much as is kept of a text
        }
        self.look(
            {f"Depth {count}": markup for count, markup in deep.items()},
            """
            for (const subject of ["Depth 1000", "Depth 80000"]) {
                const text = page(subject).body.innerText;
                check(/deep\\s+end/.test(text), subject + ": " + text);
            }
            """,
        )

    def test_html_7_a_link_says_where_it_leads(self):
        self.look(
            {"Links": LINKS},
            f"""
            const shown = [...page("Links").links].map((link) => link.textContent);
            check(JSON.stringify(shown) === JSON.stringify({json.dumps(LINK_TEXTS)}),
                "The links say " + JSON.stringify(shown));
            check([...page("Links").links].every((link) => link.target === "_blank"),
                "A link opens in the frame");
            """,
        )

    def test_html_2_links_to_ourselves_are_not_clickable(self):
        public = "https://erp.test.example"
        self.env["ir.config_parameter"].set_param("web.base.url", public)
        own = self.base_url()
        other_port = own.rpartition(":")[0]  # cookies do not ask for the port
        self.look(
            {
                "Own": f'<a href="{own}/web/session/logout">first</a>'
                f'<a href="{public}/odoo">second</a>'
                '<a href="https://other.example/">third</a>'
                f'<a href="{other_port}/web/session/logout">fourth</a>'
            },
            """
            const anchors = [...page("Own").querySelectorAll("a")];
            const told = anchors.map((each) => `${each.innerText} ${each.href}`).join();
            check(told === "first ,second ,third https://other.example/,fourth ", told);
            check(anchors[0].title && !anchors[2].title, "It does not say why");
            """,
        )

    def test_html_3_the_bar_stands_where_images_are_blocked(self):
        self.look(
            {
                "Blocked": '<p>a</p><img src="https://evil.example/x">',
                "Nothing blocked": "<p>b</p>",
                "Ours": f'<p>c</p><img src="{self.base_url()}/web/session/logout">',
            },
            """
            const bars = [...document.querySelectorAll(".o-imap-blocked")];
            check(bars.length === 1, `There are ${bars.length} bars`);
            check(email("Subject: Blocked").contains(bars[0]), "At another email");
            bars[0].querySelector("button").click();
            await drawn(3);
            check(!document.querySelector(".o-imap-blocked"), "The bar stays");
            check(page("Subject: Blocked").images[0].src.includes("evil"), "No image");
            check(page("Subject: Blocked").images[0].referrerPolicy === "no-referrer",
                "It tells where from");
            """,
        )

    def test_frames_are_made_when_they_come_near(self):
        long = f"<p>{'many words ' * 200}</p>"
        count = 12
        letters = [
            mail(self.lena.email, self.anna.login, f"Letter {number}", html=long)
            for number in range(count)
        ]
        self.server.deliver(self.anna.login, *letters)
        self.sync(self.connected(self.anna))
        self.run_on_contact(
            self.lena,
            self.anna,
            f"""{FIND}
            await until(() => frames().some(isDrawn));
            check(emails().length === {count}, "Not all are there");
            check(frames().length < {count}, "All have a frame at once");
            await drawn({count});
            check(frames().length === {count}, "Some have no frame");
            """,
        )

    def test_the_height_follows_while_an_image_does_not_come(self):
        image = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="900" />'
        with (
            Canary(ELSEWHERE, image.encode(), "image/svg+xml") as quick,
            socket.create_server((ELSEWHERE, 0)) as silent,  # accepts, and says nothing
        ):
            never = f"http://{ELSEWHERE}:{silent.getsockname()[1]}/image"
            self.look(
                {"Slow": f'<img src="{never}"><img src="{quick.address}/image">'},
                """
                check(frameOf("Slow").clientHeight < 900, "High before the click");
                email("Slow").querySelector(".o-imap-blocked button").click();
                await until(() => frameOf("Slow").clientHeight > 900);
                """,
            )

    def test_what_happens_in_an_email_reaches_the_chatter(self):
        self.look(
            {"Touched": "<p>text</p>"},
            """
            let clicks = 0;
            const root = email("Touched").querySelector(".o-imap-email");
            root.addEventListener("click", () => clicks++);
            const {body} = page("Touched");
            body.dispatchEvent(new MouseEvent("click", {bubbles: true}));
            check(clicks === 1, `${clicks} clicks`);
            const key = new KeyboardEvent("keydown", {key: "Alt", altKey: true,
                bubbles: true, cancelable: true});
            body.dispatchEvent(key);
            await until(() => document.querySelector(".o_web_hotkey_overlay"));
            """,
        )

    def test_what_a_search_looks_for_is_marked_each_time(self):
        self.look(
            {"Found": "<p>some <b>apple</b> and pear</p>"},
            """
            const marked = () => frames().map((frame) =>
                frame.contentDocument?.querySelector(".o-mail-Message-searchHighlight")
                    ?.innerText).filter(Boolean).join();
            document.querySelector("button[aria-label='Search Messages']").click();
            const input = () => document.querySelector(".o_searchview_input");
            await until(input);
            for (const word of ["apple", "pear"]) {
                input().value = word;
                input().dispatchEvent(new InputEvent("input", {bubbles: true}));
                await pause(300);
                input().dispatchEvent(new KeyboardEvent("keydown",
                    {key: "Enter", bubbles: true}));
                await until(() => marked() === word);
            }
            """,
        )

    def test_html_9_core_gets_the_text_only(self):
        """It would load images of what it reads, and run what is in it."""
        self.look(
            {"Bold": "<p>some <b>bold</b><br>text</p>", "Image": '<img src="cid:x">'},
            """
            const store = odoo.__WOWL_DEBUG__.root.env.services["mail.store"];
            const messages = Object.values(store["mail.message"].records);
            const synced = messages.filter((each) => each.isSynced);
            check(synced.length === 2, "They are not there");
            for (const message of synced) {
                check(!/[<]/.test(message.body), "HTML: " + message.body);
                check(!message.isEmpty && message.body.trim(), "Looks removed");
            }
            check(page("Bold").querySelector("b").innerText === "bold", "Not bold");
            """,
        )

    def test_mime_9_and_id_5_notes_and_claimed_senders_are_shown(self):
        lena, anna = self.lena.email, self.anna.login
        claimed = mail(self.theo.email, anna, "Claimed", cc=lena)
        self.look_at(
            [
                authenticated(claimed, "dmarc=fail header.from=bellerive.example"),
                mail(lena, anna, "Locked", body="-----BEGIN PGP MESSAGE-----\nx\n"),
                mail(lena, anna, "Other"),
            ],
            """
            const marks = [...document.querySelectorAll(".o-imap-claimed")];
            check(marks.length === 1, `There are ${marks.length} marks`);
            check(email("Subject: Claimed").contains(marks[0]), "At another email");
            const warning = email("Subject: Claimed").querySelector(".o-imap-warning");
            check(/^The mail provider could not confirm/.test(warning.innerText),
                warning.innerText);
            check(/Claimed sender/.test(marks[0].innerText), marks[0].innerText);
            const notes = [...document.querySelectorAll(".o-imap-note")];
            check(notes.length === 1, `There are ${notes.length} notes`);
            check(email("Subject: Locked").contains(notes[0]), "At another email");
            check(/encrypted with PGP/.test(notes[0].innerText), notes[0].innerText);
            """,
        )
