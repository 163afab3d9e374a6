// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

const NOT_A_CHATTER = ["discuss.channel", "mail.box"];

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        /**
         * Who shares a synced email and how, for the current user:
         * `MailMessage._imap_sharing_values`.
         */
        this.imap_sharing = fields.Attr(undefined);
    },
    get isSynced() {
        return this.message_type === "imap_email";
    },
    /** Whether there is a text to quote, and not the placeholder for it. */
    get imapQuotable() {
        return this.imap_sharing?.level === "everything";
    },
    /** An email is answered by an email: nobody sees reactions in a mail program. */
    canAddReaction(thread) {
        return !this.isSynced && super.canAddReaction(thread);
    },
    canReplyAll(thread) {
        return this._isSyncedIn(thread) || super.canReplyAll(thread);
    },
    canForward(thread) {
        return (
            (this._isSyncedIn(thread) && this.imapQuotable) || super.canForward(thread)
        );
    },
    isTranslatable(thread) {
        return !this.isSynced && super.isTranslatable(thread);
    },
    _isSyncedIn(thread) {
        return Boolean(
            this.isSynced && thread && !NOT_A_CHATTER.includes(thread.model)
        );
    },
    /**
     * @param {"private"|"mailbox"|"everything"} choice
     * @param {boolean} conversation
     */
    async imapShare(choice, conversation) {
        await this._imapCall("imap_share", { choice, conversation }, "warning");
        const thread = this.thread;
        const { data } = await rpc(thread.getFetchRoute(), {
            ...thread.getFetchParams(),
            // What is shown is in one row, so that this finds all of it.
            fetch_params: { around: this.id, limit: 2 * thread.messages.length },
        });
        this.store.insert(data);
    },
    /** @param {boolean} conversation */
    async imapRemove(conversation) {
        await this._imapCall("imap_remove", { conversation }, "success");
        const shown = this.thread.messages.filter((message) => message.isSynced);
        const ids = shown.map((message) => message.id);
        const { orm } = this.store.env.services;
        const left = await orm.search("mail.message", [["id", "in", ids]]);
        for (const message of shown) {
            if (!left.includes(message.id)) {
                message.delete();
            }
        }
    },
    async _imapCall(method, options, type) {
        const { notification, orm } = this.store.env.services;
        const { notice } = await orm.call("mail.message", method, [[this.id]], options);
        if (notice) {
            notification.add(notice, { type });
        }
    },
};
patch(Message.prototype, messagePatch);
