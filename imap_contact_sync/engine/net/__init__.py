# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The network, in reading order.

``guard`` where to connect, ``bounds`` what it may cost, ``imap4`` the protocol,
``diagnosis`` what an error means, ``authorities`` whom to trust, ``transport`` how,
``fetch`` what answers to FETCH hold, ``reader``, ``search``, ``login``, ``session``
what is said.
"""
