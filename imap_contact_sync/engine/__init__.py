# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mail side of the synchronisation: no Odoo, no database.

Values flow one way, in the order of the files:

1. ``errors``      what can go wrong, and who must act
2. ``folders``     an answer to LIST  -> ``Folder(path, name, role)``
3. ``cursor``      what was scanned   -> the UIDs to read next
4. ``net/``        the only files that touch the network: guard, bounds, imap4,
                   diagnosis, authorities, transport, fetch, reader, search, login,
                   session
5. ``visit``       one connection, and what it may cost
6. ``charsets``    octets of a text   -> text
7. ``text``        header field bytes -> text
8. ``kind``        header fields      -> a newsletter, a list's, an automatic one
9. ``envelope``    header fields      -> ``Envelope``
10. ``survey``      header fields      -> the addresses that may be in them
11. ``patterns``   what people list   -> the addresses that it names
12. ``query``      what somebody types  -> what to look for in a mailbox
13. ``late``       new addresses      -> the messages that they are in
14. ``records``    what else has an address -> that it takes a message
15. ``matching``   ``Envelope``       -> ``Match``, or ``Skip`` with its reason
16. ``choices``    a ``Match``, and what people chose -> a lesser one, or a ``Skip``
17. ``trust``      an IMAP host       -> whose word about senders counts there
18. ``authentication``  header fields -> whether the sender is the real one
19. ``balance``    HTML that is large -> HTML that is quick to read
20. ``html``       HTML of a mail     -> safe HTML
21. ``quote_lines``  a line           -> what it says of a quotation
22. ``quotes``     safe HTML          -> the same, what is quoted marked
23. ``split``      raw bytes          -> ``Part``, with the parts in it
24. ``files``      a file's name      -> a safe one, and a safe type
25. ``notes``      what a reader is told beside a message
26. ``invitation``  a calendar file   -> what, when, where and who
27. ``parts``      ``Part``           -> safe HTML and files
28. ``rtf``        compressed RTF     -> text or HTML
29. ``tnef``       a winmail.dat      -> safe HTML and files
30. ``cms``        an S/MIME file     -> the message that is signed in it
31. ``unpack``     files              -> what is in them, of these three kinds
32. ``message``    raw bytes          -> ``ParsedMail``
33. ``structure``  BODYSTRUCTURE      -> the names of a message's files
34. ``large``      pieces of bytes    -> ``ParsedMail``

A file imports only from files above it. Beside the flow stand ``secret``, which seals
the mailbox passwords, and ``free_mail``, the domains that are nobody's own.
"""
