// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Message } from "@mail/core/common/message";
import { patch } from "@web/core/utils/patch";

import { EmailFrame } from "./email_frame";

Message.components = { ...Message.components, EmailFrame };

patch(Message.prototype, {
    get attClass() {
        const sharing = this.message.imap_sharing;
        return {
            ...super.attClass,
            "o-imap-placeholder": sharing && !this.message.imapQuotable,
        };
    },
});
