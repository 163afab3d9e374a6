# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""System parameters, edited in Settings: the limits of runs, and trusted servers."""

PREFIX = "imap_contact_sync."
# What one run of one mailbox may take, and what all its runs of a day may. A run that
# ends at its limit goes on behind the other mailboxes, one of a day's on the next day.
DEFAULTS = {
    "run_seconds": 30,
    "run_messages": 2_000,
    "run_megabytes": 250,
    "day_seconds": 7_200,
    "day_messages": 50_000,
    # Gmail suspends accounts that download more than 2,500 MB a day.
    "day_megabytes": 1_500,
    "largest_megabytes": 50,
    # How often Connect may be pressed: by a user in ten minutes, and in a company in
    # an hour.
    "user_attempts": 5,
    "company_attempts": 100,
    # How often a user may look for emails in ten minutes.
    "user_searches": 60,
}
MEGABYTE = 2**20
TRUSTED_SERVERS = PREFIX + "authserv_ids"


def limit(env, name):
    """A limit; what is not a positive number counts as the default."""
    # sudo: a limit is no secret, and whoever causes a run needs it
    text = env["ir.config_parameter"].sudo().get_param(PREFIX + name, "")
    return int(text) if text.isdecimal() and int(text) else DEFAULTS[name]


def megabytes(env, name):
    """A limit in megabytes, as octets."""
    return limit(env, name) * MEGABYTE


def trusted_servers(env):
    """The names of servers whose Authentication-Results count in every mailbox."""
    # sudo: as above
    return server_names(env["ir.config_parameter"].sudo().get_param(TRUSTED_SERVERS))


def server_names(text):
    """The names in a list that is separated by commas."""
    names = (each.strip(" .").lower() for each in (text or "").split(","))
    return frozenset(filter(None, names))
