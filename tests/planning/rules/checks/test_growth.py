"""Whether checking a plan twice as large takes twice the work: counted in steps, not in time."""

from __future__ import annotations

import sys
from functools import partial
from itertools import combinations

import pytest

from seachange.planning.rules.checks import survey
from seachange.planning.rules.checks.run import check
from seachange.planning.rules.plan.encoding import RECORD_TYPES
from seachange.planning.rules.vocabulary import Kind
from seachange.planning.rules.wording.reading import read_goal
from tests.planning.parley import parley
from tests.planning.rules.checks.worlds import SOUND
from tests.planning.shapes import chain, hub, side_by_side

PLANS = {"sound": SOUND, "parley": parley()}
# Every kind where nothing is found, and those of which the worked example has most to say.
FAULTY = (Kind.OUTCOME, Kind.OUTPUT, Kind.HYPOTHESIS, Kind.FEATURE_REQUEST, Kind.DEAL,
          Kind.COMMITMENT, Kind.ROADMAP_ITEM, Kind.RELEASE)  # fmt: skip
KINDS = [
    *(("sound", kind) for kind in dict.fromkeys(record.kind for record in SOUND.records())),
    *(("parley", kind) for kind in FAULTY),
]
LEAST = 6


def steps(plan):
    """Count the lines of Python that one check runs through, each turn of a loop anew."""
    count = 0

    def tally(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return tally

    usual = sys.gettrace()
    sys.settrace(tally)
    try:
        check(plan)
    finally:
        sys.settrace(usual)
    return count


def is_linear(shape):
    """Tell whether what is added last costs no more, by the piece, than what was added before.

    Work that grows with the square costs twice as much by the piece from `2n` to `4n` as from
    `n` to `2n`; a share of it shows as soon as it outgrows the rest.
    """
    check(shape(4))  # what is worked out for good the first time is no part of it
    once, twice, four_times = (steps(shape(times)) for times in (1, 2, 4))
    return four_times - twice <= 1.03 * 2 * (twice - once) + 100


def crowded(name, *kinds, least=LEAST):
    """Return a shape: so many times a few more records of these kinds."""

    def shape(times):
        plan = PLANS[name]
        for kind in kinds:
            few = -(-least // len(PLANS[name].all(RECORD_TYPES[kind])))
            plan = hub(plan, kind, few * times)
        return plan

    return shape


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_records_hung_on_the_same_others_cost_no_more_by_the_piece(name, kind):
    assert is_linear(crowded(name, kind))


@pytest.mark.parametrize(
    ("start", "link"),
    [("CH1", "preconditions"), ("VE2", "supersedes"), ("DE2", "supersedes"), ("support", "team")],
)
def test_long_chains_cost_no_more_by_the_piece(start, link):
    assert is_linear(lambda times: chain(SOUND, start, link, LEAST * times))


@pytest.mark.parametrize("name", PLANS)
def test_plans_side_by_side_cost_no_more_by_the_piece(name):
    assert is_linear(partial(side_by_side, PLANS[name]))


@pytest.mark.nightly
@pytest.mark.parametrize("name", PLANS)
def test_many_of_two_kinds_cost_no_more_by_the_piece(name):
    kinds = dict.fromkeys(record.kind for record in PLANS[name].records())
    square = [
        pair for pair in combinations(kinds, 2) if not is_linear(crowded(name, *pair, least=12))
    ]
    assert not square


def test_a_text_is_read_once_however_many_checks_ask(monkeypatch):
    read = []
    monkeypatch.setattr(
        survey, "read_goal", lambda text, names: read.append(text) or read_goal(text, names)
    )
    check(hub(parley(), Kind.KEY_RESULT, 10))
    assert len(read) == len(set(read))
