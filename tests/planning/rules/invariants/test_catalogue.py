"""Tests of the thirty invariants: each holds in a world, and fails in one a hair away."""

import re

import pytest

from seachange.planning.rules.invariants.catalogue import INVARIANTS, violations
from tests.planning.rules.invariants.worlds import CASES

NAMED = [pytest.param(each, id=f"{each.invariant}, {each.what}") for each in CASES]


@pytest.mark.parametrize("case", NAMED)
def test_an_invariant_holds_in_its_world(case):
    told = list(INVARIANTS[case.invariant](case.world))
    assert case.at not in {violation.record for violation in told}


@pytest.mark.parametrize("case", NAMED)
def test_an_invariant_fails_a_hair_away_and_names_the_record(case):
    told = [v for v in violations(case.broken) if v.invariant == case.invariant]
    assert case.at in {violation.record for violation in told}
    assert all(violation.says and violation.remedy for violation in told)


def test_every_invariant_has_a_world():
    assert {case.invariant for case in CASES} == set(INVARIANTS) == {f"I-{n}" for n in range(1, 31)}


@pytest.mark.parametrize("name", INVARIANTS)
def test_an_invariant_tells_what_it_is_called(name):
    assert name in re.findall(r"I-\d+", INVARIANTS[name].__doc__)
