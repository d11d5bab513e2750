"""Whether a file is written whole or not at all."""

import os

import pytest

from seachange.errors import UnwritableFile
from seachange.files import being_written, write_text


def test_a_file_holds_what_was_written_to_the_byte(tmp_path):
    write_text(tmp_path / "report.html", "caf\u00e9\r\n")
    assert (tmp_path / "report.html").read_bytes() == "caf\u00e9\r\n".encode()


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "report.html"
    write_text(path, "old")
    with pytest.raises(UnicodeEncodeError), being_written(path) as unfinished:
        unfinished.write_text("half of \ud800", encoding="utf-8")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_nobody_sees_a_file_before_it_is_whole(tmp_path):
    path = tmp_path / "report.html"
    with being_written(path) as unfinished:
        unfinished.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"


def test_the_content_is_on_the_disk_before_the_name_is(tmp_path, monkeypatch):
    deeds = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (deeds.append("fsync"), fsync(handle)))
    monkeypatch.setattr(os, "replace", lambda old, new: (deeds.append("rename"), replace(old, new)))
    write_text(tmp_path / "report.html", "whole")
    assert deeds == ["fsync", "rename", "fsync"]


def test_a_file_has_the_rights_that_its_writer_s_other_files_have(tmp_path):
    write_text(tmp_path / "ours.txt", "")
    (tmp_path / "theirs.txt").write_text("")
    assert (tmp_path / "ours.txt").stat().st_mode == (tmp_path / "theirs.txt").stat().st_mode


def test_a_place_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnwritableFile, match="nowhere"):
        write_text(tmp_path / "nowhere" / "report.html", "")
