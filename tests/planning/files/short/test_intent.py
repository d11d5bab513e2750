"""Impacts and outcomes written short are the records that somebody would have written out."""

from datetime import date

import pytest

from seachange.errors import BadPlan
from seachange.planning.files.reading import parse_plan
from seachange.planning.files.writing import plan_text
from tests.planning.files.test_schema import fits

AS_OF = date(2026, 6, 30)
SHORT = """
impacts:
  IM1: {name: NPS, baseline: {P:168,A:155,D:97, period:2025-Q4}, latest: {P: 209, A: 160, D: 91},
        target: 30, by: 2026-12-31, sponsor: CEO}
  IM2: {name: Renewals, state: active, base: 0.96}
outcomes:
  OC1: {actor: guide (employee), behaviour: replies within 24 h, base: 899/2900, latest: 1197/3100,
        target: 0.45, by: 2026-09-30, owners: [Matching, Support], drives: [IM1, OC2],
        guard: [refunds, M-calls]}
  OC2: {actor: client, behaviour: pays, drives: IM2}
metrics:
  M-calls: {name: calls}
"""
LONG = """
members:
  CEO: {name: CEO, role: leader}
teams:
  Matching: {name: Matching}
  Support: {name: Support}
metrics:
  M-calls: {name: calls}
  M-IM1: {state: live, numerator: NPS, scale: nps, purpose: impact}
  M-IM2: {state: live, numerator: Renewals, scale: score, purpose: impact}
  G-OC1: {name: refunds, state: live, numerator: refunds, purpose: guardrail}
  M-OC1: {state: live, numerator: replies within 24 h, denominator: guide, window: 24 hours}
impacts:
  IM1: {name: NPS, state: active, metric: M-IM1, target: 30, by: 2026-12-31, sponsor: CEO,
        baseline: {promoters: 168, passives: 155, detractors: 97, period: 2025-Q4}}
  IM2: {name: Renewals, state: active, metric: M-IM2, baseline: 0.96}
outcomes:
  OC1: {state: active, actor: guide, actor_kind: employee, behaviour: replies within 24 h,
        metric: M-OC1, baseline: 899/2900, target: 0.45, by: 2026-09-30,
        owners: [Matching, Support], guardrails: [G-OC1, M-calls]}
  OC2: {actor: client, behaviour: pays}
driver_links:
  OC1-IM1: {outcome: OC1, impact: IM1}
  OC1-OC2: {outcome: OC1, driven_outcome: OC2}
  OC2-IM2: {outcome: OC2, impact: IM2}
measurements:
  ME-IM1-209-160-91: {metric: M-IM1, impact: IM1,
                      level: {promoters: 209, passives: 160, detractors: 91}}
  ME-OC1-1197-3100: {metric: M-OC1, outcome: OC1, level: 1197/3100}
"""


def records(text):
    return parse_plan(text, AS_OF)[0].by_id


def refused(text):
    with pytest.raises(BadPlan) as told:
        parse_plan(text, AS_OF)
    return str(told.value)


def test_impacts_and_outcomes_written_short_are_those_written_long():
    assert records(SHORT) == records(LONG)


def test_an_editor_knows_the_short_keys():
    assert fits(SHORT)
    assert not fits("outcomes: {O: {drives: 5}}")


def test_a_plan_written_short_is_written_out_and_read_as_the_same():
    plan = parse_plan(SHORT, AS_OF)[0]
    assert parse_plan(plan_text(plan), AS_OF)[0] == plan


def test_what_a_short_key_stands_for_is_found_where_it_was_written():
    places = parse_plan(SHORT, AS_OF)[1]
    assert (places["OC2-IM2"].line, places["G-OC1"].line, places["Support"].line) == (10, 9, 8)


def test_a_metric_written_out_is_the_one_that_is_meant():
    told = records("metrics: {M-OC1: {source: events}}\noutcomes: {OC1: {base: 1/2}}")
    assert told["OC1"].metric == "M-OC1"
    assert told["M-OC1"].source == "events"
    assert set(told) == {"OC1", "M-OC1"}


def test_words_in_brackets_of_a_plan_written_long_stay_words():
    assert records("outcomes: {OC1: {actor: a guide (employee)}}")["OC1"].actor.endswith(")")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("outcomes: {OC1: {base: 31 %}}", "line 1, column 24: baseline must be a tally"),
        ("outcomes: {OC1: {base: 1/2, baseline: 1/3}}", "column 18: OC1 says 'baseline' twice"),
        ("outcomes: {OC1: {drives: {IM1: x}}}", "Write `drives: [IM1, IM2]`."),
        ("outcomes: {OC1: {drives: [IM1]}}", "there is no impact 'IM1'"),
        ("outcomes: {OC1: {guard: {a: b}}}", "Write `guard: adviser opt-out rate`."),
        ("impacts: {I: {baseline: {P:1, P: 2}}}", "promoters is said twice"),
        ("outcomes: {O: {base: 1/2, owners: [Lea]}}\nteams: {Lee: }", "Did you mean Lee?"),
        ("outcomes: {O: {owners: [Lea]}}", "there is no team 'Lea'"),
        (
            "impacts: {I: {}}\noutcomes: {O: {drives: I}}\ndriver_links: {O-I: {outcome: O}}",
            "this stands for a driver link O-I, and that id is taken",
        ),
    ],
)
def test_what_is_amiss_is_told_where_it_was_written(text, said):
    assert said in " ".join(refused(text).split())
