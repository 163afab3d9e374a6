// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import {
    messageActionsRegistry,
    registerMessageAction,
} from "@mail/core/common/message_actions";
import { messageActionOpenFullComposer } from "@mail/core/web/message_actions_patch";
import { getNonEditableMentions, parseEmail } from "@mail/utils/common/format";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { renderToMarkup } from "@web/core/utils/render";

import { RemovalDialog, removalName } from "./removal_dialog";
import { ReplyDialog } from "./reply_dialog";
import { SharingDialog } from "./sharing_dialog";

/** The owner decides where the email stands, on the contact. */
function isOwnersToDecide({ message, thread }) {
    return message.imap_sharing?.mine && message.thread?.eq(thread);
}

registerMessageAction("imap-share", {
    condition: (params) =>
        isOwnersToDecide(params) && params.message.imap_sharing.chooses,
    icon: "fa fa-users",
    name: _t("Who reads this email"),
    onSelected: ({ message, store }) =>
        store.env.services.dialog.add(SharingDialog, { message }),
    sequence: 73,
});
registerMessageAction("imap-remove", {
    condition: isOwnersToDecide,
    icon: "fa fa-eraser",
    name: ({ message }) => removalName(message),
    onSelected: ({ message, store }) =>
        store.env.services.dialog.add(RemovalDialog, { message }),
    sequence: 115,
});

/** Core's composer, of which only the recipients come from the email. */
function compose(title, context, { owner, thread }, subject) {
    messageActionOpenFullComposer(
        title,
        { ...context, default_composition_mode: "comment" },
        // Without one, core's: the name of the contact. The email's is content, too.
        { env: owner.env, props: { message: { subject }, thread } }
    );
}

/**
 * @param {Object} options
 * @param {boolean} options.everybody answer all who have got the email
 * @param {boolean} options.quoting what is sent may show subject and text of it
 */
async function reply(params, { everybody, quoting }) {
    const { message, store } = params;
    const { notification, orm } = store.env.services;
    const { notice, recipients, subject } = await orm.call(
        "mail.message",
        "imap_reply",
        [[message.id]],
        { everybody, quoting }
    );
    const context = {
        default_composition_comment_option: "reply_all",
        default_partner_ids: recipients,
        imap_answers: message.id, // so that the recipients' mail programs know it
    };
    if (quoting) {
        context.default_body = bodyInReply(quoted(message));
    }
    if (notice) {
        notification.add(notice, { type: "warning", sticky: true });
    }
    compose(everybody ? _t("Reply All") : _t("Reply"), context, params, subject);
}

/** As core does it in its own action. */
function bodyInReply(message) {
    const [name, email] = parseEmail(message.author_id?.email || message.email_from);
    return renderToMarkup("mail.Message.bodyInReply", {
        body: getNonEditableMentions(message.body),
        date: _t("%(date)s at %(time)s", {
            date: message.datetime.toFormat("ccc, MMM d, yyyy"),
            time: message.datetime.toFormat("hh:mm a"),
        }),
        email,
        message,
        name: name || email,
    });
}

function forwardWithoutQuoting(params) {
    const context = { default_composition_comment_option: "forward" };
    compose(_t("Forward Message"), context, params);
}

/** The message as core quotes it: with the HTML of the email as its body. */
function quoted(message) {
    const get = (target, name) => target[name === "body" ? "imap_html" : name];
    return message.imap_html ? new Proxy(message, { get }) : message;
}

/**
 * What is sent from a contact is read by all who open it: ask before quoting to them.
 *
 * @param {string} label of what quotes nothing
 * @param {Function} quote
 * @param {Function} withoutQuoting
 */
function askBefore({ message, store }, label, quote, withoutQuoting) {
    if (message.imap_sharing?.restricted === false) {
        return quote();
    }
    store.env.services.dialog.add(ReplyDialog, {
        label: label.toString(), // lazy until the translations are there
        message,
        quote,
        withoutQuoting,
    });
}

function askAndReply(params, everybody) {
    return askBefore(
        params,
        _t("Reply without quoting"),
        () => reply(params, { everybody, quoting: true }),
        () => reply(params, { everybody, quoting: false })
    );
}

registerMessageAction("imap-reply", {
    condition: ({ message, thread }) => message._isSyncedIn(thread),
    icon: "fa fa-reply",
    name: _t("Reply"),
    onSelected: (params) => askAndReply(params, false),
    sequence: 71.5, // behind Reply All
});

patch(messageActionsRegistry.get("reply-all"), {
    icon: ({ message }) => (message.isSynced ? "fa fa-reply-all" : "fa fa-reply"),
    /** Core's would make contacts of all addresses. */
    onSelected(params) {
        return params.message.isSynced
            ? askAndReply(params, true)
            : super.onSelected(params);
    },
});

patch(messageActionsRegistry.get("forward"), {
    onSelected(params) {
        const { message } = params;
        const core = () => super.onSelected({ ...params, message: quoted(message) });
        if (!message.isSynced) {
            return core();
        }
        const without = () => forwardWithoutQuoting(params);
        return askBefore(params, _t("Forward without quoting"), core, without);
    },
});
