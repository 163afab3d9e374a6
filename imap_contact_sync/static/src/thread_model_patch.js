// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { Thread } from "@mail/core/common/thread_model";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

/** @type {import("models").Thread} */
const threadPatch = {
    /** What the user may see has changed: show the messages that are here anew. */
    async imapRefresh() {
        const { orm } = this.store.env.services;
        const shown = [...this.persistentMessages];
        const ids = shown.map((message) => message.id);
        const left = await orm.search("mail.message", [["id", "in", ids]]);
        for (const message of shown) {
            if (message.isSynced && !left.includes(message.id)) {
                message.delete();
            }
        }
        if (left.length) {
            // They follow each other, so that this finds them all.
            const fetch_params = { around: left[0], limit: 2 * left.length };
            const options = { ...this.getFetchParams(), fetch_params };
            const { data } = await rpc(this.getFetchRoute(), options);
            this.store.insert(data);
        }
    },
};
patch(Thread.prototype, threadPatch);
