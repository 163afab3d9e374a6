// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("imap_contact_sync_connect", {
    steps: () => [
        // The test's Python side names the mailbox and the server, whose port is free.
        {
            trigger: "div[name=email] input",
            run: (helpers) => helpers.edit(window.mailboxOfTheTest.email),
        },
        {
            trigger: "div[name=host] input",
            run: (helpers) => helpers.edit(window.mailboxOfTheTest.host),
        },
        {
            trigger: "div[name=port] input",
            run: (helpers) => helpers.edit(window.mailboxOfTheTest.port),
        },
        { trigger: "div[name=password] input", run: "edit wrong-password" },
        { trigger: "button[name=action_connect]", run: "click" },
        {
            content: "A wrong password is told on the form, and stored as saved",
            trigger: ".alert-danger:contains(refused the login)",
        },
        {
            trigger: "div[name=password] input[placeholder*=Saved]",
            run: (helpers) => helpers.edit(window.mailboxOfTheTest.password),
        },
        { trigger: "button[name=action_connect]", run: "click" },
        { trigger: ".o_imap_preview:contains(Nothing is stored before you start)" },
        {
            content: "The inbox is ticked",
            trigger:
                ".o_data_row:contains(INBOX) div[name=selected] input:checked:not(:visible), " +
                ".o_data_row:contains(INBOX) div[name=selected] input:checked",
        },
        { trigger: "button[name=action_start_import]:contains(without waiting)" },
    ],
});

const BODY = ".o-mail-Message-body .o-imap-frame:iframe";

tours.add("imap_contact_sync_read", {
    steps: () => [
        { trigger: ".o-mail-Message:contains(A question about the samples)" },
        { trigger: `${BODY} b:contains(in three colours)` },
        { trigger: ".o-mail-Message .o-mail-AttachmentCard:contains(colours.pdf)" },
        { trigger: ".o-mail-Message:contains(Lena Fischer)" },
        {
            content: "The order is that of the dates, not of the imports",
            trigger: ".o-mail-Thread",
            run() {
                const times = [...document.querySelectorAll(".o-mail-Message")]
                    .map((message) => message.innerText)
                    .filter((text) => text.includes("Subject:"))
                    .map((text) => text.match(/Subject: (.*)/)[1]);
                const wanted = ["The answer", "A question about the samples"];
                if (times.join() !== wanted.join()) {
                    throw new Error(`The order in the chatter is ${times}`);
                }
            },
        },
    ],
});

tours.add("imap_contact_sync_hidden", {
    steps: () => [
        { trigger: ".o-mail-Message:contains(Called her about the fair)" },
        {
            content: "Nothing of the colleague's private mail is there",
            trigger: ".o-mail-Chatter:not(:contains(samples)):not(:contains(answer))",
        },
    ],
});
