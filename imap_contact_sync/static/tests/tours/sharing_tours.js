// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const SUBJECT = "A question about the samples";
const TEXT = "in three colours";
const EMAIL = `.o-mail-Message:contains(Subject: ${SUBJECT})`;
const BODY = `${EMAIL} .o-mail-Message-body .o-imap-frame:iframe`;
const PLACEHOLDER = `${EMAIL} .o-imap-sentence`;
const NO_MODAL = "body:not(:has(.modal))";

/** Press a button beside the email. */
function press(name) {
    return { trigger: EMAIL, run: `hover && click ${EMAIL} button[title='${name}']` };
}

/** Choose from the menu behind the dots of the email. */
function choose(name) {
    return [
        press("Expand"),
        { trigger: `.o-dropdown-item:contains(${name})`, run: "click" },
    ];
}

function click(name) {
    return { trigger: `.modal-footer button:contains(${name})`, run: "click" };
}

function marked(mark, icon) {
    return {
        content: `The mark says ${mark}`,
        trigger: `${EMAIL} .o-imap-mark:contains(/^\\s*${mark}$/):has(.${icon})`,
    };
}

const NOTHING_TO_CHANGE = {
    content: "No file can be deleted, no reaction added",
    trigger: `${EMAIL} .o-mail-AttachmentCard:contains(colours.pdf)`,
    run() {
        const selectors = [".o-mail-Attachment-unlink", "[title='Add a Reaction']"];
        const email = this.anchor.closest(".o-mail-Message");
        for (const selector of selectors) {
            if (email.querySelector(selector)) {
                throw new Error(`There is ${selector}`);
            }
        }
    },
};

/** The composer knows nothing of the email. */
const EMPTY_COMPOSER = {
    content: "Nothing of the email is in the composer",
    trigger: ".modal .note-editable",
    run() {
        const modal = this.anchor.closest(".modal");
        const subject = modal.querySelector("div[name=subject] input").value;
        if (/samples|colours/.test(subject + modal.innerHTML)) {
            throw new Error(`The composer tells: ${subject} ${modal.innerText}`);
        }
    },
};

/** The composer has text and subject of the email; a reply folds the text away. */
function quoting(quote, subjectWanted) {
    return {
        content: "The email is quoted",
        trigger: `.modal .note-editable${quote}`,
        run() {
            const modal = this.anchor.closest(".modal");
            const subject = modal.querySelector("div[name=subject] input").value;
            if (subject !== subjectWanted || !this.anchor.textContent.includes(TEXT)) {
                throw new Error(`Not quoted: ${subject}: ${this.anchor.textContent}`);
            }
        },
    };
}
const REPLY = quoting(":has(.o_mail_reply_container)", `Re: ${SUBJECT}`);
const FORWARD = quoting(":contains(Forwarded message)", SUBJECT);

function hasRecipient(name) {
    return { trigger: `.modal div[name=partner_ids]:contains(${name})` };
}

const DISCARD = [click("Discard"), { trigger: NO_MODAL }];

tours.add("imap_contact_sync_share", {
    steps: () => [
        marked("Only you", "fa-lock"),
        { ...NOTHING_TO_CHANGE },
        press("Expand"),
        { trigger: ".o-dropdown--menu:contains(Copy Link):not(:contains(Translate))" },
        { trigger: ".o-dropdown-item:contains(Who reads this email)", run: "click" },
        { trigger: ".modal input[value=mailbox]:checked" },
        { trigger: ".modal input[value=everything]", run: "click" },
        { trigger: ".modal input[name=conversation]", run: "check" },
        click("Save"),
        { trigger: NO_MODAL },
        marked("Shared by you", "fa-users"),
        {
            content: "The other email of the conversation is shared as well",
            trigger: ".o-mail-Message:contains(/Subject: Re: A question/) .fa-users",
        },
        {
            content: "Another email is not",
            trigger: ".o-mail-Message:contains(Lunch) .o-imap-mark:contains(Only you)",
        },
    ],
});

