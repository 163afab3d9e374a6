# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Coverage-guided fuzzing of one target, in a process of its own.

``python fuzz_worker.py TARGET ARGUMENTS-OF-LIBFUZZER``, or ``TARGET keep FOLDER`` to
keep what was found there. No registry is needed: the
addon's packages are stood in for by empty ones with the same path.
"""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import atheris

ADDON = Path(__file__).parents[1]
NAME = "odoo.addons.imap_contact_sync"


def stand_in(name, path):
    """A package whose ``__init__`` is not run."""
    package = ModuleType(name)
    package.__path__ = [str(path)]
    sys.modules[name] = package
    parent, _dot, last = name.rpartition(".")
    setattr(sys.modules[parent], last, package)


def search(target):
    with atheris.instrument_imports(include=[f"{NAME}.engine", "email"]):
        # Run as a file, which has no package of its own.
        # pylint: disable-next=odoo-addons-relative-import
        from odoo.addons.imap_contact_sync.tests import fuzz_targets

    one = fuzz_targets.TARGETS[target]
    atheris.Setup(sys.argv, lambda octets: fuzz_targets.timed(one, octets))
    atheris.Fuzz()


def keep(target, folder):
    """Add what was found, each of which reached code that the others had not."""
    fuzz_cases = import_module(f"{NAME}.tests.fuzz_cases")
    found = [path.read_bytes() for path in Path(folder).iterdir()]
    seeds = {case[: fuzz_cases.LONGEST] for case in fuzz_cases.seeds(target)}
    new = [case for case in found if case not in seeds]
    fuzz_cases.store(target, [*fuzz_cases.stored(target), *new])


if __name__ == "__main__":
    for each in ("odoo.addons", "odoo.tests"):  # Odoo itself is not instrumented
        import_module(each)
    stand_in(NAME, ADDON)
    stand_in(f"{NAME}.tests", ADDON / "tests")
    if sys.argv[2:3] == ["keep"]:
        keep(sys.argv[1], sys.argv[3])
    else:
        search(sys.argv.pop(1))
