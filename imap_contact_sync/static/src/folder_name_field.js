// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const ICONS = {
    inbox: "fa-inbox",
    sent: "fa-paper-plane-o",
    all: "fa-envelope-o",
    archive: "fa-archive",
    drafts: "fa-pencil-square-o",
    junk: "fa-ban",
    trash: "fa-trash-o",
    other: "fa-folder-o",
};

/** The name of a folder in its tree, with an icon for what it is for. */
export class FolderNameField extends Component {
    static template = "imap_contact_sync.FolderNameField";
    static props = standardFieldProps;

    get folder() {
        return this.props.record.data;
    }

    get icon() {
        return ICONS[this.folder.role] || ICONS.other;
    }
}

registry.category("fields").add("imap_folder_name", {
    component: FolderNameField,
    supportedTypes: ["char"],
});
