"""Whether a long run goes on where it was broken off."""

from __future__ import annotations

import numpy as np

from bench.worlds import keeping
from bench.worlds.judging import Case, judge


def test_a_world_is_judged_once_and_taken_from_the_folder_ever_after(tmp_path, monkeypatch):
    case = Case(scenario="null", people=300, seed=20_001)
    first = keeping.judged_once(case, folder=tmp_path)
    assert np.array_equal(first.classes, judge(case).classes)
    monkeypatch.setattr(keeping, "judge", None)
    again = keeping.judged_once(case, folder=tmp_path)
    assert again.case == case
    for name in ("right", "truth", "estimate", "low", "high", "is_true"):
        assert np.array_equal(getattr(again, name), getattr(first, name), equal_nan=True)
    for method, verdicts in first.verdicts.items():
        assert np.array_equal(again.verdicts[method].shown, verdicts.shown)
        assert np.array_equal(again.verdicts[method].sign, verdicts.sign)
    assert (again.calibration, again.seconds) == (first.calibration, first.seconds)


def test_half_a_world_counts_for_nothing(tmp_path, monkeypatch):
    case = Case(scenario="null", people=300, seed=20_002)
    (tmp_path / "null-300-20002.half").write_bytes(b"half")
    monkeypatch.setattr(keeping, "judge", lambda asked: asked)
    monkeypatch.setattr(keeping, "keep", lambda _judged, _file: None)
    assert keeping.judged_once(case, folder=tmp_path) == case


def test_worlds_judged_by_other_code_are_kept_elsewhere(tmp_path):
    for name in keeping.JUDGES:
        (tmp_path / name).mkdir(parents=True)
    judge_of_old = tmp_path / "src/seachange/measure/judge.py"
    judge_of_old.write_text("found = 1")
    before = keeping.folder_of_this_code(tmp_path)
    assert keeping.folder_of_this_code(tmp_path) == before
    judge_of_old.write_text("found = 2")
    assert keeping.folder_of_this_code(tmp_path) != before
    judge_of_old.rename(judge_of_old.with_name("other.py")).write_text("found = 1")
    assert keeping.folder_of_this_code(tmp_path) != before
