"""The stated figures come out of the log, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from seachange.demo.days import AS_OF, START, TURN, day
from seachange.demo.figures import EXPERIMENTS, OUTCOMES, RENEWED, SURVEYS, Count, Survey
from seachange.demo.parley import Parley, generate
from seachange.errors import ImpossibleCounts
from tests.demo.counting import experiment, net_promoters, rows_of, share

# As printed in the walk-through, apart from our own figures.
STATED = {
    "OC1": ((899, 2900), (1197, 3100)),
    "OC2": ((1508, 2900), (1980, 3000)),
    "OC3": ((594, 2700), (612, 2900)),
    "OC4": ((96, 240), (164, 260)),
    "OC5": ((616, 2200), (667, 2300)),
}
TRIED = {
    "H1": ((930, 3000), (1068, 3000)),
    "H2": ((96, 300), (117, 300)),
    "H3": ((312, 600), (396, 600)),
    "H4": ((88, 400), (756, 3600)),
    "H5": ((48, 120), (82, 130)),
    "H6": ((560, 2000), (584, 2000)),
}
QUARTERS = {
    "2025-Q4": (day("2025-10-01"), TURN, (168, 155, 97)),
    "2026-Q2": (day("2026-04-01"), AS_OF, (209, 160, 91)),
}
LONDON_IS_AHEAD = 3_600_000_000  # in summer: its half-year begins at 23:00 UTC


def names(question: dict[str, Any]) -> list[str]:
    return [question["of"]["event"], question["did"]["event"]]


def halves(parley: Parley, outcome: str, shift: int = 0) -> list[tuple[int, int, int]]:
    question = parley.truth["outcomes"][outcome]["question"]
    rows = rows_of(parley.log, *names(question))
    periods = ((START - shift, TURN), (TURN, day("2026-07-01") - shift))
    return [
        share(rows, question, since=since, until=until, as_of=AS_OF) for since, until in periods
    ]


@pytest.mark.parametrize("outcome", STATED)
def test_an_outcome_has_its_stated_counts_in_both_half_years(parley: Parley, outcome: str) -> None:
    baseline, latest = halves(parley, outcome)
    assert (baseline[:2], latest[:2]) == STATED[outcome]
    assert baseline[2] == 0  # nobody of the first half still waits at the end of the second
    assert latest[2] > 0


@pytest.mark.parametrize("outcome", STATED)
def test_cut_in_london_the_half_years_count_the_same(parley: Parley, outcome: str) -> None:
    assert halves(parley, outcome, shift=LONDON_IS_AHEAD) == halves(parley, outcome)


@pytest.mark.parametrize("hypothesis", TRIED)
def test_an_experiment_has_its_stated_counts_in_both_arms(parley: Parley, hypothesis: str) -> None:
    told = parley.truth["experiments"][hypothesis]
    rows = rows_of(parley.log, "experiment_viewed", *names(told["question"]["metric"]))
    counts = experiment(rows, told, as_of=AS_OF)
    control, treatment = ("pre", "post") if hypothesis == "H5" else ("control", "treatment")
    assert set(counts) == {control, treatment}
    for arm, (did, people) in zip((control, treatment), TRIED[hypothesis], strict=True):
        assert counts[arm] == {"did": did, "people": people} == told[arm]


@pytest.mark.parametrize(
    ("hypothesis", "verdict"),
    [("H1", "2026-05-01"), ("H3", "2026-05-01"), ("H4", "2026-06-24"), ("H5", "2026-05-31")],
)
def test_an_experiment_was_over_when_its_verdict_was_given(
    parley: Parley, hypothesis: str, verdict: str
) -> None:
    told = parley.truth["experiments"][hypothesis]
    rows = rows_of(parley.log, "experiment_viewed", *names(told["question"]["metric"]))
    assert experiment(rows, told, as_of=day(verdict) + 24 * LONDON_IS_AHEAD) == experiment(
        rows, told, as_of=AS_OF
    )


def test_only_the_pilot_of_h2_still_runs(parley: Parley) -> None:
    last = {name: told["last_exposure"] for name, told in parley.truth["experiments"].items()}
    assert [name for name, time in last.items() if time > "2026-06-29"] == ["H2"]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_quarter_has_its_stated_promoters_passives_and_detractors(
    parley: Parley, quarter: str
) -> None:
    since, until, stated = QUARTERS[quarter]
    rows = rows_of(parley.log, "nps_answered")
    question = parley.truth["nps"]["question"]
    assert net_promoters(rows, question, since=since, until=until) == stated


def test_every_quarter_has_the_answers_and_the_letters_that_the_truth_tells(
    parley: Parley,
) -> None:
    answers = rows_of(parley.log, "nps_answered")
    letters = rows_of(parley.log, "nps_sent")
    periods = parley.truth["events"]["quarters"]
    for quarter, told in parley.truth["nps"]["quarters"].items():
        since, until = (_micros(periods[quarter][end]) for end in ("from", "to"))
        bands = (told["promoters"], told["passives"], told["detractors"])
        question = parley.truth["nps"]["question"]
        assert net_promoters(answers, question, since=since, until=until) == bands
        sent = sum(since <= row["time"] < until for row in letters)
        assert sent == told["sent"]
        assert 0.15 < sum(bands) / sent < 0.35


def _micros(time: str) -> int:
    return day(time[:10]) if time[11:19] == "00:00:00" else AS_OF


def test_some_answer_a_survey_twice_so_that_only_the_latest_answer_may_count(
    parley: Parley,
) -> None:
    rows = rows_of(parley.log, "nps_answered")
    assert 10 < len(rows) - len({row["actor"] for row in rows}) < 100


def test_of_the_first_half_years_clients_as_many_renew_as_stated(parley: Parley) -> None:
    question = parley.truth["renewal"]["question"]
    rows = rows_of(parley.log, *names(question))
    assert share(rows, question, since=START, until=TURN, as_of=AS_OF) == (1300, 2900, 0)
    assert Count(1300, 2900) == RENEWED


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.nightly) for n in (2, 3))])
def test_another_seed_makes_another_year_with_the_same_figures(parley: Parley, seed: int) -> None:
    other = generate(seed=seed)
    for outcome, stated in STATED.items():
        assert tuple(counts[:2] for counts in halves(other, outcome)) == stated
    assert len(other.log) != len(parley.log)


@pytest.mark.nightly
def test_twice_the_scale_doubles_every_count() -> None:
    larger = generate(scale=2)
    for outcome, stated in STATED.items():
        doubled = tuple((2 * did, 2 * people) for did, people in stated)
        assert tuple(counts[:2] for counts in halves(larger, outcome)) == doubled
    for hypothesis in ("H2", "H5"):
        told = larger.truth["experiments"][hypothesis]
        rows = rows_of(larger.log, "experiment_viewed", *names(told["question"]["metric"]))
        for arm, count in experiment(rows, told, as_of=AS_OF).items():
            assert count == told[arm]
    assert larger.truth["experiments"]["H1"]["treatment"] == {"did": 2136, "people": 6000}


def test_our_figures_are_the_walk_throughs() -> None:
    for outcome, (baseline, latest) in STATED.items():
        assert OUTCOMES[outcome].baseline == Count(*baseline)
        assert OUTCOMES[outcome].latest == Count(*latest)
    for hypothesis, (control, treatment) in TRIED.items():
        assert EXPERIMENTS[hypothesis].control == Count(*control)
        assert EXPERIMENTS[hypothesis].treatment == Count(*treatment)
    for quarter, (_, _, stated) in QUARTERS.items():
        assert SURVEYS[quarter] == Survey(*stated)


def test_more_cannot_have_done_it_than_there_are() -> None:
    with pytest.raises(ImpossibleCounts):
        Count(5, 3)
