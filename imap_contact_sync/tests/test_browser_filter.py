# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .ordering import OrderCase


@tagged("post_install", "-at_install")
class TestBrowserFilter(OrderCase):
    """All, of one colleague, sent, received, with attachments: on the spot."""

    def setUp(self):
        super().setUp()
        file = ("offer.txt", "text/plain", b"the offer")
        self.letters(range(35))
        self.letters(range(35, 37), files=[file])
        self.sync(self.connected(self.anna))

    def test_choose_and_take_back(self):
        emails = self.env["mail.message"].search(
            [*self.of_lena(), ("imap_email_id", "!=", False)],
            order="date desc, id desc",
        )
        with_files = emails.filtered(
            lambda each: each.imap_email_id.content_ids.attachment_ids
        )
        self.assertEqual((len(emails), len(with_files)), (37, 2))
        self.run_with(
            """
            const button = () => document.querySelector(".o-imap-filter");
            const items = () => [...document.querySelectorAll(".o-dropdown-item")];
            const choose = async (label) => {
                button().click();
                const item = () => items().find((each) => each.innerText === label);
                await until(item);
                item().click();
            };
            const becomes = async (ids, what) => {
                for (let turn = 0; turn < 100 && has().join() !== ids.join(); turn++) {
                    await pause(100);
                }
                same(has(), ids, what);
            };
            await choose("Received");
            await becomes(EMAILS.slice(0, 30), "The first page of received ones");
            toEnd();
            await becomes(EMAILS, "Received");
            await choose("With attachments");
            await becomes(WITH_FILES, "With attachments");
            check(document.querySelector(".o-imap-filtered").innerText.includes(
                "Notes and other messages are hidden."), "It is not said");
            await choose("In my mailbox");
            await becomes(EMAILS.slice(0, 30), "In my mailbox");
            await choose("Sent");
            await becomes([], "Sent");
            const empty = () => document.querySelector(".o-mail-Thread-empty");
            check(empty().innerText.includes("No emails match this filter."), "Silent");
            empty().querySelector("button").click();
            await becomes(ALL.slice(0, 30), "All");
            check(!document.querySelector(".o-imap-filtered"), "It looks filtered");
            await choose("With attachments");
            await becomes(WITH_FILES, "With attachments, once more");
            await search("Letter");
            await until(() => document.querySelectorAll(".card").length === 2);
            document.querySelector(".o-imap-filtered button").click();
            await until(() => document.querySelectorAll(".card").length === 30);
            """,
            EMAILS=emails.ids,
            WITH_FILES=with_files.ids,
        )

    def test_ones_own_note_is_seen_whatever_the_filter(self):
        self.run_with(
            """
            await thread().imapShow({value: "files", label: "With attachments"});
            check(has().length === 2, "Not filtered");
            await write("Called her");
            await until(() => first().includes("Called her"));
            await settled();
            same(has().slice(1), ALL.slice(0, has().length - 1), "The rest");
            """
        )
