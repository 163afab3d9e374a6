# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import timedelta

from odoo import fields

from .browser import BrowserCase
from .mail_server import mail

NOTES, LETTERS = 40, 70
# In the page: what the thread has, what is seen, and a look at an end of it.
LOOK = """
    const store = odoo.__WOWL_DEBUG__.root.env.services["mail.store"];
    const check = (holds, what) => {
        if (!holds) throw new Error(what);
    };
    const thread = () => store.Thread.get({model: "res.partner", id: CONTACT});
    const has = () => thread().messages.map(({id}) => id).reverse();
    const seen = () => [...document.querySelectorAll(".o-mail-Message")].map((each) =>
        (each.innerText.match(/(Note|Letter) \\d+/) || ["?"])[0]);
    const older = () => document.querySelector(".o-mail-Thread > div > .btn-link");
    const last = () => [...document.querySelectorAll(".o-mail-Message")].at(-1);
    const toEnd = () => (older() || last()).scrollIntoView();
    const toStart = () =>
        document.querySelector(".o-mail-Message").scrollIntoView({block: "end"});
    const same = (ids, expected, what) =>
        check(ids.join() === expected.join(), `${what}: ${ids}, not ${expected}`);
    // Nothing comes any more.
    const settled = async () => {
        let before;
        for (let still = 0; still < 3; still++) {
            if (has().length !== before || thread().status === "loading") {
                before = has().length;
                still = 0;
            }
            await pause(300);
        }
    };
    const search = async (words) => {
        document.querySelector("button[aria-label='Search Messages']").click();
        const input = () => document.querySelector(".o_searchview_input");
        await until(input);
        input().value = words;
        input().dispatchEvent(new InputEvent("input", {bubbles: true}));
        await pause(300);
        const enter = new KeyboardEvent("keydown", {key: "Enter", bubbles: true});
        input().dispatchEvent(enter);
    };
    const write = async (note) => {
        document.querySelector(".o-mail-Chatter-logNote").click();
        const input = () => document.querySelector(".o-mail-Composer-input");
        await until(input);
        input().value = note;
        input().dispatchEvent(new InputEvent("input", {bubbles: true}));
        const send = () => document.querySelector(".o-mail-Composer-send:enabled");
        await until(send);
        send().click();
    };
    const first = () => document.querySelector(".o-mail-Message").innerText;
    const allLoaded = async () => {
        for (let turn = 0; turn < 12; turn++) {
            if (!thread().loadOlder && !thread().loadNewer) {
                return;
            }
            toStart();
            await settled();
            toEnd();
            await settled();
        }
    };
"""


class OrderCase(BrowserCase):
    """Lena's contact has notes; later, old and new emails are imported."""

    def setUp(self):
        super().setUp()
        self.start = fields.Datetime.now() - timedelta(days=30)
        self.env["mail.message"].search(self.of_lena()).unlink()
        self.notes(range(NOTES))

    def of_lena(self):
        return [("model", "=", "res.partner"), ("res_id", "=", self.lena.id)]

    def moment(self, number, count):
        """Of one of them: in no order, each in the same minute as some others."""
        return self.start + timedelta(hours=number * 29 % count // 2)

    def notes(self, numbers):
        self.env["mail.message"].create(
            [
                {
                    "model": "res.partner", "res_id": self.lena.id,
                    "message_type": "comment", "body": f"<p>Note {number}</p>",
                    "subtype_id": self.env.ref("mail.mt_note").id,
                    "date": self.moment(number, NOTES),
                }
                for number in numbers
            ]
        )  # fmt: skip

    def letters(self, numbers, **values):
        dates = {number: self.moment(number, LETTERS) for number in numbers}
        self.server.deliver(
            self.anna.login,
            *(
                mail(
                    self.lena.email, self.anna.login, f"Letter {number}", date=date,
                    **values,
                )
                for number, date in dates.items()
            ),
        )  # fmt: skip

    def import_letters(self):
        self.letters(range(LETTERS))
        self.account = self.connected(self.anna)
        self.sync(self.account)

    def newest_first(self):
        messages = self.env["mail.message"].search(
            self.of_lena(), order="date desc, id desc"
        )
        return messages.ids

    def run_with(self, code, *steps, user=None, **values):
        """Run code that knows these values, and steps of the server: ``run_live_at``.

        ``CONTACT`` is Lena.
        """
        values = {"CONTACT": self.lena.id, "ALL": self.newest_first()} | values
        known = "".join(f"const {k} = {json.dumps(v)};" for k, v in values.items())
        self.run_live_at(
            f"/odoo/contacts/{self.lena.id}",
            user or self.anna,
            f"{known} {LOOK} await until(() => thread()?.isLoaded);"
            f"await settled(); {code}",
            *steps,
        )
