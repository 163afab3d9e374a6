# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The machine around the addon: set-up, demo, tests, servers to try it with."""
