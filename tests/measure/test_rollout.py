"""Whether a roll-out is counted, compared and graded as its page says."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seachange as sea
from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answering.asked import Asked
from seachange.measure.answering.rollout_counting import followed
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.engines.choose import engine_for
from seachange.measure.sql.entries import micros_of
from seachange.measure.statistics.rollouts.series import Daily, step
from seachange.measure.statistics.rollouts.staggered import staggered
from tests.measure.logs import WEEK, moments, units, windows, worlds
from tests.measure.oracle.rollout import days as slow
from tests.measure.oracle.rollout import movers
from tests.measure.questions import DATES, ZONES, populations, rules
from tests.measure.rollout_worlds import bought, day, shop
from tests.shared import real_events

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))
SHARE = {"kind": "share", "of": "visit", "did": "buy", "within": "1 day"}
BOUGHT = {"kind": "rollout", "metric": SHARE}


@st.composite
def rollouts(draw: st.DrawFn) -> dict[str, Any]:
    """Return a roll-out among the small worlds: to all, or by plan or platform."""
    kind = draw(st.sampled_from(("share", "frequency", "total", "mean")))
    metric = {"kind": kind, "did": draw(rules()), "within": draw(windows())}
    if kind in ("total", "mean"):
        metric["value"] = "plan"
    if draw(st.booleans()):
        metric["of"] = draw(rules())
    document: dict[str, Any] = {"kind": "rollout", "metric": metric, "unit": draw(units())}
    document["timezone"] = draw(st.sampled_from(ZONES))
    if draw(st.booleans()):
        document["population"] = draw(populations())
    days = st.sampled_from(DATES)
    if draw(st.booleans()):
        return document | {"released": draw(days)}
    level = draw(st.sampled_from(("event", "actor", "account")))
    document["segment"] = {level: draw(st.sampled_from(("plan", "platform")))}
    named = ("mobile", "pro", "10")
    got = draw(st.sets(st.sampled_from(named), min_size=1, max_size=2))
    document["released"] = {name: draw(days) for name in sorted(got)}
    if draw(st.booleans()):
        document["control"] = ["free", "desktop"]
    return document


def counted(document, log, as_of=None):
    """Return each segment's judged days, by the names of both."""
    moment = micros_of(as_of) if as_of else log.newest
    found = followed(parse(document), Asked(log, engine_for(log), moment or 0))
    return {
        (found.segments[c.segment], found.cut[c.day].label): (c.people, c.y, c.x)
        for c in found.counts
    }


def expected(document, rows, as_of):
    """Return the slow count of the segments that are compared."""
    found = slow(document, rows, as_of)
    if "segment" not in document:
        return {("everybody", day_): sums for (_, day_), sums in found.items()}
    known = {name for name, _ in found if name is not None}
    wanted = {*document["released"], *document.get("control", known)}
    return {(name, day_): sums for (name, day_), sums in found.items() if name in wanted}


@FEW
@given(rows=worlds(), document=rollouts(), as_of=moments())
def test_every_engine_counts_the_same_people_on_both_sides(log_on, rows, document, as_of):
    log = log_on(rows)
    moment = micros_of(as_of) if as_of else log.newest
    found = followed(parse(document), Asked(log, engine_for(log), moment or 0))
    expected = (0, 0)
    if "segment" in document:
        expected = movers(document, rows, as_of, set(found.segments))
    assert (found.units, found.moved) == expected


@given(worlds(), rollouts(), moments())
def test_the_days_of_a_rollout_are_what_the_slow_count_says(rows, document, as_of):
    log = from_rows(rows)
    assert counted(document, log, as_of) == expected(document, rows, as_of)
    ask(document, log, as_of=as_of).to_json()
    log.close()


@FEW
@given(rows=worlds(), document=rollouts(), as_of=moments())
def test_every_engine_counts_the_same_days(log_on, rows, document, as_of):
    assert counted(document, log_on(rows), as_of) == expected(document, rows, as_of)


@cache
def two(effect: float = 0.15, slope: float = 0.0):
    """Return a log in which one of two segments got the change after six weeks."""
    return shop(
        days=63,
        segments=("de", "at"),
        people=40,
        released={"de": 42},
        effect=effect,
        slope=slope,
        seed=2,
    )


def asked(rows, **more):
    log = from_rows(rows)
    answer = ask({**BOUGHT, **more}, log)
    log.close()
    return answer


BESIDE = {"segment": "country", "released": {"de": day(42)}, "control": ["at"]}


