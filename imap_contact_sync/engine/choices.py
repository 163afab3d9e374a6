# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A ``Match``, and what was chosen for it, to a lesser one or to a ``Skip``.

The owner has taken an email off a record, Odoo has it there already, or the company
does not want its kind.
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from .matching import REMOVED, Match, Skip
from .records import Record

# What a company may choose to become of a kind of mail.
KEEP, OWNER_ONLY, SKIP = TREATMENTS = ("keep", "owner_only", "skip")


def without_removed(
    found: Match, removed: AbstractSet[tuple[str, int | Record]]
) -> Match | Skip:
    """Leave out the contacts and records that the message's owner has taken it off.

    :param removed: key of an email or of a conversation, and contact id or record
    """
    keys = {found.envelope.key} | found.envelope.links
    gone = {
        each
        for each in (*found.contacts, *found.records)
        if not removed.isdisjoint((key, each) for key in keys)
    }
    return without(found, gone, REMOVED)


def without(found: Match, gone: Collection[int | Record], reason: str) -> Match | Skip:
    """Leave out contacts and other records.

    :param reason: why a message is skipped that names nobody else
    """
    left = tuple(each for each in found.contacts if each not in gone)
    records = tuple(each for each in found.records if each not in gone)
    if not left and not records:
        return Skip(found.uid, reason)
    return replace(
        found,
        contacts=left,
        withheld=found.withheld + tuple(set(found.contacts).difference(left)),
        records=records,
        withheld_records=found.withheld_records
        + tuple(set(found.records).difference(records)),
    )


def treated(
    found: Match | Skip,
    kinds: Mapping[int, str],
    treatments: Mapping[str, str],
    spared: Collection[int] = (),
    automatic: Collection[int] = (),
) -> Match | Skip:
    """Do with a message what its company has chosen for its kind.

    :param kinds: by UID; empty for an ordinary message
    :param treatments: one of ``TREATMENTS`` by kind
    :param spared: UIDs that are not skipped for it
    :param automatic: UIDs of what machines have written
    """
    if isinstance(found, Skip):
        return found
    kind = kinds.get(found.uid, "")
    treatment = treatments.get(kind, KEEP)
    if treatment == SKIP and found.uid not in spared:
        return Skip(found.uid, kind)
    # What is kept though others of its kind are not is not for everybody.
    private = kind if treatment != KEEP else ""
    return replace(found, automatic=found.uid in automatic, private_kind=private)
