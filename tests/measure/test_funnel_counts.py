"""Whether a funnel is counted as the slow way counts it, on every engine."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask
from seachange.measure.statistics.means import mean
from tests.measure.funnels import funnels, towns
from tests.measure.logs import moments, worlds
from tests.measure.oracle.funnel import funnel as slow
from tests.measure.oracle.reading import micros
from tests.story import story

MANY = settings.default.max_examples
FEW, FEWER = settings(max_examples=max(2, MANY // 5)), settings(max_examples=max(2, MANY // 40))


def counts(answer):
    """Return what the oracle counts, too."""
    return {
        "people": answer.people,
        "pending": answer.pending,
        "excluded": answer.excluded,
        "steps": [step(s) for s in answer.steps],
        "series": [
            {"period": p.period, "steps": [step(s) for s in p.steps]} for p in answer.series
        ],
        "breakdown": [
            {"value": g.value, "steps": [step(s) for s in g.steps]} for g in answer.breakdown
        ],
    }


def step(s):
    times = s.seconds_from_previous
    spread = times and times.people and [times.median, times.mean, times.q25, times.q75]
    return {
        "reached": s.reached,
        "mature": s.mature,
        "pending": s.pending,
        "seconds": spread or None,
        "next": [(n.name, n.people) for n in s.next_events],
        "satisfaction": s.satisfaction,
    }


def expected(document, rows, as_of):
    """Return what the slow way counts; of its scores, what statistics makes of them."""
    found = slow(document, rows, as_of)
    parts = [found, *found["series"], *found["breakdown"]]
    for each in (s for part in parts for s in part["steps"]):
        scores = each.pop("scores")
        each["satisfaction"] = "survey" in document or None
        if "survey" in document:
            each["satisfaction"] = mean(
                len(scores), total=sum(scores), total_squares=sum(x * x for x in scores)
            )
    return found


@FEW
@given(worlds(most=14), st.lists(funnels(), min_size=1, max_size=3), moments())
def test_a_funnel_is_what_the_slow_count_says(rows, documents, as_of):
    log = from_rows(rows)
    for document in documents:
        assert counts(ask(document, log, as_of=as_of)) == expected(document, rows, as_of)
    log.close()


@FEW
@given(towns())
def test_so_is_a_funnel_in_which_many_get_far(town):
    log = from_rows(town.rows)
    for document in town.funnels:
        assert counts(ask(document, log)) == expected(document, town.rows, None), document
    log.close()


@FEWER
@given(rows=worlds(most=14), document=funnels(), as_of=moments())
def test_every_engine_counts_the_same_funnel(log_on, rows, document, as_of):
    assert counts(ask(document, log_on(rows), as_of=as_of)) == expected(document, rows, as_of)


@pytest.mark.nightly
@FEWER
@given(town=towns())
def test_every_engine_counts_the_same_where_many_get_far(log_on, town):
    log = log_on(town.rows)
    for document in town.funnels:
        assert counts(ask(document, log)) == expected(document, town.rows, None), document


@pytest.mark.parametrize("order", ["ordered", "strict", "unordered"])
def test_every_engine_counts_rules_that_hold_always_or_never(log_on, order):
    rows = story("ada: visit@0 visit@0 refund@1 buy@2\nben: buy@0 visit@1 visit@9")
    rule = {"any": [{"any_event": True}, "never seen"]}
    document = {
        "kind": "funnel",
        "steps": ["visit", {"any_event": True}, rule, "never seen"],
        "order": order,
        "exclusions": [{"event": ["never seen", "refund"], "between": [2, 4]}],
    }
    for row in rows:
        row["time"] = micros(row["time"])
    assert counts(ask(document, log_on(rows))) == expected(document, rows, None)