tours.add("imap_contact_sync_shared", {
    steps: () => [
        marked("Shared by Anna Berg", "fa-users"),
        { trigger: `${BODY} b:contains(${TEXT})` },
        { ...NOTHING_TO_CHANGE },
        press("Expand"),
        {
            content: "Not his to decide: who reads this, remove from this contact",
            trigger: ".o-dropdown--menu:contains(Copy Link):not(:contains(this))",
            run: "press Escape",
        },
        press("Reply All"),
        { ...REPLY },
        ...DISCARD,
    ],
});

tours.add("imap_contact_sync_keep_private", {
    steps: () => [
        marked("Shared by you", "fa-users"),
        ...choose("Who reads this email"),
        { trigger: ".modal input[value=everything]:checked" },
        { trigger: ".modal input[value=private]", run: "click" },
        click("Save"),
        {
            content: "A colleague shares his copy",
            trigger: ".o_notification:contains(Ben Castillo)",
        },
    ],
});

tours.add("imap_contact_sync_reply", {
    steps: () => [
        press("Reply All"),
        { trigger: ".modal-body:contains(visible to all of them)" },
        click("Reply without quoting"),
        { ...EMPTY_COMPOSER },
        hasRecipient("Lena Fischer"),
        ...DISCARD,
        press("Reply All"),
        click("Quote the email"),
        { ...REPLY },
        hasRecipient("Lena Fischer"),
        hasRecipient("Ben Castillo"),
        ...DISCARD,
        press("Expand"),
        { trigger: ".o-dropdown-item:contains(/^Reply$/)", run: "click" },
        click("Quote the email"),
        { ...REPLY },
        hasRecipient("Lena Fischer"),
        { trigger: ".modal div[name=partner_ids]:not(:contains(Ben Castillo))" },
        ...DISCARD,
        ...choose("Forward"),
        click("Forward without quoting"),
        { ...EMPTY_COMPOSER },
        ...DISCARD,
        ...choose("Forward"),
        click("Quote the email"),
        { ...FORWARD },
        { trigger: ".modal div[name=attachment_ids]:contains(colours.pdf)" },
        ...DISCARD,
        ...choose("Forward"),
        ...DISCARD,
    ],
});

tours.add("imap_contact_sync_subject_only", {
    steps: () => [
        marked("Shared by Anna Berg: subject only", "fa-lock"),
        {
            content: "A placeholder stands where the text would be",
            trigger: `${PLACEHOLDER}:contains(Only the subject of this email is shared.)`,
        },
        {
            content: "Nothing else is there",
            trigger: `.o-mail-Chatter:not(:contains(${TEXT})):not(:contains(colours.pdf))`,
        },
        {
            content: "The placeholder looks like one",
            trigger: `${EMAIL}.o-imap-placeholder`,
            run() {
                const text = this.anchor.querySelector(".o-imap-sentence");
                if (getComputedStyle(text).fontStyle !== "italic") {
                    throw new Error("The placeholder is not in italics");
                }
            },
        },
        {
            content: "There is nothing to forward",
            trigger: `${EMAIL}:not(:has(button[title='Forward']))`,
        },
        press("Reply All"),
        { trigger: ".modal-footer:not(:contains(Quote the email))" },
        click("Reply without quoting"),
        { ...EMPTY_COMPOSER },
        hasRecipient("Lena Fischer"),
        ...DISCARD,
    ],
});

const REMOVED = [
    click("Remove"),
    { trigger: NO_MODAL },
    { trigger: ".o_notification:contains(removed from here)" },
];

tours.add("imap_contact_sync_remove", {
    steps: () => [
        ...choose("Remove from this contact"),
        { trigger: ".modal-body:contains(removed from Lena Fischer):contains(2 emails)" },
        ...DISCARD,
        ...choose("Remove from this contact"),
        { trigger: ".modal input[name=conversation]", run: "check" },
        ...REMOVED,
        {
            content: "The conversation is gone, without a reload, and nothing else is",
            trigger: ".o-mail-Chatter:not(:contains(samples)):contains(Lunch)",
        },
    ],
});

tours.add("imap_contact_sync_remove_own", {
    steps: () => [
        ...choose("Remove from this contact"),
        ...REMOVED,
        {
            content: "What stays is what the colleague shares",
            ...marked("Shared by Ben Castillo: subject only", "fa-lock"),
        },
        { trigger: `${EMAIL}.o-imap-placeholder:not(:contains(colours))` },
    ],
});
