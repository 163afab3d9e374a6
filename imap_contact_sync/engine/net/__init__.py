# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The network, in reading order.

``guard`` where to connect, ``diagnosis`` what an error means, ``transport`` how,
``fetch`` what answers to FETCH hold, ``session`` what is said.
"""
