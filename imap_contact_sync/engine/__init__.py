# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail side of the synchronisation: no Odoo, no database.

Values flow one way, in the order of the files:

1. ``errors``      what can go wrong, and who must act
2. ``net/``        the only files that touch the network: guard, transport, session
3. ``folders``     an answer to LIST  -> ``Folder(path, name, role)``
4. ``cursor``      what was scanned   -> the UIDs to read next
5. ``envelope``    header field bytes -> ``Envelope``
6. ``matching``    ``Envelope``       -> ``Match``, or ``Skip`` with its reason
7. ``message``     raw bytes          -> ``ParsedMail``, with ``html`` as its sanitiser

``secret`` stands beside the flow: it seals the mailbox passwords.
"""
