// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component, onWillStart, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

export function removalName({ thread }) {
    return thread?.model === "res.partner"
        ? _t("Remove from this contact")
        : _t("Remove from here");
}

/** Asks before an email or a conversation disappears from a record. */
export class RemovalDialog extends Component {
    static template = "imap_contact_sync.RemovalDialog";
    static components = { Dialog };
    static props = { close: Function, message: Object };

    setup() {
        const orm = useService("orm");
        // The message is gone before the dialog is.
        this.title = removalName(this.props.message);
        this.contact = this.props.message.thread.displayName;
        this.state = useState({ conversation: false, count: 1, removing: false });
        onWillStart(async () => {
            this.state.count = await orm.call(
                "mail.message",
                "imap_conversation_count",
                [[this.props.message.id]]
            );
        });
    }

    async remove() {
        this.state.removing = true;
        try {
            await this.props.message.imapRemove(this.state.conversation);
        } finally {
            this.props.close();
        }
    }
}
