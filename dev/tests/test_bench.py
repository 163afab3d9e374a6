# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The quick benchmark: every row has figures. How good they are is not tested."""

import json
import math
from pathlib import Path

import pytest

from benchmarks import mailbox, report
from benchmarks.figures import Row, row
from benchmarks.rows import ROWS
from dev import bench, ports
from dev.place import locate

KEYS = ["name", "value", "unit", "peer", "limit", "ratio"]
SHAPE = mailbox.Shape(mails=400, contacts=50)


def servers_run() -> bool:
    here = locate()
    names = ("postgres", "imaps")
    return all(ports.is_open(ports.remembered(here, name)) for name in names)


@pytest.mark.skipif(not servers_run(), reason="Start the tests by `make test`.")
def test_quick_benchmark_has_figures_in_every_row(tmp_path: Path) -> None:
    output = tmp_path / "results.json"
    assert bench.measure(locate(), ["--quick", "--output", str(output)]) == 0
    results = json.loads(output.read_text())
    for result in results:
        assert list(result) == KEYS
        numbers = [result[key] for key in ("value", "peer", "ratio")]
        assert all(math.isfinite(each) and each > 0 for each in numbers), result
    wanted = set(ROWS) if bench.RIVAL.present() else set(ROWS) - {"import"}
    assert {result["name"].split()[0] for result in results} == wanted
    assert len({result["name"] for result in results}) == len(results)


def test_mail_is_the_same_every_time() -> None:
    again = mailbox.Shape(mails=400, contacts=50)
    assert mailbox.mail(SHAPE, 7) == mailbox.mail(again, 7)
    assert mailbox.mail(SHAPE, 7) != mailbox.mail(SHAPE, 8)


def test_mail_has_the_mix_of_a_companys_mailbox() -> None:
    mails = list(mailbox.mails(SHAPE))
    kept = [each for each in mails if each.contacts]
    sizes = sorted(len(each.raw) for each in mails)
    assert 0.06 < len(kept) / len(mails) < 0.14
    assert 1.1 < sum(len(each.contacts) for each in kept) / len(kept) < 1.5
    assert 7_000 < sizes[len(sizes) // 2] < 10_000
    assert kept[3:5] == mailbox.kept(SHAPE, 2, first=3)


def test_mail_names_its_contacts_and_no_other() -> None:
    for each in mailbox.mails(SHAPE):
        header = each.raw[: each.raw.index(b"\r\n\r\n")].decode()
        named = {n for n in range(50) if mailbox.contact_address(n) in header}
        assert named == set(each.contacts)


def test_news_come_after_the_mailbox_and_differ() -> None:
    last = mailbox.mail(SHAPE, SHAPE.mails - 1).received
    first, second = (mailbox.news(SHAPE, 10, 1, after) for after in (0, 1))
    assert all(each.received > last for each in first + second)
    assert not {each.raw for each in first} & {each.raw for each in second}
    assert [bool(each.contacts) for each in first].count(True) == 1


def test_table_marks_what_misses_its_limit(tmp_path: Path) -> None:
    missed = row("slow", 3.0, 2.0, "s", "<= 1.2")
    reached = Row("fast", 40.0, "mails/s", 1.0, ">= 40", 40.0)
    _head, first, second = report.table([missed, reached]).splitlines()
    assert first.startswith("!")
    assert second.startswith(" ")
    report.write(tmp_path / "results.json", [missed])
    [written] = json.loads((tmp_path / "results.json").read_text())
    assert list(written) == KEYS
    assert written["ratio"] == 1.5
