"""Quantiles: the exact type 7, against Python's own and NumPy's."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seachange.errors import BadQuestion, ImpossibleCounts
from seachange.measure.answers import Unknown
from seachange.measure.statistics.quantiles import (
    HALF,
    QUARTER,
    THREE_QUARTERS,
    Place,
    place,
    quantile,
)

values = st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=60)
shares = st.fractions(0, 1, max_denominator=100)


@given(values.filter(lambda found: len(found) > 1))
def test_quartiles_are_those_of_pythons_inclusive_method_exactly(found):
    ours = [quantile(Counter(found), share=share) for share in (QUARTER, HALF, THREE_QUARTERS)]
    assert ours == statistics.quantiles(map(Fraction, found), n=4, method="inclusive")


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=60), shares)
def test_any_quantile_is_numpys_up_to_its_rounding(found, share):
    theirs = np.quantile(np.array(found, dtype=float), float(share), method="linear")
    assert float(quantile(Counter(found), share=share)) == pytest.approx(theirs, abs=1e-9)


@given(values, shares)
def test_the_two_ranks_are_all_that_is_needed(found, share):
    spot, ranked = place(len(found), share=share), [None, *sorted(found)]
    between = spot.between(ranked[spot.lower], at_upper=ranked[spot.upper])
    assert between == quantile(Counter(found), share=share)


@given(values)
def test_the_ends_are_the_smallest_and_the_largest(found):
    assert quantile(Counter(found), share=Fraction(0)) == min(found)
    assert quantile(Counter(found), share=Fraction(1)) == max(found)


@given(values, shares, st.integers(-(10**18), 10**18))
def test_shifting_every_value_shifts_a_quantile_exactly(found, share, shift):
    moved = Counter(value + shift for value in found)
    assert quantile(moved, share=share) == quantile(Counter(found), share=share) + shift


def test_hyndman_and_fans_definition_seven_by_hand():
    """Rank 1 + (n - 1)p, Hyndman and Fan (1996), table 1: of 1, 2, 4, 8 a quarter is 1.75."""
    assert place(4, share=QUARTER) == Place(lower=1, upper=2, toward=THREE_QUARTERS)
    assert quantile({1: 1, 2: 1, 4: 1, 8: 1}, share=QUARTER) == Fraction(7, 4)
    assert quantile({8: 1, 4: 1, 2: 1, 1: 1}, share=HALF) == 3


def test_values_that_never_occur_do_not_count_and_no_values_are_unknown():
    assert quantile({1: 0, 5: 2, 9: 0}, share=HALF) == 5
    nothing = Unknown("there is nothing to take the middle of")
    assert quantile({}, share=HALF) == quantile({3: 0}, share=HALF) == nothing


def test_impossible_quantiles_are_refused():
    assert quantile({3: 1}, share=HALF) == 3
    for refused, counts in (("-1 is less than no", {3: -1}), ("1.5 is not", {3: 1.5})):
        with pytest.raises(ImpossibleCounts, match=refused):
            quantile(counts, share=HALF)
    with pytest.raises(ImpossibleCounts, match="no values have no quantile"):
        place(0, share=HALF)
    with pytest.raises(ImpossibleCounts, match="cannot fall from 3 to 2"):
        place(2, share=HALF).between(3, at_upper=2)
    for share in (Fraction(3, 2), Fraction(-1, 2), 0.5):
        with pytest.raises(BadQuestion, match="is not a share of the values"):
            place(2, share=share)
