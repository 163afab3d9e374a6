# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .browser import EmailBrowserCase

NEW, OLD = "Tuesday suits me", "When shall we meet"
ANSWER = f"""<p>{NEW}</p><div>Am 02.03.2026 schrieb Anna:</div>
    <blockquote type="cite"><p>{OLD}</p><img src="https://evil.example/x">
    <p style="height:700px;display:block !important">long</p></blockquote>"""
FOLD = f"""
    const button = (subject) => email(subject).querySelector(".o-imap-quoted");
    const text = (subject) => page(subject).body.innerText;
    const isFolded = (subject) => text(subject).includes("{NEW}")
        && !text(subject).includes("{OLD}") && !text(subject).includes("schrieb");
"""


@tagged("post_install", "-at_install")
class TestBrowserQuotes(EmailBrowserCase):
    """What an email quotes is one click away."""

    def test_an_answer_is_folded_and_unfolds(self):
        self.look(
            {"Answer": ANSWER, "New": f"<p>{OLD}</p>", "Fwd: this": ANSWER},
            f"""{FOLD}
            check(isFolded("Subject: Answer"), text("Subject: Answer"));
            const frame = frameOf("Subject: Answer");
            check(frame.clientHeight < 200, `It takes ${{frame.clientHeight}}`);
            check(button("Subject: Answer").ariaExpanded === "false", "Expanded");
            check(!email("Subject: Answer").querySelector(".o-imap-blocked"),
                "It tells of images that nobody misses");
            for (const other of ["Subject: New", "Subject: Fwd"]) {{
                check(!button(other), other);
                check(text(other).includes("{OLD}"), "Not shown: " + other);
            }}
            button("Subject: Answer").focus();
            check(document.activeElement === button("Subject: Answer"), "No focus");
            button("Subject: Answer").click();
            await until(() => frame.clientHeight > 700);
            check(button("Subject: Answer").ariaExpanded === "true", "Not expanded");
            check(text("Subject: Answer").includes("{OLD}"), "Not shown");
            check(email("Subject: Answer").querySelector(".o-imap-blocked"), "No bar");
            check(!/scripts/.test(frame.sandbox), "Scripts may run");
            button("Subject: Answer").click();
            await until(() => frame.clientHeight < 200);
            check(isFolded("Subject: Answer"), "Not folded again");
            """,
        )

    def test_what_is_unfolded_stays_so_with_its_images(self):
        self.look(
            {"Answer": ANSWER},
            f"""{FOLD}
            button("Subject: Answer").click();
            const bar = () => email("Subject: Answer").querySelector(".o-imap-blocked");
            await until(bar);
            bar().querySelector("button").click();
            await drawn(1);
            check(!isFolded("Subject: Answer"), "Folded by the images");
            check(!bar(), "The bar stays");
            """,
        )

    def test_what_a_search_finds_in_it_is_shown(self):
        self.look(
            {"Answer": ANSWER},
            f"""{FOLD}
            document.querySelector("button[aria-label='Search Messages']").click();
            const input = () => document.querySelector(".o_searchview_input");
            await until(input);
            input().value = "shall";
            input().dispatchEvent(new InputEvent("input", {{bubbles: true}}));
            await pause(300);
            input().dispatchEvent(new KeyboardEvent("keydown",
                {{key: "Enter", bubbles: true}}));
            await until(() => frames().some((frame) => {{
                const mark = frame.contentDocument?.querySelector(
                    ".o-mail-Message-searchHighlight");
                return mark?.innerText === "shall" && mark.getClientRects().length;
            }}));
            """,
        )
