// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

import { useAccountChanges } from "./account_changes";
import { UntickDialog } from "./untick_dialog";

const CONNECTING = ["action_connect", "action_connect_otherwise"];
const DELAY = 500; // ms; most servers answer sooner
// What a run changes while it goes on.
const MOVING = [
    "error_message",
    "failed_count",
    "is_importing",
    "kept_count",
    "last_sync_date",
    "last_sync_status",
    "next_sync_date",
    "preview_is_complete",
    "preview_sentence",
    "progress",
    "progress_sentence",
    "scanned_count",
    "skipped_count",
];
const FOLDERS = ["usual_folder_ids", "rare_folder_ids"];

/** The form of a mailbox. */
export class AccountFormController extends FormController {
    setup() {
        super.setup();
        this.ui = useService("ui");
        this.dialogs = useService("dialog");
        this.notification = useService("notification");
        this.toEmpty = [];
        useAccountChanges((id) => this.lookAgain(id));
    }

    /**
     * A run has come further. All is loaded only where something else is to be seen now:
     * what is clicked meanwhile would be lost.
     */
    async lookAgain(id) {
        const { root } = this.model;
        if (root.resId !== id) {
            return;
        }
        const before = this.phase;
        const [values] = await this.orm.read("imap.account", [id], MOVING);
        await this.model.mutex.exec(() => root._applyValues(values));
        if (this.phase !== before && !(await root.isDirty())) {
            await root.load();
        }
    }

    get phase() {
        const { is_importing, preview_is_complete } = this.model.root.data;
        return `${is_importing} ${preview_is_complete}`;
    }

    /** Who connects sees that the mail server is waited for. */
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

    /** Whose folders are ticked no longer decides about their emails. */
    async onWillSaveRecord(record, changes) {
        const unticked = this.unticked(record, changes);
        this.toEmpty = [];
        if (unticked.length) {
            const remove = await this.ask(unticked);
            if (remove === undefined) {
                return false;
            }
            this.toEmpty = remove ? unticked.map((folder) => folder.resId) : [];
        }
        return super.onWillSaveRecord(record, changes);
    }

    async onRecordSaved(record, changes) {
        const folders = this.toEmpty.splice(0);
        if (folders.length) {
            await this.orm.call("imap.folder", "action_remove_mail", [folders]);
            this.notification.add(_t("The emails are removed."), { type: "success" });
        }
        return super.onRecordSaved(record, changes);
    }

    /** The folders with emails on contacts that this save ticks no longer. */
    unticked(record, changes) {
        const commands = FOLDERS.flatMap((name) => changes[name] || []);
        const ids = commands
            .filter(([, , values]) => values?.selected === false)
            .map(([, id]) => id);
        const folders = FOLDERS.flatMap((name) => record.data[name]?.records || []);
        return folders.filter(
            (folder) => ids.includes(folder.resId) && folder.data.kept_count
        );
    }

    /** @returns {Promise<boolean|undefined>} undefined: the user goes back */
    ask(folders) {
        return new Promise((resolve) => {
            this.dialogs.add(
                UntickDialog,
                {
                    names: folders.map((folder) => folder.data.name).join(", "),
                    count: folders.reduce((sum, { data }) => sum + data.kept_count, 0),
                    choose: resolve,
                },
                { onClose: () => resolve() }
            );
        });
    }
}

registry.category("views").add("imap_account_form", {
    ...formView,
    Controller: AccountFormController,
});