def test_the_effect_is_the_step_in_the_difference_of_both_levels():
    rate = {key: did / of for key, (did, of) in bought(two()).items()}
    gap = [rate["de", n] - rate["at", n] for n in range(63)]
    gap[41] = np.nan  # who came on the last day had the change for a part of theirs
    answer = asked(two(), **BESIDE)
    assert answer.effect == step(Daily(values=np.array(gap), before=42)).interval()
    assert (answer.before, answer.after, answer.grade) == (42, 21, "B")
    assert answer.comparison == "difference in differences"


def test_every_engine_gives_the_same_answer(log_on):
    rows = shop(days=49, segments=("de", "at"), people=8, released={"de": 35}, effect=0.3)
    document = {**BOUGHT, "segment": "country", "released": {"de": day(35)}}
    here, there = (ask(document, log).to_dict() for log in (from_rows(rows), log_on(rows)))
    assert here["effect"]["value"] > 0
    for answer in (here, there):
        del answer["source"]
    assert there == here


@pytest.mark.parametrize(
    ("metric", "level"),
    [
        ({"kind": "mean", "value": "price"}, lambda prices, people: sum(prices) / len(prices)),
        ({"kind": "total", "value": "price"}, lambda prices, people: sum(prices) / people),
        ({"kind": "frequency"}, lambda prices, people: len(prices) / people),
        ({"kind": "share"}, lambda prices, people: len(prices) / people),
    ],
)
def test_the_level_of_a_day_is_what_its_visitors_did(metric, level):
    answer = asked(two(), **BESIDE, metric={**SHARE, **metric})
    own = [row for row in two() if row["actor"].startswith("de-9-")]
    prices = [row["properties"]["price"] for row in own if row["event"] == "buy"]
    people = sum(row["event"] == "visit" for row in own)
    assert answer.series[9].treated == pytest.approx(level(prices, people))
    assert answer.unit == ("share" if metric["kind"] == "share" else "number")


def test_a_planted_effect_is_found_and_read_by_the_way_that_is_better():
    answer = asked(two(), **BESIDE)
    assert answer.effect.low < 0.15 < answer.effect.high
    assert answer.reading == "better"
    fewer = asked(two(), **BESIDE, metric={**SHARE, "better": "less"})
    assert fewer.reading == "worse"
    assert fewer.effect == answer.effect


def test_an_effect_inside_what_is_worthwhile_is_none_that_matters():
    answer = asked(two(), **BESIDE, smallest_worthwhile=0.5)
    assert (answer.reading, answer.more_days) == ("no_meaningful_effect", 0)


def test_segments_that_drifted_apart_before_lower_the_grade_and_explain_the_effect():
    answer = asked(two(effect=0.0, slope=0.008), **BESIDE)
    assert (answer.grade, answer.checks[0].held) == ("C", False)
    assert "drifting apart" in answer.explanations[0]


def test_segments_that_are_not_named_are_compared_all_together():
    rows = shop(days=42, segments=("de", "at", "ch"), people=30, released={"de": 28}, effect=0.1)
    answer = asked(rows, segment="country", released={"de": day(28)})
    assert [(s.segment, s.role) for s in answer.segments] == [
        ("de", "treated"),
        ("at", "beside"),
        ("ch", "beside"),
    ]
    found = bought(rows)
    both = [[found[name, 40] for name in names] for names in (("de",), ("at", "ch"))]
    last = next(p for p in answer.series if p.period == day(40))
    rates = [sum(did for did, _ in part) / sum(of for _, of in part) for part in both]
    assert [last.treated, last.beside] == rates


def test_swapping_who_got_it_turns_the_effect_round():
    one = asked(two(), **BESIDE).effect
    other = asked(two(), **{**BESIDE, "released": {"at": day(42)}, "control": ["de"]}).effect
    assert (other.value, other.low, other.high) == pytest.approx((-one.value, -one.high, -one.low))


def test_the_order_of_rows_and_what_others_do_elsewhere_change_nothing():
    rows = two()
    mixed = random.Random(7).sample(rows, len(rows))
    stray = {"actor": "fay", "time": rows[0]["time"], "event": "browse"}
    visits = [{**r, "actor": f"x{n}", "properties": {"country": "fr"}} for n, r in enumerate(rows)]
    for others in (mixed, [*rows, stray], [*rows, *visits[:200]]):
        assert asked(others, **BESIDE).effect == asked(rows, **BESIDE).effect


def test_twice_as_many_people_alike_change_nothing_but_their_number():
    rows = two()
    answer = asked([*rows, *({**r, "actor": f"{r['actor']}’s twin"} for r in rows)], **BESIDE)
    one = asked(rows, **BESIDE)
    assert (answer.effect, answer.people) == (one.effect, 2 * one.people)


