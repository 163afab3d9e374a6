# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Takes the pictures of the guide and of the app store's page again."""

from . import demo, machine, packages
from .place import Place
from .progress import say

SCRIPT = "dev.pictures"
FOLDER = "imap_contact_sync/static/description"


def run(place: Place) -> int:
    """Build and serve the demo, and take each picture in it.

    :raise Trouble: when a page does not show what is to be seen on it
    """
    with demo.built(place, browser=True), demo.served(place) as url:
        options = ["--url", url, "--browser", str(packages.find_browser())]
        machine.run_script(place, SCRIPT, options, "The pictures could not be taken")
    say(f"The pictures are in {FOLDER}. Look at each before you commit it.")
    return 0
