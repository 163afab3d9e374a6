// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";

/** Asks what becomes of the emails of folders that are ticked no longer. */
export class UntickDialog extends Component {
    static template = "imap_contact_sync.UntickDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        choose: Function, // gets true if the emails are to be removed
        count: Number,
        names: String,
    };

    choose(remove) {
        this.props.choose(remove);
        this.props.close();
    }
}
