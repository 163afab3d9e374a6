# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Entry of ``python3 -m dev``; old versions of Python must be able to read it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - it is here for those who have less
    sys.exit("Python 3.11 or newer is needed. Run make with PYTHON=python3.11.")

from .command_line import main

sys.exit(main())
