# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""``chatter``: seconds of opening a long chatter, and of searching it.

What the route of the web client does, as a salesperson, in a new transaction. The
other side is Odoo without the addon, with ordinary messages only, in a database of
its own, both in this process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from odoo import api

from odoo.addons.mail.tools.discuss import Store

from . import chatter_mail
from .chatter_mail import ALONE, MIXED, RARE, Office
from .figures import Row, in_turn, our_seconds, row, seconds
from .kept import in_turn_warm
from .odoo_database import loaded
from .stage import Stage

PAGE = 30


def measure(stage: Stage) -> Iterator[Row]:
    with (
        loaded(stage, "chatter_plain", addon=False) as without,
        loaded(stage, "chatter") as with_addon,
    ):
        plain = chatter_mail.without_addon(stage, without)
        addon = chatter_mail.with_addon(stage, with_addon)
        size = stage.scale.chatter
        for office, contact, seen in (
            (plain, ALONE, size),
            (addon, ALONE, size),
            (addon, MIXED, size // 2),
        ):
            check(stage, office, contact, seen)
        sides = {
            "plain": opening(plain, ALONE, seconds),
            "ordinary": opening(addon, ALONE, our_seconds),
            "synced": opening(addon, MIXED, our_seconds),
            "plain search": opening(plain, ALONE, seconds, search_term=RARE),
            "search": opening(addon, MIXED, our_seconds, search_term=RARE),
        }
        in_turn_warm(stage, sides)
        best = in_turn(stage.scale.openings, sides, min)
    for side, limit in (("ordinary", "<= 1.05"), ("synced", "<= 1.3")):
        yield row(f"chatter ({side})", best[side], best["plain"], "s", limit)
    yield row("chatter (search)", best["search"], best["plain search"], "s", "<= 2")


def check(stage: Stage, office: Office, contact: int, seen: int) -> None:
    """See that there is what is to be measured, before it is.

    :param seen: how many messages the salesperson sees on the contact
    :raise RuntimeError: there is not
    """
    domain = [("model", "=", "res.partner"), ("res_id", "=", office.first + contact)]
    with asked(office) as env:
        messages = env["mail.message"]
        counts = messages.sudo().search_count(domain), messages.search_count(domain)
        found = answer(env, office.first + contact, search_term=RARE)
        page = answer(env, office.first + contact)["messages"]
    if counts != (stage.scale.chatter, seen) or not 0 < found["count"] < seen:
        raise RuntimeError(f"{counts} messages, of which {found['count']} are found.")
    if len(page) != PAGE:
        raise RuntimeError(f"A page of {len(page)} messages.")


@contextmanager
def asked(office: Office) -> Iterator[api.Environment]:
    """The salesperson's environment in a new transaction."""
    with office.registry.cursor() as cr:
        yield api.Environment(cr, office.user, {"lang": "en_US"})


def opening(
    office: Office, contact: int, watch: Callable, **parameters: str
) -> Callable[[int], float]:
    """What measures the seconds of the route, by round."""

    def measured(_round: int) -> float:
        with asked(office) as env:
            return watch(lambda: answer(env, office.first + contact, **parameters))

    return measured


def answer(env, contact: int, **parameters: str) -> dict:
    """As ``mail/controllers/thread.py`` does it."""
    thread = env["res.partner"]._get_thread_with_access(contact, mode="read")
    found = env["mail.message"]._message_fetch(domain=None, thread=thread, **parameters)
    messages = found.pop("messages")
    messages.set_message_done()
    shown = Store().add(messages).get_result()
    return {**found, "data": shown, "messages": messages.ids}
