// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useAutofocus, useService } from "@web/core/utils/hooks";

const USER_ERROR = "odoo.exceptions.UserError";
const ICONS = { kept: "fa-check-circle text-success", failed: "fa-times-circle text-danger" };

/**
 * "Where is my email?": what the user's own mailboxes have of it, and why each email is,
 * or is not, on a contact. What is found is in this dialog only.
 */
export class WhereDialog extends Component {
    static template = "imap_contact_sync.WhereDialog";
    static components = { Dialog };
    static props = {
        accountIds: { type: Array, element: Number }, // none: all of the user
        close: Function,
        text: String,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            text: this.props.text,
            searching: false,
            problem: "",
            found: null,
        });
        useAutofocus();
    }

    icon(hit) {
        return ICONS[hit.kind] || "fa-info-circle text-muted";
    }

    place(hit) {
        return `${hit.mailbox} · ${hit.folder}`;
    }

    subject(hit) {
        return hit.subject || _t("(no subject)");
    }

    async search() {
        if (this.state.searching) {
            return;
        }
        Object.assign(this.state, { searching: true, problem: "", found: null });
        await this.attempt(async () => {
            const args = [this.props.accountIds, this.state.text];
            this.state.found = await this.orm.call("imap.account", "imap_where", args);
        });
        this.state.searching = false;
    }

    async keep(hit) {
        const [folder, uidvalidity, uid] = hit.keep;
        await this.attempt(async () => {
            const args = [[folder], uidvalidity, uid];
            hit.sentence = await this.orm.call("imap.folder", "action_keep", args);
            hit.keep = false;
        });
    }

    /** What the server refuses is told here, beside what it is about. */
    async attempt(step) {
        try {
            await step();
        } catch (error) {
            if (error.exceptionName !== USER_ERROR) {
                this.state.searching = false;
                throw error;
            }
            this.state.problem = error.data.message;
        }
    }

    openContact(id) {
        this.openForm({ res_id: id });
    }

    createContact(email) {
        this.openForm({ context: { default_email: email, default_name: email } });
    }

    openForm(values) {
        this.props.close();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            views: [[false, "form"]],
            ...values,
        });
    }
}

/** Of a mailbox, or with the addresses of a contact to begin with. */
async function whereIsMyEmail(env, action) {
    const { active_id: id, active_model: model } = action.context;
    let text = "";
    if (model === "res.partner" && id) {
        const specification = { email: {}, email_ids: { fields: { email: {} } } };
        const [contact] = await env.services.orm.webRead("res.partner", [id], {
            specification,
        });
        const emails = [contact.email, ...contact.email_ids.map((each) => each.email)];
        text = emails.filter(Boolean).slice(0, 5).join(", ");
    }
    const accountIds = model === "imap.account" && id ? [id] : [];
    env.services.dialog.add(WhereDialog, { accountIds, text });
}

registry.category("actions").add("imap_contact_sync.where", whereIsMyEmail);
