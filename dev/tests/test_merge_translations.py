# Copyright 2026 imap_contact_sync contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import polib
import pytest

from dev.merge_translations import main, merge


def write(path, metadata=None, **texts):
    file = polib.POFile()
    file.metadata = metadata or {}
    for text, translation in texts.items():
        file.append(polib.POEntry(msgid=text, msgstr=translation))
    file.save(str(path))
    return path


@pytest.fixture
def template(tmp_path):
    return write(tmp_path / "addon.pot", Yes="", Perhaps="")


def test_what_was_translated_stays_and_what_is_gone_goes(tmp_path, template):
    german = write(tmp_path / "de.po", {"Language": "de"}, Yes="Ja", No="Nein")
    assert merge(template, german) == ["Perhaps"]
    after = polib.pofile(str(german))
    assert {each.msgid: each.msgstr for each in after} == {"Yes": "Ja", "Perhaps": ""}
    assert after.metadata["Language"] == "de"


def test_what_is_missing_is_printed(tmp_path, template, monkeypatch, capsys):
    write(tmp_path / "de.po", Yes="Ja")
    write(tmp_path / "fr.po", Yes="Oui", Perhaps="Peut-être")
    monkeypatch.setattr("sys.argv", ["merge", str(template)])
    main()
    assert capsys.readouterr().out == "addon, de.po: Perhaps\n"
