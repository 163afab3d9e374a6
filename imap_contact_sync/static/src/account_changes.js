// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { onMounted, onWillUnmount } from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

const CHANGED = "imap_contact_sync/account"; // imap_account_progress.py

/**
 * Look again when a run has come further with one of the user's mailboxes.
 *
 * While a look is going on, more of them wait for one more at its end.
 *
 * @param {(id: number) => Promise<void>} look
 */
export function useAccountChanges(look) {
    const bus = useService("bus_service");
    let [looking, again] = [false, false];
    async function changed({ id }) {
        again = true;
        if (looking) {
            return;
        }
        looking = true;
        try {
            while (again) {
                again = false;
                await look(id);
            }
        } finally {
            looking = false;
        }
    }
    onMounted(() => bus.subscribe(CHANGED, changed));
    onWillUnmount(() => bus.unsubscribe(CHANGED, changed));
}
