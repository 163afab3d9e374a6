# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail side of the synchronisation: no Odoo, no database.

Values flow one way, in the order of the files:

1. ``errors``      what can go wrong, and who must act
2. ``folders``     an answer to LIST  -> ``Folder(path, name, role)``
3. ``cursor``      what was scanned   -> the UIDs to read next
4. ``net/``        the only files that touch the network: guard, diagnosis, transport,
                   fetch, session
5. ``envelope``    header field bytes -> ``Envelope``
6. ``matching``    ``Envelope``       -> ``Match``, or ``Skip`` with its reason
7. ``html``        HTML of a mail     -> safe HTML
8. ``message``     raw bytes          -> ``ParsedMail``

A file imports only from files above it. ``secret`` stands beside the flow: it seals
the mailbox passwords.
"""
