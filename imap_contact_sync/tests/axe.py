# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""axe-core in the page: what people who cannot see or point would stumble over.

``AXE`` is to be run in the page; ``look(screen, ready)`` then waits for ``ready``,
a selector, and collects what is wrong on the screen in ``found``.
"""

from importlib.resources import files
from unittest import SkipTest

# Odoo's own parts, which have these findings on Odoo's own screens, too: by the rule
# that they break. Elements of ours are never in this list.
CORE = {
    "aria-allowed-attr": [
        ".o-autocomplete--input",
        ".o-dropdown",
        ".o_progress",
        ".o_searchview",
        ".o_searchview_input",
    ],
    "aria-command-name": [".o-mail-Message-notification"],
    "aria-dialog-name": [".modal"],
    "aria-prohibited-attr": [".o-mail-Message-avatarContainer"],
    "aria-required-parent": [".o_notebook .nav-link", ".settings_tab > .tab"],
    "autocomplete-valid": [".o_select_menu_toggler"],
    "button-name": [".o_optional_columns_dropdown > button"],
    "color-contrast": [
        ".o_field_badge > .badge",
        ".o-mail-Message-date",
        ".o-mail-Message-author strong",  # in the dark
        ".o-mail-Message-body > em",  # the subject
        ".o-mail-DateSection span",
        ".o_setting_right_pane > .text-muted > span",  # how core draws ``help``
    ],
    "image-alt": [".o-mail-Message-avatar", ".o_avatar > img", "img.rounded"],
    "label": [".o-checkbox > input"],
    "role-img-alt": [
        ".fa-user-o",
        ".o-mail-Message-notification > i",
        ".oi-search",
    ],
}

LOOK = """
    const found = [];
    const action = odoo.__WOWL_DEBUG__.root.env.services.action;
    const one = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const named = (selector, text) => all(selector).find(
        (each) => each.innerText.includes(text)
    );
    const moves = () => document.getAnimations().some((each) =>
        each.playState === "running" && each.effect.getTiming().iterations < 99
    );
    const open = (what, options) =>
        action.doAction(what, { clearBreadcrumbs: true, ...options });
    const record = (res_model, res_id) => open({
        type: "ir.actions.act_window", res_model, res_id, views: [[false, "form"]],
    });
    const close = async () => {
        const init = { key: "Escape", bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", init));
        await until(() => !one(".modal"));
    };
    const ours = () => all("[class*=o-imap-], .o_imap_preview").filter(
        (each) => each.tagName !== "IFRAME" && each.getBoundingClientRect().width
    );
    const FOCUSABLE =
        "a, button, input, label, [tabindex], .o_data_row, .o_kanban_record";
    const noKeys = (screen) => {
        if (one(".modal") && !one(".modal").contains(document.activeElement)) {
            found.push(`${screen}: the focus is not in the dialog`);
        }
        for (const each of ours()) {
            const pressed = getComputedStyle(each).cursor === "pointer";
            if (pressed && !each.closest(FOCUSABLE)) {
                found.push(`${screen}: no key reaches ${each.className}`);
            }
        }
    };
    const ofCore = (rule, selector) =>
        !one(selector).matches("[class*=o-imap]") &&
        (CORE[rule] || []).some((part) => one(selector).matches(part));
    const look = async (screen, ready) => {
        try {
            await lookAt(screen, ready);
        } catch (error) {
            found.push(`${screen}: ${error.message}`);
        }
    };
    const lookAt = async (screen, ready) => {
        await until(() => one(ready));
        await pause(400);
        await until(() => !moves() && !one(".o_loading_indicator, .o_blockUI"));
        const part = all(".modal").length ? ".modal" : ".o_action_manager";
        const { passes, violations } = await axe.run(
            { include: [[part]] },
            { iframes: false, resultTypes: ["violations"], ...OPTIONS }
        );
        noKeys(screen);
        if (!passes.length) found.push(`${screen}: nothing was checked`);
        for (const { id, impact, nodes } of violations) {
            if (!["serious", "critical"].includes(impact)) continue;
            for (const { target, html, any } of nodes) {
                const selector = target.join(" ");
                if (ofCore(id, selector)) continue;
                const why = any.map((each) => each.message).join(" ");
                found.push(`${screen}: ${id}: ${selector}`, html.slice(0, 200),
                    why.slice(0, 200));
            }
        }
    };
    const box = (element) => element.getBoundingClientRect();
    const apart = (one, other) =>
        one.right <= other.left + 1 || other.right <= one.left + 1 ||
        one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
    const fits = async (screen, ready) => {
        await until(() => one(ready));
        // Odoo's style sheets are turned around by rtlcss, if its host has that.
        document.documentElement.dir = "rtl";
        await pause(400);
        if (!document.body.classList.contains("o_rtl")) {
            found.push(`${screen}: not from right to left`);
        }
        for (const each of ours()) {
            const { left, right } = box(each);
            if (left < -1 || right > innerWidth + 1) {
                found.push(`${screen}: ${each.className} from ${left} to ${right}`);
            }
        }
        for (const header of all(".o-mail-Message-header")) {
            const boxes = [...header.children].map(box).filter((each) => each.width);
            const covers = (each, number) =>
                boxes.slice(number + 1).some((other) => !apart(each, other));
            if (boxes.some(covers)) {
                found.push(`${screen}: parts of the header lie on each other`);
            }
        }
    };
    const report = () => {
        if (found.length) throw new Error(found.join("\\n"));
    };
"""


def source():
    """The text of axe-core."""
    try:
        return files("axe_playwright_python").joinpath("axe.min.js").read_text()
    except ModuleNotFoundError:
        raise SkipTest("axe-core is missing. Start the tests by `make test`.") from None
