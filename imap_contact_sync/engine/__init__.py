# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail side of the synchronisation: no Odoo, no database.

Values flow one way, in the order of the files:

1. ``errors``      what can go wrong, and who must act
2. ``folders``     an answer to LIST  -> ``Folder(path, name, role)``
3. ``cursor``      what was scanned   -> the UIDs to read next
4. ``net/``        the only files that touch the network: guard, bounds, imap4,
                   diagnosis, authorities, transport, fetch, reader, login, session
5. ``visit``       one connection, and what it may cost
6. ``charsets``    octets of a text   -> text
7. ``text``        header field bytes -> text
8. ``envelope``    header fields      -> ``Envelope``
9. ``survey``      header fields      -> the addresses that may be in them
10. ``patterns``   what people list   -> the addresses that it names
11. ``matching``   ``Envelope``       -> ``Match``, or ``Skip`` with its reason
12. ``trust``      an IMAP host       -> whose word about senders counts there
13. ``authentication``  header fields -> whether the sender is the real one
14. ``balance``    HTML that is large -> HTML that is quick to read
15. ``html``       HTML of a mail     -> safe HTML
16. ``split``      raw bytes          -> ``Part``, with the parts in it
17. ``files``      a file's name      -> a safe one, and a safe type
18. ``notes``      what a reader is told beside a message
19. ``parts``      ``Part``           -> safe HTML and files
20. ``rtf``        compressed RTF     -> text or HTML
21. ``tnef``       a winmail.dat      -> safe HTML and files
22. ``cms``        an S/MIME file     -> the message that is signed in it
23. ``unpack``     files              -> what is in them, of these two kinds
24. ``message``    raw bytes          -> ``ParsedMail``
25. ``structure``  BODYSTRUCTURE      -> the names of a message's files
26. ``large``      pieces of bytes    -> ``ParsedMail``

A file imports only from files above it. Beside the flow stand ``secret``, which seals
the mailbox passwords, and ``free_mail``, the domains that are nobody's own.
"""
