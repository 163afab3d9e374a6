// Copyright 2026 imap_contact_sync contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import { _t } from "@web/core/l10n/translation";
import { session } from "@web/session";
import { createDocumentFragmentFromContent } from "@web/core/utils/html";

const REMOTE = "data-remote-src";
/** What is quoted of earlier emails: engine/quotes.py, as core marks it. */
const QUOTED = "[data-o-mail-quote]";
const UNFOLDED = "data-unfolded";
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** What looks like a host in a text, and is not the right part of an address. */
const HOST = /(?<![\p{L}\p{N}@._-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/gu;
const STYLE = `
    html { background: #fff; color: #212529; color-scheme: light; }
    body { display: flow-root; margin: 0; padding: 8px 12px; }
    body { overflow-x: auto; overflow-wrap: break-word; }
    img { max-width: 100%; object-fit: contain; }
    blockquote { border-left: 2px solid #dee2e6; margin: 0.5em 0; padding-left: 0.75em; }
    .o-mail-Message-searchHighlight { background: #ffe69c; }
    :root:not([${UNFOLDED}]) ${QUOTED} { display: none !important; }
`;

/** @param {string|Markup} body of a synced email; an inert document: nothing loads */
export function parsed(body) {
    return createDocumentFragmentFromContent(body);
}

/** @returns {boolean} whether a document has a part that is folded */
export function hasQuoted(doc) {
    return Boolean(doc.querySelector(QUOTED));
}

/** @returns {boolean} whether what a search has marked is in a part that is folded */
export function isFoundInQuoted(doc) {
    return Boolean(doc.querySelector(`${QUOTED} .o-mail-Message-searchHighlight`));
}

/**
 * @param {Document} page of a frame
 * @param {boolean} unfolded show what is quoted
 */
export function unfold(page, unfolded) {
    page.documentElement.toggleAttribute(UNFOLDED, unfolded);
}

/**
 * @param {boolean} unfolded with those of the part that is quoted
 * @returns {HTMLImageElement[]} the images of a document that wait for a click
 */
export function blockedImages(doc, unfolded = true) {
    return [...doc.querySelectorAll(`img[${REMOTE}]`)].filter((image) => {
        if (!unfolded && image.closest(QUOTED)) {
            return false;
        }
        const url = absolute(image.getAttribute(REMOTE));
        return /^https?:$/.test(url?.protocol) && !isOwn(url);
    });
}

/**
 * The page that shows the HTML of an email in a frame without scripts.
 *
 * @param {Document} doc what `parsed` answers; it is changed
 * @param {Object} options
 * @param {boolean} options.showImages load the images from outside
 * @param {boolean} options.unfolded show what is quoted
 * @param {string} options.font the CSS font around the frame
 */
export function emailDocument(doc, { showImages, unfolded, font }) {
    for (const link of doc.querySelectorAll("a[href]")) {
        guardLink(link);
    }
    if (showImages) {
        for (const image of blockedImages(doc)) {
            image.referrerPolicy = "no-referrer";
            image.setAttribute("src", image.getAttribute(REMOTE));
        }
    }
    return `<!DOCTYPE html><html ${unfolded ? UNFOLDED : ""}><head>
        <meta http-equiv="Content-Security-Policy" content="${policy(showImages)}">
        <meta charset="utf-8"><meta name="referrer" content="no-referrer">
        <base target="_blank"><style>${STYLE} body { font: ${font}; }</style>
        </head><body>${doc.body.innerHTML}</body></html>`;
}

/** Nothing loads but images: ours, and those from outside after a click. */
function policy(showImages) {
    const outside = showImages ? "https: http:" : "";
    return (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; " +
        `img-src data: ${location.origin}/web/image/ ${outside}`
    );
}

/** A link to ourselves is not clickable; one that pretends says where it leads. */
function guardLink(link) {
    const url = absolute(link.getAttribute("href"));
    if (!url || isOwn(url)) {
        link.removeAttribute("href");
        link.title = _t("For your safety, links in emails to this Odoo do not work.");
    } else if (url.host && pretends(link.textContent, url.hostname)) {
        link.append(` [${url.host}]`);
    }
}

/** Whether a text names another host than the one that it leads to. */
export function pretends(text, host) {
    const names = text.normalize("NFKC").replace(INVISIBLE, "").match(HOST) || [];
    return names.some((name) => !isSameSite(absolute(`http://${name}`)?.hostname, host));
}

/** Also `bank.example` for `www.bank.example`, but not the other way round. */
function isSameSite(named, host) {
    const name = named?.replace(/^www\./, "");
    return host === name || Boolean(name) && host.endsWith(`.${name}`);
}

function isOwn(url) {
    const base = absolute(session["web.base.url"] || "");
    const host = url.hostname.replace(/\.$/, ""); // cookies ask for no port
    return [location.hostname, base?.hostname].includes(host);
}

function absolute(address) {
    return URL.canParse(address, location.href) ? new URL(address, location.href) : null;
}
