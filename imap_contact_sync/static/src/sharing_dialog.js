// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The owner chooses who reads an email or a conversation of his mailbox. */
export class SharingDialog extends Component {
    static template = "imap_contact_sync.SharingDialog";
    static components = { Dialog };
    static props = { close: Function, message: Object };

    setup() {
        this.state = useState({
            choice: this.props.message.imap_sharing.choice || "mailbox",
            conversation: false,
            saving: false,
        });
    }

    get choices() {
        const contact = this.props.message.thread.displayName;
        return [
            { value: "private", label: _t("Only you") },
            { value: "mailbox", label: _t("As the mailbox") },
            {
                value: "everything",
                label: _t("Everything to everybody who can open %s", contact),
            },
        ];
    }

    async save() {
        this.state.saving = true;
        try {
            const { choice, conversation } = this.state;
            await this.props.message.imapShare(choice, conversation);
        } finally {
            this.props.close();
        }
    }
}
