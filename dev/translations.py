# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Writes the templates of the translations again, and their texts into each of them."""

from pathlib import Path

from . import databases, locks, machine, virtualenv
from .children import Wanted, output
from .children import run as run_command
from .place import Place
from .progress import say, step

DATABASE = "translations"
BUSY = "The translations are being written in another terminal. Wait until that ends."
FAILURE = "Odoo could not write the texts. Correct the error it names."


def run(place: Place) -> int:
    """Write them, and print what is to be translated.

    :raise Trouble: when Odoo reports an error
    """
    place.prepare()
    with locks.alone(place, "translations", BUSY), machine.ready(place):
        with step("Reading all texts"):
            databases.fresh(place, DATABASE)
            templates = [_export(place, addon) for addon in place.addons()]
            databases.drop(place, DATABASE)
        script = place.checkout / "dev" / "merge_translations.py"
        missing = output([place.python, script, *templates])
    say(f"To be translated:\n{missing}" if missing else "All texts are translated.")
    return 0


def _export(place: Place, addon: str) -> Path:
    """Install an addon, without those after it, whose texts would be among its own.

    :return: the template that was written
    """
    databases.install(place, DATABASE, [addon])
    template = place.checkout / addon / "i18n" / f"{addon}.pot"
    template.parent.mkdir(exist_ok=True)
    # Odoo empties the file of a language before it reads what that has.
    options = ["-c", place.odoo_config, "-d", DATABASE, "-l", "pot"]
    export = ["odoo", "i18n", "export", addon, *options, "-o", template]
    log, env = place.log / "translations.log", virtualenv.environment(place)
    wanted = Wanted(FAILURE, log, env=env, cwd=place.state)
    run_command([place.python, "-m", *export], wanted)
    return template
