# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pictures of the guide, each taken where its person works in the demo.

Runs in the virtual environment, while Odoo serves the demo.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from . import demo_database
from .browser import opened
from .demo_site import WIDE, Site
from .place import locate
from .progress import say
from .sample_mail import people
from .screenshots import FOLDER
from .trouble import Trouble

LARGEST = 200_000  # bytes
Picture = Callable[[Site], str | None]


def connect(site: Site) -> None:
    """The form of a new mailbox knows the provider of the address."""
    site.login(people.MARIA.login)
    site.show("mailboxes/new", "[name=email] input", (1200, 670))
    site.type("[name=email] input", "maria.okafor@gmail.com")
    site.wait("[name=advice]", "app password")


def preview(site: Site) -> str:
    """What an import would keep; of a mailbox that is there for the picture only."""
    site.login(people.MARIA.login)
    remove_mailboxes(site)
    server = demo_database.server_of_mail(locate())
    login = people.ANNA.email
    password = demo_database.mail_password(login)
    own = {"email": people.MARIA.email, "login": login, "password": password}
    [account] = site.call("imap.account", "create", [{**server, **own}])
    site.call("imap.account", "action_connect", [account])
    site.show(f"mailboxes/{account}", ".o_imap_preview .o_data_row", (1200, 1600))
    return ".o_imap_preview"


def remove_mailboxes(site: Site) -> None:
    """Delete what a picture, or one that failed, has left."""
    mine = [["user_id.login", "=", people.MARIA.login]]
    site.call("imap.account", "unlink", site.call("imap.account", "search", mine))


def folders(site: Site) -> str:
    """The folder tree, with the sum below each folder."""
    site.login(people.ANNA.login)
    [account] = site.call("imap.account", "search", [["email", "=", people.ANNA.email]])
    site.show(f"mailboxes/{account}", ".o-imap-balance", (1200, 1400))
    return ".o_notebook"


def contact(site: Site) -> None:
    """The chatter of a contact with emails."""
    open_lena(site, WIDE)
    subject = "New logo, same coffee"
    site.scroll_to(".o-mail-Message", subject)
    time.sleep(2)  # the emails around it get their frames
    site.scroll_to(".o-mail-Message", subject)


def open_lena(site: Site, size: tuple[int, int]) -> int:
    site.login(people.ANNA.login)
    [lena] = site.call("res.partner", "search", [["name", "=", "Lena Fischer"]])
    site.show(f"contacts/{lena}", ".o-imap-email", size)
    return lena


def sharing(site: Site) -> str:
    """Who reads one email: its owner decides in the chatter."""
    open_lena(site, WIDE)
    site.page.run(
        "const email = document.querySelector('.o-mail-Message:has(.o-imap-email)');"
        "email.scrollIntoView();"
        "email.dispatchEvent(new MouseEvent('mouseenter'));"
    )
    site.click(".o-mail-Message:has(.o-imap-email) button[title=Expand]")
    site.click(".o-dropdown-item", "Who reads this email")
    site.wait(".modal input[name=choice]")
    return ".modal-content"


def emails(site: Site) -> None:
    """All emails of a contact as a list."""
    open_lena(site, (1400, 640))
    site.click("button[name=action_imap_emails]")
    site.wait(".o_list_view .o_data_row")


def where(site: Site) -> str:
    """Why an email is, or is not, on a contact."""
    open_lena(site, (1200, 800))
    site.click(".nav-link[name=imap_contact_sync_emails]")
    site.click(".tab-pane.active button", "Where is my email?")
    site.wait(".o-imap-where input")
    site.type(".o-imap-where input", "photographer")
    site.click(".o-imap-where button[name=search]")
    site.wait(".o-imap-hit")
    return ".modal-content"


def people_found(site: Site) -> str:
    """Who of the people in a mailbox is no contact yet."""
    folders(site)
    site.click(".o_statusbar_buttons button", "Find new contacts")
    site.wait(".o-imap-people tbody tr")
    return ".modal-content"


def board(site: Site) -> None:
    """All mailboxes of the company, as managers see them."""
    site.login(people.MARIA.login)
    remove_mailboxes(site)
    site.show("mailbox-board", ".o_kanban_record .fw-bold", (1200, 420))


PICTURES: dict[str, Picture] = {
    each.__name__: each
    for each in (
        connect,
        preview,
        folders,
        contact,
        emails,
        sharing,
        people_found,
        where,
        board,
    )
}


def take_all(site: Site, folder: Path, names: list[str]) -> None:
    """Write each picture into the folder.

    :raise Trouble: when one is too large for a page
    """
    for name in names:
        selector = PICTURES[name](site) or ""
        png = site.take(selector)
        if len(png) > LARGEST:
            raise Trouble(f"{name}.png has {len(png):,} bytes. Show less in it.")
        (folder / f"{name}.png").write_bytes(png)
        say(f"  {name}.png: {len(png) / 1000:.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--browser", required=True)
    parser.add_argument("names", nargs="*", default=list(PICTURES))
    options = parser.parse_args()
    # The browser is asked directly: a proxy could not reach it.
    os.environ["NO_PROXY"] = "localhost,127.0.0.1"
    with opened(options.browser) as page:
        site = Site(page, options.url)
        try:
            take_all(site, locate().checkout / FOLDER, options.names)
        finally:
            site.login(people.MARIA.login)
            remove_mailboxes(site)


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        raise SystemExit(str(trouble)) from None
