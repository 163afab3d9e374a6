# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bring the translations beside templates to their texts: ``... TEMPLATE ...``.

Prints what has no translation yet. Run in Odoo's environment, which has polib.
"""

import sys
from pathlib import Path

import polib


def merge(template: Path, path: Path) -> list[str]:
    """Write a language's file anew, and return the texts that it lacks."""
    before = polib.pofile(str(path))
    known = {each.msgid: each.msgstr for each in before}
    after = polib.pofile(str(template))
    after.metadata = before.metadata
    for each in after:
        each.msgstr = known.get(each.msgid, "")
    after.save(str(path))
    return [each.msgid for each in after.untranslated_entries()]


def main() -> None:
    for template in map(Path, sys.argv[1:]):
        for path in sorted(template.parent.glob("*.po")):
            for text in merge(template, path):
                print(f"{template.stem}, {path.name}: {text}")


if __name__ == "__main__":
    main()
