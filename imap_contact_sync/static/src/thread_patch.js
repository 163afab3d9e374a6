// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { useEffect } from "@odoo/owl";

import { SearchMessageResult } from "@mail/core/common/search_message_result";
import { Thread } from "@mail/core/common/thread";
import { patch } from "@web/core/utils/patch";

import { isNewer } from "./thread_model_patch";

patch(Thread.prototype, {
    setup() {
        super.setup();
        // Core draws nothing when a page is left for another one, as by a jump from the
        // search, and its effect finds the same values as when it ran last.
        useEffect(() => {
            const { imapDated, isLoaded } = this.props.thread;
            if (imapDated && isLoaded && !this.state.mountedAndLoaded) {
                this.state.mountedAndLoaded = true;
            }
        });
    },
    /** Core tells by their ids on which side messages have been added. */
    applyScrollContextually(thread) {
        if (thread.imapDated && this.props.order === "desc" && this.snapshot) {
            const { scrollHeight, scrollTop } = this.snapshot;
            const keepsPlace = thread.scrollTop !== "bottom";
            if (
                keepsPlace &&
                isNewer(thread.newestPersistentMessage, this.newestPersistentMessage)
            ) {
                const grown = this.scrollableRef.el.scrollHeight - scrollHeight;
                return this.setScroll(scrollTop + grown);
            }
            if (
                keepsPlace &&
                isNewer(this.oldestPersistentMessage, thread.oldestPersistentMessage)
            ) {
                return this.setScroll(scrollTop);
            }
            this.snapshot = undefined;
        }
        super.applyScrollContextually(thread);
    },
});

patch(SearchMessageResult.prototype, {
    /** The last one found is the oldest; it does not have the lowest id. */
    onLoadMoreVisible() {
        const { messageSearch, thread } = this.props;
        if (thread.imapDated) {
            messageSearch.search(messageSearch.messages.at(-1)?.id);
        } else {
            super.onLoadMoreVisible();
        }
    },
});
