// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
import { compareDatetime } from "@mail/utils/common/misc";
import { rpc } from "@web/core/network/rpc";
import { patch } from "@web/core/utils/patch";

// Of messages that are fetched anew: as many as are shown, and those that have come.
const MOST = 300;
const SPARE = 10;

/** Which of two messages is the older one, as the server pages: `_page_by_date`. */
function compareByDate(one, other) {
    return compareDatetime(one.datetime, other.datetime) || one.id - other.id;
}

/** Whether there are both, and the first one is newer. */
export function isNewer(message, other) {
    return Boolean(message && other) && compareByDate(message, other) > 0;
}

/**
 * The chatter of a record with synced mail is in the order of the dates. Core takes
 * the order from the server where it pages, but compares ids to see what is missing.
 *
 * @type {import("models").Thread}
 */
const threadPatch = {
    setup() {
        super.setup();
        /** Whether the server pages by date: the user sees synced mail here. */
        this.imapDated = fields.Attr(false);
        /** Which emails are shown, and nothing else: `{ label, value }`. */
        this.imapFilter = fields.Attr(undefined);
        /** The order has changed while the messages were here. */
        this.imapMixed = false;
        this.imapTurn = 0;
    },
    getFetchParams() {
        const params = super.getFetchParams();
        const filter = this.imapFilter;
        return filter ? { ...params, imap_filter: filter.value } : params;
    },
    async fetchMessagesData() {
        const filter = this.imapFilter?.value;
        const answer = await super.fetchMessagesData(...arguments);
        if (filter !== this.imapFilter?.value) {
            return this.fetchMessagesData(...arguments);
        }
        const dated = Boolean(answer.imap_dated);
        this.imapMixed ||= this.isLoaded && dated !== this.imapDated;
        this.imapMixed ||= Boolean(answer.imap_gone); // from where on to page
        this.imapDated = dated;
        return answer;
    },
    async fetchMoreMessages() {
        await super.fetchMoreMessages(...arguments);
        await this._imapMend();
    },
    async fetchNewMessages() {
        if (this.imapDated && this.isLoaded) {
            // As in core: whoever may not read the record any more is not told so here.
            return this.imapReload().catch(() => {});
        }
        await super.fetchNewMessages(...arguments);
        await this._imapMend();
    },
    async _imapMend() {
        if (this.imapMixed) {
            await this.imapReload();
        }
    },
    /**
     * Fetch the messages that are shown anew: history arrives between them, and what
     * the user may see may have changed.
     */
    async imapReload() {
        const turn = ++this.imapTurn;
        const oldest = this.oldestPersistentMessage?.id;
        const after = this.loadNewer ? oldest : undefined;
        const limit = Math.min(Math.max(this.messages.length + SPARE, this.store.FETCH_LIMIT), MOST);
        const answer = await this._imapFetch({ after, limit });
        if (turn !== this.imapTurn) {
            return; // the user has jumped elsewhere, or chosen another filter
        }
        const fetched = this._imapReceive(answer);
        if (after) {
            const start = this.messages.findIndex(({ id }) => id === after);
            this.messages = [...this.messages.slice(0, start + 1), ...fetched];
            this.loadNewer = fetched.length === limit;
        } else {
            // Nobody has asked for older ones, unless the page is not full.
            const end = fetched.findIndex(({ id }) => id === oldest);
            const spare = Math.max(0, Math.min(end, fetched.length - this.store.FETCH_LIMIT));
            this.messages = fetched.slice(spare);
            this.loadOlder = spare > 0 || fetched.length === limit;
        }
    },
    _imapFetch(fetch_params) {
        return rpc(this.getFetchRoute(), { ...this.getFetchParams(), fetch_params });
    },
    /** @returns {import("models").Message[]} the oldest first */
    _imapReceive({ data, imap_dated, messages }) {
        this.store.insert(data);
        this.imapDated = Boolean(imap_dated);
        this.imapMixed = false;
        return this.store["mail.message"].insert(messages.reverse());
    },
    /** @param {Object|undefined} filter as `imapFilter`; all messages without one */
    async imapShow(filter) {
        const turn = ++this.imapTurn;
        this.imapFilter = filter;
        const limit = this.store.FETCH_LIMIT;
        const answer = await this._imapFetch({ limit });
        if (turn === this.imapTurn) {
            this.scrollTop = "bottom";
            this.messages = this._imapReceive(answer);
            this.loadNewer = false;
            this.loadOlder = this.messages.length === limit;
        }
    },
    async loadAround(messageId) {
        const isHere = ({ id }) => id === messageId;
        if (this.status === "loading" || (this.isLoaded && this.messages.some(isHere))) {
            return;
        }
        this.imapTurn++;
        await super.loadAround(...arguments);
        if (messageId === undefined || this.hasLoadingFailed) {
            return;
        }
        const place = this.messages.findIndex(isHere);
        if (place === -1 && this.imapFilter) {
            this.imapFilter = undefined;
            return this.loadAround(messageId);
        }
        if (this.imapDated) {
            // Half of the page is on either side, the message itself among the older.
            const newer = this.messages.length - place - 1;
            this.loadOlder = place === -1 || place + 1 >= this.store.FETCH_LIMIT;
            this.loadNewer = place === -1 || newer >= this.store.FETCH_LIMIT;
        }
    },
    /** What one has just written is shown. */
    addOrReplaceMessage() {
        super.addOrReplaceMessage(...arguments);
        if (this.imapFilter) {
            this.imapShow(undefined);
        }
    },
};
patch(Thread.prototype, threadPatch);