def test_whole_weeks_earlier_or_later_and_other_names_change_nothing():
    one = asked(two(), **BESIDE)
    later = [{**row, "time": row["time"] + 3 * WEEK} for row in two()]
    moved = asked(later, **{**BESIDE, "released": {"de": day(42 + 21)}})
    renamed = asked([{**r, "actor": f"{r['actor'][::-1]}!"} for r in two()], **BESIDE)
    assert moved.effect == renamed.effect == one.effect
    assert [p.treated for p in moved.series] == [p.treated for p in one.series]


@pytest.mark.parametrize(("scale", "shift"), [(1000, 0), (1, 10**8), (-1, 0)])
def test_another_unit_of_the_property_is_another_unit_of_the_effect(scale, shift):
    metric = {**SHARE, "kind": "mean", "value": "price"}

    def priced(row):
        held = row["properties"]
        return {**row, "properties": held | {"price": held["price"] * scale + shift}}

    rows = [priced(row) if row["event"] == "buy" else row for row in two()]
    one, other = (asked(world, **BESIDE, metric=metric) for world in (two(), rows))
    assert other.effect.value == pytest.approx(scale * one.effect.value, rel=1e-4, abs=1e-5)
    assert other.p == pytest.approx(one.p, rel=1e-3)


def test_waves_are_compared_with_segments_not_reached_yet():
    waves = {"a": 28, "b": 35, "c": 42, "d": 49}
    segments = tuple("abcdefgh")
    rows = shop(days=63, segments=segments, people=25, released=waves, effect=0.2)
    answer = asked(rows, segment="country", released={name: day(n) for name, n in waves.items()})
    found = bought(rows)

    def rate(segment: str, week: int) -> float:
        cells = [found[segment, 7 * week + n] for n in range(7)]
        return sum(did for did, _ in cells) / sum(of for _, of in cells)

    table = np.array([[rate(s, week) for week in range(9)] for s in segments])
    starts = [waves[s] // 7 if s in waves else None for s in segments]
    result = staggered(table, starts=starts)
    assert (answer.effect, answer.p) == (result.effect, result.p)
    assert answer.comparison == "staggered roll-out"
    assert (answer.each, answer.before, answer.after) == ("week", 4, 5)
    assert answer.effect.low < 0.2 < answer.effect.high


def test_one_segment_of_twenty_is_set_beside_a_mix_of_the_others():
    segments = tuple(f"s{n:02}" for n in range(20))
    rows = shop(days=84, segments=segments, people=12, released={"s00": 63}, effect=0.5)
    answer = asked(rows, segment="country", released={"s00": day(63)})
    assert (answer.comparison, answer.grade, answer.p) == ("synthetic control", "B", 1 / 20)
    assert sum(s.weight or 0 for s in answer.segments) == pytest.approx(1)
    assert len(answer.placebos) == 19
    assert answer.effect.low < 0.5 < answer.effect.high
    assert answer.reading == "better"


def test_a_change_that_came_to_everybody_is_never_more_than_consistent():
    rows = shop(days=84, segments=("de",), people=100, released={"de": 63}, effect=0.3)
    answer = asked(rows, released=day(63))
    assert (answer.comparison, answer.grade) == ("interrupted series", "D+")
    assert answer.reading == "consistent"
    assert answer.effect.low < 0.3 < answer.effect.high
    idle = asked(shop(days=84, segments=("de",), people=100, released={}), released=day(63))
    assert (idle.grade, idle.reading) == ("D", "inconclusive")


def test_before_and_after_is_never_above_d_whatever_its_p():
    rows = shop(days=40, segments=("de",), people=100, released={"de": 20}, effect=0.5)
    answer = asked(rows, released=day(20))
    assert (answer.comparison, answer.grade) == ("before and after", "D")
    assert answer.reading == "not_shown"
    assert answer.p < 1e-6
    assert "more than half of all changes that had none" in answer.why


def test_a_change_that_has_not_come_yet_is_unknown():
    answer = asked(two(), **{**BESIDE, "released": {"de": "2025-01-01"}})
    assert isinstance(answer.effect, Unknown)
    assert (answer.after, answer.reading, answer.more_days) == (0, "unknown", 7)


def test_a_day_on_which_nobody_came_is_left_out_and_no_day_without_purchases():
    kept = [row for row in two() if not row["actor"].startswith("at-30-")]
    answer = asked(kept, **BESIDE)
    rate = {key: did / of for key, (did, of) in bought(kept).items()}
    gap = [rate["de", n] - rate.get(("at", n), np.nan) for n in range(63)]
    gap[41] = np.nan
    assert answer.effect == step(Daily(values=np.array(gap), before=42)).interval()
    assert [c.text for c in answer.caveats] == [
        "1 of 63 days are left out: nobody came in one of the segments."
    ]


def test_where_nobody_came_on_a_third_of_the_days_nothing_is_compared():
    kept = [row for row in two() if not (row["actor"][:3] == "at-" and _day(row) % 3 == 1)]
    answer = asked(kept, **BESIDE)
    assert answer.effect == Unknown("on 21 of 63 days nobody came in one of the segments")


def _day(row):
    return int(row["actor"].split("-")[1])


def test_a_segment_nobody_is_in_is_a_thing_to_mend():
    answer = asked(two(), **{**BESIDE, "released": {"dee": day(42)}})
    assert [(c.code, c.weight) for c in answer.caveats] == [
        ("unseen_segment", "wrong"),
        ("not_compared", "loud"),
    ]
    assert isinstance(answer.effect, Unknown)


def test_days_whose_windows_reach_over_the_release_are_left_out():
    """All buy within the hour, so a window of three days takes no other days but the last three."""
    answer = asked(two(), **BESIDE, metric={**SHARE, "within": "3 days"})
    rate = {key: did / of for key, (did, of) in bought(two()).items()}
    gap = np.array([rate["de", n] - rate["at", n] for n in range(answer.before + answer.after)])
    gap[39:42] = np.nan
    assert answer.effect == step(Daily(values=gap, before=42)).interval()
    assert "The last 3 days before the change: left out" in " ".join(answer.derivation)


def test_in_weeks_a_window_that_reaches_over_the_release_is_loudly_said():
    rows = shop(days=35, segments=tuple("abcd"), people=5, released={"a": 14, "b": 21})
    more = {"segment": "country", "released": {"a": day(14), "b": day(21)}}
    answer = asked(rows, **more, metric={**SHARE, "within": "3 days"})
    assert "window_over_release" in [c.code for c in answer.caveats]


def test_people_on_both_sides_of_the_comparison_are_loudly_told():
    rows = two()[:-1]
    strays = [{**r, "actor": "fay"} for r in rows if r["actor"].split("-")[2] == "0"]
    answer = asked([*rows, *strays], **BESIDE)
    assert answer.explanations[-1].startswith("1 unit was on both sides of the comparison, 0.0%")
    assert asked(rows, **BESIDE).explanations[-1].startswith("No unit was on both sides")
    everyone = [{**r, "actor": r["actor"].split("-")[-1]} for r in rows]
    assert "moved_between_segments" in [c.code for c in asked(everyone, **BESIDE).caveats]
    assert "moved_between_segments" not in [c.code for c in asked(rows, **BESIDE).caveats]


def test_an_empty_log_is_unknown():
    assert asked([], **BESIDE).effect == Unknown("nobody came")


def test_a_fault_that_came_to_phones_is_seen_in_a_shop_that_hides_one():
    """The shop's published truth: from 9 April to 9 May a fault at the checkout, on mobile only."""
    file = real_events("ecom", "events.csv.gz")
    with sea.open_log(file, actor="user_id", cache=False) as log:
        answer = log.rollout(
            {"kind": "share", "did": "checkout_bug", "within": "1 day", "better": "less"},
            {"mobile": "2024-04-09"},
            segment="platform",
            control=["desktop"],
            to="2024-05-09",
        )
    assert (answer.reading, answer.grade) == ("worse", "B")
    levels = {s.segment: (s.before, s.after) for s in answer.segments}
    assert levels["desktop"] == (0.0, 0.0)
    assert levels["mobile"][0] == 0.0
    assert answer.effect.low < levels["mobile"][1] < answer.effect.high


@pytest.mark.parametrize(
    ("wrong", "place", "said"),
    [
        ({"released": "10%"}, "released", "a percentage drawn by chance is an experiment"),
        ({"percentage": 10}, "percentage", "seachange experiment"),
        ({"released": {"de": 50}}, "released.de", "a percentage drawn by chance"),
        ({"released": {"de": day(1)}}, "segment", "which property tells the segments apart"),
        ({"released": {}}, "released", "no segment got the change"),
        ({"released": day(1), "segment": "country"}, "released", "leaves no segment to compare"),
        ({**BESIDE, "control": ["de"]}, "control", "got the change, and cannot be compared with"),
        ({**BESIDE, "metric": {"kind": "duration", "did": "buy", "within": "7 days"}},
         "metric.kind", "cannot be followed through a roll-out"),
        ({**BESIDE, "alpha": 0.9}, "alpha", "alpha is above 0"),
        ({**BESIDE, "smallest_worthwhile": -1}, "smallest_worthwhile", "above 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_its_place(wrong, place, said):
    with pytest.raises(BadQuestion) as caught:
        parse({**BOUGHT, **wrong})
    assert caught.value.place == place
    assert said in str(caught.value)


@given(rollouts())
def test_a_rollout_reads_back_as_it_is_written(document):
    question = parse(document)
    written = {key: value for key, value in question.to_dict().items() if value is not None}
    again = parse(written)
    assert again.to_dict() == question.to_dict()
