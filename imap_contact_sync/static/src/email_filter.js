// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component, useState } from "@odoo/owl";

import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

/** Which emails of a record are shown, chosen beside the search of its chatter. */
export class EmailFilter extends Component {
    static template = "imap_contact_sync.EmailFilter";
    static components = { Dropdown, DropdownItem };
    static props = { show: Function, thread: Object };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ owners: [] });
    }

    get filters() {
        return [
            { value: "received", label: _t("Received") },
            { value: "sent", label: _t("Sent") },
            { value: "files", label: _t("With attachments") },
        ];
    }

    get owners() {
        return this.state.owners.map(({ id, name }) => ({
            value: id,
            label: id === user.userId ? _t("In my mailbox") : _t("Mailbox of %s", name),
        }));
    }

    isChosen(filter) {
        return this.props.thread.imapFilter?.value === filter?.value;
    }

    async beforeOpen() {
        const { id, model } = this.props.thread;
        this.state.owners = await this.orm.call(model, "imap_mailbox_owners", [id]);
    }
}
