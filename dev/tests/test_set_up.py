# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Stamps, user lines, sentences of trouble, and Odoo's configuration."""

import base64
import configparser
import sys
from pathlib import Path

import pytest

from dev import (
    certificates,
    children,
    dovecot,
    odoo_config,
    odoo_source,
    packages,
    ports,
    virtualenv,
)
from dev import place as places
from dev.trouble import Trouble


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> places.Place:
    state = tmp_path / "state"
    places.create_state(state)
    (state / "log").mkdir()
    return places.Place(tmp_path, state, places.ServerUser.current())


def test_stamp_counts_only_for_the_same_files(tmp_path: Path) -> None:
    listed, venv = tmp_path / "requirements.txt", tmp_path / "venv"
    venv.mkdir()
    listed.write_text("one==1\n")
    wanted = virtualenv.fingerprint([listed], venv)
    assert not virtualenv.is_current(venv, wanted)
    (venv / virtualenv.STAMP).write_text(wanted)
    assert virtualenv.is_current(venv, wanted)
    listed.write_text("one==2\n")
    assert not virtualenv.is_current(venv, virtualenv.fingerprint([listed], venv))


def test_packages_without_their_requirements_are_installed_last_and_again(
    here: places.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = {
        "dev/requirements-odoo.txt": "one",
        "requirements.txt": "two",
        "dev/requirements-test.txt": "three",
        "dev/requirements-alone.txt": "four",
    }
    (here.checkout / "dev").mkdir()
    for name, text in lists.items():
        (here.checkout / name).write_text(text)
    commands = []

    def note(command, _wanted):
        commands.append([str(word) for word in command])
        here.python.parent.mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(virtualenv, "run", note)
    virtualenv.ensure(here)
    pip = [words for words in commands if "pip" in words]
    assert [words.count("-r") for words in pip] == [3, 1]
    assert ["--no-deps" in words for words in pip] == [False, True]
    assert pip[-1][-1].endswith("requirements-alone.txt")
    virtualenv.ensure(here)
    assert len(commands) == 3
    (here.checkout / "dev/requirements-alone.txt").write_text("five")
    virtualenv.ensure(here)
    assert len(commands) == 6


def test_environment_of_children_has_nothing_misleading(
    here: places.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PGHOST", "PYTHONPATH", "ODOO_RC"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("no_proxy", "intranet")
    env = virtualenv.environment(here, {"EXTRA": "1"})
    assert not {"PGHOST", "PYTHONPATH", "ODOO_RC"} & set(env)
    assert env["no_proxy"] == "intranet,localhost,127.0.0.1"
    assert env["EXTRA"] == "1"


@pytest.mark.parametrize("password", ["secret", "a:b", "{PLAIN}x y", "pä#ß\n"])
def test_user_line_survives_any_password(password: str) -> None:
    login, secret, *rest = dovecot.user_line("Anna@demo.example", password).split(":")
    assert login == "anna@demo.example"
    encoded = secret.removeprefix("{PLAIN.B64}")
    assert base64.b64decode(encoded).decode() == password
    assert rest == [""] * 6


@pytest.mark.parametrize("login", ["", "a:b", "#a", "a b", "a\nb:x", "../a", "%u"])
def test_user_line_refuses_logins_it_cannot_express(login: str) -> None:
    with pytest.raises(ValueError, match="users file"):
        dovecot.user_line(login, "secret")


def test_failed_program_is_told_with_its_log(tmp_path: Path) -> None:
    log = tmp_path / "log" / "step.log"
    command = [sys.executable, "-c", "raise SystemExit('disk on fire')"]
    wanted = children.Wanted("The step failed. Try again.", log)
    with pytest.raises(Trouble) as caught:
        children.run(command, wanted)
    text = str(caught.value)
    assert text.startswith("The step failed. Try again.")
    assert str(log) in text
    assert text.endswith("disk on fire")


def test_full_disk_in_a_log_comes_first(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    log.write_text("cp: error writing 'x': No space left on device\n")
    assert children.explain("It failed.", log).startswith("The disk is full. Make")


def test_long_log_is_cut_to_its_end(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    log.write_text("".join(f"line {n}\n" for n in range(5000)))
    assert children.tail(log)[-1] == "line 4999"
    assert len(children.tail(log)) == children.TAIL_LINES


def test_missing_package_without_rights_names_the_command(
    here: places.Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A PATH with apt-get and without sudo, seen by a user who is not root.
    (tmp_path / "apt-get").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    missing = packages.Package("absent-server", lambda: False)
    with pytest.raises(Trouble) as caught:
        packages.ensure(here, (missing,))
    command = "`apt-get install --no-install-recommends absent-server`"
    assert command in str(caught.value)


def test_no_apt_get_names_the_programs(
    here: places.Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = packages.Package("absent-server", lambda: False)
    with pytest.raises(Trouble, match="absent-server.*package manager"):
        packages.ensure(here, (missing,))


def test_wrong_odoo_path_is_told(
    here: places.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ODOO_PATH", str(here.checkout))
    with pytest.raises(Trouble, match="not a checkout of Odoo 19"):
        odoo_source.ensure(here)


def test_checkout_of_odoo_is_taken_as_it_is(
    tmp_path: Path, here: places.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("odoo/addons/base", "addons/web"):
        (tmp_path / folder).mkdir(parents=True)
    release = tmp_path / "odoo" / "release.py"
    release.write_text("version_info = (19, 0, 0, 'final', 0, '')\n")
    monkeypatch.setenv("ODOO_PATH", str(tmp_path))
    source = odoo_source.ensure(here)
    assert source.root == tmp_path
    assert source.addon_folders == [tmp_path / "odoo/addons", tmp_path / "addons"]


def test_configuration_allows_both_ports_of_the_mail_server(here: places.Place) -> None:
    odoo_config.write(here, odoo_source.OdooSource(here.checkout))
    parser = configparser.RawConfigParser()
    parser.read(here.odoo_config)
    options = dict(parser["options"])
    imap, imaps = ports.FIRST["imap"], ports.FIRST["imaps"]
    assert options["imap_contact_sync_allowed_servers"].split(",") == [
        f"{host}:{port}"
        for host in ("localhost", "127.0.0.1")
        for port in (imaps, imap)
    ]
    assert len(base64.urlsafe_b64decode(options["imap_contact_sync_keys"])) == 32
    assert here.odoo_config.stat().st_mode & 0o777 == 0o600


def test_certificates_are_trusted_and_kept(here: places.Place) -> None:
    (here.state / "dovecot").mkdir()
    certificates.ensure(here)
    first = (certificates.folder(here) / "ca.pem").read_text()
    assert first in certificates.bundle(here).read_text()
    certificates.ensure(here)
    assert (certificates.folder(here) / "ca.pem").read_text() == first
    key = certificates.folder(here) / "server.key"
    assert key.stat().st_mode & 0o777 == 0o600
