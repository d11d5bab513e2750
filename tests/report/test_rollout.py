"""A roll-out in words and as a picture: no more is said than its grade allows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from seachange.events.sources.rows import from_rows
from seachange.measure.answering.rollout_parts import READINGS, RolloutAnswer
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask
from seachange.report.headline import headline
from seachange.report.pictures.rollout import rollout
from seachange.report.rollouts import telling
from tests.measure.rollout_worlds import day, shop

METRIC = {"kind": "share", "of": "visit", "did": "buy", "within": "1 day"}


@cache
def made(*, waves: bool = False) -> RolloutAnswer:
    """Return a roll-out to one of two segments, or to two of four in waves."""
    released = {"a": 42, "b": 49} if waves else {"a": 42}
    rows = shop(days=63, segments=tuple("abcd"), people=15, released=released, effect=0.2, seed=2)
    question = {"kind": "rollout", "metric": METRIC, "segment": "country"}
    return ask(
        question | {"released": {name: day(n) for name, n in released.items()}}, from_rows(rows)
    )


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_has_its_words(reading):
    said = headline(replace(made(), reading=reading))
    assert "(grade B)" in said
    shown = "by itself shows nothing" if reading == "not_shown" else telling.READINGS[reading]
    assert shown in said.lower()


def test_an_unknown_effect_is_said_with_its_reason_and_without_a_grade():
    assert headline(replace(made(), effect=Unknown("nobody came"))) == "Unknown: nobody came."


@pytest.mark.parametrize(
    ("days", "least", "said"),
    [
        (0, None, "it is told already"),
        (1, None, "1 more day with the change would tell an effect as large as found"),
        (30, 0.01, "30 more days with the change would tell the smallest worthwhile change"),
        (Unknown("never"), None, "never"),
    ],
)
def test_how_many_days_more_would_help_is_said(days, least, said):
    question = {**made().question, "smallest_worthwhile": least}
    assert telling.more(replace(made(), more_days=days, question=question)) == said


def test_what_was_seen_less_what_was_expected_is_the_effect():
    seen, expected = telling.after(made())
    assert seen - expected == pytest.approx(made().effect.value, abs=0.02)


def test_the_picture_has_every_day_once_and_stays_inside_its_frame():
    for width in (350.0, 920.0):
        svg = rollout(made(), width=width)
        places = [float(x) for x in re.findall(r'<circle cx="([\d.-]+)"', svg)]
        assert places
        assert 0 <= min(places) <= max(places) <= width
    assert len(re.findall(r"units, level", svg)) == 63


def test_waves_are_marked_on_the_axis_and_have_no_one_band():
    svg = rollout(made(waves=True))
    assert f"a: released {day(42)}" in svg
    assert f"b: released {day(49)}" in svg
    assert f"first released {day(42)}" in svg
    assert 'class="boost-band"' not in svg
    assert 'class="boost-band"' in rollout(made())


def test_a_series_of_nothing_has_no_picture():
    assert rollout(replace(made(), series=())) == ""
