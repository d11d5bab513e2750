"""Words in a picture stand where nothing else is drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.measure.answers import Estimate
from seachange.report.pictures.drawing import text_width
from seachange.report.pictures.places import Place, along, free_place
from seachange.report.pictures.trend import Mark, trend


@dataclass(frozen=True)
class Month:
    period: str
    estimate: Estimate
    people: int = 100
    partial: bool = False
    pending: int = 0


def placed(taken):
    return free_place("target 45 %", taken, y=100, left=50, right=700, size=12)


def test_words_stand_above_their_line_at_its_end_where_that_is_free():
    place = placed([])
    assert (place.anchor, place.foot < 100, place.x) == ("end", True, 700)


def test_a_line_that_runs_over_them_drives_words_below_and_then_to_the_other_end():
    above = list(along([(600, 92), (700, 92)]))
    assert placed(above).foot > 100
    both = above + list(along([(600, 110), (700, 110)]))
    assert placed(both).anchor == "start"


def test_words_keep_off_other_words():
    first = placed([])
    second = free_place("at first 44 %", first.corners(), y=102, left=50, right=700, size=12)
    assert not any(second.holds(each) for each in first.corners())


@given(st.lists(st.tuples(st.floats(0, 700), st.floats(0, 200)), min_size=2, max_size=6))
def test_no_words_fit_between_two_points_of_a_path(path):
    walked = sorted(along(path))
    assert set(path) <= set(walked)
    for (x, y), (to_x, to_y) in pairwise(path):
        part = list(along([(x, y), (to_x, to_y)]))
        steps = max(abs(to_x - x), abs(to_y - y)) / max(len(part) - 1, 1)
        assert steps <= 3.0 + 1e-6


@pytest.mark.parametrize("last", [0.46, 0.47, 0.44, 0.5])
def test_the_words_of_a_target_are_not_written_over_the_newest_months(last):
    levels = (0.31, 0.33, 0.30, 0.35, 0.46, 0.48, last)
    months = [Month(f"2026-{n:02}", Estimate(v, v - 0.02, v + 0.02, "wilson"))
              for n, v in enumerate(levels, 1)]  # fmt: skip
    svg = trend(months, unit="share", title="t", marks=[Mark(0.45, "target 45 %", "goal")])
    told = re.search(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*anchor="(\w+)"[^>]*>target 45', svg)
    assert told is not None
    words = Place(float(told[1]), float(told[2]), told[3], text_width("target 45 %", 11.5), 11.5)
    drawn = re.findall(
        r'<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)" class="line"', svg
    )
    assert len(drawn) == len(levels) - 1
    for x, y, to_x, to_y in (map(float, each) for each in drawn):
        assert not any(words.holds(each) for each in along([(x, y), (to_x, to_y)]))
