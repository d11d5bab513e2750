"""Whether the few formulas for two groups give the figures of their sources."""

import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from seachange.errors import ImpossibleCounts
from seachange.planning.rules.power import (
    Answers,
    Count,
    chance_of_split,
    newcombe,
    people_needed,
    score_change,
    smallest_seen,
    wilson,
)


@pytest.mark.parametrize(("did", "people"), [(0, 5), (3, 6), (5, 5), (899, 2900)])
def test_wilson_is_that_of_statsmodels(did, people):
    low, high = proportion_confint(did, people, method="wilson")
    ours = wilson(Count(did, people))
    assert (ours.low, ours.high) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize("counts", [(930, 3000, 1068, 3000), (0, 9, 9, 9), (88, 400, 756, 3600)])
def test_newcombe_is_that_of_statsmodels(counts):
    before, n, after, m = counts
    low, high = confint_proportions_2indep(after, m, before, n, method="newcomb")
    ours = newcombe(Count(before, n), after=Count(after, m))
    assert (ours.low, ours.high) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(("before", "after", "people"), [(0.22, 0.19, 2841), (0.31, 0.34, 3825)])
def test_the_people_needed_are_those_of_the_worked_example(before, after, people):
    assert round(people_needed(before, after=after)) == people


@pytest.mark.parametrize(
    ("share", "people", "points"), [(0.31, (300, 300), 10.6), (0.22, (400, 3600), 6.1)]
)
def test_the_smallest_change_seen_is_that_of_the_worked_example(share, people, points):
    assert round(100 * smallest_seen(share, people=people), 1) == points


def test_the_people_needed_see_just_the_change_they_were_asked_for():
    people = round(people_needed(0.31, after=0.32))
    assert smallest_seen(0.315, people=(people, people)) == pytest.approx(0.01, rel=0.002)


@pytest.mark.parametrize(
    ("counts", "planned"),
    [((3000, 3190), (1, 1)), ((10, 20, 30), (1, 1, 1)), ((5, 9, 4, 6), (1, 2, 1, 1))],
)
def test_the_chance_of_a_split_is_scipy_s(counts, planned):
    expected = [sum(counts) * w / sum(planned) for w in planned]
    reference = stats.chisquare(counts, expected).pvalue
    assert chance_of_split(counts, planned=planned) == pytest.approx(reference, rel=1e-9)


def test_nobody_is_split_as_planned():
    assert chance_of_split([0, 0], planned=[1, 1]) == 1.0


def test_a_score_and_its_change_are_those_of_the_worked_example():
    before, after = Answers(168, 155, 97), Answers(209, 160, 91)
    assert [round(x, 2) for x in (before.score, before.error)] == [16.90, 3.79]
    assert [round(x, 2) for x in (after.score, after.error)] == [25.65, 3.57]
    change = score_change(before, after=after)
    assert [round(x, 2) for x in (change.low, change.high)] == [-1.45, 18.95]


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: Count(5, 3),
        lambda: Count(0, 0),
        lambda: Answers(0, 0, 0),
        lambda: people_needed(0.2, after=0.2),
        lambda: smallest_seen(1.2, people=(9, 9)),
        lambda: chance_of_split([1], planned=[1]),
    ],
)
def test_counts_that_cannot_be_are_refused(nonsense):
    with pytest.raises(ImpossibleCounts):
        nonsense()
