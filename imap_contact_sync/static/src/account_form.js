// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

const CONNECTING = ["action_connect", "action_connect_otherwise"];
const DELAY = 500; // ms; most servers answer sooner

/** The form of a mailbox: who connects sees that the mail server is waited for. */
export class AccountFormController extends FormController {
    setup() {
        super.setup();
        this.ui = useService("ui");
    }

    async beforeExecuteActionButton(clickParams) {
        const saved = await super.beforeExecuteActionButton(clickParams);
        if (saved !== false && CONNECTING.includes(clickParams.name)) {
            const message = _t("Connecting to the mail server: 25 seconds at most.");
            this.ui.block({ message, delay: DELAY });
        }
        return saved;
    }

    async afterExecuteActionButton(clickParams) {
        if (CONNECTING.includes(clickParams.name)) {
            this.ui.unblock();
        }
        return super.afterExecuteActionButton(clickParams);
    }
}

registry.category("views").add("imap_account_form", {
    ...formView,
    Controller: AccountFormController,
});
