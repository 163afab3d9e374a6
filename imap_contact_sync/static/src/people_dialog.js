// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component, onWillStart, useState } from "@odoo/owl";

import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const USER_ERROR = "odoo.exceptions.UserError";

/**
 * "Find new contacts": people in the emails of a mailbox who are no contacts yet, to be
 * ticked. Who is not ticked is in this dialog only.
 */
export class PeopleDialog extends Component {
    static template = "imap_contact_sync.PeopleDialog";
    static components = { Dialog };
    static props = { accountId: Number, close: Function };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ busy: true, problem: "", people: [], notes: [] });
        onWillStart(() => {
            this.look(); // not waited for: the dialog tells that it is looking
        });
    }

    get ticked() {
        return this.state.people.filter((each) => each.ticked);
    }

    get areAllTicked() {
        return this.ticked.length === this.state.people.length;
    }

    get createLabel() {
        const count = this.ticked.length;
        if (!count) {
            return _t("Create contacts");
        }
        return count === 1 ? _t("Create 1 contact") : _t("Create %s contacts", count);
    }

    amount(person) {
        const { sent, received } = person;
        if (!received) {
            return _t("%s sent", sent);
        }
        return sent
            ? _t("%(sent)s sent, %(received)s received", { sent, received })
            : _t("%s received", received);
    }

    tickAll(ticked) {
        this.state.people.forEach((each) => Object.assign(each, { ticked }));
    }

    leaveCompany(person) {
        Object.assign(person, { company_id: false, company: "" });
    }

    async look() {
        await this.attempt(async () => {
            const { people, notes, problem } = await this.call("imap_people");
            this.state.people = people.map((each) => ({ ...each, ticked: false }));
            Object.assign(this.state, { notes, problem });
        });
    }

    async create() {
        const chosen = this.ticked;
        await this.attempt(async () => {
            const wanted = chosen.map(({ email, name, company, company_id }) => ({
                email,
                name,
                company,
                company_id,
            }));
            const { ids, notice } = await this.call("imap_create_contacts", wanted);
            this.tell(ids, notice);
            this.state.people = this.state.people.filter((each) => !each.ticked);
            if (!this.state.people.length) {
                this.props.close();
            }
        });
    }

    call(method, ...args) {
        return this.orm.call("imap.account", method, [[this.props.accountId], ...args]);
    }

    tell(ids, notice) {
        const show = () => {
            this.props.close();
            this.action.doAction({
                type: "ir.actions.act_window",
                name: _t("New Contacts"),
                res_model: "res.partner",
                views: [
                    [false, "list"],
                    [false, "form"],
                ],
                domain: [["id", "in", ids]],
            });
        };
        const buttons = ids.length ? [{ name: _t("Show them"), onClick: show }] : [];
        this.notification.add(notice, { type: "success", buttons });
    }

    /** What the server refuses is told here, beside what it is about. */
    async attempt(step) {
        Object.assign(this.state, { busy: true, problem: "" });
        try {
            await step();
        } catch (error) {
            if (error.exceptionName !== USER_ERROR) {
                throw error;
            }
            this.state.problem = error.data.message;
        } finally {
            this.state.busy = false;
        }
    }
}

registry.category("actions").add("imap_contact_sync.people", (env, action) => {
    env.services.dialog.add(PeopleDialog, { accountId: action.context.active_id });
});
