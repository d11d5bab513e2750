"""Whether an import loses what somebody else wrote meanwhile."""

from __future__ import annotations

import re

import pytest

from seachange.planning.actions.bulk import take_in
from seachange.planning.files import taking
from seachange.planning.rules.plan.intent import Vision

MINE = "visions: {VI1: {category: advice}, VI2: {category: help}}\n"


@pytest.fixture
def file(plan, tmp_path):
    """A plan file that was taken in, and now says something else of VI1."""
    written = tmp_path / "plan.yml"
    written.write_text(MINE)
    assert plan("import", written, "--yes").status == 0
    written.write_text(MINE.replace("advice", "advice on demand"))
    return written


def somebody_writes(record, category):
    take_in([Vision(id=record, category=category)], by="", why="meanwhile")


def version_told(plan, file):
    return re.search(r"--yes --seen (\d+)$", plan("import", file).out.rstrip())[1]


def test_what_somebody_changed_since_the_dry_run_is_a_conflict_and_nothing_is_taken_in(plan, file):
    seen = version_told(plan, file)
    somebody_writes("VI1", "counsel")
    refused = plan("import", file, "--yes", "--seen", seen)
    assert refused.status == 2
    assert "VI1" in refused.err
    assert "category: 'advice' became 'counsel'" in refused.err
    assert "category: counsel" in plan("export").out


def test_what_nobody_touched_since_is_taken_in(plan, file):
    seen = version_told(plan, file)
    somebody_writes("VI3", "a third one")
    assert plan("import", file, "--yes", "--seen", seen).status == 0
    kept = plan("export").out
    assert "advice on demand" in kept
    assert "a third one" in kept


def test_a_record_of_which_the_file_says_what_is_kept_already_is_no_conflict(plan, file):
    seen = version_told(plan, file)
    somebody_writes("VI1", "advice on demand")
    assert "0 added, 0 changed" in plan("import", file, "--yes", "--seen", seen).out


def test_a_record_added_since_is_not_removed_by_a_whole_plan(plan, file):
    seen = version_told(plan, file)
    somebody_writes("VI3", "a third one")
    assert plan("import", file, "--whole", "--yes", "--seen", seen).status == 2
    assert "a third one" in plan("export").out


def test_what_somebody_writes_while_the_command_is_at_work_is_not_undone(plan, file, monkeypatch):
    beside = taking.beside

    def in_that_moment(told, kept):
        somebody_writes("VI1", "counsel")
        return beside(told, kept)

    monkeypatch.setattr(taking, "beside", in_that_moment)
    assert plan("import", file, "--yes").status == 2
    assert "category: counsel" in plan("export").out


def test_of_an_empty_plan_no_version_is_told(plan, tmp_path):
    first = tmp_path / "plan.yml"
    first.write_text(MINE)
    assert "--seen" not in plan("import", first).out
