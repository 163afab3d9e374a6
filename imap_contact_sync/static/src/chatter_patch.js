// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { onMounted, onWillUnmount } from "@odoo/owl";

import { Chatter } from "@mail/chatter/web_portal/chatter";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { useDebounced } from "@web/core/utils/timing";

import { EmailFilter } from "./email_filter";

const ARRIVED = "imap_contact_sync/arrived";
const TOGETHER = 500; // milliseconds in which one answer serves several notifications

Object.assign(Chatter.components, { EmailFilter });

patch(Chatter.prototype, {
    setup() {
        super.setup(...arguments);
        const bus = useService("bus_service");
        // Nobody has asked for it: what fails is not told.
        const reload = useDebounced(() => this.imapReload().catch(() => {}), TOGETHER);
        /** New mail stands on these records, by model; what it is the server tells who asks. */
        const hear = (records) => {
            const { id, model } = this.state.thread ?? {};
            if (records[model]?.includes(id)) {
                reload();
            }
        };
        onMounted(() => bus.subscribe(ARRIVED, hear));
        onWillUnmount(() => bus.unsubscribe(ARRIVED, hear));
    },
    async imapReload() {
        const { thread } = this.state;
        await thread.isLoadedDeferred;
        await thread.imapReload();
    },
    /** Whoever opens a contact sees all of it. */
    changeThread() {
        super.changeThread(...arguments);
        this.state.thread.imapFilter = undefined;
    },
    onCloseFullComposerCallback(isDiscard) {
        if (!isDiscard) {
            this.state.thread.imapFilter = undefined; // what was sent is no email here
        }
        super.onCloseFullComposerCallback(...arguments);
    },
    /** @param {Object} [filter] see `imapFilter` of the thread */
    async imapShow(filter) {
        await this.state.thread.imapShow(filter);
        if (this.messageSearch.searched) {
            await this.messageSearch.search();
        }
    },
});
