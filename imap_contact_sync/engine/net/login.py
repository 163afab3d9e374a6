# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Logging in, after which nothing here knows the password any more (LOG-2, LOG-4)."""

import re
from base64 import b64encode
from traceback import clear_frames

from ..errors import AdminMustAct, MailboxError, OwnerMustAct
from ..folders import quote
from .diagnosis import diagnosed, from_busy, said
from .guard import Server
from .imap4 import NotUnderstood
from .transport import ReadingClient

HIDDEN = "***"


class Secret:
    """A password until it was used; ``forget`` empties it, wherever it is held."""

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal__(self) -> str:
        return self._text

    def forget(self) -> None:
        self._text = ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def log_in(
    client: ReadingClient, server: Server, login: str, secret: Secret
) -> MailboxError | None:
    """The error, if it failed: as a value, for an exception that leaves here would
    hold the variables in which the password stood, and so would its context.

    :param secret: forgotten in any case
    """
    hide = hider(login, secret)
    try:
        with diagnosed("login", server, hide), client.operation():
            say_password__(client, login, secret.reveal__())
    except MailboxError as error:
        return error.bare()
    except BaseException as error:
        clear_all_frames(error)
        raise
    finally:
        secret.forget()
        hide.forms.clear()
    return None


class Hider:
    """Takes a password out of what a server says about a login.

    ``forms``: the password, as it is and as it was sent.
    """

    def __init__(self, forms: set[str]) -> None:
        self.forms = forms

    def __call__(self, text: str) -> str:
        for form in sorted(self.forms, key=len, reverse=True):
            pattern = re.escape(form) + "={0,2}"  # base64 may end so
            text = re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
        return text


def hider(login: str, secret: Secret) -> Hider:
    password = secret.reveal__()
    quoted = quote(password.encode()).decode()
    encoded = {
        b64encode(words.encode()).decode().rstrip("=")
        for words in (password, plain_words(login, password), f"{login}\0{password}")
    }
    return Hider({password, quoted[1:-1], *encoded} - {""})


def plain_words(login: str, password: str) -> str:
    """The message of SASL PLAIN (RFC 4616)."""
    return f"\0{login}\0{password}"


def say_password__(client: ReadingClient, login: str, password: str) -> None:
    """AUTHENTICATE PLAIN (UTF-8); LOGIN where the server does not offer or not
    understand it. The password is said twice at most, and a NO is believed.

    :raises AdminMustAct: ``login_disabled``
    :raises OwnerMustAct: ``unsafe_argument``, before anything of it is sent
    """
    if client.has_capability("LOGINDISABLED"):
        raise AdminMustAct("login_disabled")
    plain = client.has_capability("AUTH=PLAIN")
    words = login + password
    if "\0" in words or not (plain or words.isascii()):  # RFC 4616 2, RFC 3501 9
        raise OwnerMustAct("unsafe_argument")
    if plain:
        try:
            answer = b64encode(plain_words(login, password).encode())
            return client.authenticate_plain(answer)
        except NotUnderstood as refusal:
            if not words.isascii() or from_busy(said(refusal), "login"):
                raise
    client.log_in(quote(login.encode()), quote(password.encode()))


def clear_all_frames(error: BaseException) -> None:
    """Empty the variables of the calls that have ended with this error."""
    met: set[int] = set()
    rest = [error]
    while rest:
        each = rest.pop()
        if id(each) not in met:
            met.add(id(each))
            clear_frames(each.__traceback__)
            rest += filter(None, [each.__context__, each.__cause__])
