"""Whether the kernel counts what the canonical text counts, and knows when it must not."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seachange.events.sources.rows import from_rows
from seachange.measure.ask import ask, parse
from seachange.measure.engines import funnel as engines
from seachange.measure.engines import funnel_kernel as kernel
from seachange.measure.engines.choose import engine_for
from seachange.measure.engines.funnel import View
from seachange.measure.sql.query import Writer
from tests.measure.funnels import towns
from tests.measure.oracle.reading import micros
from tests.measure.test_funnel_counts import counts, expected
from tests.story import moment, story

FEW = settings(max_examples=max(2, settings.default.max_examples // 5))
PLAIN = {"kind": "funnel", "steps": ["visit", "sign_up", "buy"], "window": "2 days"}


def by_kernel(document, log):
    def write():
        return Writer(log, as_of=log.newest)

    return engines.by_kernel(parse(document), engine_for(log), write=write, views=[View()])


@FEW
@given(towns(plain=True))
def test_the_kernel_counts_what_the_slow_way_counts(town):
    log = from_rows(town.rows)
    for document in town.funnels:
        assert by_kernel(document, log)
        assert counts(ask(document, log)) == expected(document, town.rows, None), document
    log.close()


@FEW
@given(towns(plain=True, funnels=1), st.integers(1, 60))
def test_it_does_not_matter_how_rows_are_read(town, size):
    log = from_rows(town.rows)
    (document,) = town.funnels
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "_READ", size)
        patch.setattr(kernel, "_BITE", size // 2)
        assert counts(ask(document, log)) == expected(document, town.rows, None)
    log.close()


@FEW
@given(st.integers(0, 2**32))
def test_bites_hold_every_row_once_and_part_no_actor(seed):
    dice = random.Random(seed)
    actor = np.sort(np.array([dice.randint(0, 8) for _ in range(dice.randint(1, 40))]))
    columns = {"actor": actor, "t": np.arange(actor.size)}
    cuts = sorted(dice.randint(0, actor.size) for _ in range(dice.randint(0, 12)))
    borders = [0, *cuts, actor.size]
    batches = [
        {name: column[a:b] for name, column in columns.items()} for a, b in pairwise(borders)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "_BITE", dice.randint(1, 20))
        bites = list(kernel.bites(batches))
    rows = [[t for piece in bite for t in piece["t"].tolist()] for bite in bites]
    assert sorted(t for bite in rows for t in bite) == list(range(actor.size))
    assert all(bite == sorted(bite) for bite in rows)
    owners = [{int(actor[t]) for t in bite} for bite in rows]
    assert sum(map(len, owners)) == len(set(actor.tolist()))


def test_rows_that_do_not_lie_in_order_are_left_to_the_canonical_text():
    rows = story("ada: visit@0 sign_up@1\nben: visit@2 sign_up@9\ncleo: visit@3")
    log = from_rows(rows)
    assert by_kernel(PLAIN, log)
    lying = "SELECT * FROM seachange_events ORDER BY {}"
    for order in ("t, actor", "actor DESC, t", "actor, t DESC"):
        log.connection.execute(f"CREATE OR REPLACE TABLE seachange_events AS {lying.format(order)}")
        assert by_kernel(PLAIN, log) == []
        assert [s.reached for s in ask(PLAIN, log).steps] == [3, 2, 0]


@pytest.mark.parametrize(
    "more",
    [
        {"order": "strict"},
        {"order": "unordered"},
        {"unit": "account"},
        {"steps": ["visit", "visit"]},
        {"steps": ["visit", {"event": ["buy", "visit"]}]},
        {"steps": ["visit", {"any_event": True}]},
        {"exclusions": [{"event": "refund"}]},
        {"survey": "visit", "value": "plan"},
    ],
)
def test_the_kernel_leaves_alone_what_it_cannot_walk(more):
    log = from_rows(story("ada/acme: visit@0{plan=3} sign_up@1 buy@2"))
    assert by_kernel({**PLAIN, **more}, log) == []
    assert ask({**PLAIN, **more}, log).steps[0].reached == 1


NEXT_EVENTS = {
    "the row after is somebody else's": (
        "ada: visit@0\nben: refund@1 visit@2 refund@3\ncleo: refund@4",
        {},
        [["(nothing since)", "refund"], []],
    ),
    "the row is the last of all": (
        "ada: visit@0 sign_up@1",
        {},
        [[], ["(nothing since)"]],
    ),
    "the event after is of the same instant, and a step that was reached": (
        "ada: sign_up@1 visit@1 refund@2",
        {},
        [[], ["refund"]],
    ),
    "the event after is of the same instant, and the same step again": (
        "ada: visit@1 visit@1 visit@1 refund@1",
        {},
        [["refund"], []],
    ),
    "the event after is of the same instant, and no step": (
        "ada: visit@1 refund@1 visit@1 sign_up@9d",
        {},
        [["refund"], []],
    ),
    "the event after is of the same instant, and a step that was not reached": (
        "ada: visit@1 buy@1 sign_up@9d",
        {},
        [["buy"], []],
    ),
    "the event after is a step that was reached, at a later instant": (
        "ada: visit@1 sign_up@2 visit@3 buy@9d",
        {},
        [[], ["visit"]],
    ),
    "the same instant holds all that is left of the log": (
        "ada: visit@1 visit@1\nben: visit@1",
        {},
        [["(nothing since)"], []],
    ),
    "the event after happened later than the moment of asking": (
        "ada: visit@1 refund@4d\nben: visit@1 refund@2",
        {"as_of": "3d"},
        [["(nothing since)", "refund"], []],
    ),
    "the event after arrived later than the moment of asking": (
        "ada: visit@1{received=1} refund@2{received=4d} buy@3{received=3}\nben: visit@4d",
        {"as_of": "3d"},
        [["buy"], []],
    ),
    "an event of a step's name does not meet its condition, at the same instant": (
        "ada: visit@1{plan=pro} visit@1{plan=free} sign_up@9d\nben: visit@1{plan=free}",
        {"steps": [{"event": "visit", "where": {"plan": "pro"}}, "sign_up", "buy"]},
        [["visit"], []],
    ),
    "a step is met by either of two names": (
        "ada: visit@1 open@1 refund@1\nben: open@1 sign_up@1 visit@1 buy@9d",
        {"steps": [{"event": ["visit", "open"]}, "sign_up", "buy"]},
        [["refund"], ["buy"]],
    ),
    "a step is met by no event of the log": (
        "ada: visit@1 refund@2\nben: visit@1",
        {"steps": ["visit", "never seen", "buy"]},
        [["(nothing since)", "refund"], []],
    ),
}


@pytest.mark.parametrize("case", NEXT_EVENTS)
def test_what_leavers_did_next_where(case):
    told, more, named = NEXT_EVENTS[case]
    rows = [{**row, "time": micros(row["time"])} for row in story(told)]
    rows = [row | {k: micros(row[k]) for k in ("received",) if k in row} for row in rows]
    as_of = moment(more["as_of"]) if "as_of" in more else None
    document = PLAIN | {k: v for k, v in more.items() if k != "as_of"}
    log = from_rows(rows)
    for by in ({}, {"by": "plan"}, {"trend": "day"}, {"population": {"did": "visit"}}):
        assert by_kernel(document | by, log)
        answer = ask(document | by, log, as_of=as_of)
        assert counts(answer) == expected(document | by, rows, as_of)
        if not by:
            assert [sorted(n.name for n in s.next_events) for s in answer.steps[:2]] == named
    log.close()


def test_an_empty_log_has_nobody():
    assert [s.reached for s in ask(PLAIN, from_rows([])).steps] == [0, 0, 0]


def test_very_long_waits_add_up_exactly():
    century = {**PLAIN, "steps": ["visit", "buy"], "window": "36500 days"}
    told = "\n".join(f"a{n}: visit@0 buy@36500d" for n in range(4000))
    answer = ask(century, from_rows(story(told)))
    assert answer.steps[1].seconds_from_previous.mean == 36500 * 86400
