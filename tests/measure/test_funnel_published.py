"""Whether funnels give the numbers that others have published."""

from __future__ import annotations

import json

import pytest

from seachange.events.sources.open import open_log
from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from tests.measure.published import LATER, cases, funnel, rows
from tests.shared import FACTS, real_events

NAMED = json.loads((FACTS / "funnel_cases.json").read_text())["cases"] if FACTS.exists() else []
FUNNELS = [case["id"] for case in NAMED if case["kind"] == "funnel"]


@pytest.fixture(params=FUNNELS or ["none"])
def case(request):
    """Give each published funnel."""
    return next(case for case in cases("funnel") if case["id"] == request.param)


def test_a_published_funnel_comes_out(case):
    comes_out(case, from_rows(rows(case)))


@pytest.mark.nightly
def test_a_published_funnel_comes_out_on_every_engine(case, log_on):
    comes_out(case, log_on(rows(case)))


def comes_out(case, log):
    """Hold the answer against every number that was published."""
    answer = ask(funnel(case), log, as_of=LATER)
    expected = case["expect"]
    assert [step.reached for step in answer.steps] == expected["counts"]
    assert [step.mature for step in answer.steps] == expected["counts"]
    for key, seconds in (("avg", "mean"), ("median", "median")):
        for step, wanted in zip(
            answer.steps, expected.get(f"{key}_seconds_from_previous", []), strict=False
        ):
            if wanted is not None:
                assert getattr(step.seconds_from_previous, seconds) == wanted
    groups = {group.value: group.steps for group in answer.breakdown}
    for value, counts in expected.get("counts_by_value", {}).items():
        assert [step.reached for step in groups[value]] == counts
    for value, times in expected.get("avg_seconds_by_value", {}).items():
        assert [
            s.seconds_from_previous and s.seconds_from_previous.mean for s in groups[value]
        ] == (times)


def test_every_published_funnel_is_asked():
    assert len(cases("funnel")) == 23


def test_a_shop_s_customers_get_from_the_catalogue_to_the_till():
    log = open_log(
        str(real_events("ecom", "events.csv.gz")),
        actor="user_id",
        time="timestamp",
        event="event",
    )
    steps = ["catalog", "add_to_cart", "purchase"]
    answer = ask({"kind": "funnel", "steps": steps, "window": "365 days"}, log)
    assert [step.reached for step in answer.steps] == [600, 511, 285]
