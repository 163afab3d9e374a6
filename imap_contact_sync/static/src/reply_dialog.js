// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";

/** What is written from a contact reaches more people than the email did. */
export class ReplyDialog extends Component {
    static template = "imap_contact_sync.ReplyDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        label: String,
        message: Object,
        quote: Function,
        withoutQuoting: Function,
    };

    get contact() {
        return this.props.message.thread.displayName;
    }

    /** @param {Function} write */
    choose(write) {
        this.props.close();
        return write();
    }
}
