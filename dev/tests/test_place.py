# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where the state folder goes, and which folders are refused."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev import machine, place, tests_run
from dev.trouble import Trouble

USER = place.ServerUser.current()


@pytest.fixture(name="reachable")
def _reachable() -> Iterator[Path]:
    # Folders of pytest's tmp_path are closed to the user of the servers.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_state_is_inside_a_checkout_that_servers_can_reach(reachable: Path) -> None:
    assert place.default_state(reachable, USER) == reachable / ".state"


def test_long_path_moves_the_state_to_a_short_one() -> None:
    checkout = Path("/", *["long"] * 15)
    state = place.default_state(checkout, USER)
    assert state.parent == Path("/var/tmp")
    assert place.suits(state)


def test_outside_state_differs_between_checkouts_and_stays() -> None:
    first, second = (Path("/", "with space", name) for name in "ab")
    state = place.default_state(first, USER)
    assert state == place.default_state(first, USER)
    assert state != place.default_state(second, USER)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make such a folder")
def test_state_of_another_user_is_left_alone(reachable: Path) -> None:
    state = reachable / ".state"
    state.mkdir()
    assert place.default_state(reachable, USER) == state
    os.chown(state, USER.uid, USER.gid)
    assert place.default_state(reachable, USER).parent == Path("/var/tmp")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as nobody")
def test_closed_checkout_moves_the_state(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not USER.can_enter(closed)
    assert place.default_state(closed, USER).parent == Path("/var/tmp")


def test_state_dir_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIR", "/srv/state")
    assert place.locate(Path("/any")).state == Path("/srv/state")


@pytest.mark.parametrize("path", ["/with space", "/a%b", "/a,b", "/" + "x" * 80])
def test_unsuitable_state_dir_is_refused(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATE_DIR", path)
    with pytest.raises(Trouble, match="STATE_DIR"):
        place.locate(Path("/any"))


def test_created_state_is_taken_again(tmp_path: Path) -> None:
    state = tmp_path / "state"
    place.create_state(state)
    (state / "file").touch()
    place.create_state(state)
    assert place.is_state(state)
    assert state.stat().st_mode & 0o777 == 0o711


def test_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    with pytest.raises(Trouble, match="did not create"):
        place.create_state(tmp_path)


def test_link_and_open_folder_are_refused(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    place.create_state(target)
    link.symlink_to(target)
    with pytest.raises(Trouble, match="only you"):
        place.create_state(link)
    target.chmod(0o777)
    with pytest.raises(Trouble, match="only you"):
        place.create_state(target)


def test_clean_removes_only_what_the_project_created(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    with pytest.raises(Trouble, match="not removed"):
        machine.clean(place.Place(tmp_path, tmp_path, USER))
    assert (tmp_path / "letter").exists()


def test_addons_are_the_folders_with_a_manifest(tmp_path: Path) -> None:
    for name in ("sync_crm", "sync", "dev"):
        (tmp_path / name).mkdir()
    for name in ("sync_crm", "sync"):
        (tmp_path / name / "__manifest__.py").touch()
    here = place.Place(tmp_path, tmp_path / ".state", USER)
    assert here.addons() == ["sync", "sync_crm"]


def test_glue_addons_are_tested_in_a_database_of_their_own(tmp_path: Path) -> None:
    for name in ("sync_crm", "sync"):
        (tmp_path / name / "tests").mkdir(parents=True)
        (tmp_path / name / "__manifest__.py").touch()
    here = place.Place(tmp_path, tmp_path / ".state", USER)
    assert tests_run.folders(here) == ["sync/tests", "dev/tests"]
    assert tests_run.glue_folders(here) == ["sync_crm/tests"]
    assert tests_run.needs_glue(here, ["-k", "first"])
    assert tests_run.needs_glue(here, ["sync_crm/tests"])
    assert not tests_run.needs_glue(here, ["sync/tests"])


def test_words_may_fit_the_tests_in_one_of_two_databases_only() -> None:
    none = tests_run.NO_TESTS_COLLECTED
    assert [tests_run.joined(*each) for each in ((0, none), (none, 0))] == [0, 0]
    assert tests_run.joined(none, none) == none
    assert [tests_run.joined(*each) for each in ((1, 0), (none, 1))] == [1, 1]


def test_full_disk_is_told_before_the_set_up(tmp_path: Path) -> None:
    machine.check_space(tmp_path, needed=1)
    with pytest.raises(Trouble, match=r"needs 1000000\.0 GB .* Make room"):
        machine.check_space(tmp_path, needed=10**15)


def test_words_that_name_paths_replace_the_usual_folders(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").touch()
    here = place.Place(tmp_path, tmp_path / ".state", USER)
    assert tests_run.names_paths(here, ["-x", "test_one.py::test_first"])
    assert not tests_run.names_paths(here, ["-k", "first"])
