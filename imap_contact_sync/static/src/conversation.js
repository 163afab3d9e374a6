// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component, onWillStart, useState } from "@odoo/owl";

import { Message } from "@mail/core/common/message";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const GONE = ["odoo.exceptions.AccessError", "odoo.exceptions.MissingError"];

/** The emails of a conversation, oldest first, as they stand in the chatter. */
export class Conversation extends Component {
    static template = "imap_contact_sync.Conversation";
    static components = { Layout, Message };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.store = useService("mail.store");
        this.state = useState({ anchor: this.anchor, messages: [] });
        this.display = { controlPanel: {} };
        onWillStart(() => this.load());
        useBus(this.env.bus, "imap_contact_sync:decided", () => this.reload());
    }

    /** The email by which one came. */
    get anchor() {
        const { context, params } = this.props.action;
        return context?.active_id ?? params?.active_id;
    }

    /** The contact whose conversation it is: other emails name theirs. */
    get thread() {
        return this.store["mail.message"].get(this.state.anchor)?.thread;
    }

    async load() {
        const { data, messages } = await this.orm.call(
            "mail.message",
            "imap_conversation",
            [[this.state.anchor]]
        );
        this.store.insert(data);
        this.state.messages = messages;
    }

    /** An email may have been removed: then by another one, or there is none. */
    async reload() {
        for (const id of new Set([this.state.anchor, ...this.state.messages])) {
            try {
                this.state.anchor = id;
                return await this.load();
            } catch (error) {
                if (!GONE.includes(error.exceptionName)) {
                    throw error;
                }
            }
        }
        this.env.config.historyBack();
    }

    message(id) {
        return this.store["mail.message"].get(id);
    }
}

registry.category("actions").add("imap_contact_sync.conversation", Conversation);
