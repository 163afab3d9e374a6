// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import {
    Component,
    onMounted,
    onWillUnmount,
    onWillUpdateProps,
    useRef,
    useState,
} from "@odoo/owl";

import { useService } from "@web/core/utils/hooks";

import {
    blockedImages,
    emailDocument,
    hasQuoted,
    isFoundInQuoted,
    parsed,
    unfold,
} from "./email_document";

/** What is longer scrolls: a hostile style must not make the chatter endless. */
const MOST_HIGH = 8000;
/** Frames cost much: each is made when it comes this near to what is seen. */
const NEAR = "300px";
const FORWARDED = ["click", "touchstart", "touchmove", "touchend", "touchcancel"];

/**
 * The HTML of a synced email, in a frame where its styles stay and no script runs.
 *
 * The sandbox allows the same origin, so that the chatter can measure the height and
 * our own images have their session; without `allow-scripts` nothing inside uses it.
 */
export class EmailFrame extends Component {
    static template = "imap_contact_sync.EmailFrame";
    static props = {
        body: Object,
        highlight: { type: Function, optional: true },
        searchTerm: { type: String, optional: true }, // what `highlight` looks for
    };

    setup() {
        this.state = useState({
            document: "",
            hasBlocked: false,
            hasQuoted: false,
            unfolded: false,
        });
        this.showsImages = false;
        this.hotkeys = useService("hotkey");
        this.root = useRef("root");
        this.frame = useRef("frame");
        this.sizes = new ResizeObserver(() => this.resize());
        this.nearness = new IntersectionObserver((moves) => this.approach(moves), {
            scrollMargin: NEAR,
        });
        onWillUpdateProps((props) => this.state.document && this.show(props));
        onMounted(() => this.nearness.observe(this.root.el));
        onWillUnmount(() => {
            this.nearness.disconnect();
            this.sizes.disconnect();
            cancelAnimationFrame(this.waiting);
        });
    }

    /** Roughly, so that what follows does not move far when the frame is there. */
    get guessedHeight() {
        const shown = String(this.props.body).split(" data-o-mail-quote=", 1)[0];
        return Math.min(Math.max(shown.length / 2, 48), 600);
    }

    approach(moves) {
        if (moves.some((move) => move.isIntersecting)) {
            this.nearness.disconnect();
            this.show(this.props);
        }
    }

    /** Done once for a text, since it is read anew for each. */
    show({ body, highlight }) {
        const shown = highlight?.(body) ?? body;
        if (String(shown) === this.shown && this.drawnImages === this.showsImages) {
            return;
        }
        this.shown = String(shown);
        this.drawnImages = this.showsImages;
        this.replaced = this.frame.el?.contentDocument;
        const doc = parsed(shown);
        this.state.hasQuoted = hasQuoted(doc);
        this.state.unfolded ||= isFoundInQuoted(doc);
        this.countBlocked(doc);
        this.state.document = emailDocument(doc, {
            showImages: this.showsImages,
            unfolded: this.state.unfolded,
            font: "14px/1.5 system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
        });
        this.watch();
    }

    countBlocked(doc) {
        this.state.hasBlocked =
            !this.showsImages && blockedImages(doc, this.state.unfolded).length > 0;
    }

    /** Show what is quoted of earlier emails, or fold it again. */
    toggleQuoted() {
        this.state.unfolded = !this.state.unfolded;
        const page = this.frame.el.contentDocument;
        unfold(page, this.state.unfolded);
        this.countBlocked(page);
    }

    showImages() {
        this.showsImages = true;
        this.show(this.props);
    }

    /** Follow the height as soon as there is a text, before its images are here. */
    watch() {
        cancelAnimationFrame(this.waiting);
        const doc = this.frame.el?.contentDocument;
        if (doc?.URL !== "about:srcdoc" || !doc.body || doc === this.replaced) {
            this.waiting = requestAnimationFrame(() => this.watch());
            return;
        }
        this.sizes.disconnect();
        this.sizes.observe(doc.documentElement);
    }

    onLoad() {
        this.replaced = undefined;
        unfold(this.frame.el.contentDocument, this.state.unfolded);
        this.watch();
        this.hotkeys.registerIframe(this.frame.el);
        for (const type of FORWARDED) {
            this.frame.el.contentDocument.addEventListener(type, (ev) =>
                this.root.el?.dispatchEvent(new ev.constructor(type, ev))
            );
        }
    }

    resize() {
        const frame = this.frame.el;
        const page = frame?.contentDocument?.documentElement;
        if (!page) {
            return;
        }
        const bar = frame.clientHeight - page.clientHeight; // of a wide text
        const height = Math.ceil(page.getBoundingClientRect().height) + Math.max(bar, 0);
        frame.style.height = `${Math.min(height, MOST_HIGH)}px`;
    }
}
