"""Whether what several checks ask is looked up rightly."""

from dataclasses import replace
from datetime import date

import pytest

from seachange.planning.rules.checks.roadmap import in_months
from seachange.planning.rules.checks.survey import names_in, percent, points, shown
from seachange.planning.rules.plan.delivery import Output
from seachange.planning.rules.plan.organisation import Team
from seachange.planning.rules.plan.plan import plan_of
from seachange.planning.rules.plan.values import Level
from seachange.planning.rules.wording.facts import Label
from seachange.planning.rules.wording.names import PlanNames
from seachange.planning.rules.wording.reading import read_goal

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 6, 30), 3, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last(day, months, then):
    assert in_months(day, months) == then


def test_figures_are_written_as_people_write_them():
    assert (points(0.046), points(-0.01), percent(0.386), percent(0.5)) == (
        "+4.6 pp", "−1 pp", "38.6 %", "50 %",
    )  # fmt: skip
    assert shown(Level(did=899, people=2900)) == "899 of 2,900 (31 %)"
    assert shown(Level(promoters=3, passives=1, detractors=1)) == "40 (n = 5)"
    # As many digits as 420 answers can bear, and as anybody reads.
    assert shown(Level(promoters=168, passives=155, detractors=97)) == "16.9 (n = 420)"
    assert shown(Level(value=1234567.89)) == "1,234,567.9"
    assert shown(Level(value=0.96)) == "0.96"
    assert shown(None) == "no level"


def test_a_goal_is_read_once_until_the_plan_calls_things_otherwise():
    """What was read of a goal holds in the next plan, unless its names have changed."""
    zephyr = Output(id="OU1", name="Zephyr")
    before = plan_of([zephyr, Team(id="TE1", name="North")], as_of=DAY)
    as_named = read_goal("Get Zephyr by May", names_in(before))
    read = read_goal.cache_info().misses
    after = before.changed(put=[Team(id="TE1", name="South")])
    assert read_goal("Get Zephyr by May", names_in(after)) == as_named
    assert read_goal.cache_info().misses == read
    renamed = before.changed(put=[replace(zephyr, name="Mistral")])
    assert read_goal("Get Zephyr by May", names_in(renamed)) == read_goal(
        "Get Zephyr by May", PlanNames.of(outputs=["Mistral"])
    )
    assert as_named.label is Label.OUTPUT
