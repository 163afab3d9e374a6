// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import {
    messageActionsRegistry,
    registerMessageAction,
} from "@mail/core/common/message_actions";
import { messageActionOpenFullComposer } from "@mail/core/web/message_actions_patch";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

import { RemovalDialog } from "./removal_dialog";
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
    name: _t("Remove from this contact"),
    onSelected: ({ message, store }) =>
        store.env.services.dialog.add(RemovalDialog, { message }),
    sequence: 115,
});

/** Core's composer, of which only the recipients come from the email. */
function compose(title, context, { owner, thread }) {
    messageActionOpenFullComposer(
        title,
        { ...context, default_composition_mode: "comment" },
        // The subject of the email is content, too: it becomes the name of the contact.
        { env: owner.env, props: { message: {}, thread } }
    );
}

async function replyWithoutQuoting(params) {
    const recipients = await rpc("/mail/thread/recipients", {
        thread_model: params.thread.model,
        thread_id: params.thread.id,
        message_id: params.message.id,
    });
    const context = {
        default_composition_comment_option: "reply_all",
        default_partner_ids: recipients.map((recipient) => recipient.id),
    };
    compose(_t("Reply All"), context, params);
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

/** Before core's action: what is sent from a contact is read by all who open it. */
function askBeforeQuoting(id, label, withoutQuoting) {
    patch(messageActionsRegistry.get(id), {
        onSelected(params) {
            const { message, store } = params;
            const core = () =>
                super.onSelected({ ...params, message: quoted(message) });
            if (!message.isSynced || message.imap_sharing?.restricted === false) {
                return core();
            }
            store.env.services.dialog.add(ReplyDialog, {
                label: label.toString(), // lazy until the translations are there
                message,
                quote: core,
                withoutQuoting: () => withoutQuoting(params),
            });
        },
    });
}

askBeforeQuoting("reply-all", _t("Reply without quoting"), replyWithoutQuoting);
askBeforeQuoting("forward", _t("Forward without quoting"), forwardWithoutQuoting);
