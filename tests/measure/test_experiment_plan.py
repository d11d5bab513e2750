"""Whether a planned test starts from what units do, and is as large as the formulas say."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from hypothesis import given, settings

from seachange.errors import BadQuestion
from seachange.events.sources.rows import from_rows
from seachange.measure.answers import Unknown
from seachange.measure.ask import ask, parse
from seachange.measure.questions.scope import iso
from seachange.measure.statistics.experiments.sizes import Aim, units_for_share, watching
from seachange.report.experiments.planned import headline
from seachange.report.words import NARROW
from tests.measure.logs import EPOCH, experimented, moments
from tests.measure.oracle.reading import asked_at, span
from tests.measure.questions import rules, windows
from tests.story import moment, story

FEW = settings(max_examples=max(1, settings.default.max_examples // 8))
QUESTION = {
    "kind": "experiment_plan",
    "metric": {"kind": "share", "of": "sign_up", "did": "meet", "within": "7 days"},
    "change": 0.1,
}
TEN_A_DAY = "\n".join(
    f"p{n}: sign_up@{n % 28}d1h {'meet@30d' if n % 28 > 22 else ''}" for n in range(280)
)


@given(experimented(), rules(), rules(), windows(), windows(), moments())
def test_the_level_is_that_of_the_share_of_the_same_period(rows, of, did, within, over, as_of):
    metric = {"kind": "share", "did": did, "within": within}
    log = from_rows(rows)
    plan = ask(
        {"kind": "experiment_plan", "of": of, "metric": metric, "change": 0.1, "over": over},
        log,
        as_of=as_of,
    )
    end = asked_at(rows, as_of) - span(within)
    share = ask({**metric, "of": of, "from": at(end - span(over)), "to": at(end)}, log, as_of=as_of)
    log.close()
    assert plan.people == share.people
    assert isinstance(share.estimate, Unknown) or plan.estimate == share.estimate


@FEW
@given(rows=experimented())
def test_every_engine_sees_the_same_units(log_on, rows):
    metric = {"kind": "frequency", "did": {"any_event": True}, "within": "2 days"}
    question = {"kind": "experiment_plan", "of": "visit", "metric": metric, "change": 1}
    here = from_rows(rows)
    assert ask(question, log_on(rows)).estimate == ask(question, here).estimate
    here.close()


def test_units_and_days_follow_from_the_level_and_who_comes():
    answer = ask({**QUESTION, "looks": 5}, from_rows(story(TEN_A_DAY)), as_of=moment("35d"))
    share = 50 / 280
    aim = Aim()
    units = units_for_share(share, after=share + 0.1, aim=aim) * watching(5, aim=aim).inflation
    assert (answer.people, answer.per_day) == (280, 10)
    assert answer.estimate.value == share
    assert answer.units == math.ceil(units)
    assert answer.days == 7 * math.ceil(math.ceil(answer.units / 10) / 7) + 7


@pytest.mark.parametrize(
    ("asked", "said"),
    [({}, "in each of two groups"), ({"treated": 0.2}, "of them with the change and the others")],
)
def test_the_size_says_from_where_of_whom_and_how_they_fall_to_the_groups(asked, said):
    answer = ask({**QUESTION, **asked}, from_rows(story(TEN_A_DAY)), as_of=moment("35d"))
    told = headline(answer)
    assert f"from 17.9{NARROW}%, {answer.units:,} people must be judged, " in told
    assert said in told
    assert f" {math.ceil(answer.units / 2):,} in each" in told or asked


def test_a_longer_test_sees_smaller_changes_and_finds_the_one_asked_for_in_time():
    answer = ask(QUESTION, from_rows(story(TEN_A_DAY)), as_of=moment("35d"))
    assert [p.smallest for p in answer.curve] == sorted(p.smallest for p in answer.curve)[::-1]
    long_enough = [p for p in answer.curve if p.days >= answer.days]
    assert long_enough
    assert all(p.power >= 0.8 for p in long_enough)
    assert all(p.power < 0.8 for p in answer.curve if p.days < answer.days)


def test_an_outcome_s_own_question_lets_units_in_by_what_it_says():
    assert parse(QUESTION).of == parse({**QUESTION, "of": "sign_up"}).of


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"change": 0}, "change"),
        ({"taking_part": 1.5}, "taking_part"),
        ({"treated": 1}, "treated"),
        ({"power": 0.01}, "power"),
        ({"looks": 0}, "looks"),
        ({"from": "2024-01-01"}, "from"),
        ({"metric": {"kind": "share", "did": "meet", "within": "7 days"}}, ""),
    ],
)
def test_what_cannot_be_planned_is_refused_where_it_stands(wrong, place):
    with pytest.raises(BadQuestion) as caught:
        parse({**QUESTION, **wrong})
    assert caught.value.place == place


def at(t):
    return iso(EPOCH + timedelta(microseconds=t))
