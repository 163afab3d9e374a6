// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { markup } from "@odoo/owl";

import { Message } from "@mail/core/common/message_model";
import { fields } from "@mail/core/common/record";
import { convertBrToLineBreak } from "@mail/utils/common/format";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { patch } from "@web/core/utils/patch";

const NOT_A_CHATTER = ["discuss.channel", "mail.box"];

/** Core takes a message without a text for a removed one. */
function textOf([, html]) {
    const text = convertBrToLineBreak(markup(html));
    return text.trim() ? text : _t("This email has no text.");
}

/** @type {import("models").Message} */
const messagePatch = {
    setup() {
        super.setup(...arguments);
        /**
         * Who shares a synced email and how, for the current user:
         * `MailMessage._imap_sharing_values`.
         */
        this.imap_sharing = fields.Attr(undefined);
        /** The text of the email, for `EmailFrame` and for quoting. */
        this.imap_html = fields.Html("");
        /** Sentences about what could not be shown of the email. */
        this.imap_notes = fields.Attr(undefined);
        /** "in" or "out": whether a colleague wrote it. */
        this.imap_direction = fields.Attr(undefined);
        /** Names of whom it was sent to, and through which mailbox it came, for those
         * who read all of it: `MailMessage._imap_mark_values`. */
        this.imap_recipients = fields.Attr(undefined);
        this.imap_mailbox = fields.Attr(undefined);
        /** A sentence about a sender whom the provider could not confirm. */
        this.imap_claimed = fields.Attr(undefined);
    },
    /**
     * Core reads `body` in the page's own document, where images load and scripts
     * run: it gets the email as plain text.
     */
    update(data) {
        const type = data?.message_type ?? this.message_type;
        if (type === "imap_email" && data?.body !== undefined) {
            const html = Array.isArray(data.body) ? data.body : "";
            data = { ...data, imap_html: html, body: html ? textOf(html) : data.body };
        }
        super.update(data);
    },
    get isSynced() {
        return this.message_type === "imap_email";
    },
    get imapDirectionName() {
        return this.imap_direction === "out" ? _t("Sent") : _t("Received");
    },
    /** The first recipient, and how many there are besides. */
    get imapRecipientsMark() {
        const [name, ...others] = this.imap_recipients || [];
        if (!name) {
            return "";
        }
        return others.length
            ? _t("to %(name)s, +%(count)s", { name, count: others.length })
            : _t("to %s", name);
    },
    get imapRecipientsTitle() {
        return _t("To: %s", formatList(this.imap_recipients));
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
    imapShare(choice, conversation) {
        return this._imapDecide("imap_share", { choice, conversation }, "warning");
    },
    /** @param {boolean} conversation */
    imapRemove(conversation) {
        return this._imapDecide("imap_remove", { conversation }, "success");
    },
    /** The owner's decision, after which the chatter shows what he sees now. */
    async _imapDecide(method, options, noticeType) {
        const { thread, store } = this;
        const { notification, orm } = store.env.services;
        const { notice } = await orm.call("mail.message", method, [[this.id]], options);
        if (notice) {
            notification.add(notice, { type: noticeType });
        }
        await thread.imapReload();
        store.env.bus.trigger("imap_contact_sync:decided");
    },
};
patch(Message.prototype, messagePatch);
