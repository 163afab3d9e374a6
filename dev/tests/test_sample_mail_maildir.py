# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo's mailboxes as Maildir folders."""

import os
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from dev.sample_mail import utf7
from dev.sample_mail.mailboxes import StoredMail, build
from dev.sample_mail.maildir import folder_path, write_mailbox
from dev.tests.sample_mail_reader import (
    FAMILY,
    MAILBOXES,
    TODAY,
)


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Familie & Freunde", "Familie &- Freunde"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("台北", "&U,BTFw-"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("Отправленные", "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"),
        ("a&b&", "a&-b&-"),
        ("😀", "&2D3eAA-"),
        ("tab\t", "tab&AAk-"),
        ("", ""),
    ],
)
def test_modified_utf7(name: str, encoded: str) -> None:
    assert utf7.encode(name) == encoded


def tree(root: Path) -> dict[str, tuple[bytes, float]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime)
        for path in root.rglob("*")
        if path.is_file()
    }


def test_maildir_holds_every_mail_with_its_time(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["anna"], tmp_path, None)
    for folder, mails in MAILBOXES["anna"].folders.items():
        home = folder_path(tmp_path, folder)
        assert {path.name for path in home.iterdir()} >= {"cur", "new", "tmp"}
        files_there = sorted((home / "cur").iterdir(), key=lambda p: p.stat().st_mtime)
        assert len(files_there) == len(mails)
        for path, stored in zip(files_there, mails, strict=True):
            assert path.stat().st_mtime == stored.received.timestamp()
            assert path.name.endswith(f",S={len(stored.raw)}:2,{'S' * stored.seen}")


def test_nested_folders_are_directories(tmp_path: Path) -> None:
    assert folder_path(tmp_path, "INBOX") == tmp_path
    assert folder_path(tmp_path, FAMILY) == tmp_path / "Privat" / "Familie &- Freunde"


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    first = tree(tmp_path)
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    assert tree(tmp_path) == first


def test_flags_set_since_are_kept(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    path = min((tmp_path / "cur").iterdir())
    path.rename(path.with_name(path.name.partition(":")[0] + ":2,FRS"))
    before = tree(tmp_path)
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    assert tree(tmp_path) == before


def test_another_day_replaces_our_mail_but_nothing_else(tmp_path: Path) -> None:
    write_mailbox(MAILBOXES["ben"], tmp_path, None)
    foreign = tmp_path / "cur" / "1700000000.M1P2.elsewhere,S=3:2,"
    foreign.write_bytes(b"a\r\n")
    (tmp_path / "dovecot-uidlist").write_text("3 V1 N1\n", "ascii")
    later = build(TODAY + timedelta(days=1))["ben"]
    write_mailbox(later, tmp_path, None)
    assert foreign.exists()
    assert (tmp_path / "dovecot-uidlist").exists()
    assert len(list((tmp_path / "cur").iterdir())) == len(later.folders["INBOX"]) + 1


def test_everything_written_is_given_to_the_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[Path, tuple[int, int]] = {}

    def chown(path: Path, uid: int, gid: int) -> None:
        given[path] = (uid, gid)

    monkeypatch.setattr(os, "chown", chown)
    write_mailbox(MAILBOXES["ben"], tmp_path / "home" / "Maildir", (1234, 567))
    assert set(given) == set(tmp_path.rglob("*"))
    assert set(given.values()) == {(1234, 567)}


def test_a_stored_mail_has_just_what_a_server_knows() -> None:
    assert [field.name for field in fields(StoredMail)] == ["raw", "received", "seen"]
