// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { onWillStart, useState } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { listView } from "@web/views/list/list_view";
import { ListRenderer } from "@web/views/list/list_renderer";

import { useAccountChanges } from "./account_changes";

/** The list of mailboxes, with a banner when nothing reads them. */
export class AccountListRenderer extends ListRenderer {
    static template = "imap_contact_sync.AccountListRenderer";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.banner = useState({ sentence: false });
        onWillStart(() => this.ask());
        useAccountChanges(() => this.props.list.load());
    }

    async ask() {
        this.banner.sentence = await this.orm.call("imap.account", "imap_silence", []);
    }
}

registry.category("views").add("imap_account_list", {
    ...listView,
    Renderer: AccountListRenderer,
});
