// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Attachment } from "@mail/core/common/attachment_model";
import { patch } from "@web/core/utils/patch";

patch(Attachment.prototype, {
    /** A file of a synced email goes with the email only. */
    get isDeletable() {
        return !this.message?.isSynced && super.isDeletable;
    },
});
