// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

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

    get sentence() {
        const { names, count } = this.props;
        return _t(
            "No longer synchronised: %(names)s. What becomes of the emails that came from there to contacts, %(count)s in all?",
            { names, count }
        );
    }

    choose(remove) {
        this.props.choose(remove);
        this.props.close();
    }
}
