// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whether an email was received or sent, as the icon that the chatter has. */
export class DirectionField extends Component {
    static template = "imap_contact_sync.DirectionField";
    static props = standardFieldProps;

    get direction() {
        return this.props.record.data[this.props.name];
    }

    get title() {
        return this.direction === "out" ? _t("Sent") : _t("Received");
    }
}

registry.category("fields").add("imap_direction", {
    component: DirectionField,
    label: false,
    supportedTypes: ["selection"],
});
